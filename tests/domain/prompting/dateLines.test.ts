import { describe, expect, it } from '@jest/globals';
import { linesOf } from '../../../bot/domain/prompting/dateLines.ts';
import { englandDates } from '../../../bot/domain/prompting/englandDates.ts';
import { checkTermDates, type DateLine } from '../../../bot/domain/prompting/termDates.ts';

const again = (lines: readonly DateLine[]) => {
  const checked = checkTermDates(lines, 'Europe/London', '2026-11-18');
  if ('problems' in checked) throw new Error(JSON.stringify(checked.problems));
  return checked.calendar;
};

describe('the lines of a calendar', () => {
  it('make the same half-terms, INSET days and closures again', () => {
    const calendar = again(linesOf(englandDates));
    expect(calendar.halfTerms).toEqual(englandDates.halfTerms);
    expect(calendar.terms).toEqual(englandDates.terms);
    expect([calendar.insetDays, calendar.holidays].map((days) => days.toSorted())).toEqual(
      [englandDates.insetDays, englandDates.holidays].map((days) => days.toSorted()),
    );
    expect(linesOf(calendar)).toEqual(linesOf(again(linesOf(calendar))));
  });

  it('keep a unit’s days: those on top of everybody’s, and terms of its own', () => {
    const base = linesOf(englandDates);
    const own = { line: 0, starts: '2026-11-27', ends: '2026-11-27', unitPath: 'Trust/East' } as const;
    const west = base.map((line) => ({ ...line, unitPath: 'Trust/West' })).filter(({ kind }) => kind !== 'holiday' && kind !== 'inset');
    const moved = west.map((line) => (line.starts === '2027-01-04' ? { ...line, starts: '2027-01-05' } : line));
    const calendar = again([...base, { ...own, kind: 'inset' }, ...moved]);
    const lines = linesOf(calendar);
    expect(lines.filter(({ unitPath }) => unitPath === 'Trust/East')).toMatchObject([{ kind: 'inset', starts: '2026-11-27' }]);
    expect(again(lines)).toEqual(calendar);
    expect(lines.map(({ line }) => line)).toEqual(lines.map((_, i) => i + 2));
  });
});
