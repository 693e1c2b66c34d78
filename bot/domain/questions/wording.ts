import type { Question } from './bank.ts';

/** What “that meeting” points at when the question is read. */
export type Moment = 'meeting' | 'checkIn';

/** The question as it is read: after a person's own `check in` there may have been no meeting. Options never change. */
export function asksAt(question: Question, moment: Moment): string {
  return moment === 'meeting' ? question.asks : question.asks.replace('that meeting', 'what you have just done');
}
