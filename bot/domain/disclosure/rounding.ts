import type { Rules } from './policy.ts';

/** An exact rational number that is not negative; `under` is positive. */
export interface Ratio {
  readonly over: bigint;
  readonly under: bigint;
}

/** A mean as it is published, still in whole quarter points so that unions stay exact. */
export interface Rounded {
  readonly quarters: number;
  readonly step: 0.5 | 0.25;
  readonly clamped?: 'low' | 'high';
}

const quartersAPoint = 4;
/** Options run from 0 to 4 (R8). */
const topQuarters = 16;

/** The nearest multiple of 1/`parts`, counted in such parts; half way goes up (R8). */
export function roundHalfUp({ over, under }: Ratio, parts: number): number {
  const twice = 2n * under;
  return Number((2n * over * BigInt(parts) + under) / twice);
}

/** R8 and R9: an exact mean of `people` people as it is published: to 0.5, from 30 people to 0.25, clamped half a point inside the ends. */
export function roundMean(mean: Ratio, people: number, rules: Rules): Rounded {
  return people >= rules.quartersFrom
    ? clamp(roundHalfUp(mean, quartersAPoint), 0.25, rules)
    : clamp(2 * roundHalfUp(mean, quartersAPoint / 2), 0.5, rules);
}

/**
 * R4: the mean of published values (clamped ones as 0.5 and 3.5), weighted by frozen roster counts, rounded to 0.5 and clamped. It is made
 * of published values only, so it tells nothing that the cells' own figures do not.
 */
export function roundUnion(parts: readonly { readonly value: Rounded; readonly roster: number }[], rules: Rules): Rounded {
  const weight = parts.reduce((sum, { roster }) => sum + roster, 0);
  const quarters = parts.reduce((sum, { value, roster }) => sum + value.quarters * roster, 0);
  return clamp(2 * roundHalfUp({ over: BigInt(quarters), under: BigInt(weight * quartersAPoint) }, quartersAPoint / 2), 0.5, rules);
}

function clamp(quarters: number, step: Rounded['step'], { clampQuarters }: Rules): Rounded {
  if (clampQuarters > 0 && quarters <= clampQuarters) return { quarters: clampQuarters, step, clamped: 'low' };
  if (clampQuarters > 0 && quarters >= topQuarters - clampQuarters) return { quarters: topQuarters - clampQuarters, step, clamped: 'high' };
  return { quarters, step };
}

/** The option with most weight; a tie goes to the first in bank order (R10). */
export function topOf(weights: readonly bigint[]): number {
  return weights.reduce((best, weight, option) => (weight > (weights[best] ?? 0n) ? option : best), 0);
}

/**
 * R10: shares in whole parts that add up to all `parts`: each share rounded down, the parts still missing to the largest remainders (tie:
 * bank order). Rounding each share by itself would leave a hole: exact shares of 1/8, 1/8, 3/8, 3/8 and 0 would be published as quarters
 * that only a zero in the last place can explain, and everybody would know that nobody chose it. With largest remainders, every
 * published set of shares has the shares themselves in the middle of what can explain it, so one person more or less anywhere always fits.
 */
export function sharesOf(weights: readonly bigint[], parts: number): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  const scaled = weights.map((weight) => weight * BigInt(parts));
  const shares = scaled.map((weight) => Number(weight / total));
  const missing = parts - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = scaled
    .map((weight, option) => ({ option, remainder: weight % total }))
    .sort((a, b) => (a.remainder === b.remainder ? a.option - b.option : a.remainder > b.remainder ? -1 : 1));
  const raised = new Set(byRemainder.slice(0, missing).map(({ option }) => option));
  return shares.map((share, option) => share + (raised.has(option) ? 1 : 0));
}
