import { Temporal } from 'temporal-polyfill';
import type { DateSpan, QuietDay } from './schoolCalendar.ts';
import type { DateProblem } from './termDates.ts';

/** One line of an administrator's quiet days: a school that is left alone from one day to another, both included. Why is nowhere. */
export interface QuietLine {
  readonly line: number;
  readonly school: string;
  readonly starts: string;
  readonly ends: string;
  /** From a calendar, which may hold anything: what names no school is left out instead of being wrong. */
  readonly fromCalendar?: true;
}

/** What an administrator's file says, before it is checked. */
export interface QuietDaysFile {
  readonly lines: readonly QuietLine[];
  readonly problems: readonly DateProblem[];
}

export type CheckedQuietDays =
  | { readonly days: readonly QuietDay[]; /** Titles of entries that name no school. */ readonly leftOut: readonly string[] }
  | { readonly problems: readonly DateProblem[] };

/** Days: a school that is left alone for longer is a slip of the pen, or belongs into the term dates. */
export const longestQuiet = 31;

/** Every quiet day that these lines name, each once and in order of time; or everything that is wrong with them. Dates must exist. */
export function checkQuietDays(lines: readonly QuietLine[], schools: ReadonlySet<string>): CheckedQuietDays {
  const leftOut = lines.filter(({ school, fromCalendar }) => fromCalendar && !schools.has(school));
  const meant = lines.filter((line) => !leftOut.includes(line));
  const problems = meant.flatMap((line) => problemOf(line, schools) ?? []);
  if (meant.length === 0) problems.push({ line: 0, reason: 'there is no quiet day of a school on the roster' });
  if (problems.length > 0) return { problems };
  const days = new Map(meant.flatMap((line) => daysIn(line)).map((day) => [`${day.date} ${day.school}`, day]));
  const inOrder = [...days].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, day]) => day);
  return { days: inOrder, leftOut: [...new Set(leftOut.map(({ school }) => school))] };
}

function problemOf({ line, school, starts, ends }: QuietLine, schools: ReadonlySet<string>): DateProblem | undefined {
  if (!schools.has(school)) return { line, reason: `no school on the roster is called “${school}”` };
  if (starts > ends) return { line, reason: `ends on ${ends}, before it starts on ${starts}` };
  if (lengthOf(starts, ends) > longestQuiet)
    return { line, reason: `is longer than ${longestQuiet} days: closures belong into the term dates` };
  return undefined;
}

const lengthOf = (starts: string, ends: string): number => Temporal.PlainDate.from(starts).until(ends, { largestUnit: 'days' }).days + 1;

const daysIn = ({ school, starts, ends }: QuietLine): readonly QuietDay[] =>
  Array.from({ length: lengthOf(starts, ends) }, (_, i) => ({ school, date: Temporal.PlainDate.from(starts).add({ days: i }).toString() }));

/** Quiet days as an administrator reads them: consecutive days of a school as one span, in order of their beginning. */
export function quietSpans(days: readonly QuietDay[]): readonly (DateSpan & { readonly school: string })[] {
  const spans: { school: string; starts: string; ends: string }[] = [];
  for (const { school, date } of days.toSorted((a, b) => (a.date < b.date ? -1 : 1))) {
    const before = Temporal.PlainDate.from(date).subtract({ days: 1 }).toString();
    const open = spans.find((span) => span.school === school && span.ends === before);
    if (open) open.ends = date;
    else spans.push({ school, starts: date, ends: date });
  }
  return spans;
}
