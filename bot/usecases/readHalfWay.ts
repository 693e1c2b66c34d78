import { unitAndAbove } from '../domain/access.ts';
import type { ActionStore, HalfWay, ReleaseStore } from '../ports.ts';
import { readSignposts, type SignpostsDeps } from './signposts.ts';

export interface ReadHalfWayDeps extends SignpostsDeps {
  readonly actions: ActionStore;
  readonly releases: Pick<ReleaseStore, 'list'>;
}

/**
 * What stands on the card half-way through a half-term beside its buttons: where supervision is booked, and how many things leaders of this
 * unit or of one above it have done and published since the half-term began that the newest figures are of. The same for everyone in a unit.
 * Rejects with `storage-down`.
 */
export async function readHalfWay(deps: ReadHalfWayDeps, unitPath: string): Promise<HalfWay> {
  const [{ booking }, published, ...actions] = await Promise.all([
    readSignposts(deps),
    deps.releases.list(),
    ...unitAndAbove(unitPath).map(({ id }) => deps.actions.list(id)),
  ]);
  const since = published.at(-1)?.release.period.starts ?? '';
  const done = actions.flat().filter(({ value: { published: shown, doneOn } }) => shown && doneOn !== undefined && doneOn >= since);
  return { booking, done: done.length };
}
