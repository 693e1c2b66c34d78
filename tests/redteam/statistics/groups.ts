import type { ReleasedCells } from '../../../bot/domain/disclosure/release.ts';
import { asLastingId, unitIdOf, type LastingId, type QuestionId } from '../../../bot/domain/ids.ts';
import type { OpenedRow } from '../../../bot/domain/disclosure/ballotBox.ts';
import type { FrozenUnit } from '../../../bot/domain/unit.ts';
import { publishedFile, type Gate, type Output } from './gate.ts';

/** People of a unit by lasting id; with the same name and numbers they are the same people. */
export const peopleOf = (name: string, count: number, from = 1): readonly LastingId[] =>
  Array.from({ length: count }, (_, index) => asLastingId(`${name}${String(from + index).padStart(4, '0')}`));

/** A frozen unit; its people have a school each, or the one that `schoolOf` gives for their place in the roster. */
export function frozenUnit(
  path: string,
  people: readonly LastingId[],
  kind: FrozenUnit['kind'] = 'group',
  schoolOf: (place: number) => string = (place) => `${path}${place}`,
): FrozenUnit {
  const end = path.lastIndexOf('/');
  const parent = end < 0 ? null : unitIdOf(path.slice(0, end));
  return { id: unitIdOf(path), path, kind, parent, people, schools: sizesOf(people.map((_, place) => schoolOf(place))), supervisors: [] };
}

/** How many people each school has, from the school of each person. */
export function sizesOf(schools: readonly string[]): Readonly<Record<string, number>> {
  const sizes = new Map<string, number>();
  for (const school of schools) sizes.set(school, (sizes.get(school) ?? 0) + 1);
  return Object.fromEntries(sizes);
}

/** Ballots of as many people as chose each option. */
export function ballotsOf(unit: FrozenUnit, question: QuestionId, counts: readonly number[]): readonly OpenedRow[] {
  return counts.flatMap((count, option) => Array.from({ length: count }, () => ({ unit: unit.id, answers: [{ question, option }] })));
}

/** Everything that one question of one group publishes, by how many people chose each option. */
export interface Group {
  readonly roster: readonly LastingId[];
  output(counts: readonly number[]): Output;
  /** The published file, as a number that stands for its bytes: asked of the gate once for each spread, since the gate is pure. */
  file(counts: readonly number[]): number;
}

export function group(gate: Gate, question: QuestionId, roster: readonly LastingId[], earlier: readonly ReleasedCells[] = []): Group {
  const unit = frozenUnit('T', roster);
  const seen = new Map<string, number>();
  const fileOf = numbering();
  const output = (counts: readonly number[]): Output =>
    gate({ units: [unit], ballots: ballotsOf(unit, question, counts), questions: [question], earlier });
  return {
    roster,
    output,
    file(counts) {
      const key = counts.join();
      let file = seen.get(key);
      if (file === undefined) seen.set(key, (file = fileOf(publishedFile(output(counts)))));
      return file;
    },
  };
}

/** A number for each text, the same for the same. */
export function numbering(): (text: string) => number {
  const numbers = new Map<string, number>();
  return (text) => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, numbers.size);
    return numbers.size - 1;
  };
}

export const withOneMore = (counts: readonly number[], option: number): readonly number[] =>
  counts.map((count, each) => (each === option ? count + 1 : count));
