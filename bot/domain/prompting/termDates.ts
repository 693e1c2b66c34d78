import { Temporal } from 'temporal-polyfill';
import { parsePeriodId } from '../ids.ts';
import type { HalfTerm } from '../period.ts';
import type { DateSpan, SchoolCalendar, SchoolDays, UnitDays } from './schoolCalendar.ts';

export const dateKinds = ['term', 'half-term break', 'inset', 'holiday'] as const;
export type DateKind = (typeof dateKinds)[number];

/** A day that exists, written `2026-09-01`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  return month >= 1 && month <= 12 && day >= 1 && day <= Temporal.PlainYearMonth.from({ year, month }).daysInMonth;
}

/** One line of an administrator's term dates. `unitPath` is empty for the deployment. */
export interface DateLine {
  readonly line: number;
  readonly kind: DateKind;
  readonly starts: string;
  readonly ends: string;
  readonly unitPath: string;
}

export interface DateProblem {
  /** 0 where no single line is to blame. */
  readonly line: number;
  readonly reason: string;
}

/** What an administrator's file says, before it is checked. */
export interface TermDatesFile {
  readonly lines: readonly DateLine[];
  readonly problems: readonly DateProblem[];
  /** Titles of entries that are not about term dates. */
  readonly leftOut: readonly string[];
}

export type CheckedDates = { readonly calendar: SchoolCalendar } | { readonly problems: readonly DateProblem[] };

/** Days: a longer break in a term, or between terms, is a line that is missing. */
const longest = { halfTermBreak: 16, betweenTerms: 35, summer: 62 } as const;
const termsAYear = 3;

/**
 * The calendar that these lines describe: three terms a school year, each with its half-term break, INSET days and holidays; or everything
 * that is wrong with them. A unit with terms of its own keeps those instead of the deployment's; INSET days and holidays of a unit come on
 * top. `today` must lie in a school year that the lines cover, or before one.
 */
export function checkTermDates(lines: readonly DateLine[], timeZone: string, today: string): CheckedDates {
  const problems: DateProblem[] = lines.flatMap((line) => lineProblems(line));
  if (problems.length > 0) return { problems };
  const own = lines.filter(({ unitPath }) => unitPath === '');
  const base = daysOf(own, problems);
  const halfTerms = named(base.halfTerms, problems);
  if (own.every(({ kind }) => kind !== 'term'))
    problems.push({ line: 0, reason: 'there is no term without a unit: the deployment has none' });
  else yearProblems(base.terms, today, problems);
  const unitPaths = [...new Set(lines.map(({ unitPath }) => unitPath))].filter((path) => path !== '');
  const units = unitPaths.map((unitPath): UnitDays => {
    const its = lines.filter((line) => line.unitPath === unitPath);
    const hasTerms = its.some(({ kind }) => kind === 'term');
    const basis = own.filter(({ kind }) => !hasTerms || kind === 'inset' || kind === 'holiday');
    return { unitPath, ...daysOf([...basis, ...its], problems) };
  });
  if (problems.length > 0) return { problems: problems.toSorted((a, b) => a.line - b.line) };
  return { calendar: { timeZone, ...base, halfTerms, ...(units.length > 0 ? { units } : {}) } };
}

function lineProblems({ line, kind, starts, ends }: DateLine): readonly DateProblem[] {
  if (starts > ends) return [{ line, reason: `ends on ${ends}, before it starts on ${starts}` }];
  if (kind === 'inset' && starts !== ends) return [{ line, reason: 'an INSET day is one day: give each a line' }];
  return [];
}

function daysOf(lines: readonly DateLine[], problems: DateProblem[]): SchoolDays {
  const ofKind = (kind: DateKind): readonly DateLine[] =>
    lines.filter((line) => line.kind === kind).toSorted((a, b) => (a.starts < b.starts ? -1 : 1));
  const [terms, breaks] = [ofKind('term'), ofKind('half-term break')];
  for (const same of [terms, breaks]) {
    for (const [i, { line, starts, kind }] of same.entries()) {
      const before = same[i - 1];
      if (before && starts <= before.ends) problems.push({ line, reason: `this ${kind} overlaps the one that starts on ${before.starts}` });
    }
  }
  for (const { line, starts, ends } of breaks) {
    if (!terms.some((term) => term.starts < starts && ends < term.ends))
      problems.push({ line, reason: 'this half-term break lies in no term' });
    if (daysBetween(starts, ends) >= longest.halfTermBreak)
      problems.push({ line, reason: 'this half-term break is longer than two weeks' });
  }
  const halfTerms = terms.flatMap((term): readonly DateSpan[] => {
    const within = breaks.filter(({ starts, ends }) => term.starts < starts && ends < term.ends);
    const [middle] = within;
    if (!middle || within.length > 1) {
      problems.push({ line: term.line, reason: `this term has ${within.length} half-term breaks instead of one` });
      return [];
    }
    return [
      { starts: term.starts, ends: schoolDayFrom(dayAfter(middle.starts, -1), -1) },
      { starts: schoolDayFrom(dayAfter(middle.ends, 1), 1), ends: term.ends },
    ];
  });
  return {
    terms: terms.map(({ starts, ends }) => ({ starts, ends })),
    halfTerms,
    insetDays: [...new Set(ofKind('inset').map(({ starts }) => starts))],
    holidays: [...new Set(ofKind('holiday').flatMap(datesOf))],
  };
}

/** Half-terms with the ids of their school years: `2026-27-1` to `2026-27-6`. */
function named(spans: readonly DateSpan[], problems: DateProblem[]): readonly HalfTerm[] {
  const count = new Map<number, number>();
  return spans.flatMap((span): readonly HalfTerm[] => {
    const year = schoolYearOf(span.starts);
    const number = (count.get(year) ?? 0) + 1;
    count.set(year, number);
    const id = parsePeriodId(`${year}-${String((year + 1) % 100).padStart(2, '0')}-${number}`);
    if (!id) problems.push({ line: 0, reason: `the school year that starts in ${year} has more than six half-terms` });
    return id ? [{ id, ...span }] : [];
  });
}

function yearProblems(terms: readonly DateSpan[], today: string, problems: DateProblem[]): void {
  const years = terms.map(({ starts }) => schoolYearOf(starts));
  const [first, last] = [Math.min(...years), Math.max(...years)];
  for (let year = first; year <= last; year += 1) {
    const found = years.filter((each) => each === year).length;
    const name = `${year}-${String((year + 1) % 100).padStart(2, '0')}`;
    if (found === 0) problems.push({ line: 0, reason: `the school year ${name} is missing` });
    else if (found !== termsAYear) problems.push({ line: 0, reason: `the school year ${name} has ${found} terms instead of three` });
  }
  for (const [i, { starts }] of terms.entries()) {
    const before = terms[i - 1];
    if (!before) continue;
    const most = schoolYearOf(before.starts) === schoolYearOf(starts) ? longest.betweenTerms : longest.summer;
    if (daysBetween(before.ends, starts) > most)
      problems.push({ line: 0, reason: `nothing is given between ${before.ends} and ${starts}` });
  }
  if ((terms.at(-1)?.ends ?? '') < today)
    problems.push({ line: 0, reason: `all dates are over: the last term ends on ${terms.at(-1)?.ends ?? ''}` });
}

/** The calendar year in which a date's school year began; schools begin theirs in August or September. */
function schoolYearOf(date: string): number {
  const { year, month } = Temporal.PlainDate.from(date);
  return month >= 8 ? year : year - 1;
}

const dayAfter = (date: string, days: number): string => Temporal.PlainDate.from(date).add({ days }).toString();
const daysBetween = (starts: string, ends: string): number => Temporal.PlainDate.from(starts).until(ends, { largestUnit: 'days' }).days;

/** The date itself, or the nearest weekday in this direction. */
function schoolDayFrom(date: string, step: 1 | -1): string {
  let day = Temporal.PlainDate.from(date);
  while (day.dayOfWeek > 5) day = day.add({ days: step });
  return day.toString();
}

function datesOf({ starts, ends }: DateSpan): readonly string[] {
  const count = daysBetween(starts, ends) + 1;
  return Array.from({ length: Math.min(count, 400) }, (_, i) => dayAfter(starts, i));
}
