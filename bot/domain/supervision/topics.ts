/** What may be kept for supervision, in the order in which it is offered. Chosen by the person, never drawn from an answer. */
export const topicIds = [
  'stayed',
  'whose',
  'beyond',
  'parent',
  'team',
  'avoiding',
  'decision',
  'values',
  'boundaries',
  'urgent',
  'building',
  'well',
  'practical',
] as const;
export type TopicId = (typeof topicIds)[number];

/** One catalogue for dialogs and the tab. */
export const topicWords: Readonly<Record<TopicId, string>> = {
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
};

/** What the person hopes for. */
export const hopeIds = ['think', 'beHeard', 'decide', 'plan'] as const;
export type HopeId = (typeof hopeIds)[number];

export const hopeWords: Readonly<Record<HopeId, string>> = {
  think: 'To think',
  beHeard: 'To be heard',
  decide: 'To decide',
  plan: 'To plan',
};
