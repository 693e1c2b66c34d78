import type { QuestionId, UnitId } from '../ids.ts';
import type { HalfTerm, Plan } from '../period.ts';
import type { FrozenUnit } from '../unit.ts';
import { formCells, secondMinimum, type Cell } from './cells.ts';
import { releasable, tallyBallots, type Ballot, type Tally } from './contribution.ts';
import { bandOf, figureOf } from './figures.ts';
import type { Rules } from './policy.ts';
import { suppressedLabel, type CellQuestion, type Release, type ReleasedCells, type UnitRelease } from './release.ts';
import { unitTree, type TreeUnit, type UnitTree } from './unitTree.ts';

/** A release with what the next one needs of it. */
export interface Disclosed {
  readonly release: Release;
  readonly cells: ReleasedCells;
}

/**
 * The disclosure gate under given rules, for `disclose` and for the attacks alone (a test checks it): the product knows no other rules than
 * `rulesFor` gives. The order of ballots, units and people does not matter.
 */
export function releaseUnder(
  rules: Rules,
  ballots: readonly Ballot[],
  period: HalfTerm,
  units: readonly FrozenUnit[],
  plan: Plan,
  earlier: readonly ReleasedCells[],
): Disclosed {
  const tree = unitTree(units);
  const questions = releasable(plan);
  const own = tallyBallots(ballots, new Set(units.map(({ id }) => id)), questions, rules);

  const second = secondMinimum(earlier, rules);
  const cellsFor = (
    question: CellQuestion,
    tallyOf: (unit: UnitId) => Tally | undefined,
    minimum: number,
    supervisors: number,
  ): readonly Cell[] => formCells(tree, tallyOf, { minimum, supervisors, secondMinimum: second(question) }, rules);

  const respondents = cellsFor('respondents', (unit) => own.get(unit)?.respondents, rules.minimum, 0);
  const cells = new Map(
    questions.map(({ id, order, occasion }): [QuestionId, readonly Cell[]] => {
      const minimum = order === 'none' ? Math.max(rules.minimum, rules.topFrom) : rules.minimum;
      const supervisors = occasion === 'supervision' ? rules.leastSupervisors : 0;
      return [id, cellsFor(id, (unit) => own.get(unit)?.questions.get(id), minimum, supervisors)];
    }),
  );

  const respondentsIn = unionFinder(tree, respondents);
  const figuresIn = new Map(
    questions.map((question) => {
      const find = unionFinder(tree, cells.get(question.id) ?? []);
      return [question.id, (unit: TreeUnit) => figureOf(question, find(unit), rules)] as const;
    }),
  );
  const released = tree.units.map((place): UnitRelease => {
    const band = bandOf(respondentsIn(place));
    return {
      unit: { id: place.unit.id, path: place.unit.path },
      ...(band ? { respondents: band } : {}),
      figures: [...new Set(plan.questions)].map((question) => figuresIn.get(question)?.(place) ?? { question, label: suppressedLabel }),
    };
  });
  const { id, starts, ends } = period;
  return { release: { period: { id, starts, ends }, units: released }, cells: keptCells(tree, [['respondents', respondents], ...cells]) };
}

/** R4: the cells that a unit is exactly a union of; none when some of its people are in no cell, or share one with people outside. */
function unionFinder(tree: UnitTree, cells: readonly Cell[]): (place: TreeUnit) => readonly Cell[] {
  const cellOf = new Map(cells.flatMap((cell) => cell.units.map((unit): [UnitId, Cell] => [unit.id, cell])));
  return ({ peopled }) => {
    const found = new Set<Cell>();
    for (const { id } of peopled) {
      const cell = cellOf.get(id);
      if (!cell) return [];
      found.add(cell);
    }
    const units = [...found].reduce((sum, cell) => sum + cell.units.length, 0);
    return units === peopled.length ? [...found] : [];
  };
}

/** Sorted throughout: how cells came about does not show in their order. */
function keptCells(tree: UnitTree, cells: readonly (readonly [CellQuestion, readonly Cell[]])[]): ReleasedCells {
  return {
    cells: Object.fromEntries(
      cells.map(([question, each]) => [
        question,
        each.map(({ units }) => units.map(({ id }) => id).toSorted()).toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
      ]),
    ),
    rosters: Object.fromEntries(tree.units.map(({ unit: { id, people } }) => [id, people.toSorted()])),
    units: Object.fromEntries(tree.units.map(({ unit: { id, path, kind, parent } }) => [id, { path, kind, parent }])),
  };
}
