import type { LastingId, UnitId } from '../ids.ts';
import type { ReleasedCells } from './release.ts';

/** R13: the part of the earlier roster that must still be there. */
const mustStay = { of: 2, in: 3 } as const;

/**
 * R13: whether a unit's trend joins two releases: the same id, path and kind, and at least two thirds of the earlier roster (with all units
 * below) still there by lasting ids. Otherwise the line breaks: it would compare different people.
 */
export function trendJoins(earlier: ReleasedCells, later: ReleasedCells, unit: UnitId): boolean {
  const before = earlier.units[unit];
  const after = later.units[unit];
  if (!before || !after || before.path !== after.path || before.kind !== after.kind) return false;
  const people = rosterBelow(earlier, unit);
  const now = new Set(rosterBelow(later, unit));
  const stayed = people.filter((person) => now.has(person)).length;
  return people.length > 0 && stayed * mustStay.in >= people.length * mustStay.of;
}

/** R13: a change from one figure to the next, in points, that rounding alone could make: no arrow. With two steps, give the wider one. */
export function changeWithin(step: number, change: number): boolean {
  return Math.abs(change) <= step;
}

function rosterBelow(cells: ReleasedCells, top: UnitId): readonly LastingId[] {
  const isBelow = (id: UnitId | null): boolean => id !== null && (id === top || isBelow(cells.units[id]?.parent ?? null));
  return Object.entries(cells.rosters).flatMap(([id, people]) => {
    const parent = cells.units[id]?.parent ?? null;
    return id === top || isBelow(parent) ? people : [];
  });
}
