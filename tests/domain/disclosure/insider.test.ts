import { describe, expect, it } from '@jest/globals';
import { canonical } from '../../../bot/domain/disclosure/canonical.ts';
import { group, load, release, whose } from './organisation.ts';

/**
 * Attack 4 at its smallest: someone knows all other answers and n, and looks which options of the last person fit the release. Recovered when
 * one fits. Exact: every multiset of the others' answers with its probability, through the product's gate.
 */
const populations = [
  { name: 'typical', chances: [0.1, 0.2, 0.35, 0.25, 0.1] },
  { name: 'heavy', chances: [0.05, 0.1, 0.2, 0.3, 0.35] },
  { name: 'light', chances: [0.35, 0.3, 0.2, 0.1, 0.05] },
];

/** What is published for every sum of n whole answers. */
function publishedBySum(n: number): readonly string[] {
  return Array.from({ length: 4 * n + 1 }, (_, sum) => {
    const options = Array.from({ length: n }, (_each, person) => [Math.floor(sum / n) + (person < sum % n ? 1 : 0)]);
    return canonical(release(group(n, load, options), { questions: [load] }).release);
  });
}

/** Chances of each sum of `people` answers. */
function sums(people: number, chances: readonly number[]): readonly number[] {
  let now = [1];
  for (let person = 0; person < people; person += 1) {
    const next = Array<number>(now.length + 4).fill(0);
    for (const [sum, chance] of now.entries()) for (const [option, each] of chances.entries()) next[sum + option]! += chance * each;
    now = next;
  }
  return now;
}

const recovered = (seen: readonly string[], option: number): boolean => seen.filter((each) => each === seen[option]).length === 1;

describe.each([8, 9, 10, 12, 16, 24, 29, 30, 40])('with %i people', (n) => {
  const published = publishedBySum(n);
  it.each(populations)('an insider recovers the last answer of a $name group in at most 10%', ({ chances }) => {
    let chanceOfRecovery = 0;
    for (const [others, chance] of sums(n - 1, chances).entries()) {
      const seen = chances.map((_, option) => published[others + option] ?? '');
      for (const [option, each] of chances.entries()) if (recovered(seen, option)) chanceOfRecovery += chance * each;
    }
    expect(chanceOfRecovery).toBeLessThanOrEqual(0.1);
    // The enumeration is not empty: rounding bins end somewhere.
    expect(chanceOfRecovery).toBeGreaterThan(0);
  });
});

/** All ways to spread people over options, with their multinomial chance. */
function* spreads(people: number, chances: readonly number[]): Generator<{ counts: number[]; chance: number }> {
  const [first = 1, ...rest] = chances;
  if (rest.length === 0) return yield { counts: [people], chance: first ** people };
  let choose = 1;
  for (let count = 0; count <= people; count += 1) {
    for (const { counts, chance } of spreads(people - count, rest))
      yield { counts: [count, ...counts], chance: chance * choose * first ** count };
    choose = (choose * (people - count)) / (count + 1);
  }
}

/** The most chosen option of 24 people depends on the order of size at the top alone; through the gate once per distinct outcome would be slow. */
it.each(populations)('questions without order: from 24 people, an insider of a $name group recovers in at most 10%', ({ chances }) => {
  let total = 0;
  let chanceOfRecovery = 0;
  for (const { counts, chance } of spreads(23, chances)) {
    const seen = chances.map((_, option) => {
      const all = counts.map((count, each) => count + (each === option ? 1 : 0));
      return String(all.indexOf(Math.max(...all)));
    });
    total += chance;
    for (const [option, each] of chances.entries()) if (recovered(seen, option)) chanceOfRecovery += chance * each;
  }
  expect(total).toBeCloseTo(1, 9);
  expect(chanceOfRecovery).toBeLessThanOrEqual(0.1);
});

it('the most chosen option is the one that the enumeration above takes it for', () => {
  for (const counts of [
    [5, 5, 5, 5, 4],
    [4, 6, 4, 4, 6],
    [0, 0, 0, 12, 12],
  ]) {
    const options = counts.flatMap((count, option) => Array.from({ length: count }, () => [option]));
    expect(release(group(24, whose, options), { questions: [whose] }).release.units[0]?.figures[0]).toEqual({
      question: whose,
      top: counts.indexOf(Math.max(...counts)),
    });
  }
});
