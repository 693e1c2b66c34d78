import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { asQuestionId } from '../../../bot/domain/ids.ts';
import type { HalfTerm, Plan } from '../../../bot/domain/period.ts';
import { afterPrompt, hasBudget, promptsThisWeek, type PromptCounts } from '../../../bot/domain/prompting/budget.ts';
import { englandDates } from '../../../bot/domain/prompting/englandDates.ts';
import type { Occasion } from '../../../bot/domain/prompting/gaps.ts';
import { bank } from '../../../bot/domain/questions/bank.ts';
import { checkPlan, defaultPlan } from '../../../bot/domain/questions/plan.ts';
import { afterSession, checkInOf, halfWayWeek, promptOf, weekOf } from '../../../bot/domain/questions/rotation.ts';

const halfTerms = englandDates.halfTerms;
const kindOf = (id: string): string | undefined => bank.get(asQuestionId(id))?.occasion;
const fresh: PromptCounts = { week: '', prompts: 0, others: 0, day: '', places: 0, weeks: 0 };
const fullWeek = [1, 2, 3, 4, 5];

interface Asked {
  readonly day: Temporal.PlainDate;
  readonly occasion: Occasion;
  /** `halfWay` or a question's id. */
  readonly what: string;
}

/** Everything that one person is prompted with, when these days bring these occasions. */
function promptsOver(
  plan: Plan,
  halfTerm: HalfTerm,
  days: Iterable<readonly [Temporal.PlainDate, Occasion]>,
  workingDays: readonly number[],
): Asked[] {
  let counts = fresh;
  const asked: Asked[] = [];
  for (const [day, occasion] of days) {
    if (!workingDays.includes(day.dayOfWeek) || !hasBudget(counts, day, { workingDays })) continue;
    const prompted = promptOf(plan, halfTerm, day, { occasion, counts, workingDays });
    if (!prompted) continue;
    counts = afterPrompt(counts, day, 24, prompted.kind === 'question' && kindOf(prompted.question) !== 'meeting');
    asked.push({ day, occasion, what: prompted.kind === 'halfWay' ? 'halfWay' : prompted.question });
  }
  return asked;
}

const allDays = (halfTerm: HalfTerm): Temporal.PlainDate[] => {
  const first = Temporal.PlainDate.from(halfTerm.starts);
  return Array.from({ length: first.until(halfTerm.ends).days + 1 }, (_, i) => first.add({ days: i }));
};
const withMeetings = (halfTerm: HalfTerm) => allDays(halfTerm).map((day): [Temporal.PlainDate, Occasion] => [day, 'meeting']);

const usablePlans = fc
  .shuffledSubarray([...bank.keys()], { minLength: 6, maxLength: 9 })
  .map((questions): Plan => ({ questions }))
  .filter((plan) => checkPlan(plan).length === 0 && plan.questions.every((id) => bank.get(id)?.occasion !== 'supervision'));
const someDays = fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1 });
const someOccasions = fc.array(fc.constantFrom<Occasion | undefined>('meeting', 'deferred', 'day', undefined), {
  minLength: 60,
  maxLength: 60,
});

describe('the rotation', () => {
  it('asks each week one question about the meeting and two others, the same pair for everyone, each three times in six weeks', () => {
    for (const halfTerm of halfTerms) {
      const plan = defaultPlan(halfTerm.id);
      const asked = promptsOver(plan, halfTerm, withMeetings(halfTerm), fullWeek);
      const times = new Map<string, number>();
      for (const { what, day } of asked) if (weekOf(halfTerm, day) < 6) times.set(what, (times.get(what) ?? 0) + 1);
      const [halfWay, ...rest] = ['halfWay', ...plan.questions].map((id) => times.get(id) ?? 0);
      expect(halfWay).toBe(1);
      expect(Math.max(...rest)).toBeLessThanOrEqual(3);
      // Half-way one question about a meeting gives way; a half-term that starts late in its week or ends early loses that week's others.
      const weeks = Math.min(6, weekOf(halfTerm, Temporal.PlainDate.from(halfTerm.ends)) + 1);
      expect(rest.reduce((sum, n) => sum + n, 0)).toBeGreaterThanOrEqual(3 * weeks - 3);
      for (const week of new Set(asked.map(({ day }) => weekOf(halfTerm, day)))) {
        const kinds = asked.filter(({ day }) => weekOf(halfTerm, day) === week).map(({ what }) => kindOf(what));
        expect(kinds.filter((kind) => kind === 'meeting').length).toBeLessThanOrEqual(1);
      }
    }
  });

  it('reaches every question in six weeks for those who are asked twice a week, and for those who work one day', () => {
    for (const halfTerm of halfTerms) {
      const plan = defaultPlan(halfTerm.id);
      const twice = promptsOver(plan, halfTerm, withMeetings(halfTerm), [1, 3, 4]).map(({ what }) => what);
      expect(new Set(twice)).toEqual(new Set([...plan.questions, 'halfWay']));
      const once = new Set(promptsOver(plan, halfTerm, withMeetings(halfTerm), [4]).map(({ what }) => kindOf(what)));
      expect(once.size).toBeGreaterThan(2);
    }
  });

  it('asks about the week from Wednesday or the last working day, about the half-term from its second week, about a meeting after one', () => {
    fc.assert(
      fc.property(usablePlans, fc.constantFrom(...halfTerms), someDays, someOccasions, (plan, halfTerm, workingDays, occasions) => {
        const days = allDays(halfTerm).flatMap((day, i): [Temporal.PlainDate, Occasion][] => {
          const occasion = occasions[i];
          return occasion ? [[day, occasion]] : [];
        });
        const asked = promptsOver(plan, halfTerm, days, workingDays);
        for (const { day, occasion, what } of asked) {
          if (kindOf(what) === 'week') expect(day.dayOfWeek >= 3 || day.dayOfWeek === Math.max(...workingDays)).toBe(true);
          if (kindOf(what) === 'halfTerm') expect(weekOf(halfTerm, day)).toBeGreaterThanOrEqual(1);
          if (occasion === 'day') expect(kindOf(what)).not.toBe('meeting');
        }
        for (const [i, { what }] of asked.entries()) expect(what).not.toBe(asked[i + 1]?.what);
        const inWeek = asked.map(({ day, what }) => `${weekOf(halfTerm, day)} ${what}`);
        expect(new Set(inWeek).size).toBe(inWeek.length);
        expect(asked.filter(({ what }) => what === 'halfWay').length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 400 },
    );
  });

  it('puts the pause card into the middle week only', () => {
    for (const halfTerm of halfTerms) {
      const { starts, ends } = halfTerm;
      const weeks = weekOf(halfTerm, Temporal.PlainDate.from(ends));
      expect(halfWayWeek(halfTerm)).toBeGreaterThan(0);
      expect(halfWayWeek(halfTerm)).toBeLessThan(weeks);
      expect(weekOf(halfTerm, Temporal.PlainDate.from(starts))).toBe(0);
    }
  });

  it('gives a check-in that neither repeats the one before nor foretells a prompt of the same week', () => {
    fc.assert(
      fc.property(
        usablePlans,
        fc.constantFrom(...halfTerms),
        fc.integer({ min: 1, max: 6 }),
        fc.nat(22),
        (plan, halfTerm, week, places) => {
          const monday = Temporal.PlainDate.from(halfTerm.starts);
          const day = monday.subtract({ days: monday.dayOfWeek - 1 }).add({ weeks: week, days: 2 });
          const ask = (at: number) => checkInOf(plan, halfTerm, day, { counts: { ...fresh, places: at }, workingDays: fullWeek });
          const id = ask(places);
          expect(plan.questions).toContain(id);
          expect(id).not.toBe(ask(places + 1));
          let counts = fresh;
          for (const later of [0, 1, 2].map((days) => day.add({ days }))) {
            const prompted = promptOf(plan, halfTerm, later, { occasion: 'meeting', counts, workingDays: fullWeek });
            if (prompted?.kind === 'question') expect(prompted.question).not.toBe(id);
            counts = afterPrompt(counts, later, 24, promptsThisWeek(counts, later) > 0);
            expect(promptsThisWeek(counts, later)).toBeGreaterThan(0);
          }
        },
      ),
    );
  });
});

/** ISO weekday of a half-term's week, from 0. */
function dayInWeek({ starts }: { readonly starts: string }, week: number, weekday: number): Temporal.PlainDate {
  const first = Temporal.PlainDate.from(starts);
  return first.add({ weeks: week, days: weekday - first.dayOfWeek });
}

describe('after a session', () => {
  const [autumn] = halfTerms;
  if (!autumn) throw new Error('The calendar is empty.');
  const plan: Plan = { questions: [...defaultPlan(autumn.id).questions, asQuestionId('clearer'), asQuestionId('hour')] };
  const held = (count: number) => ({ on: '2026-11-20', count });

  it('the next prompt asks one of the plan’s questions about it, in turn, and once', () => {
    expect(afterSession(plan, { day: '2026-11-19' }, held(1))).toEqual({ kind: 'question', question: 'hour' });
    expect(afterSession(plan, { day: '' }, held(2))).toEqual({ kind: 'question', question: 'clearer' });
    expect(afterSession(plan, { day: '2026-11-23' }, held(1))).toBeUndefined();
  });

  it('the card half-way still comes in its week, when the week began with that question', () => {
    const thursday = dayInWeek(autumn, halfWayWeek(autumn), 4);
    const wednesday = thursday.subtract({ days: 1 });
    const session = { on: wednesday.subtract({ days: 1 }).toString(), count: 1 };
    const ask = { occasion: 'meeting', workingDays: fullWeek } as const;
    const asked = afterPrompt(fresh, wednesday, 24, true);
    expect(promptOf(plan, autumn, thursday, { ...ask, counts: asked, held: session })).toEqual({ kind: 'halfWay' });
    expect(promptOf(plan, autumn, thursday, { ...ask, counts: asked })?.kind).not.toBe('halfWay');
    const twice = afterPrompt(asked, thursday, 24, false);
    expect(promptOf(plan, autumn, thursday.add({ days: 1 }), { ...ask, counts: twice, held: session })?.kind).not.toBe('halfWay');
  });

  it('nothing is asked where the plan has no such question, or no session was', () => {
    expect(afterSession(defaultPlan(autumn.id), { day: '' }, held(1))).toBeUndefined();
    expect(afterSession(plan, { day: '' }, undefined)).toBeUndefined();
  });
});
