import { expect, it } from '@jest/globals';
import type { ReleasedCells } from '../../../bot/domain/disclosure/release.ts';
import { changeWithin, trendJoins } from '../../../bot/domain/disclosure/trend.ts';
import { asUnitId, type LastingId } from '../../../bot/domain/ids.ts';
import type { UnitKind } from '../../../bot/domain/unit.ts';
import { people } from './organisation.ts';

const t = asUnitId('t');

function cells(own: readonly LastingId[], below: readonly LastingId[] = [], path = 'T', kind: UnitKind = 'group'): ReleasedCells {
  return {
    cells: {},
    rosters: { t: own, 't.a': below, u: people('u', 9) },
    units: {
      t: { path, kind, parent: null },
      't.a': { path: `${path}/A`, kind: 'group', parent: t },
      u: { path: 'U', kind: 'group', parent: null },
    },
  };
}

it.each([
  { stay: 12, joins: true },
  { stay: 9, joins: true },
  { stay: 8, joins: true },
  { stay: 7, joins: false },
  { stay: 0, joins: false },
])('R13: joins while $stay of 12 stay: $joins', ({ stay, joins }) => {
  const later = [...people('t', stay), ...people('new', 12 - stay)];
  expect(trendJoins(cells(people('t', 12)), cells(later), t)).toBe(joins);
  expect(trendJoins(cells([], people('t', 12)), cells([], later), t)).toBe(joins);
});

it('R13: counts everybody in the unit, wherever below, and nobody outside', () => {
  expect(trendJoins(cells(people('t', 12), people('a', 6)), cells(people('t', 12), people('b', 6)), t)).toBe(true);
  expect(trendJoins(cells(people('t', 12), people('a', 7)), cells(people('t', 12), people('b', 7)), t)).toBe(false);
  expect(trendJoins(cells(people('t', 12)), cells([], people('t', 12)), t)).toBe(true);
});

it('R13: breaks where the unit is another: path, kind, or not there', () => {
  const before = cells(people('t', 12));
  expect(trendJoins(before, cells(people('t', 12), [], 'T', 'team'), t)).toBe(false);
  expect(trendJoins(before, cells(people('t', 12), [], 't'), t)).toBe(false);
  expect(trendJoins(before, before, asUnitId('v'))).toBe(false);
  expect(trendJoins(cells([]), cells([]), t)).toBe(false);
});

it.each([
  { step: 0.5, change: 0.5, within: true },
  { step: 0.5, change: -0.5, within: true },
  { step: 0.5, change: 1, within: false },
  { step: 0.25, change: -0.25, within: true },
  { step: 0.25, change: -0.5, within: false },
  { step: 0.25, change: 0, within: true },
])('R13: a change of $change at step $step is within rounding: $within', ({ step, change, within }) => {
  expect(changeWithin(step, change)).toBe(within);
});
