import { hopes, topics } from '#words/topics.ts';

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
export const topicWords: Readonly<Record<TopicId, string>> = topics;

/** What the person hopes for. */
export const hopeIds = ['think', 'beHeard', 'decide', 'plan'] as const;
export type HopeId = (typeof hopeIds)[number];

export const hopeWords: Readonly<Record<HopeId, string>> = hopes;
