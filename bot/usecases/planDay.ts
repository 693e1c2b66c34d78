import { Temporal } from 'temporal-polyfill';
import type { PersonId } from '../domain/ids.ts';
import { hasBudget } from '../domain/prompting/budget.ts';
import { quietAllDay } from '../domain/prompting/gap.ts';
import { askingHours } from '../domain/prompting/gaps.ts';
import { schoolDate } from '../domain/prompting/schoolCalendar.ts';
import type { PersonSettings } from '../domain/roster.ts';
import type { DayTimes, LeaseStore, LedgerStore, Logger, PromptQueue } from '../ports.ts';
import { localDay, nextLook, type GapDeps } from './gapNow.ts';
import { ledgerOf } from './ledger.ts';
import type { OpenPeriod, PeriodWatch } from './periodWatch.ts';
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
/** Milliseconds from one turn to the next. */
const turnMs = 300_000;
/** Groups one after the other none of whose calendars could be read. */
const outage = 3;

/**
 * Plans today for everybody who may be asked: where the administrator and the person agreed to it, the first gap of their calendar;
 * otherwise 15:45, in case no meeting is heard of. Gives back how many were planned; undefined while another process plans.
 *
 * Run it every few minutes: who is planned is noted group by group, so that after a crash it goes on where it stopped, and who joins or
 * resumes during the day, or whose calendar could not be read, is planned at a later turn. Who has no budget left is noted like everybody,
 * so that the notes do not tell who was asked how often. Once the signal is given no further group is begun.
 *
 * While calendars cannot be read at all, a turn asks for a few groups' and leaves the rest for the next turn: each hanging request takes
 * seconds, a county has hundreds, and whoever has no calendar must not wait for them.
 */
export async function planDay(deps: PlanDayDeps, signal?: AbortSignal): Promise<number | undefined> {
  const now = deps.clock.now();
  const open = deps.watch.open;
  if (!open || now.toZonedDateTimeISO(deps.calendar.timeZone).hour < planFrom) return 0;
  return deps.leases.withLease('plan-day', async () => {
    const date = schoolDate(deps.calendar, now);
    const people = await toPlan(deps, open, date);
    const groups: ToPlan[][] = [];
    for (let i = 0; i < people.length; i += together) groups.push(people.slice(i, i + together));
    let planned = 0;
    const reading: Reading = { failed: 0 };
    const waiting = turned(groups, now).values();
    const worker = async (): Promise<void> => {
      for (const group of waiting) {
        if (signal?.aborted) return;
        const count = await planGroup(deps, open, group, date, reading);
        planned += count;
      }
    };
    await Promise.all(Array.from({ length: groupsAtOnce }, worker));
    if (planned > 0) deps.log.info({ planned }, 'the day is planned');
    return planned;
  });
}

/** Each turn another group comes first: calendars that can never be read must not stand before the others whenever there is an outage. */
function turned<T>(groups: readonly T[], now: Temporal.Instant): readonly T[] {
  const first = Math.floor(now.epochMilliseconds / turnMs) % Math.max(1, groups.length);
  return [...groups.slice(first), ...groups.slice(0, first)];
}

interface ToPlan {
  readonly settings: PersonSettings;
  readonly hasBudget: boolean;
}

/** What a turn has seen of calendars so far. */
interface Reading {
  /** Groups since the last one of whom some calendar could be read. */
  failed: number;
}

/** Sorted, so that a group's notes lie together. Who is left alone today is not looked at. */
async function toPlan(deps: PlanDayDeps, { period, sealer }: OpenPeriod, date: string): Promise<ToPlan[]> {
  const now = deps.clock.now();
  const [roster, people, done] = await Promise.all([deps.roster.read(), deps.people.all(), deps.days.planned(date)]);
  const waiting = [...people.values()].filter((settings) => {
    const enrolled = roster.get(settings.person);
    if (done.has(settings.person) || !enrolled?.roles.includes('senco')) return false;
    return !quietAllDay(settings, deps.calendar, now, enrolled);
  });
  const waitingFor = new Map(waiting.map((settings) => [settings.person, settings]));
  const found: ToPlan[] = [];
  if (waiting.length === 0) return found;
  for await (const entry of ledgerOf(deps.ledger, period.id, sealer).all()) {
    const settings = waitingFor.get(entry.person);
    if (!settings) continue;
    const today = now.toZonedDateTimeISO(settings.timeZone).toPlainDate();
    found.push({ settings, hasBudget: hasBudget(entry, today, settings) });
  }
  return found.toSorted((a, b) => (a.settings.person < b.settings.person ? -1 : 1));
}

async function planGroup(
  deps: PlanDayDeps,
  { period, sealer }: OpenPeriod,
  group: readonly ToPlan[],
  date: string,
  reading: Reading,
): Promise<number> {
  const now = deps.clock.now();
  const asking = group.filter((each) => each.hasBudget).map(({ settings }) => settings);
  const agreed = deps.calendarTimes ? asking.filter(({ calendar }) => calendar).map(({ person }) => person) : [];
  const times = await timesOf(deps, agreed, now, reading);
  // Whose calendar could not be read just now is planned at the next turn.
  const known = asking.filter(({ person }) => times.get(person) !== 'away');
  for (const settings of known) {
    const { person } = settings;
    const at = planFor(settings, times.get(person), now, deps);
    if (!at) continue;
    const prompt = { whom: sealer.sealPerson(person), period: period.id, dueAt: at.toString(), occasion: 'day' } as const;
    await deps.queue.put(prompt, Math.max(0, now.until(at).total('seconds')));
  }
  const planned = [...group.filter((each) => !each.hasBudget).map(({ settings }) => settings), ...known].map(({ person }) => person);
  await deps.days.notePlanned(date, planned.toSorted());
  return planned.length;
}

async function timesOf(
  deps: PlanDayDeps,
  people: readonly PersonId[],
  now: Temporal.Instant,
  reading: Reading,
): Promise<ReadonlyMap<PersonId, DayTimes>> {
  if (people.length === 0 || !deps.calendarTimes) return new Map();
  if (reading.failed >= outage) return new Map(people.map((person) => [person, 'away']));
  const { from, until } = localDay(deps.calendar.timeZone, now);
  const times = await deps.calendarTimes.timesOf(people, from, until);
  reading.failed = people.every((person) => times.get(person) === 'away') ? reading.failed + 1 : 0;
  return times;
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
