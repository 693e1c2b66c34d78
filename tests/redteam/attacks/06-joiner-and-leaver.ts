import type { ReleasedCells } from '../../../bot/domain/disclosure/release.ts';
import type { Attack, AttackContext, AttackResult } from '../attack.ts';
import { largest, Paired, rounded, type Estimate } from '../statistics/estimates.ts';
import { productGate, type Gate } from '../statistics/gate.ts';
import { group, peopleOf } from '../statistics/groups.ts';
import { bestGuess, ordered, otherOrdered, populations, spreadWithSum, type Population } from '../statistics/populations.ts';
import { Smoother } from '../statistics/smoother.ts';
import { chance, type Chance } from '../system/chance.ts';
import { rosterEdits, type FreezeAtRelease } from '../statistics/rosterEdits.ts';

const bound = 0.05;
/** From one release to the next, each person gives the same answer with this chance, and otherwise one drawn anew. */
const stickiness = 0.9;

/** A year of six releases of one group of others and one target, all of whom always answer: what is known best. */
export interface Year {
  readonly name: string;
  /** Besides the target. */
  readonly others: number;
  /** By release: is the target on the roster? */
  readonly present: readonly boolean[];
  /** By release: is the question asked? */
  readonly asked: readonly boolean[];
  /** The release whose answer of the target is looked for: their last before leaving, their first after joining. */
  readonly sought: number;
}

const always = [true, true, true, true, true, true];
const leaves = { present: [true, true, true, false, false, false], sought: 2 };
const joins = { present: [false, false, false, true, true, true], sought: 3 };
const rotating = [true, true, true, false, false, true];

export function years(sizes: readonly number[]): readonly Year[] {
  return sizes.flatMap((others) => [
    { name: `leaver, ${others} stay`, others, ...leaves, asked: always },
    { name: `joiner, ${others} before`, others, ...joins, asked: always },
    ...(others < 11 ? [{ name: `leaver in a gap of the question, ${others} stay`, others, ...leaves, asked: rotating }] : []),
  ]);
}

/** What each release publishes for each sum of all answers. */
export function filesBySum(gate: Gate, { others, present, asked }: Year): readonly (readonly number[])[] {
  const earlier: ReleasedCells[] = [];
  return present.map((here, release) => {
    const n = others + (here ? 1 : 0);
    const roster = here ? [...peopleOf('stay', others), ...peopleOf('target', 1)] : peopleOf('stay', others);
    const question = asked[release] ? ordered : otherOrdered;
    const { file, output } = group(gate, question, roster, [...earlier]);
    const files = Array.from({ length: 4 * n + 1 }, (_, sum) => file(spreadWithSum(n, sum)));
    earlier.push(output(spreadWithSum(n, 2 * n)).cells);
    // A figure of another question says nothing of this one.
    return asked[release] ? files : files.map(() => 0);
  });
}

export function attackYear(
  year: Year,
  population: Population,
  files: readonly (readonly number[])[],
  organisations: number,
  draw: Chance,
): Estimate {
  const { others, present, sought } = year;
  const { chances } = population;
  const smoother = new Smoother({ chances, stickiness, others, present, files });
  const guess = bestGuess(population);
  const answers = new Uint8Array(others);
  const paired = new Paired();
  const seen = Array.from(present, () => 0);
  const guesses = new Map<string, number>();
  for (let organisation = 0; organisation < organisations; organisation += 1) {
    let target = draw.weighted(chances);
    let truth = target;
    for (let person = 0; person < others; person += 1) answers[person] = draw.weighted(chances);
    for (const [release, here] of present.entries()) {
      let sum = 0;
      if (release > 0) {
        if (draw.fraction() >= stickiness) target = draw.weighted(chances);
        for (let person = 0; person < others; person += 1) if (draw.fraction() >= stickiness) answers[person] = draw.weighted(chances);
      }
      for (let person = 0; person < others; person += 1) sum += answers[person] ?? 0;
      if (release === sought) truth = target;
      seen[release] = files[release]?.[sum + (here ? target : 0)] ?? 0;
    }
    const key = seen.join();
    let answer = guesses.get(key);
    if (answer === undefined) guesses.set(key, (answer = largest(smoother.chancesOf(seen, sought))));
    paired.add(answer === truth, guess === truth);
  }
  return paired.get();
}

interface Found {
  readonly name: string;
  readonly stress: boolean;
  readonly year: Year;
  readonly population: Population;
  readonly files: readonly (readonly number[])[];
  estimate: Estimate;
}

/** An edit of the roster inside a period must change no byte of its release. */
export function editsInside({ profile, seed }: AttackContext, gate: Gate = productGate, freezeAtRelease?: FreezeAtRelease): AttackResult {
  const { tried, changed } = rosterEdits({
    seed,
    organisations: profile === 'full' ? 500 : 40,
    gate,
    ...(freezeAtRelease ? { freezeAtRelease } : {}),
  });
  const notes = [`${tried} edits of the roster inside a period: ${changed} changed a release`];
  return { metric: changed, bound: 0, pass: changed === 0, cases: tried, notes };
}

/**
 * Somebody joins or leaves a group whose other members mostly answer as before, and the releases of a year are compared, by an attacker who knows
 * the population, everyone's stickiness, the roster, and that everyone answered. And: an edit of the roster inside a period changes nothing.
 */
export async function joinerAndLeaver(context: AttackContext, gate: Gate = productGate): Promise<AttackResult> {
  const { profile, seed, organisations = profile === 'full' ? 200_000 : 5_000, impatient = false, progress } = context;
  const edits = editsInside(context, gate);
  const cases = years(profile === 'full' ? [8, 9, 10, 11, 12, 16, 24] : [8, 9, 12]).flatMap((year) => {
    const files = filesBySum(gate, year);
    return populations.map((population) => ({ year, population, files }));
  });
  const found: Found[] = [];
  let settled = false;
  for (const [index, { year, population, files }] of cases.entries()) {
    const draws = population.stress ? organisations / 20 : organisations;
    const estimate = attackYear(year, population, files, draws, chance(seed, 6, index));
    const one: Found = { name: `${year.name}, ${population.name}`, stress: population.stress === true, year, population, files, estimate };
    found.push(one);
    progress((index + 1) / (cases.length + 4));
    await new Promise(setImmediate);
    if (!impatient || one.stress || estimate.advantage <= bound) continue;
    one.estimate = attackYear(year, population, files, 5 * organisations, chance(seed, 6, 2_000 + index));
    settled = one.estimate.interval[0] > bound;
    if (settled) break;
  }
  // The largest of many estimates is too large by chance: the worst years are measured anew, with other organisations and five times as many.
  for (const [index, one] of found
    .toSorted((a, b) => b.estimate.advantage - a.estimate.advantage)
    .filter(({ stress }) => !stress)
    .slice(0, settled ? 0 : 4)
    .entries()) {
    const { year, population, files } = one;
    one.estimate = attackYear(year, population, files, 5 * organisations, chance(seed, 6, 1_000 + index));
    progress((cases.length + index + 1) / (cases.length + 4));
    await new Promise(setImmediate);
  }
  const byWorst = found.toSorted((one, other) => other.estimate.advantage - one.estimate.advantage);
  const judged = byWorst.filter(({ stress }) => !stress);
  const [worst] = judged;
  if (!worst) throw new Error('no year was attacked');
  const told = ({ name, estimate: { advantage, interval } }: Found): string =>
    `${name}: ${rounded(advantage)} (${interval.map(rounded).join(' to ')})`;
  return {
    metric: worst.estimate.advantage,
    bound,
    pass: worst.estimate.advantage <= bound && edits.pass,
    accuracy: worst.estimate.accuracy,
    guess: worst.estimate.guess,
    advantage: worst.estimate.advantage,
    interval: worst.estimate.interval,
    cases: found.reduce((sum, { estimate }) => sum + estimate.cases, 0),
    notes: [
      `worst of ${judged.length} years of ${organisations} organisations each, the worst four measured anew with ${5 * organisations}: ${judged.slice(0, 4).map(told).join('; ')}`,
      `stress, no verdict: ${byWorst
        .filter(({ stress }) => stress)
        .slice(0, 2)
        .map(told)
        .join('; ')}`,
      ...edits.notes,
    ],
  };
}

export const attack6: Attack = { id: 6, name: 'joiner and leaver', run: (context) => joinerAndLeaver(context) };
