import { bank } from '../questions/bank.ts';
import { rulesFor, type Policy, type Rules } from './policy.ts';
import { roundMean, sharesOf, topOf } from './rounding.ts';

const options = [0, 1, 2, 3, 4] as const;
const most = 4;

/**
 * R5's start-up check: for every number of people n and every output that a cell can publish, each option stays possible for each person, so
 * that no release by itself tells anybody's answer, not even to someone who knows n. It runs the product's own rounding. Throws an Error
 * that names the output otherwise.
 *
 * Why cells are enough: cells have no person in common, so what one publishes does not bind another, and figures and bands of unions are
 * made of published cell values only. Why whole answers are enough: people's own means between the options only widen what is possible.
 */
export function checkFeasible(policy: Policy): void {
  checkRules(rulesFor(policy));
}

/** `checkFeasible` under given rules: for the attacks, which break them. */
export function checkRules(rules: Rules): void {
  checkMeans(rules);
  const sizes = new Set([...bank.values()].flatMap(({ order, options: each }) => (order === 'none' ? [each.length] : [])));
  for (const size of sizes) {
    checkTop(size, rules);
    checkShares(size, rules);
  }
}

/**
 * With n people, the sum of all answers is 0 to 4n, and the other n - 1 people can have any sum from 0 to 4(n - 1). An output stands for a run
 * of sums from `least` to `last`; a person may have chosen o exactly if some sum in it is at least o and at most o + 4(n - 1).
 *
 * Every n from the minimum to `beyond` is tried. Beyond, the step no longer changes with n. The outputs follow each other without gaps, and the
 * lowest and the highest each cover a fixed part of the scale (at least a clamped half point and half a step), so the lowest reaches up to a sum that only
 * grows with n, and the highest down to one whose distance from 4n only grows: what is possible at `beyond` stays so for every larger n.
 */
function checkMeans(rules: Rules): void {
  const beyond = Math.max(rules.minimum, rules.quartersFrom) + 8;
  for (const n of range(rules.minimum, beyond)) {
    const runs = new Map<number, { readonly least: number; readonly last: number }>();
    for (let sum = 0; sum <= most * n; sum += 1) {
      const { quarters } = roundMean({ over: BigInt(sum), under: BigInt(n) }, n, rules);
      runs.set(quarters, { least: runs.get(quarters)?.least ?? sum, last: sum });
    }
    for (const [quarters, { least, last }] of runs) {
      const closed = options.filter((option) => last < option || least > option + most * (n - 1));
      if (closed.length > 0) throw infeasible(`a mean of ${quarters / 4}`, n, closed);
    }
  }
}

/** One person may choose anything while the others agree. With more people the others outweigh one person all the more. */
function checkTop(size: number, { topFrom }: Rules): void {
  for (let top = 0; top < size; top += 1) {
    const closed = range(0, size - 1).filter((option) => {
      const chosen = Array.from({ length: size }, (_, each) => (each === top ? topFrom - 1 : 0));
      chosen[option] = (chosen[option] ?? 0) + 1;
      return topOf(chosen.map(BigInt)) !== top;
    });
    if (closed.length > 0) throw infeasible(`option ${top} as the most chosen`, topFrom, closed);
  }
}

/**
 * Published shares add up to 1, so they are themselves possible shares up to whole people: counts within 1 of n times the share. Moving one
 * person to option o keeps every count within 2 of that, which `sharesOf` rounds to the same shares as long as 2 is less than half a part,
 * n / (2 parts): true for every n above 4 parts. Below, every way to split the parts among the options is tried at each first n;
 * in order of size only, since with no two remainders equal at the limit, the options' order does not matter.
 */
function checkShares(size: number, { sharesFrom }: Rules): void {
  for (const [place, { people, parts }] of sharesFrom.entries()) {
    const until = Math.min((sharesFrom[place + 1]?.people ?? Infinity) - 1, Math.max(people, 4 * parts) + parts);
    for (let n = people; n <= until; n += 1) {
      for (const shares of partitions(parts, size, parts)) {
        const closed = range(0, size - 1).filter((option) => {
          const chosen = withPersonIn(option, nearestCounts(shares, parts, n));
          return sharesOf(chosen.map(BigInt), parts).some((share, each) => share !== shares[each]);
        });
        if (closed.length > 0) throw infeasible(`shares of ${shares.join(', ')} in ${parts}`, n, closed);
      }
    }
  }
}

/** Whole people, n together, each count less than 1 from its exact share. */
function nearestCounts(shares: readonly number[], parts: number, n: number): number[] {
  let exact = 0;
  let given = 0;
  return shares.map((share) => {
    exact += share * n;
    const count = Math.floor(exact / parts) - given;
    given += count;
    return count;
  });
}

function withPersonIn(option: number, counts: readonly number[]): readonly number[] {
  if ((counts[option] ?? 0) > 0) return counts;
  const largest = counts.indexOf(Math.max(...counts));
  return counts.map((count, each) => count + (each === option ? 1 : 0) - (each === largest ? 1 : 0));
}

/** Every way to write `parts` as a sum of `length` numbers that do not grow. */
function partitions(parts: number, length: number, largest: number): readonly (readonly number[])[] {
  if (length === 0) return parts === 0 ? [[]] : [];
  return range(0, Math.min(parts, largest)).flatMap((first) =>
    partitions(parts - first, length - 1, first).map((rest) => [first, ...rest]),
  );
}

const range = (from: number, to: number): readonly number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

function infeasible(output: string, people: number, closed: readonly number[]): Error {
  return new Error(`The disclosure rules would tell an answer: with ${people} people, ${output} rules out option ${closed.join(' and ')}.`);
}
