import type { QuestionId } from '../../../bot/domain/ids.ts';
import type { Attack, AttackContext, AttackResult } from '../attack.ts';
import { largest, Paired, rounded, type Estimate } from '../statistics/estimates.ts';
import { productGate, type Gate } from '../statistics/gate.ts';
import { group, peopleOf, type Group } from '../statistics/groups.ts';
import { bestGuess, ordered, populations, spreadWithSum, sumChances, unordered, type Population } from '../statistics/populations.ts';
import { topChances } from '../statistics/topChances.ts';
import { chance } from '../system/chance.ts';

const bound = 0.05;
const known = 2;

/** How likely the published file is for each answer of the target, given how often the known two chose each option. */
type Likelihood = (file: number, knownCounts: readonly number[]) => readonly number[];

/** Exact: everybody's sum decides what is published of an ordered question. */
function bySums({ file }: Group, n: number, { chances }: Population): Likelihood {
  const files = Array.from({ length: (chances.length - 1) * n + 1 }, (_, sum) => file(spreadWithSum(n, sum)));
  const unknown = sumChances(n - 1 - known, chances);
  return (published, knownCounts) => {
    const knownSum = knownCounts.reduce((sum, count, option) => sum + count * option, 0);
    return chances.map((_, answer) =>
      unknown.reduce((total, weight, sum) => (files[sum + knownSum + answer] === published ? total + weight : total), 0),
    );
  };
}

/** Exact, for the single most chosen option. */
function byTop({ file }: Group, n: number, { chances }: Population): Likelihood {
  const topOf = new Map(chances.map((_, top) => [file(chances.map((_each, option) => (option === top ? n : 0))), top]));
  return (published, knownCounts) => {
    const top = topOf.get(published);
    return chances.map((_, answer) => {
      const offsets = knownCounts.map((count, option) => count + (option === answer ? 1 : 0));
      return top === undefined ? 1 : topChances(n - 1 - known, chances, offsets, top);
    });
  };
}

function attackGroup(gate: Gate, question: QuestionId, n: number, population: Population, organisations: number, seed: number): Estimate {
  const { chances } = population;
  const each = group(gate, question, peopleOf('t', n));
  const likelihood = (question === ordered ? bySums : byTop)(each, n, population);
  const draw = chance(seed, 5, n, chances.length);
  const guess = bestGuess(population);
  const guesses = new Map<string, number>();
  const paired = new Paired();
  for (let organisation = 0; organisation < organisations; organisation += 1) {
    const knownCounts = chances.map(() => 0);
    for (let person = 0; person < known; person += 1) knownCounts[draw.weighted(chances)]! += 1;
    const counts = [...knownCounts];
    const truth = draw.weighted(chances);
    counts[truth]! += 1;
    for (let person = known + 1; person < n; person += 1) counts[draw.weighted(chances)]! += 1;
    const file = each.file(counts);
    const key = `${file}|${knownCounts.join()}`;
    let answer = guesses.get(key);
    if (answer === undefined) {
      answer = largest(likelihood(file, knownCounts).map((weight, option) => weight * (chances[option] ?? 0)));
      guesses.set(key, answer);
    }
    paired.add(answer === truth, guess === truth);
  }
  return paired.get();
}

/**
 * Somebody who knows the population, n and the answers of two others guesses a third person's answer by Bayes' rule from the release. Judged
 * is the upper end of the 95% interval in the worst of all groups, not in their average.
 */
export async function knowsTwoOthers(
  { profile, seed, organisations = profile === 'full' ? 20_000 : 4_000, progress }: AttackContext,
  gate: Gate = productGate,
  sizes: readonly number[] = profile === 'full' ? [8, 9, 10, 12, 16, 24, 29, 30, 40] : [8, 12],
): Promise<AttackResult> {
  const cases = [
    ...populations.flatMap((population) => sizes.map((n) => ({ question: ordered, n, population }))),
    ...unordered.flatMap((each) => (profile === 'full' ? [24, 40, 79] : [24]).map((n) => ({ ...each, n }))),
  ];
  const found: { readonly name: string; readonly stress: boolean; readonly estimate: Estimate }[] = [];
  for (const [index, { question, n, population }] of cases.entries()) {
    const estimate = attackGroup(gate, question, n, population, organisations, seed);
    found.push({ name: `${question}, ${n} people, ${population.name}`, stress: population.stress === true, estimate });
    progress((index + 1) / cases.length);
    await new Promise(setImmediate);
  }
  const byWorst = found.toSorted((one, other) => other.estimate.interval[1] - one.estimate.interval[1]);
  const judged = byWorst.filter(({ stress }) => !stress);
  const [worst] = judged;
  if (!worst) throw new Error('no group was attacked');
  const told = ({ name, estimate: { advantage, interval } }: (typeof found)[number]): string =>
    `${name}: ${rounded(advantage)} (${interval.map(rounded).join(' to ')})`;
  return {
    metric: worst.estimate.interval[1],
    bound,
    pass: worst.estimate.interval[1] <= bound,
    accuracy: worst.estimate.accuracy,
    guess: worst.estimate.guess,
    advantage: worst.estimate.advantage,
    interval: worst.estimate.interval,
    cases: found.reduce((sum, { estimate }) => sum + estimate.cases, 0),
    notes: [
      `worst of ${judged.length} groups, ${organisations} organisations each: ${judged.slice(0, 4).map(told).join('; ')}`,
      `stress, no verdict: ${byWorst
        .filter(({ stress }) => stress)
        .slice(0, 2)
        .map(told)
        .join('; ')}`,
    ],
  };
}

export const attack5: Attack = { id: 5, name: 'insider who knows two others', run: (context) => knowsTwoOthers(context) };
