import { Temporal } from 'temporal-polyfill';
import type { DateSpan, SchoolCalendar, SchoolDays } from './schoolCalendar.ts';
import type { DateKind, DateLine } from './termDates.ts';

/** The lines that describe a calendar, as an administrator would write them: `checkTermDates` makes the same calendar of them. Numbered from 2, as under a file's header. */
export function linesOf(calendar: SchoolCalendar): readonly DateLine[] {
  const all = [...daysLines(calendar, ''), ...(calendar.units ?? []).flatMap((unit) => unitLines(unit, calendar))];
  return all.map((each, i) => ({ ...each, line: i + 2 }));
}

type Line = Omit<DateLine, 'line'>;

function daysLines({ terms, halfTerms, insetDays, holidays }: SchoolDays, unitPath: string): readonly Line[] {
  const line = (kind: DateKind, { starts, ends }: DateSpan): Line => ({ kind, starts, ends, unitPath });
  const day = (kind: DateKind) => (date: string) => line(kind, { starts: date, ends: date });
  return [
    ...terms.flatMap((term) => [line('term', term), ...breaksIn(term, halfTerms).map((span) => line('half-term break', span))]),
    ...insetDays.map(day('inset')),
    ...holidays.map(day('holiday')),
  ];
}

/** A unit without terms of its own adds days to the deployment's; one with terms has all of its own. */
function unitLines({ unitPath, ...days }: SchoolDays & { readonly unitPath: string }, base: SchoolDays): readonly Line[] {
  const same =
    JSON.stringify([days.terms, days.halfTerms]) ===
    JSON.stringify([base.terms, base.halfTerms.map(({ starts, ends }) => ({ starts, ends }))]);
  const terms = same ? { terms: [], halfTerms: [] } : { terms: days.terms, halfTerms: days.halfTerms };
  const further = (own: readonly string[], its: readonly string[]): readonly string[] => own.filter((date) => !its.includes(date));
  return daysLines(
    { ...terms, insetDays: further(days.insetDays, base.insetDays), holidays: further(days.holidays, base.holidays) },
    unitPath,
  );
}

/** The days between the half-terms of a term. */
function breaksIn(term: DateSpan, halfTerms: readonly DateSpan[]): readonly DateSpan[] {
  const within = halfTerms.filter(({ starts, ends }) => term.starts <= starts && ends <= term.ends);
  return within.slice(1).flatMap(({ starts }, i) => {
    const before = within[i];
    return before ? [{ starts: addDays(before.ends, 1), ends: addDays(starts, -1) }] : [];
  });
}

const addDays = (date: string, days: number): string => Temporal.PlainDate.from(date).add({ days }).toString();
