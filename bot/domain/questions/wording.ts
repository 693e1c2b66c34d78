import type { Question } from './bank.ts';

/** What “that meeting” points at when the question is read. */
export const moments = ['meeting', 'deferred', 'checkIn'] as const;
export type Moment = (typeof moments)[number];

const instead: Readonly<Record<Moment, string>> = {
  meeting: 'that meeting',
  deferred: 'your last meeting',
  checkIn: 'what you have just done',
};

/** The question as it is read: the meeting may be a while ago, and after a person's own `check in` there may have been none. Options never change. */
export const asksAt = (question: Question, moment: Moment): string => question.asks.replace('that meeting', instead[moment]);
