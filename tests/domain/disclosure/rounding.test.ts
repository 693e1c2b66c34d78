import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defaultPolicy, rulesFor } from '../../../bot/domain/disclosure/policy.ts';
import { roundHalfUp, roundMean, roundUnion, sharesOf, topOf } from '../../../bot/domain/disclosure/rounding.ts';

const rules = rulesFor(defaultPolicy);

it('rounds half up, exactly, also where a float would not', () => {
  expect(roundHalfUp({ over: 1n, under: 4n }, 2)).toBe(1);
  expect(roundHalfUp({ over: 10n ** 30n - 1n, under: 4n * 10n ** 30n }, 2)).toBe(0);
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 24n }),
      fc.bigInt({ min: 1n, max: 10n ** 24n }),
      fc.constantFrom(2, 4),
      (over, under, parts) => {
        const rounded = BigInt(roundHalfUp({ over: over % (4n * under), under }, parts));
        const twice = 2n * (over % (4n * under)) * BigInt(parts);
        expect((2n * rounded - 1n) * under <= twice && twice < (2n * rounded + 1n) * under).toBe(true);
      },
    ),
  );
});

it('gives a mean of n whole answers within half a step, clamped half a point inside the ends', () => {
  fc.assert(
    fc.property(fc.integer({ min: 8, max: 200 }), fc.nat(), (n, any) => {
      const sum = any % (4 * n + 1);
      const { quarters, step, clamped } = roundMean({ over: BigInt(sum), under: BigInt(n) }, n, rules);
      expect(step).toBe(n < 30 ? 0.5 : 0.25);
      const published = quarters / 4;
      if (clamped === 'low') expect([published, sum < n * (0.5 + step / 2)]).toEqual([0.5, true]);
      else if (clamped === 'high') expect([published, sum >= n * (3.5 - step / 2)]).toEqual([3.5, true]);
      else expect(sum >= n * (published - step / 2) && sum < n * (published + step / 2)).toBe(true);
    }),
  );
});

it('weighs a union by frozen rosters, in halves', () => {
  const of = (quarters: number, roster: number) => ({ value: { quarters, step: 0.25 as const }, roster });
  expect(roundUnion([of(5, 10), of(8, 10)], rules)).toEqual({ quarters: 6, step: 0.5 });
  expect(roundUnion([of(5, 30), of(8, 10)], rules)).toEqual({ quarters: 6, step: 0.5 });
  expect(roundUnion([of(2, 10), of(2, 12)], rules)).toEqual({ quarters: 2, step: 0.5, clamped: 'low' });
  expect(roundUnion([of(14, 10), of(12, 10)], rules)).toEqual({ quarters: 14, step: 0.5, clamped: 'high' });
});

it('finds the most chosen option, the first in bank order on a tie', () => {
  expect(topOf([1n, 3n, 3n, 0n])).toBe(1);
  expect(topOf([0n, 0n, 1n])).toBe(2);
});

describe('shares', () => {
  const weights = fc
    .array(fc.bigInt({ min: 0n, max: 1000n }), { minLength: 2, maxLength: 8 })
    .filter((each) => each.some((weight) => weight > 0n));

  it('add up, and each lies less than one part from the exact share', () => {
    fc.assert(
      fc.property(weights, fc.constantFrom(4, 10), (each, parts) => {
        const total = each.reduce((sum, weight) => sum + weight, 0n);
        const shares = sharesOf(each, parts);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(parts);
        for (const [option, share] of shares.entries()) {
          const gap = BigInt(share) * total - (each[option] ?? 0n) * BigInt(parts);
          expect(gap < total && gap > -total).toBe(true);
        }
      }),
    );
  });

  it('that are exact stay as they are', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 4 }), { minLength: 4, maxLength: 4 }), fc.integer({ min: 1, max: 50 }), (places, many) => {
        const exact = [0, 1, 2, 3, 4].map((option) => places.filter((place) => place === option).length);
        expect(
          sharesOf(
            exact.map((share) => BigInt(share * many)),
            4,
          ),
        ).toEqual(exact);
      }),
    );
  });

  it('do not tell that nobody chose an option', () => {
    // Each share rounded by itself would be 1/4, 1/4, 1/2, 1/2, 0 here, which no other counts of 80 people give.
    expect(sharesOf([10n, 10n, 30n, 30n, 0n], 4)).toEqual([1, 1, 1, 1, 0]);
    expect(sharesOf([20n, 20n, 20n, 19n, 1n], 4)).toEqual([1, 1, 1, 1, 0]);
  });
});
