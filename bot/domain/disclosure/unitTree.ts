import type { UnitId } from '../ids.ts';
import type { FrozenUnit } from '../unit.ts';

/** One unit in its place. */
export interface TreeUnit {
  readonly unit: FrozenUnit;
  readonly children: readonly TreeUnit[];
  /** Units of this subtree, itself included, that have people of their own. */
  readonly peopled: readonly FrozenUnit[];
}

export interface UnitTree {
  /** Sorted by id. */
  readonly units: readonly TreeUnit[];
  /** Every unit after all units below it. */
  readonly bottomUp: readonly TreeUnit[];
}

const byId = (a: { readonly id: UnitId }, b: { readonly id: UnitId }): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** The tree (or trees) of a freeze. Throws when the units are not one: a parent missing, an id twice, a circle. */
export function unitTree(units: readonly FrozenUnit[]): UnitTree {
  const sorted = units.toSorted(byId);
  const childrenOf = new Map<UnitId | null, FrozenUnit[]>();
  const ids = new Set(sorted.map(({ id }) => id));
  if (ids.size < sorted.length) throw new Error('Two frozen units have the same id.');
  for (const unit of sorted) {
    if (unit.parent !== null && !ids.has(unit.parent)) throw new Error('A frozen unit lies below one that does not exist.');
    const siblings = childrenOf.get(unit.parent);
    if (siblings) siblings.push(unit);
    else childrenOf.set(unit.parent, [unit]);
  }
  const bottomUp: TreeUnit[] = [];
  const plant = (unit: FrozenUnit): TreeUnit => {
    const children = (childrenOf.get(unit.id) ?? []).map(plant);
    const own = unit.people.length > 0 ? [unit] : [];
    const planted = { unit, children, peopled: [...own, ...children.flatMap(({ peopled }) => peopled)] };
    bottomUp.push(planted);
    return planted;
  };
  for (const root of childrenOf.get(null) ?? []) plant(root);
  if (bottomUp.length < sorted.length) throw new Error('Frozen units lie below each other in a circle.');
  return { bottomUp, units: bottomUp.toSorted((a, b) => byId(a.unit, b.unit)) };
}
