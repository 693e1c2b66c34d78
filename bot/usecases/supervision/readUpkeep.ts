import { isUnsure } from '../../domain/supervision/board.ts';
import type { Upkeep as Done } from '../../ports.ts';
import { everyone, todayOf, type SupervisionDeps } from './supervisionDeps.ts';
import { inOrder } from '../../../words/formats.ts';

/** The daily works, as their marks are named. */
const works = ['night', 'morning'] as const;

export interface Upkeep {
  readonly works: readonly ({ readonly work: string } & Done)[];
  /**
   * Supervisors whose last “Your digest is ready” was cut off, by name: it may have arrived, and is not sent again. Without a day: a regular
   * digest and a topic that somebody sent by hand look alike.
   */
  readonly unsure: readonly string[];
}

/** What the daily work did last, in counts, and who should be told to look into the tab. */
export async function readUpkeep(deps: SupervisionDeps): Promise<Upkeep> {
  const today = todayOf(deps);
  const supervisors = [...(await deps.roster.read()).values()].filter(({ roles }) => roles.includes('supervisor'));
  const [done, desks] = await Promise.all([
    Promise.all(works.map(async (work) => ({ work, last: await deps.boards.upkeep.find(everyone, work) }))),
    Promise.all(supervisors.map(async ({ person, displayName }) => ({ displayName, desk: await deps.rows.deskOf(person) }))),
  ]);
  return {
    works: done.flatMap(({ work, last }) => (last ? [{ work, ...last }] : [])),
    unsure: desks.flatMap(({ displayName, desk }) => (isUnsure(desk, today) ? [displayName] : [])).toSorted(inOrder),
  };
}
