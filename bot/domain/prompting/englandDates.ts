import { parsePeriodId, type PeriodId } from '../ids.ts';
import type { HalfTerm } from '../period.ts';
import { checkCalendar, type DateSpan, type SchoolCalendar } from './schoolCalendar.ts';

/**
 * Term dates in the style that English local authorities publish. They are a STARTING POINT: every authority sets its own and academies
 * may differ, so the administrator must confirm or replace them before the first period. Bank holidays: gov.uk/bank-holidays.
 */
const years: Readonly<Record<string, readonly DateSpan[]>> = {
  '2025-26': [
    { starts: '2025-09-01', ends: '2025-10-24' },
    { starts: '2025-11-03', ends: '2025-12-19' },
    { starts: '2026-01-05', ends: '2026-02-13' },
    { starts: '2026-02-23', ends: '2026-03-27' },
    { starts: '2026-04-13', ends: '2026-05-22' },
    { starts: '2026-06-01', ends: '2026-07-21' },
  ],
  '2026-27': [
    { starts: '2026-09-01', ends: '2026-10-23' },
    { starts: '2026-11-02', ends: '2026-12-18' },
    { starts: '2027-01-04', ends: '2027-02-12' },
    { starts: '2027-02-22', ends: '2027-03-25' },
    { starts: '2027-04-12', ends: '2027-05-28' },
    { starts: '2027-06-07', ends: '2027-07-21' },
  ],
  '2027-28': [
    { starts: '2027-09-01', ends: '2027-10-22' },
    { starts: '2027-11-01', ends: '2027-12-17' },
    { starts: '2028-01-04', ends: '2028-02-11' },
    { starts: '2028-02-21', ends: '2028-03-31' },
    { starts: '2028-04-18', ends: '2028-05-26' },
    { starts: '2028-06-05', ends: '2028-07-21' },
  ],
};

function periodId(text: string): PeriodId {
  const id = parsePeriodId(text);
  if (!id) throw new Error(`“${text}” is no period id.`);
  return id;
}

const halfTerms: readonly HalfTerm[] = Object.entries(years).flatMap(([year, spans]) =>
  spans.map((span, i): HalfTerm => ({ id: periodId(`${year}-${i + 1}`), ...span })),
);

/** A term is two half-terms: autumn 1 and 2, spring 1 and 2, summer 1 and 2. */
const terms: readonly DateSpan[] = halfTerms.flatMap((halfTerm, i) => {
  const second = halfTerms[i + 1];
  return i % 2 === 0 && second ? [{ starts: halfTerm.starts, ends: second.ends }] : [];
});

export const englandDates: SchoolCalendar = {
  timeZone: 'Europe/London',
  halfTerms,
  terms,
  insetDays: [],
  // Early May; the other bank holidays fall outside the half-terms above.
  holidays: ['2026-05-04', '2027-05-03', '2028-05-01'],
};

checkCalendar(englandDates);
