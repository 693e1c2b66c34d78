import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkFeasible, checkRules } from '../../../bot/domain/disclosure/audit.ts';
import { rulesFor } from '../../../bot/domain/disclosure/policy.ts';
import { sharesOf } from '../../../bot/domain/disclosure/rounding.ts';

it.each([8, 9, 12, 29, 30, 31, 100, 1000])('proves the rules with k = %i', (k) => {
  expect(() => checkFeasible({ k })).not.toThrow();
});

const rules = rulesFor({ k: 8 });
it.each([
  { broken: { clampQuarters: 0 }, says: /8 people, a mean of 0 rules out option/ },
  { broken: { clampQuarters: 1 }, says: /a mean of 0.25 rules out/ },
  { broken: { minimum: 5 }, says: /5 people, a mean of 0.5 rules out option 4/ },
  { broken: { quartersFrom: 6, minimum: 6 }, says: /6 people, a mean of 0.5 rules out option 4/ },
  { broken: { topFrom: 1 }, says: /most chosen rules out/ },
  { broken: { sharesFrom: [{ people: 12, parts: 10 }] }, says: /shares of .* rules out/ },
])('throws under $broken', ({ broken, says }) => {
  expect(() => checkRules({ ...rules, ...broken })).toThrow(says);
});

it('for shares, agrees with looking for a way to fit one person more in', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 400 }), { minLength: 5, maxLength: 8 }),
      fc.integer({ min: 80, max: 300 }),
      fc.nat(),
      (rough, people, any) => {
        const sum = rough.reduce((total, each) => total + each, 0) || 1;
        const counts = rough.map((each) => Math.floor((each * people) / sum));
        counts[0] = (counts[0] ?? 0) + people - counts.reduce((total, each) => total + each, 0);
        const parts = people < 120 ? 4 : 10;
        const published = sharesOf(counts.map(BigInt), parts);
        const option = any % counts.length;
        // The middle of what the shares stand for, and one person moved to the option.
        let given = 0;
        let exact = 0;
        const witness = published.map((share) => {
          exact += share * people;
          const count = Math.floor(exact / parts) - given;
          given += count;
          return count;
        });
        const from = witness.indexOf(Math.max(...witness));
        witness[from] = (witness[from] ?? 0) - 1;
        witness[option] = (witness[option] ?? 0) + 1;
        expect(witness[option]).toBeGreaterThan(0);
        expect(sharesOf(witness.map(BigInt), parts)).toEqual(published);
      },
    ),
  );
});
