import { unitIdOf, type LastingId, type UnitId } from '../ids.ts';
import type { FrozenUnit, UnitKind } from '../unit.ts';
import { leastMinimum } from './policy.ts';

/** One eligible person, as a freeze needs them. */
export interface PersonToFreeze {
  readonly lastingId: LastingId;
  /** The school's name, however it is spelled in the roster. */
  readonly school: string;
  /** Levels joined by `/`. */
  readonly unitPath: string;
  /** The unit was declared a whole-school inclusion team. */
  readonly team: boolean;
  /** An opaque mark of the person's supervisor. */
  readonly supervisor?: string;
}

export interface FrozenRoster {
  /** Every unit that the paths name, ancestors included, sorted by id. */
  readonly units: readonly FrozenUnit[];
  readonly placed: ReadonlyMap<LastingId, UnitId>;
}

/** A roster that cannot be frozen. The message names what to change in the roster file; it names units, never people. */
export class FreezeRefused extends Error {
  override readonly name = 'FreezeRefused';
}

interface Growing {
  readonly id: UnitId;
  readonly path: string;
  readonly parent: string | null;
  readonly levels: number;
  own: PersonToFreeze[];
}

/**
 * Freezes units and who is in which (anonymity.md, section 2, step 1): a unit with 1 to k - 1 eligible people of its own freezes into its
 * parent, from the bottom up. Such a unit stays in the tree without people of its own, so that a release always has the same shape; its
 * people are counted where `placed` says. Throws FreezeRefused for a root that small, and for rosters that are no tree of units.
 */
export function freezeUnits(people: readonly PersonToFreeze[], k: number = leastMinimum): FrozenRoster {
  const units = growUnits(people);
  const markOf = schoolMarks(people);
  const teams = declaredTeams(people, units);
  for (const unit of [...units.values()].sort((a, b) => b.levels - a.levels)) {
    if (unit.own.length === 0 || unit.own.length >= k) continue;
    const parent = unit.parent === null ? undefined : units.get(unit.parent);
    if (!parent) throw new FreezeRefused(tooSmall(unit, k));
    parent.own.push(...unit.own);
    unit.own = [];
  }
  const frozen = [...units.values()].map(({ id, path, parent, own }): FrozenUnit => {
    const kind: UnitKind = teams.has(path) ? 'team' : 'group';
    const supervisors = new Set(own.flatMap(({ supervisor }) => (supervisor === undefined ? [] : [supervisor])));
    return {
      id,
      path,
      kind,
      parent: parent === null ? null : unitIdOf(parent),
      people: own.map(({ lastingId }) => lastingId).sort(),
      schools: countBy(own, ({ school }) => markOf(school)),
      supervisors: [...supervisors].sort(),
    };
  });
  const placed = new Map(frozen.flatMap(({ id, people: own }) => own.map((person): [LastingId, UnitId] => [person, id])));
  if (placed.size < people.length) throw new FreezeRefused('A person is on the roster twice; keep one line for each person.');
  return { units: frozen.sort((a, b) => (a.id < b.id ? -1 : 1)), placed };
}

/**
 * Numbers schools in the order of their people's lasting ids, which says nothing. The same name in another case, with spaces around or
 * composed otherwise is one school.
 */
function schoolMarks(people: readonly PersonToFreeze[]): (school: string) => string {
  const nameOf = (school: string): string => school.normalize('NFKC').trim().toLowerCase();
  const inOrder = people.toSorted((a, b) => (a.lastingId < b.lastingId ? -1 : 1));
  const names = new Set(inOrder.map(({ school }) => nameOf(school)));
  const marks = new Map([...names].map((name, n) => [name, `s${n + 1}`]));
  return (school) => marks.get(nameOf(school)) ?? nameOf(school);
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return Object.fromEntries(counts);
}

function growUnits(people: readonly PersonToFreeze[]): ReadonlyMap<string, Growing> {
  const units = new Map<string, Growing>();
  const pathOf = new Map<UnitId, string>();
  const unitAt = (path: string): Growing => {
    const known = units.get(path);
    if (known) return known;
    const id = unitIdOf(path);
    const other = pathOf.get(id);
    if (other !== undefined)
      throw new FreezeRefused(`Units “${other}” and “${path}” cannot be told apart; spell them in one way, or name one anew.`);
    pathOf.set(id, path);
    const end = path.lastIndexOf('/');
    const parent = end < 0 ? null : path.slice(0, end);
    const unit: Growing = { id, path, parent, levels: parent === null ? 1 : unitAt(parent).levels + 1, own: [] };
    units.set(path, unit);
    return unit;
  };
  for (const person of people) unitAt(person.unitPath).own.push(person);
  return units;
}

/** A unit is a team only if everybody in it was declared so: a team is spared a part of R2, so doubt makes it a group. */
function declaredTeams(people: readonly PersonToFreeze[], units: ReadonlyMap<string, Growing>): ReadonlySet<string> {
  const teams = new Set(people.filter(({ team }) => team).map(({ unitPath }) => unitPath));
  for (const { unitPath, team } of people) if (!team) teams.delete(unitPath);
  for (const { path, parent } of units.values()) {
    for (let above = parent; above !== null; above = units.get(above)?.parent ?? null) {
      if (!teams.has(above)) continue;
      throw new FreezeRefused(
        `Unit “${path}” lies below “${above}”, a declared whole-school team; move it beside the team, or take the “!” off.`,
      );
    }
  }
  return teams;
}

function tooSmall({ path, own }: Growing, k: number): string {
  const count = own.length === 1 ? '1 eligible person' : `${own.length} eligible people`;
  return (
    `Unit “${path}” would have ${count} of its own (with those of units below it that are too small); a top unit needs none, or ${k} or more. ` +
    'Give them in the roster file the path of a unit with more people.'
  );
}
