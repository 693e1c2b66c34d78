import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asksEach, forecast, type ToForecast } from '../../../bot/domain/disclosure/forecast.ts';
import { defaultPolicy } from '../../../bot/domain/disclosure/policy.ts';
import { asQuestionId } from '../../../bot/domain/ids.ts';
import type { FrozenUnit } from '../../../bot/domain/unit.ts';
import { chance } from '../../redteam/system/chance.ts';
import { people, period, unit } from './organisation.ts';

const plan = { questions: ['load', 'mine', 'room', 'with', 'time', 'ahead'].map(asQuestionId) };

function chances(units: readonly FrozenUnit[], rate: number, more: Partial<ToForecast> = {}): ReadonlyMap<string, readonly number[]> {
  const draw = chance(1, rate);
  const given = { halfTerm: period, units, plan, policy: defaultPolicy, earlier: [], rate, trials: 60, draw: () => draw.fraction() };
  return new Map(forecast({ ...given, ...more }).map((each) => [each.unit.id, [...each.chances.values()]]));
}

describe('the forecast of a plan', () => {
  it('is certain where everybody answers, and where nobody can', () => {
    const units = [unit('T', []), unit('T/A', people('a', 12)), unit('T/B', people('b', 8))];
    expect(chances(units, 1).get('t.a')).toEqual([1, 1, 1, 1, 1, 1]);
    expect(chances(units, 0).get('t.a')).toEqual([0, 0, 0, 0, 0, 0]);
    // A school that is nobody's team has no figure, however many answer.
    const school = [unit('S', people('s', 20), 'group', { schools: Array.from({ length: 20 }, () => 'one') })];
    expect(chances(school, 1).get('s')).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('agrees with the binomial chance for one group', () => {
    const [shown = 0] = chances([unit('T', people('t', 10))], 0.4, { trials: 1_000 }).get('t') ?? [];
    // Eight or more of ten, each with 1 - 0.6³ = 0.784: 0.6208.
    expect(Math.abs(shown - 0.6208)).toBeLessThan(0.06);
  });

  it('grows with the share of prompts that are answered', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 30 }), (size) => {
        const shown = [0.4, 0.6, 0.8].map((rate) => chances([unit('T', people('t', size))], rate, { trials: 100 }).get('t')?.[0] ?? 0);
        // Chance moves a share of 100 trials by less than 0.2.
        expect(shown[1]).toBeGreaterThanOrEqual((shown[0] ?? 0) - 0.2);
        expect(shown[2]).toBeGreaterThanOrEqual((shown[1] ?? 0) - 0.2);
      }),
      { numRuns: 5 },
    );
  });

  it('knows the second minimum of a group that grew', () => {
    const earlier: ToForecast['earlier'] = [
      {
        cells: { load: [[unit('T', []).id]] },
        rosters: { t: people('t', 9) },
        units: { t: { path: 'T', kind: 'group', parent: null } },
      },
    ];
    expect(chances([unit('T', people('t', 10))], 1).get('t')?.[0]).toBe(1);
    expect(chances([unit('T', people('t', 10))], 1, { earlier }).get('t')?.[0]).toBe(0);
  });

  it('asks less often where a plan is longer or a half-term shorter, never more than three times', () => {
    const week = { ...period, starts: '2026-11-02', ends: '2026-11-08' };
    expect(asksEach(period, plan)).toBe(3);
    expect(asksEach(week, plan)).toBe(0.5);
    expect(asksEach(period, { questions: [...plan.questions, ...['week', 'pause', 'off'].map(asQuestionId)] })).toBeCloseTo(21 / 9);
  });
});
