import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { asQuestionId } from '../../../bot/domain/ids.ts';
import type { Plan } from '../../../bot/domain/period.ts';
import { bank } from '../../../bot/domain/questions/bank.ts';
import { checkPlan, defaultPlan } from '../../../bot/domain/questions/plan.ts';
import { questionFor } from '../../../bot/domain/questions/rotation.ts';
import { englandDates } from '../../../bot/domain/prompting/englandDates.ts';

const halfTerms = englandDates.halfTerms;
const occasion = (id: string): string | undefined => bank.get(asQuestionId(id))?.occasion;
const monday = (starts: string): Temporal.PlainDate => {
  const day = Temporal.PlainDate.from(starts);
  return day.subtract({ days: day.dayOfWeek - 1 });
};

const usablePlans = fc
  .shuffledSubarray([...bank.keys()], { minLength: 6, maxLength: 9 })
  .map((questions): Plan => ({ questions }))
  .filter((plan) => checkPlan(plan).length === 0 && plan.questions.every((id) => bank.get(id)?.occasion !== 'supervision'));

describe('the rotation', () => {
  it('asks each question of a default plan three times in six weeks: one about a meeting and two others a week', () => {
    for (const halfTerm of halfTerms) {
      const plan = defaultPlan(halfTerm.id);
      const times = new Map<string, number>();
      for (let week = 0; week < 6; week += 1) {
        const day = monday(halfTerm.starts).add({ weeks: week, days: 2 });
        const asked = [0, 1, 2].map((count) => questionFor(plan, halfTerm, day, { kind: 'meeting', asked: count }));
        expect(asked.map((id) => occasion(id) === 'meeting')).toEqual([true, false, false]);
        expect(new Set(asked).size).toBe(3);
        for (const id of asked) times.set(id, (times.get(id) ?? 0) + 1);
      }
      expect([...times.values()]).toEqual([3, 3, 3, 3, 3, 3]);
    }
  });

  it('reaches every question in six weeks for those who are asked twice a week', () => {
    for (const halfTerm of halfTerms) {
      const plan = defaultPlan(halfTerm.id);
      const asked = [0, 1, 2, 3, 4, 5].flatMap((week) =>
        [0, 1].map((count) => questionFor(plan, halfTerm, monday(halfTerm.starts).add({ weeks: week }), { kind: 'meeting', asked: count })),
      );
      expect(new Set(asked)).toEqual(new Set(plan.questions));
    }
  });

  it('asks nothing about the half-term in the first week of a default plan', () => {
    for (const halfTerm of halfTerms) {
      const plan = defaultPlan(halfTerm.id);
      const kinds = [0, 1, 2].map((asked) =>
        occasion(questionFor(plan, halfTerm, monday(halfTerm.starts).add({ days: 3 }), { kind: 'meeting', asked })),
      );
      expect(kinds).not.toContain('halfTerm');
    }
  });

  it('never prompts with the same question twice in a row, and never with a meeting question where there was none', () => {
    const weeks = fc.array(fc.array(fc.constantFrom('meeting' as const, 'day' as const), { minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(usablePlans, fc.constantFrom(...halfTerms), weeks, (plan, halfTerm, kinds) => {
        const asked = kinds.flatMap((week, index) =>
          week.map((kind, count) => {
            const id = questionFor(plan, halfTerm, monday(halfTerm.starts).add({ weeks: index, days: 1 + count }), { kind, asked: count });
            if (kind === 'day') expect(occasion(id)).not.toBe('meeting');
            return id;
          }),
        );
        for (const [index, id] of asked.entries()) expect(id).not.toBe(asked[index + 1]);
      }),
    );
  });

  it('gives a check-in that repeats neither the one before nor a prompt of the same week', () => {
    fc.assert(
      fc.property(usablePlans, fc.constantFrom(...halfTerms), fc.nat(7), fc.nat(22), (plan, halfTerm, week, places) => {
        const day = monday(halfTerm.starts).add({ weeks: week, days: 2 });
        const id = questionFor(plan, halfTerm, day, { kind: 'checkIn', places });
        expect(plan.questions).toContain(id);
        expect(id).not.toBe(questionFor(plan, halfTerm, day, { kind: 'checkIn', places: places + 1 }));
        for (const asked of [0, 1, 2]) expect(id).not.toBe(questionFor(plan, halfTerm, day, { kind: 'meeting', asked }));
      }),
    );
  });
});
