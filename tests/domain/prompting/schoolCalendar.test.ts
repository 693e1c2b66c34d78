import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { englandDates } from '../../../bot/domain/prompting/englandDates.ts';
import {
  checkCalendar,
  halfTermOn,
  isPromptDay,
  isTermDay,
  nextHalfTerm,
  type SchoolCalendar,
} from '../../../bot/domain/prompting/schoolCalendar.ts';

const date = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);
const someDay = fc.integer({ min: 0, max: 1100 }).map((days) => date('2025-08-20').add({ days }));

describe('England’s dates', () => {
  it('have three years of six half-terms that do not overlap', () => {
    expect(englandDates.halfTerms).toHaveLength(18);
    expect(englandDates.terms).toHaveLength(9);
    expect(() => checkCalendar(englandDates)).not.toThrow();
    expect(englandDates.halfTerms.map(({ id }) => id).filter((id) => id.startsWith('2026-27'))).toEqual(
      [1, 2, 3, 4, 5, 6].map((n) => `2026-27-${n}`),
    );
    expect(englandDates.halfTerms.find(({ id }) => id === '2026-27-2')).toEqual({
      id: '2026-27-2',
      starts: '2026-11-02',
      ends: '2026-12-18',
    });
  });

  it('start and end half-terms on weekdays that are no holidays', () => {
    for (const { starts, ends } of englandDates.halfTerms) {
      expect(isTermDay(englandDates, date(starts))).toBe(true);
      expect(isTermDay(englandDates, date(ends))).toBe(true);
    }
  });
});

describe('the calendar', () => {
  it('finds the half-term of a day and the one after it', () => {
    expect(halfTermOn(englandDates, date('2026-11-18'))?.id).toBe('2026-27-2');
    expect(halfTermOn(englandDates, date('2026-12-18'))?.id).toBe('2026-27-2');
    expect(halfTermOn(englandDates, date('2026-12-19'))).toBeUndefined();
    expect(nextHalfTerm(englandDates, date('2026-11-18'))?.starts).toBe('2027-01-04');
    expect(nextHalfTerm(englandDates, date('2026-12-25'))?.starts).toBe('2027-01-04');
    expect(nextHalfTerm(englandDates, date('2028-07-01'))).toBeUndefined();
  });

  it('keeps the first three and last two school days of a term quiet, not those of a half-term', () => {
    // Autumn 2026 starts on a Tuesday: Tuesday to Thursday are quiet.
    expect(['2026-09-01', '2026-09-02', '2026-09-03', '2026-09-04'].map((day) => isPromptDay(englandDates, date(day)))).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect(['2026-12-16', '2026-12-17', '2026-12-18'].map((day) => isPromptDay(englandDates, date(day)))).toEqual([true, false, false]);
    expect(isPromptDay(englandDates, date('2026-10-23'))).toBe(true);
    expect(isPromptDay(englandDates, date('2026-11-02'))).toBe(true);
  });

  it('knows weekends, bank holidays and INSET days', () => {
    expect(isPromptDay(englandDates, date('2026-11-21'))).toBe(false);
    expect(isPromptDay(englandDates, date('2027-05-03'))).toBe(false);
    const withInset: SchoolCalendar = { ...englandDates, insetDays: ['2026-10-26', '2026-08-31'] };
    expect(isTermDay(withInset, date('2026-10-26'))).toBe(true);
    expect(isPromptDay(withInset, date('2026-10-26'))).toBe(true);
    expect(isPromptDay(withInset, date('2026-08-31'))).toBe(false);
  });

  it('never lets a prompt out of term or onto a weekend, and has 3 + 2 quiet days in each term', () => {
    fc.assert(
      fc.property(someDay, (day) => {
        if (!isPromptDay(englandDates, day)) return;
        expect(halfTermOn(englandDates, day)).toBeDefined();
        expect(day.dayOfWeek).toBeLessThan(6);
      }),
    );
    for (const { starts, ends } of englandDates.terms) {
      let quiet = 0;
      for (let day = date(starts); Temporal.PlainDate.compare(day, date(ends)) <= 0; day = day.add({ days: 1 })) {
        if (isTermDay(englandDates, day) && !isPromptDay(englandDates, day)) quiet += 1;
      }
      expect(quiet).toBe(5);
    }
  });

  it('refuses dates that overlap, run backwards or lie in no term', () => {
    const [first, second] = englandDates.halfTerms;
    if (!first || !second) throw new Error('no half-terms');
    expect(() => checkCalendar({ ...englandDates, halfTerms: [first, { ...second, starts: first.ends }] })).toThrow('overlaps');
    expect(() => checkCalendar({ ...englandDates, halfTerms: [{ ...first, ends: '2025-08-01' }] })).toThrow('ends before it starts');
    expect(() => checkCalendar({ ...englandDates, terms: [] })).toThrow('lies in no term');
  });
});
