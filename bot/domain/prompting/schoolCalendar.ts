import { Temporal } from 'temporal-polyfill';
import type { HalfTerm } from '../period.ts';
import type { RosterEntry } from '../roster.ts';

/** Inclusive local dates, `YYYY-MM-DD`. */
export interface DateSpan {
  readonly starts: string;
  readonly ends: string;
}

/** Days of a school or a group of schools. */
export interface SchoolDays {
  /** In order of time, never overlapping. */
  readonly halfTerms: readonly DateSpan[];
  /** Autumn, spring and summer terms: their edges are quiet. */
  readonly terms: readonly DateSpan[];
  /** Days for staff without pupils: they count as term, wherever they lie. */
  readonly insetDays: readonly string[];
  /** Bank holidays and other closures: no term days. */
  readonly holidays: readonly string[];
}

/** Where a unit's schools keep other days than the deployment. They decide when its people are left alone, never a period. */
export interface UnitDays extends SchoolDays {
  /** A unit's path; it holds for the units below too, unless they have days of their own. */
  readonly unitPath: string;
}

/** A day on which one school is left alone. Why is nowhere. */
export interface QuietDay {
  readonly school: string;
  readonly date: string;
}

/** The deployment's one calendar (R6). All dates are local to `timeZone`. */
export interface SchoolCalendar extends SchoolDays {
  readonly timeZone: string;
  readonly halfTerms: readonly HalfTerm[];
  readonly units?: readonly UnitDays[];
  readonly quietDays?: readonly QuietDay[];
}

/** Where a person works: the part of a roster entry that days depend on. */
export type Workplace = Pick<RosterEntry, 'school' | 'unitPath'>;

/** Nobody is asked in a term's first three or last two school days. */
export const quietEdges = { first: 3, last: 2 } as const;

/** The schools' own date at an instant, `YYYY-MM-DD`. */
export const schoolDate = ({ timeZone }: SchoolCalendar, at: Temporal.Instant): string =>
  at.toZonedDateTimeISO(timeZone).toPlainDate().toString();

const holds = (span: DateSpan, day: string): boolean => span.starts <= day && day <= span.ends;

/** The half-term that a date lies in, or undefined in the holidays. */
export function halfTermOn(calendar: SchoolCalendar, date: Temporal.PlainDate): HalfTerm | undefined {
  const day = date.toString();
  return calendar.halfTerms.find((halfTerm) => holds(halfTerm, day));
}

/** The first half-term that begins after a date, or undefined when the calendar ends before. */
export function nextHalfTerm(calendar: SchoolCalendar, date: Temporal.PlainDate): HalfTerm | undefined {
  const day = date.toString();
  return calendar.halfTerms.find((halfTerm) => halfTerm.starts > day);
}

/** A day on which schools work: a weekday of a half-term that is no holiday, or an INSET day. */
export function isTermDay(days: SchoolDays, date: Temporal.PlainDate): boolean {
  const day = date.toString();
  if (days.insetDays.includes(day)) return true;
  if (date.dayOfWeek > 5 || days.holidays.includes(day)) return false;
  return days.halfTerms.some((span) => holds(span, day));
}

/** A term day that is not one of a term's first three or last two. */
export function isPromptDay(calendar: SchoolDays, date: Temporal.PlainDate): boolean {
  if (!isTermDay(calendar, date)) return false;
  const term = calendar.terms.find((span) => holds(span, date.toString()));
  // An INSET day outside every term stands alone before a start or after an end: quiet too.
  if (!term) return false;
  return (
    termDaysBetween(calendar, Temporal.PlainDate.from(term.starts), date, quietEdges.first + 1) > quietEdges.first &&
    termDaysBetween(calendar, date, Temporal.PlainDate.from(term.ends), quietEdges.last + 1) > quietEdges.last
  );
}

/** Why a school is left alone on a date, or undefined when its people may be asked: its own unit's days hold, then its quiet days. */
export function schoolQuietOn(
  calendar: SchoolCalendar,
  workplace: Workplace | undefined,
  date: Temporal.PlainDate,
): 'notInTerm' | 'quietDay' | undefined {
  if (!isPromptDay(daysOf(calendar, workplace), date)) return 'notInTerm';
  const day = date.toString();
  const quiet = calendar.quietDays?.some(({ school, date: quietOn }) => school === workplace?.school && quietOn === day);
  return quiet ? 'quietDay' : undefined;
}

/** The days of the lowest unit on the path that has its own; else the deployment's. */
function daysOf(calendar: SchoolCalendar, workplace: Workplace | undefined): SchoolDays {
  const path = `${workplace?.unitPath ?? ''}/`;
  const above = (calendar.units ?? []).filter(({ unitPath }) => path.startsWith(`${unitPath}/`));
  return above.toSorted((a, b) => b.unitPath.length - a.unitPath.length)[0] ?? calendar;
}

/** Counts term days from `from` to `to`, both included, and stops at `enough`: edges need no more. */
function termDaysBetween(calendar: SchoolDays, from: Temporal.PlainDate, to: Temporal.PlainDate, enough: number): number {
  let count = 0;
  for (let day = from; count < enough && Temporal.PlainDate.compare(day, to) <= 0; day = day.add({ days: 1 })) {
    if (isTermDay(calendar, day)) count += 1;
  }
  return count;
}

/** Throws with what to fix when dates are out of order, overlap, or lie outside every term. */
export function checkCalendar(calendar: SchoolCalendar): void {
  for (const [name, spans] of [
    ['half-term', calendar.halfTerms],
    ['term', calendar.terms],
  ] as const) {
    let last = '';
    for (const { starts, ends } of spans) {
      if (starts > ends) throw new Error(`The ${name} that starts on ${starts} ends before it starts.`);
      if (starts <= last) throw new Error(`The ${name} that starts on ${starts} overlaps the one before it.`);
      last = ends;
    }
  }
  for (const halfTerm of calendar.halfTerms) {
    const term = calendar.terms.find((span) => holds(span, halfTerm.starts));
    if (!term || !holds(term, halfTerm.ends)) throw new Error(`The half-term ${halfTerm.id} lies in no term.`);
  }
}
