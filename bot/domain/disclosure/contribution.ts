import type { Answer } from '../envelope.ts';
import type { QuestionId, UnitId } from '../ids.ts';
import type { Plan } from '../period.ts';
import { bank, type Question } from '../questions/bank.ts';
import type { Rules } from './policy.ts';
import type { Ratio } from './rounding.ts';

/** What one opened envelope tells. */
export interface Ballot {
  readonly unit: UnitId;
  readonly answers: readonly Answer[];
}

/**
 * What a group of people said to one question: whole numbers only, so that adding is exact and its order says nothing.
 * R3 is in the shape: answers are kept apart by how often their giver answered, and each of n answers weighs 1/n.
 */
export interface Tally {
  /** Distinct people who answered. */
  people: number;
  /** Weights that all people together have: with R3, as many as people. */
  weight: number;
  /** By number of answers per person: how often each option was chosen. */
  readonly chosen: Map<number, number[]>;
}

export const emptyTally = (): Tally => ({ people: 0, weight: 0, chosen: new Map() });

/** Adds one person; `options` says how often they chose each option, and is empty where a question is only about having answered. */
function addPerson(tally: Tally, options: readonly number[], { onePersonOneWeight }: Rules): void {
  const answers = options.reduce((sum, times) => sum + times, 0);
  const share = onePersonOneWeight ? answers : 1;
  tally.people += 1;
  tally.weight += onePersonOneWeight ? 1 : answers;
  addChosen(tally, share, options);
}

function addChosen({ chosen }: Tally, share: number, options: readonly number[]): void {
  const sums = chosen.get(share);
  if (!sums) chosen.set(share, [...options]);
  else for (const [option, times] of options.entries()) sums[option] = (sums[option] ?? 0) + times;
}

/** Both tallies together, in the first of the two objects: neither may be used afterwards. */
export function joinTallies(one: Tally, other: Tally): Tally {
  one.people += other.people;
  one.weight += other.weight;
  for (const [share, options] of other.chosen) addChosen(one, share, options);
  return one;
}

/** The weight of each option over one common denominator, exactly. `whole` is the weight of one person. */
export function weightsOf({ chosen }: Tally): { readonly weights: readonly bigint[]; readonly whole: bigint } {
  const whole = [...chosen.keys()].reduce((lcm, share) => (lcm * BigInt(share)) / gcd(lcm, BigInt(share)), 1n);
  const weights: bigint[] = [];
  for (const [share, options] of chosen) {
    for (const [option, times] of options.entries()) weights[option] = (weights[option] ?? 0n) + BigInt(times) * (whole / BigInt(share));
  }
  return { weights, whole };
}

/** R3: the exact mean of people's own means. */
export function meanOf(tally: Tally): Ratio {
  const { weights, whole } = weightsOf(tally);
  const over = weights.reduce((sum, weight, option) => sum + weight * BigInt(option), 0n);
  return { over, under: whole * BigInt(tally.weight) };
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}

/** The tallies of one unit's own people. */
export interface OwnTallies {
  readonly questions: ReadonlyMap<QuestionId, Tally>;
  /** R11: who answered anything. */
  readonly respondents: Tally;
}

/** Questions of a plan that can be released: in the bank, and not private. */
export function releasable(plan: Plan): readonly Question[] {
  return [...new Set(plan.questions)].flatMap((id) => {
    const question = bank.get(id);
    return question && question.occasion !== 'private' ? [question] : [];
  });
}

/**
 * Sorts opened envelopes into tallies, unit by unit. Ignored, because nothing may be counted that was not asked: answers to questions outside
 * the plan, options that a question does not have, and rows of units that are not frozen.
 */
export function tallyBallots(
  ballots: readonly Ballot[],
  units: ReadonlySet<UnitId>,
  questions: readonly Question[],
  rules: Rules,
): ReadonlyMap<UnitId, OwnTallies> {
  const places = new Map(questions.map(({ id, options }, place) => [id, { place, options: options.length }]));
  const own = new Map<UnitId, OwnTallies>();
  for (const { unit, answers } of ballots) {
    if (!units.has(unit)) continue;
    const chosen: (number[] | undefined)[] = [];
    for (const { question, option } of answers) {
      const asked = places.get(question);
      if (!asked || !Number.isInteger(option) || option < 0 || option >= asked.options) continue;
      const options = (chosen[asked.place] ??= Array.from({ length: asked.options }, () => 0));
      options[option] = (options[option] ?? 0) + 1;
    }
    if (chosen.length === 0) continue;
    let tallies = own.get(unit);
    if (!tallies)
      own.set(unit, (tallies = { questions: new Map(questions.map(({ id }) => [id, emptyTally()])), respondents: emptyTally() }));
    addPerson(tallies.respondents, [], rules);
    for (const [place, { id }] of questions.entries()) {
      const options = chosen[place];
      const tally = tallies.questions.get(id);
      if (options && tally) addPerson(tally, options, rules);
    }
  }
  return own;
}
