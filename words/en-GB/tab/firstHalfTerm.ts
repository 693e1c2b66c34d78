/** While a group has no figures yet. */
import type { NationTerms } from '../../nation.ts';

export const firstHalfTerm = {
  firstTitle: 'The first figures are on their way',
  first: (until: string): string => `Answers are being gathered until ${until}. Figures come after ${until}, if enough people answer.`,
  firstClosed: 'No figures have been released yet.',
  meanwhileTitle: 'Meanwhile',
  meanwhile: ['Supervision can be booked now; a first 15 minutes commit nobody.', 'What leaders do is published here as they do it.'],
  /** Of the pages that somebody has by their role; in a team or chat nobody has any. */
  ownPages: {
    senco: 'In My place you choose when Held may ask, and may keep a record that only you can read.',
    leader: undefined,
    supervisor: 'Under Supervision you find the people you supervise, and a shape for the hour.',
    admin: 'Under Looking after Held you see to the roster, term dates and links.',
  },
  meanwhileLeaderTitle: 'What can be done meanwhile',
  meanwhileLeader: [
    ({ role }: NationTerms): string =>
      `Ask your ${role}: what is this role really like just now, and what is needed, for you, for pupils, for the school?`,
    'Offer a protected hour of supervision; a first 15 minutes commit nobody.',
    'Do one thing now and say so here, before the first question is asked.',
  ],
} as const;
