import { createHash } from 'node:crypto';
import type { PeriodId, PersonId, QuestionId } from '../../domain/ids.ts';
import { questionOf } from '../../domain/questions/bank.ts';

/** How likely a person of the demo is to answer one prompt. */
export const answersWith = 0.6;

/**
 * How heavy each half-term weighs on the demo trust, from 0 to 1: a heavy spring with phase transfers, then the hours that the trust
 * protected from the summer on begin to tell, first in the East, where they came first.
 */
const weight: Readonly<Record<string, { readonly east: number; readonly west: number }>> = {
  '2025-26-3': { east: 0.7, west: 0.66 },
  '2025-26-4': { east: 0.86, west: 0.84 },
  '2025-26-5': { east: 0.6, west: 0.78 },
  '2025-26-6': { east: 0.44, west: 0.58 },
  '2026-27-1': { east: 0.3, west: 0.48 },
  '2026-27-2': { east: 0.36, west: 0.46 },
};

/** What time and hearing ease first, and what stays as it was: added to the weight, for one question. */
const lean: Readonly<Record<string, number>> = { load: 0.08, mine: 0.1, room: 0.04, with: -0.06, pace: 0.1, told: 0.12, understood: 0.05 };

/** Uniform in [0, 1), the same for the same key on every machine: so that a demo can be told again. */
export function chance(...key: readonly (string | number)[]): number {
  return createHash('sha256').update(key.join('|')).digest().readUInt32BE(0) / 2 ** 32;
}

/** Which option an invented person chooses, from 0. Nothing real is in it. */
export function demoOption(period: PeriodId, person: PersonId, unitPath: string, question: QuestionId, ask: string): number {
  const { order, options } = questionOf(question);
  const key = [period, person, question, ask] as const;
  if (order === 'none') return Math.floor(chance('any', ...key) * options.length);
  const half = weight[period] ?? { east: 0.5, west: 0.5 };
  const common = (unitPath.endsWith('/East') ? half.east : half.west) + (lean[question] ?? 0);
  // Each person leans their own way all year, and one day is not like another.
  const own = (chance('own', person) - 0.5) * 0.3;
  const day = (chance('a', ...key) + chance('b', ...key) + chance('c', ...key) - 1.5) * 0.5;
  const heavy = Math.min(1, Math.max(0, common + own + day));
  const step = Math.round(heavy * (options.length - 1));
  return order === 'heavyLast' ? step : options.length - 1 - step;
}
