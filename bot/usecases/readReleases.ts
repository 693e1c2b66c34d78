import type { Viewer } from '../domain/access.ts';
import type { UnitRelease } from '../domain/disclosure/release.ts';
import type { HalfTerm } from '../domain/period.ts';
import type { ReleaseStore } from '../ports.ts';

/** What one period published for one unit. */
export interface ReleaseOfUnit extends UnitRelease {
  readonly period: HalfTerm;
}

/**
 * What was released for the viewer's unit and those above it, oldest period first and nearest unit first within a period. The figures are
 * those of the release, untouched: the same for everybody who may see the unit.
 */
export async function readReleases(
  { releases }: { readonly releases: ReleaseStore },
  viewer: Pick<Viewer, 'units'>,
): Promise<readonly ReleaseOfUnit[]> {
  const published = await releases.list();
  return published.flatMap(({ release }) =>
    viewer.units.flatMap(({ id }) =>
      release.units.filter(({ unit }) => unit.id === id).map((unitRelease): ReleaseOfUnit => ({ period: release.period, ...unitRelease })),
    ),
  );
}
