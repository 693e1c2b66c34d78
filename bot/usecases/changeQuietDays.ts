import { checkQuietDays, type QuietDaysFile, type QuietLine } from '../domain/prompting/quietDays.ts';
import type { QuietDay } from '../domain/prompting/schoolCalendar.ts';
import type { DateProblem } from '../domain/prompting/termDates.ts';
import type { RosterStore, TermDatesStore } from '../ports.ts';
import { inOrder } from '../../words/formats.ts';

export interface QuietDaysDeps {
  readonly termDates: Pick<TermDatesStore, 'quietDays' | 'addQuietDay' | 'removeQuietDay'>;
  readonly roster: RosterStore;
}

export type QuietDaysOutcome =
  | { readonly kind: 'refused'; readonly problems: readonly DateProblem[] }
  | { readonly kind: 'added'; readonly days: readonly QuietDay[]; readonly leftOut: readonly string[] };

/** Writes under way at once. */
const atOnce = 16;

/** The schools that quiet days can be given to, in order. Rejects with `storage-down`. */
export async function schoolsOf({ roster }: Pick<QuietDaysDeps, 'roster'>): Promise<readonly string[]> {
  return [...new Set([...(await roster.read()).values()].map(({ school }) => school))].toSorted(inOrder);
}

/**
 * Leaves schools alone on the days that a file names, beside those already known: all of them or, where anything is wrong, none. They hold at
 * once. Rejects with `storage-down`; then some may have been written, and the same file again completes them.
 */
export async function addQuietDays(deps: QuietDaysDeps, { lines, problems }: QuietDaysFile): Promise<QuietDaysOutcome> {
  if (problems.length > 0) return { kind: 'refused', problems };
  const checked = checkQuietDays(lines, new Set(await schoolsOf(deps)));
  if ('problems' in checked) return { kind: 'refused', problems: checked.problems };
  const { days, leftOut } = checked;
  for (let i = 0; i < days.length; i += atOnce) await Promise.all(days.slice(i, i + atOnce).map((day) => deps.termDates.addQuietDay(day)));
  return { kind: 'added', days, leftOut };
}

/** Takes quiet days of a school back, from one to another, both included. Gives how many there were. Rejects with `storage-down`. */
export async function removeQuietDays(
  { termDates }: Pick<QuietDaysDeps, 'termDates'>,
  { school, starts, ends }: Omit<QuietLine, 'line'>,
): Promise<number> {
  const found = (await termDates.quietDays()).filter((day) => day.school === school && starts <= day.date && day.date <= ends);
  for (let i = 0; i < found.length; i += atOnce) await Promise.all(found.slice(i, i + atOnce).map((day) => termDates.removeQuietDay(day)));
  return found.length;
}
