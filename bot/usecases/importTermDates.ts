import { checkTermDates, type DateLine, type DateProblem } from '../domain/prompting/termDates.ts';
import type { SchoolCalendar } from '../domain/prompting/schoolCalendar.ts';
import { HeldError } from '../errors.ts';
import type { Clock, TermDatesStore } from '../ports.ts';

export interface TermDatesDeps {
  readonly termDates: Pick<TermDatesStore, 'confirmed' | 'draft' | 'saveDraft' | 'confirm'>;
  readonly clock: Clock;
  /** What holds until an administrator confirms anything. */
  readonly startingPoint: SchoolCalendar;
}

export type TermDatesOutcome =
  | { readonly kind: 'refused'; readonly problems: readonly DateProblem[] }
  | { readonly kind: 'draft'; readonly calendar: SchoolCalendar };

/** Takes term dates as a draft: all of them or nothing. They hold once somebody confirms them. Rejects with `storage-down`. */
export async function importTermDates(
  { termDates, clock, startingPoint }: TermDatesDeps,
  file: { readonly lines: readonly DateLine[]; readonly problems: readonly DateProblem[] },
): Promise<TermDatesOutcome> {
  const today = clock.now().toZonedDateTimeISO(startingPoint.timeZone).toPlainDate().toString();
  if (file.problems.length > 0) return { kind: 'refused', problems: file.problems };
  const checked = checkTermDates(file.lines, startingPoint.timeZone, today);
  if ('problems' in checked) return { kind: 'refused', problems: checked.problems };
  await termDates.saveDraft(checked.calendar);
  return { kind: 'draft', calendar: checked.calendar };
}

/**
 * Makes the draft hold; without one, and while nothing is confirmed, the starting point. Half-terms that were started keep the dates that
 * they were started with. Rejects with `refused` when there is nothing to confirm, and with `storage-down`.
 */
export async function confirmTermDates({ termDates, startingPoint }: TermDatesDeps): Promise<SchoolCalendar> {
  const draft = (await termDates.draft()) ?? ((await termDates.confirmed()) ? undefined : startingPoint);
  if (!draft) throw new HeldError('refused', 'There is nothing to confirm: no dates were imported since the last time.');
  await termDates.confirm(draft);
  return draft;
}
