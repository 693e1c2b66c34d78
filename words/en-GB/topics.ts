/** What may be kept for supervision, by id. */
export const topics = {
  stayed: 'It stayed with me',
  whose: 'Mine, or the system’s?',
  beyond: 'More than my role',
  parent: 'A parent’s distress',
  team: 'A colleague or the team',
  avoiding: 'A conversation I am avoiding',
  decision: 'A hard decision',
  values: 'Values under strain',
  boundaries: 'Boundaries and availability',
  urgent: 'Always urgent',
  building: 'Building up',
  well: 'Something went well',
  practical: 'Practical advice',
} as const;

/** What the person hopes for, by id. */
export const hopes = {
  think: 'To think',
  beHeard: 'To be heard',
  decide: 'To decide',
  plan: 'To plan',
} as const;
