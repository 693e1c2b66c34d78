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
  /** Distinct supervisors of those people, as opaque marks, sorted. */
  readonly supervisors: readonly string[];
}
