/**
 * Every failure that Held can name. `words` is what a person reads; `status` is the HTTP answer; `report` says whether an
 * operator needs a log line. Nothing here, and no detail given with it, may hold an answer, a name or an id of a person.
 */
export const catalogue = {
  'bad-request': { status: 400, report: false, words: 'That request could not be read.' },
  'not-signed-in': { status: 401, report: false, words: 'Please open Held in Teams and sign in again.' },
  'not-allowed': { status: 403, report: false, words: 'This page is not for your role.' },
  'not-found': { status: 404, report: false, words: 'There is nothing here.' },
  'tab-not-built': {
    status: 404,
    report: true,
    words: 'The page is not built. “npm start” builds it, or: npx vite build --config tab/vite.config.ts',
  },
  'method-not-allowed': { status: 405, report: false, words: 'That cannot be done at this address.' },
  'too-large': { status: 413, report: false, words: 'That was too large to read.' },
  'storage-down': {
    status: 503,
    report: true,
    words: 'Held could not make sure that this was saved. Please try again in a minute: an answer counts once.',
  },
  'keys-down': { status: 503, report: true, words: 'Held cannot seal just now. Nothing was recorded. Please try again in a minute.' },
  'copy-missing': {
    status: 503,
    report: true,
    words: 'Your answer is sealed and counts. If you keep a private record, it is not in there: answer once more in a minute to add it.',
  },
  'sign-in-down': { status: 503, report: true, words: 'Held cannot check who you are just now. Please try again in a minute.' },
  'not-on-roster': { status: 403, report: false, words: 'Held does not know you yet.' },
  'not-taking-part': { status: 403, report: false, words: 'You are not taking part in check-ins.' },
  'not-eligible': { status: 403, report: false, words: 'Check-ins are for SENCos and the inclusion staff that a school enrols.' },
  'period-closed': { status: 409, report: false, words: 'This half-term is closed. Nothing can be changed now.' },
  'joins-next-period': { status: 409, report: false, words: 'You join from the next half-term.' },
  'card-not-yours': { status: 400, report: true, words: 'That card could not be read. Type “check in” for a new one.' },
  'card-too-old': { status: 409, report: false, words: 'This card has passed. Type “check in” for a new one.' },
  'changed-meanwhile': { status: 409, report: false, words: 'This was changed meanwhile. Look at what stands now, then decide.' },
  'no-supervisor': { status: 409, report: false, words: 'No supervisor is set for you yet. Your administrator keeps that list.' },
  'not-agreed': { status: 409, report: false, words: 'You and your supervisor agree first what stays between you.' },
  'too-many': { status: 409, report: false, words: 'There is no room for more. Take something out first.' },
  refused: { status: 409, report: false, words: 'That cannot be done now.' },
  internal: { status: 500, report: true, words: 'Something went wrong. Please try again in a minute.' },
} as const satisfies Record<string, { status: number; report: boolean; words: string }>;

export type ErrorCode = keyof typeof catalogue;

/** A failure from the catalogue. `because` is for operators and the CLI: what, why, fix; without personal data. */
export class HeldError extends Error {
  readonly code: ErrorCode;
  readonly because: string | undefined;

  constructor(code: ErrorCode, because?: string, options?: { cause?: unknown }) {
    super(because ?? catalogue[code].words, options);
    this.name = 'HeldError';
    this.code = code;
    this.because = because;
  }

  get words(): string {
    return catalogue[this.code].words;
  }
  get status(): number {
    return catalogue[this.code].status;
  }
}
