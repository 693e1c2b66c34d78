import { asUnitId, type LastingId, type UnitId } from '../ids.ts';
import type { FrozenUnit } from '../unit.ts';
import { emptyTally, joinTallies, type Tally } from './contribution.ts';
import type { Rules } from './policy.ts';
import type { CellQuestion, ReleasedCells } from './release.ts';
import type { UnitTree } from './unitTree.ts';

/** People whose answers to one question are counted together: always all own people of whole units. */
export interface Cell {
  /** The lowest unit that holds the whole cell. */
  readonly at: UnitId;
  /** The units whose own people these are; none of them is empty. */
  readonly units: readonly FrozenUnit[];
  /** Frozen people, whether they answered or not. */
  readonly roster: number;
  readonly tally: Tally;
}

/** What a cell of one question needs before it may have a figure. */
export interface CellNeeds {
  /** R1, for questions without order R10. */
  readonly minimum: number;
  /** Supervisors in the cell's roster, at least; 0 where a question is not about supervision. */
  readonly supervisors: number;
  /** R8: what these units need as well, where their roster is near, but not equal, to that of a cell of the question in an earlier release. */
  readonly secondMinimum: (units: readonly FrozenUnit[]) => number;
}

/**
 * R4, for one question: every answer enters exactly one cell, or none and is destroyed. Which cells exist depends on the roster and on who answered, never on what was answered.
 * `tallyOf` gives a unit's own respondents; its tallies are used up.
 */
export function formCells(tree: UnitTree, tallyOf: (unit: UnitId) => Tally | undefined, needs: CellNeeds, rules: Rules): readonly Cell[] {
  /** Cells finished below a unit, and what that unit passed up. */
  const below = new Map<UnitId, { readonly cells: readonly Cell[]; readonly leftover?: Cell }>();
  for (const { unit, children } of tree.bottomUp) {
    const at = unit.id;
    const under = children.map((child) => below.get(child.unit.id) ?? { cells: [] });
    const cells = under.flatMap((child) => child.cells);
    let pool: Cell = { at, units: [], roster: 0, tally: emptyTally() };
    if (unit.people.length > 0) pool = { at, units: [unit], roster: unit.people.length, tally: tallyOf(at) ?? emptyTally() };
    for (const { leftover } of under) if (leftover) pool = joinCells(at, pool, leftover);

    if (pool.roster === 0) below.set(at, { cells });
    else if (meets(pool, needs, rules)) below.set(at, { cells: [...cells, pool] });
    else below.set(at, mergeDown(at, pool, cells, needs, rules));
    for (const child of children) below.delete(child.unit.id);
  }
  return [...below.values()].flatMap(({ cells }) => cells);
}

function mergeDown(
  at: UnitId,
  pool: Cell,
  cells: readonly Cell[],
  needs: CellNeeds,
  rules: Rules,
): { readonly cells: readonly Cell[]; readonly leftover?: Cell } {
  const [first, ...others] = cells;
  if (!first) return { cells, leftover: pool };
  const smallest = others.reduce((least, cell) => (isSmaller(cell, least) ? cell : least), first);
  const rest = cells.filter((cell) => cell !== smallest);
  const merged = joinCells(at, pool, smallest);
  return meets(merged, needs, rules) ? { cells: [...rest, merged] } : { cells: rest, leftover: merged };
}

const isSmaller = (one: Cell, other: Cell): boolean => one.roster < other.roster || (one.roster === other.roster && one.at < other.at);

function joinCells(at: UnitId, one: Cell, other: Cell): Cell {
  return { at, units: [...one.units, ...other.units], roster: one.roster + other.roster, tally: joinTallies(one.tally, other.tally) };
}

/** R1, R2, R8's second minimum and, for questions about supervision, enough supervisors. */
export function meets({ units, tally: { people } }: Cell, needs: CellNeeds, rules: Rules): boolean {
  if (people < needs.minimum) return false;
  if (people < schoolsMinimum(units, rules)) return false;
  if (needs.supervisors > 0 && new Set(units.flatMap(({ supervisors }) => supervisors)).size < needs.supervisors) return false;
  // Asked last, and not of large cells: it reads the rosters of earlier releases.
  return people >= Math.max(rules.nearRoster.minimum, rules.nearRoster.grown) || people >= needs.secondMinimum(units);
}

/**
 * R2 as a minimum of respondents: so many that, whoever of the frozen roster they are, they come from enough schools and none of these has
 * more than its part. Which schools answered is never looked at. Infinite where no number of respondents would do.
 *
 * Only a declared team that is a cell all by itself is exempt, because it is one school and was declared to be the whole of its team. Together
 * with anybody else it is one school among others: then the rule holds for the whole cell, and a team that could make up more than half of
 * the respondents brings it down, for otherwise the figure would be the team's in all but name.
 */
export function schoolsMinimum(units: readonly FrozenUnit[], { leastSchools, largestSchool, leastTeam }: Rules): number {
  const [only, ...others] = units;
  if (only && others.length === 0 && only.kind === 'team' && only.people.length >= leastTeam) return 0;
  const sizes = new Map<string, number>();
  for (const { schools } of units) {
    for (const [school, people] of Object.entries(schools)) sizes.set(school, (sizes.get(school) ?? 0) + people);
  }
  const largestFirst = [...sizes.values()].sort((a, b) => b - a);
  if (largestFirst.length < leastSchools) return Infinity;
  const fromTooFew = largestFirst.slice(0, leastSchools - 1).reduce((sum, people) => sum + people, 0);
  return Math.max(fromTooFew + 1, Math.ceil(((largestFirst[0] ?? 0) * largestSchool.in) / largestSchool.of));
}

/** By question and roster: R8's second minimum, or 0 where there is none. */
export type SecondMinimum = (question: CellQuestion) => CellNeeds['secondMinimum'];

/**
 * R8: the second minimum, for rosters that differ by 1 to 7 people (joined plus left, by lasting ids) from a cell of the question in an earlier release.
 * Two rosters without a common person always differ by more, since both have at least 8.
 *
 * Earlier releases (oldest first) are searched from the newest back, until one has a cell of the question with exactly this roster: that cell
 * was held to the rule when it was new, and whoever left or joined before it is already told apart from it. So a question that rotated
 * out, or was suppressed, or was counted in a larger cell for a while, is compared across the gap, and a change of the
 * roster asks for the second minimum once, as between two neighbouring releases. Of several near rosters the strictest counts: a group that grew
 * from one and then shrank from another is told apart from both.
 */
export function secondMinimum(earlier: readonly ReleasedCells[], { nearRoster }: Rules): SecondMinimum {
  const unitsOf = earlier.map((cells) => lazily(() => unitByPerson(cells))).reverse();
  const newestFirst = earlier.toReversed();
  return (question) => (units) => {
    const roster = units.flatMap(({ people }) => people);
    let needed = 0;
    for (const [index, { cells, rosters }] of newestFirst.entries()) {
      const before = cells[question] ?? [];
      if (before.length === 0) continue;
      const cellOf = new Map(before.flatMap((cell, place) => cell.map((unit): [UnitId, number] => [unit, place])));
      const common = new Map<number, number>();
      for (const person of roster) {
        const unit = unitsOf[index]?.().get(person);
        const cell = unit === undefined ? undefined : cellOf.get(unit);
        if (cell !== undefined) common.set(cell, (common.get(cell) ?? 0) + 1);
      }
      for (const [cell, stayed] of common) {
        const people = (before[cell] ?? []).reduce((sum, unit) => sum + (rosters[unit]?.length ?? 0), 0);
        const changed = roster.length + people - 2 * stayed;
        if (changed === 0) return needed;
        if (changed <= nearRoster.people) needed = Math.max(needed, roster.length > people ? nearRoster.grown : nearRoster.minimum);
      }
    }
    return needed;
  };
}

function unitByPerson({ rosters }: ReleasedCells): ReadonlyMap<LastingId, UnitId> {
  return new Map(
    Object.entries(rosters).flatMap(([unit, people]) => people.map((person): [LastingId, UnitId] => [person, asUnitId(unit)])),
  );
}

// Only small cells ask, and most releases have none: the maps are large and seldom needed.
function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
