import type { Question } from './bank.ts';

/** What “that meeting” points at when the question is read. */
export const moments = ['meeting', 'deferred', 'checkIn'] as const;
export type Moment = (typeof moments)[number];

const instead: Readonly<Record<Exclude<Moment, 'meeting'>, string>> = {
  deferred: 'your last meeting',
  checkIn: 'what you have just done',
};

/** “that meeting”, or “that” alone where it means the same. */
const pointer = /\bthat( meeting)?\b/;

/** The question as it is read: the meeting may be a while ago, and after a person's own `check in` there may have been none. Options never change. */
export const asksAt = ({ asks, occasion }: Pick<Question, 'asks' | 'occasion'>, moment: Moment): string =>
  moment === 'meeting' || occasion !== 'meeting' ? asks : asks.replace(pointer, instead[moment]);
