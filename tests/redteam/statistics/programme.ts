import loadHighs, { type Highs } from 'highs';
import type { OpenedRow } from '../../../bot/domain/disclosure/ballotBox.ts';
import type { Figure } from '../../../bot/domain/disclosure/release.ts';
import type { QuestionId, UnitId } from '../../../bot/domain/ids.ts';
import { bank } from '../../../bot/domain/questions/bank.ts';
import type { FrozenUnit } from '../../../bot/domain/unit.ts';
import type { Output } from './gate.ts';

interface ModelCell {
  /** Known to the attacker. */
  readonly people: number;
  /** What was really answered, to see that the constraints hold of it. */
  readonly truth: readonly number[];
}

/** What a published file says of one question, as whole-number constraints on how many people of each cell chose each option. */
export interface Model {
  readonly options: number;
  readonly cells: readonly ModelCell[];
  readonly constraints: readonly string[];
  readonly integers: readonly string[];
  readonly binaries: readonly string[];
}

const count = (cell: number, option: number): string => `y${cell}_${option}`;
const value = (cell: number): string => `v${cell}`;

/** Written from the rules and not from the product's code: the inverse of rounding, clamping, ties and unions. */
export function programmeOf(question: QuestionId, units: readonly FrozenUnit[], ballots: readonly OpenedRow[], output: Output): Model {
  const options = bank.get(question)?.options.length ?? 0;
  const range = Array.from({ length: options }, (_, option) => option);
  const found = output.cells.cells[question] ?? [];
  const cells = found.map((ids): ModelCell => {
    const answers = ballots
      .filter(({ unit }) => ids.includes(unit))
      .flatMap((row) => row.answers.filter((each) => each.question === question));
    return { people: answers.length, truth: range.map((option) => answers.filter((each) => each.option === option).length) };
  });
  const rosters = found.map((ids) => units.reduce((sum, { id, people }) => sum + (ids.includes(id) ? people.length : 0), 0));
  const constraints: string[] = cells.map(({ people }, cell) => `${range.map((option) => count(cell, option)).join(' + ')} = ${people}`);
  const integers = cells.flatMap((_, cell) => range.map((option) => count(cell, option)));
  const binaries: string[] = [];
  const valued = new Set<number>();
  for (const { unit, figures } of output.release.units) {
    const figure = figures.find((each) => each.question === question);
    if (!figure || 'label' in figure) continue;
    const below = new Set(units.filter(({ id, people }) => people.length > 0 && isBelow(units, id, unit.id)).map(({ id }) => id));
    const inside = [...found.keys()].filter((cell) => found[cell]?.every((id) => below.has(id)));
    const [only, ...others] = inside;
    if (only === undefined) throw new Error('A figure that no cell explains.');
    const people = cells[only]?.people ?? 0;
    if (others.length > 0) {
      for (const cell of inside) valued.add(cell);
      constraints.push(...unionSays(figure, inside, rosters));
    } else if ('mean' in figure) constraints.push(...meanSays(figure, only, people));
    else if ('top' in figure)
      constraints.push(...range.filter((option) => option !== figure.top).map((option) => topSays(figure.top, option, only)));
    else constraints.push(...sharesSay(figure.shares, only, people, integers, binaries));
  }
  for (const cell of valued) constraints.push(...valueOf(cell, cells[cell]?.people ?? 0, integers, binaries));
  return { options, cells, constraints, integers, binaries };
}

function isBelow(units: readonly FrozenUnit[], unit: UnitId | null, top: UnitId): boolean {
  return unit !== null && (unit === top || isBelow(units, units.find(({ id }) => id === unit)?.parent ?? null, top));
}

const sumOf = (cell: number): string => [1, 2, 3, 4].map((option) => `${option} ${count(cell, option)}`).join(' + ');

/** The least and the greatest sum of answers behind a mean. A clamped one reaches to the end of the scale. */
function sumsOf(mean: number, step: number, clamped: 'low' | 'high' | undefined, people: number): readonly [number, number] {
  const least = clamped === 'low' ? 0 : Math.max(0, Math.ceil(people * (mean - step / 2)));
  const last = clamped === 'high' ? 4 * people : Math.min(4 * people, Math.ceil(people * (mean + step / 2)) - 1);
  return [least, last];
}

function meanSays({ mean, step, clamped }: Extract<Figure, { mean: number }>, cell: number, people: number): readonly string[] {
  const [least, last] = sumsOf(mean, step, clamped, people);
  return [`${sumOf(cell)} >= ${least}`, `${sumOf(cell)} <= ${last}`];
}

/** The union's mean, in quarter points: of the cells' published values, weighted by roster. */
function unionSays(figure: Figure, cells: readonly number[], rosters: readonly number[]): readonly string[] {
  if (!('mean' in figure)) return [];
  const { mean, clamped } = figure;
  const weight = cells.reduce((sum, cell) => sum + (rosters[cell] ?? 0), 0);
  const sum = cells.map((cell) => `${rosters[cell] ?? 0} ${value(cell)}`).join(' + ');
  return [
    ...(clamped === 'low' ? [] : [`${sum} >= ${(4 * mean - 1) * weight}`]),
    ...(clamped === 'high' ? [] : [`${sum} <= ${(4 * mean + 1) * weight - 1}`]),
  ];
}

/** What a cell publishes, or would, if it were a unit: one of the values between the clamps, each with its own run of sums. */
function valueOf(cell: number, people: number, integers: string[], binaries: string[]): readonly string[] {
  const step = people >= 30 ? 0.25 : 0.5;
  const means = Array.from({ length: 3 / step + 1 }, (_, index) => 0.5 + index * step);
  const runs = means.map((mean, index) => {
    const clamped = mean === 0.5 ? 'low' : mean === 3.5 ? 'high' : undefined;
    return { mean, chosen: `b${cell}_${index}`, sums: sumsOf(mean, step, clamped, people) };
  });
  binaries.push(...runs.map(({ chosen }) => chosen));
  integers.push(value(cell));
  const weighted = (of: (run: (typeof runs)[number]) => number): string => runs.map((run) => `- ${of(run)} ${run.chosen}`).join(' ');
  return [
    `${runs.map(({ chosen }) => chosen).join(' + ')} = 1`,
    `${value(cell)} ${weighted(({ mean }) => 4 * mean)} = 0`,
    `${sumOf(cell)} ${weighted(({ sums }) => sums[0])} >= 0`,
    `${sumOf(cell)} ${weighted(({ sums }) => sums[1])} <= 0`,
  ];
}

/** A tie goes to the first in bank order. */
const topSays = (top: number, option: number, cell: number): string =>
  `${count(cell, top)} - ${count(cell, option)} >= ${option < top ? 1 : 0}`;

/** Largest remainders: `z` says whether a share was raised to the next part; no remainder that was raised is behind one that was not. */
function sharesSay(shares: readonly number[], cell: number, people: number, integers: string[], binaries: string[]): readonly string[] {
  const parts = people >= 120 ? 10 : 4;
  const constraints: string[] = [];
  for (const [option, share] of shares.entries()) {
    const [remainder, raised] = [`r${cell}_${option}`, `z${cell}_${option}`];
    integers.push(remainder);
    binaries.push(raised);
    // remainder = parts * count - people * (published - raised)
    constraints.push(`${remainder} - ${parts} ${count(cell, option)} - ${people} ${raised} = ${-people * Math.round(share * parts)}`);
    constraints.push(`${remainder} <= ${people - 1}`);
    for (const other of shares.keys()) {
      if (other === option) continue;
      const [its, itsRaised] = [`r${cell}_${other}`, `z${cell}_${other}`];
      const ahead = other < option ? 1 : 0;
      // Raised and not raised: this one's remainder is larger, or equal and first. Otherwise the constraint is slack.
      constraints.push(`${remainder} - ${its} - ${2 * people} ${raised} + ${2 * people} ${itsRaised} >= ${ahead - 2 * people}`);
    }
  }
  return constraints;
}

/** Asks HiGHS. */
export class Programme {
  readonly #highs: Highs;

  private constructor(highs: Highs) {
    this.#highs = highs;
  }

  static async load(): Promise<Programme> {
    return new Programme(await loadHighs());
  }

  /** The pairs of cell and option that are impossible, because no way to answer gives this file. */
  closed(model: Model): readonly Pair[] {
    const pairs = model.cells.flatMap((_, cell) => Array.from({ length: model.options }, (_each, option): Pair => ({ cell, option })));
    const needs = pairs.map(({ cell, option }) => [`${count(cell, option)} >= 1`]);
    // One programme with a copy of the file's constraints for every pair: a solver takes longer to start than to solve.
    if (this.#solve(model, needs)) return [];
    return pairs.filter((_, index) => !this.#solve(model, needs.slice(index, index + 1)));
  }

  /** Whether the true answers fit the constraints: else these would not be the file's. */
  fitsTruth(model: Model): boolean {
    return this.#solve(model, [
      model.cells.flatMap(({ truth }, cell) => truth.map((people, option) => `${count(cell, option)} = ${people}`)),
    ]);
  }

  /** Whether for each list of further constraints there is a way to meet it and all the file's. */
  #solve({ constraints, integers, binaries }: Model, needs: readonly (readonly string[])[]): boolean {
    if (integers.length === 0) return true;
    const copy = (text: string, index: number): string => text.replaceAll(/[yvbrz]\d+(_\d+)?/g, (name) => `${name}k${index}`);
    const copies = (texts: readonly string[]): readonly string[] => needs.flatMap((_, index) => texts.map((text) => copy(text, index)));
    const all = needs.flatMap((more, index) => [...constraints, ...more].map((text) => copy(text, index)));
    const text = [
      'Minimize',
      ` obj: ${copy(integers[0] ?? '', 0)}`,
      'Subject To',
      ...all.map((constraint, index) => ` c${index}: ${constraint}`),
      'General',
      ...copies(integers).map((name) => ` ${name}`),
      ...(binaries.length > 0 ? ['Binary', ...copies(binaries).map((name) => ` ${name}`)] : []),
      'End',
    ].join('\n');
    const { Status } = this.#highs.solve(text, { output_flag: false });
    if (Status !== 'Optimal' && Status !== 'Infeasible') throw new Error(`HiGHS says ${Status}.`);
    return Status === 'Optimal';
  }
}

interface Pair {
  readonly cell: number;
  readonly option: number;
}
