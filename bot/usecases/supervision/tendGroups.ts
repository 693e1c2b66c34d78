import { Temporal } from 'temporal-polyfill';
import type { PersonId } from '../../domain/ids.ts';
import { halfTermOn, isTermDay } from '../../domain/prompting/schoolCalendar.ts';
import { halfWayWeek, weekOf } from '../../domain/questions/rotation.ts';
import { isAgreed } from '../../domain/supervision/contract.ts';
import { bondWith } from '../../domain/supervision/drawer.ts';
import { counted, groupTopics } from '../../domain/supervision/group.ts';
import { markNews } from './announce.ts';
import type { OpenDrawer, TendSupervisionDeps } from './tendDeps.ts';

/** Half-terms for which a group's digest stays on the desk. */
const keptGroups = 6;

/**
 * A group's digest, once in each half-term from its half-way week on: topics that enough people kept, no counts. It is on the desk before
 * anything is marked as counted, and a rerun of the same day marks what is left.
 */
export async function tendGroups(deps: TendSupervisionDeps, open: readonly OpenDrawer[], today: string): Promise<number> {
  const date = Temporal.PlainDate.from(today);
  const halfTerm = halfTermOn(deps.calendar, date);
  if (!halfTerm || !isTermDay(deps.calendar, date) || weekOf(halfTerm, date) < halfWayWeek(halfTerm)) return 0;
  const bySupervisor = new Map<PersonId, OpenDrawer[]>();
  for (const each of open) {
    if (each.supervisor === undefined || each.entitlement.format !== 'group') continue;
    // Nothing of anybody's goes before both have agreed, in a group neither.
    if (!isAgreed(bondWith(each.drawer, each.supervisor).contract)) continue;
    bySupervisor.set(each.supervisor, [...(bySupervisor.get(each.supervisor) ?? []), each]);
  }
  let went = 0;
  for (const [supervisor, members] of bySupervisor) {
    const drawers = members.map(({ drawer }) => drawer);
    const topics = groupTopics(drawers, supervisor, deps.policy.k);
    let onDesk: string | undefined;
    const wrote = await deps.rows.changeDesk(supervisor, (desk) => {
      onDesk = desk.groups.find(({ period }) => period === halfTerm.id)?.on;
      if (onDesk !== undefined) return desk;
      onDesk = today;
      return { ...desk, groups: [...desk.groups, { period: halfTerm.id, on: today, topics }].slice(-keptGroups) };
    });
    if (wrote) went += 1;
    if (onDesk !== today) continue;
    await markNews(deps, supervisor, { morning: today });
    for (const { entry, drawer } of members) {
      if (counted(drawer, supervisor, today).flags.some((flag, i) => flag !== drawer.flags[i])) {
        await deps.rows.changeDrawer(entry.person, (now) => counted(now, supervisor, today));
      }
    }
  }
  return went;
}
