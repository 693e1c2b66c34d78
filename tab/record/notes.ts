/** Where a device keeps its own notes: a place for each of the questions that only it asks, and week; a half-term has no more than eight. */
import { notePlaces } from '../../bot/contract/record.ts';

const questionsAWeek = 2;
const weeks = notePlaces / questionsAWeek;
const weekMs = 7 * 24 * 3600 * 1000;
/** 1 January 1970 was a Thursday: weeks begin on Mondays. */
const firstMonday = Date.UTC(1970, 0, 5);

/** `question`: 0 or 1. The same place again in the same week: a second answer replaces the first. */
export function notePlace(day: string, question: number): number {
  const week = Math.floor((Date.parse(`${day}T00:00:00Z`) - firstMonday) / weekMs);
  return (week % weeks) * questionsAWeek + question;
}
