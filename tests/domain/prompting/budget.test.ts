import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  afterCheckIn,
  afterPrompt,
  afterRefusal,
  hasBudget,
  isoWeek,
  weeklyBudget,
  type PromptCounts,
} from '../../../bot/domain/prompting/budget.ts';

const fresh: PromptCounts = { week: '', prompts: 0, others: 0, day: '', places: 0, weeks: 0 };
const date = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);
const fullWeek = { workingDays: [1, 2, 3, 4, 5] };

describe('the budget', () => {
  it('is three a week, two for part of the week', () => {
    expect(weeklyBudget(fullWeek)).toBe(3);
    expect(weeklyBudget({ workingDays: [1, 2, 3, 4] })).toBe(2);
    expect(weeklyBudget({ workingDays: [1, 1, 2, 2, 3] })).toBe(2);
    expect(weeklyBudget({ ...fullWeek, fewer: true })).toBe(2);
    expect(weeklyBudget({ workingDays: [1], fewer: true })).toBe(1);
  });

  it('names ISO weeks, also around New Year', () => {
    expect(isoWeek(date('2026-11-18'))).toBe('2026-W47');
    expect(isoWeek(date('2027-01-01'))).toBe('2026-W53');
    expect(isoWeek(date('2027-01-04'))).toBe('2027-W01');
  });

  it('never gives more than one prompt a day nor more than the week’s budget, whatever is tried', () => {
    const tries = fc.array(fc.nat(40), { maxLength: 120 }).map((days) => days.sort((a, b) => a - b));
    const workingDays = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 });
    fc.assert(
      fc.property(tries, workingDays, fc.constantFrom(8, 16, 24), (days, working, slots) => {
        let counts = fresh;
        const perDay = new Map<string, number>();
        const perWeek = new Map<string, number>();
        for (const offset of days) {
          const today = date('2026-11-02').add({ days: offset });
          if (!hasBudget(counts, today, { workingDays: working })) continue;
          const before = counts.places;
          counts = afterPrompt(counts, today, slots, false);
          expect(counts.places).toBe((before + 1) % slots);
          perDay.set(today.toString(), (perDay.get(today.toString()) ?? 0) + 1);
          perWeek.set(isoWeek(today), (perWeek.get(isoWeek(today)) ?? 0) + 1);
        }
        expect(Math.max(0, ...perDay.values())).toBeLessThanOrEqual(1);
        expect(Math.max(0, ...perWeek.values())).toBeLessThanOrEqual(weeklyBudget({ workingDays: working }));
      }),
    );
  });

  it('starts anew each week and gives nothing when the clock was set back', () => {
    let counts = fresh;
    for (const day of ['2026-11-16', '2026-11-17', '2026-11-18']) counts = afterPrompt(counts, date(day), 24, false);
    expect(hasBudget(counts, date('2026-11-19'), fullWeek)).toBe(false);
    expect(hasBudget(counts, date('2026-11-23'), fullWeek)).toBe(true);
    expect(hasBudget(counts, date('2026-11-10'), fullWeek)).toBe(false);
  });

  it('lets a check-in take a place and no budget', () => {
    const prompted = afterPrompt(fresh, date('2026-11-18'), 8, false);
    const counts = afterCheckIn({ ...prompted, places: 7 }, 8);
    expect(counts).toEqual({ ...prompted, places: 0 });
  });

  it('gives the day back after a prompt that surely did not arrive, and keeps its place', () => {
    const monday = afterPrompt(fresh, date('2026-11-16'), 24, false);
    const tuesday = afterPrompt(monday, date('2026-11-17'), 24, false);
    expect(afterRefusal(tuesday, monday)).toEqual({ ...monday, places: 2 });
    expect(hasBudget(afterRefusal(tuesday, monday), date('2026-11-17'), fullWeek)).toBe(true);
  });

  it('counts the weeks with a prompt', () => {
    const days = ['2026-11-02', '2026-11-04', '2026-11-09', '2026-11-30'];
    expect(days.reduce((counts, day) => afterPrompt(counts, date(day), 24, false), fresh).weeks).toBe(3);
  });
});
