import type { QuestionId } from '../../../bot/domain/ids.ts';
import type { OpenedRow } from '../../../bot/domain/disclosure/ballotBox.ts';
import type { ReleasedCells } from '../../../bot/domain/disclosure/release.ts';
import type { FrozenUnit } from '../../../bot/domain/unit.ts';
import type { Attack, AttackContext, AttackResult } from '../attack.ts';
import { Mean, rounded, type Estimate } from '../statistics/estimates.ts';
import { productGate, publishedFile, type Gate } from '../statistics/gate.ts';
import { frozenUnit, group, peopleOf, type Group } from '../statistics/groups.ts';
import {
  ordered,
  otherOrdered,
  spreadWithSum,
  sumChances,
  verdictPopulations,
  verdictUnordered,
  type Population,
} from '../statistics/populations.ts';
import { topChances } from '../statistics/topChances.ts';
import { chance, type Chance } from '../system/chance.ts';
import { Findings } from '../system/verdict.ts';

const bound = 0.1;

/** A release without its values: what is there, what is not, and in which words. */
const shapeOf = (file: string): string => file.replaceAll(/"(mean|step|top)":[\d.]+|"clamped":"\w+",?|"respondents":"[^"]+"/g, '$1');

/** (a) A unit that has no figure, for every reason there can be: nobody answered, too few did, or too few schools, or one school too many. */
function sameShape(gate: Gate, findings: Findings): void {
  const schools: readonly (readonly [string, (person: number) => string])[] = [
    ['a school each', (person) => `s${person}`],
    ['one school', () => 'one'],
    ['four schools', (person) => `s${person % 4}`],
    ['mostly one school', (person) => (person < 5 ? 'one' : `s${person}`)],
  ];
  const few = Array.from({ length: 8 }, (_, answer) => ({ answer, schools: schools[0] }));
  const hidden = [...few, ...schools.slice(1).map((each) => ({ answer: 9, schools: each }))];
  const trees: readonly { readonly name: string; readonly beside: readonly FrozenUnit[] }[] = [
    { name: 'alone', beside: [] },
    { name: 'beside a cluster that shows', beside: [frozenUnit('T', []), frozenUnit('T/B', peopleOf('b', 20))] },
    { name: 'below a trust with people of its own', beside: [frozenUnit('T', peopleOf('t', 20))] },
  ];
  for (const { name, beside } of trees) {
    const among = (schoolOf: (person: number) => string, answer: number): string => {
      const unit = frozenUnit('T/A', peopleOf('a', 12), 'group', schoolOf);
      const units = beside.length > 0 ? [unit, ...beside] : [{ ...unit, parent: null }];
      const ballots = [...rows(unit, answer), ...beside.flatMap((each) => rows(each, each.people.length))];
      return shapeOf(publishedFile(gate({ units, ballots, questions: [ordered] })));
    };
    const shapes = hidden.map(({ answer, schools: [, schoolOf] = ['', String] }) => among(schoolOf, answer));
    for (const [index, shape] of shapes.entries()) {
      const { answer, schools: [of] = [''] } = hidden[index] ?? { answer: 0 };
      findings.check(shape === shapes[0], `(a) ${name}: ${answer} answers from ${of} look unlike none`);
    }
    // It is no oracle that sees nothing: with one more it shows.
    findings.check(among(String, 8) !== shapes[0], `(a) ${name}: 8 answers show nothing`);
  }
}

const rows = (unit: FrozenUnit, answer: number): readonly OpenedRow[] =>
  Array.from({ length: answer }, () => ({ unit: unit.id, answers: [{ question: ordered, option: 2 }] }));

/** One question of the plan, as the insider of (b) sees it: what is published when so many answer, and how likely each file is. */
interface Seen {
  draw(people: number, chance: Chance): number;
  likelihood(people: number, file: number): number;
}

function seeOrdered({ file }: Group, { chances }: Population): Seen {
  const bySize = new Map<number, ReadonlyMap<number, number>>();
  const sums = (people: number): ReadonlyMap<number, number> => {
    let known = bySize.get(people);
    if (!known) {
      const files = new Map<number, number>();
      for (const [sum, weight] of sumChances(people, chances).entries()) {
        const each = file(spreadWithSum(people, sum));
        files.set(each, (files.get(each) ?? 0) + weight);
      }
      bySize.set(people, (known = files));
    }
    return known;
  };
  return {
    draw(people, draw) {
      const sum = spreadOf(people, chances, draw).reduce((total, count, option) => total + count * option, 0);
      return file(spreadWithSum(people, sum));
    },
    likelihood: (people, each) => sums(people).get(each) ?? 0,
  };
}

function seeTop({ file }: Group, { chances }: Population): Seen {
  const known = new Map<string, number>();
  const all = (top: number, people: number): number => file(chances.map((_, option) => (option === top ? people : 0)));
  return {
    draw: (people, draw) => file(spreadOf(people, chances, draw)),
    likelihood(people, each) {
      const key = `${people}|${each}`;
      let found = known.get(key);
      if (found === undefined) {
        const tops = [...chances.keys()].filter((top) => all(top, people) === each);
        found =
          tops.length === chances.length
            ? 1
            : tops.reduce(
                (sum, top) =>
                  sum +
                  topChances(
                    people,
                    chances,
                    chances.map(() => 0),
                    top,
                  ),
                0,
              );
        known.set(key, found);
      }
      return found;
    },
  };
}

function spreadOf(people: number, chances: readonly number[], draw: Chance): readonly number[] {
  const counts = chances.map(() => 0);
  for (let person = 0; person < people; person += 1) counts[draw.weighted(chances)]! += 1;
  return counts;
}

/**
 * (b) Somebody who knows who else answered, the population and the rules, guesses from a whole release of six questions whether one more person
 * answered. Each is as likely as not beforehand, which is where a release can tell most.
 */
function participation(gate: Gate, population: Population, rounds: number, draw: Chance, earlier: readonly ReleasedCells[]): Estimate {
  const [whose] = verdictUnordered;
  if (!whose) throw new Error('no question without order');
  const roster = peopleOf('t', 48);
  const each = (question: QuestionId): Group => group(gate, question, roster, earlier);
  const anyOrdered = seeOrdered(each(ordered), population);
  const plan = [...Array<Seen>(5).fill(anyOrdered), seeTop(each(whose.question), whose.population)];
  const mean = new Mean();
  for (let n = 8; n <= 40; n += 1) {
    for (let round = 0; round < rounds; round += 1) {
      const took = draw.fraction() < 0.5;
      let [took1, took0] = [1, 1];
      for (const seen of plan) {
        const file = seen.draw(took ? n : n - 1, draw);
        took1 *= seen.likelihood(n, file);
        took0 *= seen.likelihood(n - 1, file);
      }
      // The likelihoods are exact, so this is how often the guess is right wherever this is published.
      mean.add(Math.max(took1, took0) / (took1 + took0));
    }
  }
  return mean.above(0.5);
}

/** (a) alone. */
export function shapesOfSilence(context: AttackContext, gate: Gate): Promise<AttackResult> {
  const findings = new Findings(context);
  return findings.gather(async () => sameShape(gate, findings));
}

/** (b) alone, in the worst of the populations, for a first release and for one whose roster grew. */
export async function participationOracle({ profile, seed, progress }: AttackContext, gate: Gate): Promise<AttackResult> {
  const rounds = profile === 'full' ? 1_000 : 20;
  const near = group(productGate, otherOrdered, peopleOf('t', 47)).output([0, 0, 40, 0, 0]).cells;
  const before: ReleasedCells = { ...near, cells: { ...near.cells, [ordered]: near.cells[otherOrdered] ?? [] } };
  const found = [];
  for (const [index, population] of (profile === 'full' ? verdictPopulations : verdictPopulations.slice(0, 1)).entries()) {
    for (const [name, earlier] of [
      ['a first release', []],
      ['a roster that grew by one', [before]],
    ] as const) {
      const estimate = participation(gate, population, rounds, chance(seed, 9, index, earlier.length), earlier);
      found.push({ name: `${name}, ${population.name}`, estimate });
    }
    progress((index + 1) / verdictPopulations.length);
    await new Promise(setImmediate);
  }
  const [worst, ...others] = found.toSorted((one, other) => other.estimate.advantage - one.estimate.advantage);
  if (!worst) throw new Error('nothing was attacked');
  const { accuracy, guess, advantage, interval } = worst.estimate;
  const told = [worst, ...others.slice(0, 2)].map(({ name, estimate }) => `${name} ${rounded(estimate.advantage)}`).join('; ');
  return {
    metric: advantage,
    bound,
    pass: advantage <= bound,
    accuracy,
    guess,
    advantage,
    interval,
    cases: found.reduce((sum, { estimate }) => sum + estimate.cases, 0),
    notes: [
      `(b) whether one more person answered, averaged over n = 8 to 40, worst: ${told}`,
      'residual of (b): where n is exactly a minimum or the foot of a band (8, 14, 24, 30), whoever knows who else answered sees whether the last one did',
    ],
  };
}

/** What a release leaves out, and what it says about taking part. */
export async function suppressionOracle(context: AttackContext, gate: Gate = productGate): Promise<AttackResult> {
  const shapes = await shapesOfSilence(context, gate);
  const oracle = await participationOracle(context, gate);
  return {
    ...oracle,
    pass: shapes.pass && oracle.pass,
    cases: shapes.cases + oracle.cases,
    notes: [`(a) ${shapes.cases} ways to have no figure: ${shapes.metric} look different`, ...shapes.notes, ...oracle.notes],
  };
}

export const attack9: Attack = { id: 9, name: 'suppression oracle', run: (context) => suppressionOracle(context) };
