/** Times of the school year that weigh on the role: marked on trends, so that a season is not mistaken for a change. */
import { words } from './words.ts';
import type { HalfTermBody } from '../bot/contract/releases.ts';

/** When the work of it is at its height, month and day: what falls due on 15 February is carried in the weeks before. */
const heights = [
  ['02-01', words.seasons.phaseTransfer],
  ['03-17', words.seasons.post16],
  ['05-15', words.seasons.exams],
  ['07-01', words.seasons.transition],
] as const;

/** What weighed on a half-term beside everything else; empty for most. */
export function seasonsOf({ starts, ends }: HalfTermBody): readonly string[] {
  const years = [starts.slice(0, 4), ends.slice(0, 4)];
  return heights.flatMap(([day, season]) => (years.some((year) => starts <= `${year}-${day}` && `${year}-${day}` <= ends) ? [season] : []));
}
