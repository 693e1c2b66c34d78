/** Times of the school year that weigh on the role: marked on trends, so that a season is not mistaken for a change. */
import { seasons } from '../words/nation.ts';
import type { HalfTermBody } from '../bot/contract/releases.ts';

/** What weighed on a half-term beside everything else, in the nation's words; empty for most. */
export function seasonsOf({ starts, ends }: HalfTermBody): readonly string[] {
  const years = [starts.slice(0, 4), ends.slice(0, 4)];
  return seasons().flatMap(({ height, says }) =>
    years.some((year) => starts <= `${year}-${height}` && `${year}-${height}` <= ends) ? [says] : [],
  );
}
