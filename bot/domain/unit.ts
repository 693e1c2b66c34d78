import type { LastingId, UnitId } from './ids.ts';

/** `group`: people of several schools. `team`: one school, declared as its whole inclusion team. */
export type UnitKind = 'group' | 'team';

/** A unit as frozen at the start of a period. The tree is given by `parent`. */
export interface FrozenUnit {
  readonly id: UnitId;
  readonly path: string;
  readonly kind: UnitKind;
  readonly parent: UnitId | null;
  /** Eligible people whose own unit this is (not those of units below), sorted, so that the order says nothing. */
  readonly people: readonly LastingId[];
  /**
   * How many of those people each school has, by an opaque mark that stands for one school in all units of a freeze. What R2 goes by: an
   * envelope does not say which school it comes from, since schools of different sizes would tell rows apart.
   */
  readonly schools: Readonly<Record<string, number>>;
  /** Distinct supervisors of those people, as opaque marks, sorted. */
  readonly supervisors: readonly string[];
}
