import type { Viewer } from '../domain/access.ts';
import type { UnitRelease } from '../domain/disclosure/release.ts';
import { trendJoins } from '../domain/disclosure/trend.ts';
import type { PeriodId, UnitId } from '../domain/ids.ts';
import type { HalfTerm } from '../domain/period.ts';
import type { Published } from '../ports.ts';

/** What one period published for one unit. */
export interface ReleaseOfUnit extends UnitRelease {
  readonly period: HalfTerm;
  /** Earlier periods of this unit that a trend may join to this one (R13), oldest first. */
  readonly joins: readonly PeriodId[];
}

/** A year of half-terms: enough for the one before and for the same one last year. */
const lookBack = 6;

/**
 * Of all that was published, oldest first: what there is for the viewer's unit and those above it, oldest period first and nearest unit first
 * within a period. The figures are those of the release, untouched: the same for everybody who may see the unit.
 */
export function readReleases(published: readonly Published[], viewer: Pick<Viewer, 'units'>): readonly ReleaseOfUnit[] {
  return published.flatMap((each, i) => {
    const earlier = published.slice(Math.max(0, i - lookBack), i);
    return viewer.units.flatMap(({ id }) =>
      each.release.units
        .filter(({ unit }) => unit.id === id)
        .map((unitRelease): ReleaseOfUnit => ({ period: each.release.period, ...unitRelease, joins: joinsOf(earlier, each, id) })),
    );
  });
}

/** Rosters of tens of thousands are compared once, not at every request: releases never change. */
const compared = new WeakMap<Published, Map<string, readonly PeriodId[]>>();

function joinsOf(earlier: readonly Published[], later: Published, unit: UnitId): readonly PeriodId[] {
  const known = compared.get(later) ?? new Map<string, readonly PeriodId[]>();
  compared.set(later, known);
  const key = [unit, ...earlier.map(({ hash }) => hash)].join('|');
  const joins =
    known.get(key) ?? earlier.filter(({ cells }) => trendJoins(cells, later.cells, unit)).map(({ release }) => release.period.id);
  known.set(key, joins);
  return joins;
}
