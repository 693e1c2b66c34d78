import { instead, pointer } from '#words/questions.ts';
import type { Question } from './bank.ts';

/** What “that meeting” points at when the question is read. */
export const moments = ['meeting', 'deferred', 'checkIn'] as const;
export type Moment = (typeof moments)[number];

/** The question as it is read: the meeting may be a while ago, and after a person's own `check in` there may have been none. Options never change. */
export const asksAt = ({ asks, occasion }: Pick<Question, 'asks' | 'occasion'>, moment: Moment): string =>
  moment === 'meeting' || occasion !== 'meeting' ? asks : asks.replace(pointer, instead[moment]);
