import type { LastingId, QuestionId, UnitId } from '../../../bot/domain/ids.ts';
import type { Output } from './gate.ts';
import type { Given, YearPart } from './trees.ts';

/** Answers that stand in the same published figures and the same cells. */
export interface Atom {
  /** Indices into the cover's figures. */
  readonly figures: readonly number[];
  readonly people: ReadonlySet<LastingId>;
}

export interface CoverCell {
  readonly atoms: readonly Atom[];
  readonly people: number;
  readonly schools: number;
  /** R1 and R2, counted from the answers as the rules have them. */
  readonly meets: boolean;
}

/** Which answers to one question each published figure of several releases covers. */
export interface Cover {
  readonly figures: readonly { readonly release: number; readonly unit: UnitId }[];
  readonly atoms: readonly Atom[];
  readonly cells: readonly CoverCell[];
}

export function coverOf(question: QuestionId, year: readonly YearPart[], outputs: readonly Output[]): Cover {
  const figures: { release: number; unit: UnitId }[] = [];
  const marks = new Map<Given, { readonly figures: number[]; readonly cells: number[] }>();
  const cells: { readonly answers: readonly Given[]; readonly alone: boolean; readonly roster: number }[] = [];
  const mark = (answer: Given): { readonly figures: number[]; readonly cells: number[] } => {
    const known = marks.get(answer) ?? { figures: [], cells: [] };
    marks.set(answer, known);
    return known;
  };
  for (const [release, { tree, given }] of year.entries()) {
    const parentOf = new Map(tree.units.map(({ id, parent }) => [id, parent]));
    const isBelow = (unit: UnitId | null, top: UnitId): boolean =>
      unit !== null && (unit === top || isBelow(parentOf.get(unit) ?? null, top));
    const asked = given.filter((each) => each.question === question);
    for (const { unit, figures: shown } of outputs[release]?.release.units ?? []) {
      if (!shown.some((figure) => figure.question === question && !('label' in figure))) continue;
      for (const answer of asked) if (isBelow(answer.by.unit, unit.id)) mark(answer).figures.push(figures.length);
      figures.push({ release, unit: unit.id });
    }
    for (const units of outputs[release]?.cells.cells[question] ?? []) {
      const frozen = tree.units.filter(({ id }) => units.includes(id));
      const answers = asked.filter(({ by }) => units.includes(by.unit));
      for (const answer of answers) mark(answer).cells.push(cells.length);
      cells.push({
        answers,
        alone: frozen.length === 1 && frozen[0]?.kind === 'team',
        roster: frozen.reduce((sum, { people }) => sum + people.length, 0),
      });
    }
  }
  const atoms = new Map<string, { figures: readonly number[]; cells: readonly number[]; people: Set<LastingId> }>();
  for (const [answer, each] of marks) {
    const key = `${each.figures.join()}|${each.cells.join()}`;
    const atom = atoms.get(key) ?? { ...each, people: new Set<LastingId>() };
    atom.people.add(answer.by.person);
    atoms.set(key, atom);
  }
  const all = [...atoms.values()];
  return {
    figures,
    atoms: all,
    cells: cells.map(({ answers, alone, roster }, index) => {
      const schoolOf = new Map(answers.map(({ by }) => [by.person, by.school]));
      const schools = new Map<string, number>();
      for (const school of schoolOf.values()) schools.set(school, (schools.get(school) ?? 0) + 1);
      const people = schoolOf.size;
      const wholeTeam = alone && roster >= 12;
      return {
        atoms: all.filter((atom) => atom.cells.includes(index)),
        people,
        schools: schools.size,
        meets: people >= 8 && (wholeTeam || (schools.size >= 5 && Math.max(...schools.values()) * 2 <= people)),
      };
    }),
  };
}
