import { Temporal } from 'temporal-polyfill';
import type { PersonId } from '../domain/ids.ts';
import { hasBudget } from '../domain/prompting/budget.ts';
import { quietAllDay } from '../domain/prompting/gap.ts';
import { askingHours } from '../domain/prompting/gaps.ts';
import type { PersonSettings } from '../domain/roster.ts';
import type { DayTimes, LeaseStore, LedgerStore, Logger, PromptQueue } from '../ports.ts';
import { localDay, nextLook, type GapDeps } from './gapNow.ts';
import type { PeriodWatch } from './periodWatch.ts';
import type { SettingsDeps } from './settings.ts';

export interface PlanDayDeps extends SettingsDeps, GapDeps {
  readonly watch: PeriodWatch;
  readonly ledger: LedgerStore;
  readonly queue: PromptQueue;
  readonly leases: LeaseStore;
  readonly log: Logger;
}

/** Local hour from which a day is planned: before anybody's hours, late enough that most know their day. */
const planFrom = 6;
/** People whose plans are marked done together, and whose calendars are read in one request. */
const together = 20;
/** Such groups at once. */
const groupsAtOnce = 4;

/**
 * Plans today for everybody who may be asked: where the administrator and the person agreed to it, the first gap of their calendar;
 * otherwise 15:45, in case no meeting is heard of. Gives back how many were planned; undefined while another process plans.
 *
 * Run it every few minutes: who is planned is noted group by group, so that after a crash it goes on where it stopped, and who joins or
 * resumes during the day, or whose calendar could not be read, is planned at a later turn.
 */
export async function planDay(deps: PlanDayDeps): Promise<number | undefined> {
  const here = deps.clock.now().toZonedDateTimeISO(deps.calendar.timeZone);
  const period = deps.watch.open?.period.id;
  if (!period || here.hour < planFrom) return 0;
  return deps.leases.withLease('plan-day', async () => {
    const date = here.toPlainDate().toString();
    const people = await toPlan(deps, period, date);
    const groups: PersonSettings[][] = [];
    for (let i = 0; i < people.length; i += together) groups.push(people.slice(i, i + together));
    let planned = 0;
    const waiting = groups.values();
    const worker = async (): Promise<void> => {
      for (const group of waiting) {
        const count = await planGroup(deps, period, group, date);
        planned += count;
      }
    };
    await Promise.all(Array.from({ length: groupsAtOnce }, worker));
    if (planned > 0) deps.log.info({ planned }, 'the day is planned');
    return planned;
  });
}

/** Sorted, so that a group's notes lie together. Who has no budget left, or is left alone today, is not looked at. */
async function toPlan(deps: PlanDayDeps, period: Parameters<LedgerStore['all']>[0], date: string): Promise<PersonSettings[]> {
  const now = deps.clock.now();
  const [roster, people, ledger, done] = await Promise.all([
    deps.roster.read(),
    deps.people.all(),
    deps.ledger.all(period),
    deps.days.plannedOn(date),
  ]);
  return [...people.values()]
    .filter((settings) => {
      const { person, timeZone } = settings;
      const [entry, counts] = [roster.get(person), ledger.get(person)];
      if (done.has(person) || !counts || !entry?.roles.includes('senco')) return false;
      if (quietAllDay(settings, deps.calendar, now, entry)) return false;
      return hasBudget(counts, now.toZonedDateTimeISO(timeZone).toPlainDate(), settings);
    })
    .toSorted((a, b) => (a.person < b.person ? -1 : 1));
}

async function planGroup(
  deps: PlanDayDeps,
  period: Parameters<LedgerStore['all']>[0],
  group: readonly PersonSettings[],
  date: string,
): Promise<number> {
  const now = deps.clock.now();
  const agreed = deps.calendarTimes ? group.filter(({ calendar }) => calendar).map(({ person }) => person) : [];
  const { from, until } = localDay(deps.calendar.timeZone, now);
  const times: ReadonlyMap<PersonId, DayTimes> =
    agreed.length > 0 && deps.calendarTimes ? await deps.calendarTimes.timesOf(agreed, from, until) : new Map();
  const planned: PersonId[] = [];
  for (const settings of group) {
    const { person } = settings;
    const known = times.get(person);
    // Their calendar could not be read just now: the next turn tries again.
    if (known === 'away') continue;
    const at = planFor(settings, known, now, deps);
    if (at) {
      const delay = Math.max(0, now.until(at).total('seconds'));
      await deps.queue.put({ person, period, dueAt: at.toString(), occasion: 'day' }, delay);
    }
    planned.push(person);
  }
  await deps.days.notePlanned(planned, date);
  return planned.length;
}

/** When to look at a person's day next. `occasion` is found then: a day may fill or empty in between. */
function planFor(
  settings: PersonSettings,
  times: DayTimes | undefined,
  now: Temporal.Instant,
  deps: PlanDayDeps,
): Temporal.Instant | undefined {
  const hours = askingHours(settings, now);
  if (times === undefined || times === 'refused' || times === 'away') {
    const inHours = Temporal.Instant.compare(hours.withoutMeetings, hours.from) >= 0;
    return inHours && Temporal.Instant.compare(now, hours.withoutMeetings) <= 0 ? hours.withoutMeetings : undefined;
  }
  return nextLook(times, hours, now, deps);
}
