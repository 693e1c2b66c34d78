import type { NationTerms } from '../nation.ts';

/** What a person reads of each failure that Held can name. */
export const errorWords = {
  'bad-request': 'That request could not be read.',
  'not-signed-in': 'Please open Held in Teams and sign in again.',
  'not-allowed': 'This page is not for your role.',
  'not-found': 'There is nothing here.',
  'tab-not-built': 'The page is not built. “npm start” builds it, or: npx vite build --config tab/vite.config.ts',
  'method-not-allowed': 'That cannot be done at this address.',
  'too-large': 'That was too large to read.',
  'storage-down': 'Held could not make sure that this was saved. Please try again in a minute: an answer counts once.',
  'keys-down': 'Held cannot seal just now. Nothing was recorded. Please try again in a minute.',
  'copy-missing':
    'Your answer is sealed and counts. If you keep a private record, it is not in there: answer once more in a minute to add it.',
  'sign-in-down': 'Held cannot check who you are just now. Please try again in a minute.',
  'not-on-roster': 'Held does not know you yet.',
  'not-taking-part': 'You are not taking part in check-ins.',
  'not-eligible': ({ roles }: NationTerms): string => `Check-ins are for ${roles} and the inclusion staff that a school enrols.`,
  'period-closed': 'This half-term is closed. Nothing can be changed now.',
  'joins-next-period': 'You join from the next half-term.',
  'card-not-yours': 'That card could not be read. Type “check in” for a new one.',
  'card-too-old': 'This card has passed. Type “check in” for a new one.',
  'changed-meanwhile': 'This was changed meanwhile. Look at what stands now, then decide.',
  'no-supervisor': 'No supervisor is set for you yet. Your administrator keeps that list.',
  'not-agreed': 'You and your supervisor agree first what stays between you.',
  'too-many': 'There is no room for more. Take something out first.',
  refused: 'That cannot be done now.',
  internal: 'Something went wrong. Please try again in a minute.',
} as const;
