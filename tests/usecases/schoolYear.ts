import { Temporal } from 'temporal-polyfill';
import { parsePeriodId, type PersonId } from '../../bot/domain/ids.ts';
import { slotsFor, type Period } from '../../bot/domain/period.ts';
import { englandDates } from '../../bot/domain/prompting/englandDates.ts';
import { isPaused } from '../../bot/domain/prompting/gap.ts';
import type { Busy } from '../../bot/domain/prompting/gaps.ts';
import type { QuietDay, SchoolCalendar } from '../../bot/domain/prompting/schoolCalendar.ts';
import type { PersonSettings } from '../../bot/domain/roster.ts';
import { defaultPlan } from '../../bot/domain/questions/plan.ts';
import type { CalendarTimes, DayTimes, PromptSender } from '../../bot/ports.ts';
import { askFewer, changeHours } from '../../bot/usecases/changeHours.ts';
import { blankEntry, ledgerOf } from '../../bot/usecases/ledger.ts';
import { decline } from '../../bot/usecases/decline.ts';
import { dispatchPrompts, type DispatchPromptsDeps } from '../../bot/usecases/dispatchPrompts.ts';
import { pause } from '../../bot/usecases/pause.ts';
import { planDay, type PlanDayDeps } from '../../bot/usecases/planDay.ts';
import { meetingBegan, promptAfterMeeting } from '../../bot/usecases/promptAfterMeeting.ts';
import { takePart } from '../../bot/usecases/takePart.ts';
import {
  memoryConversations,
  memoryDays,
  memoryDeadPrompts,
  memoryLeases,
  memoryLedger,
  memoryPeople,
  memoryRoster,
  memoryWatch,
  MemoryQueue,
  wallTime,
} from '../helpers/memory.ts';
import { rosterOf, sencos, TestClock, TestLog } from '../helpers/world.ts';

/** One prompt that arrived, with what was true at that moment. Times are milliseconds since 1970. */
export interface SentPrompt {
  readonly person: string;
  readonly name: string;
  readonly at: number;
  readonly question: string;
  readonly settingsThen: { readonly days: readonly number[]; readonly from: string; readonly to: string; readonly fewer: boolean };
  readonly takesPartThen: boolean;
  readonly pausedThen: boolean;
  readonly changedThisWeek: boolean;
  /** What their calendar showed of the day; absent for those whose calendar Held does not see. */
  readonly busyThen: readonly { readonly starts: number; readonly ends: number; readonly meeting: boolean }[] | undefined;
  /** When the meetings really ended and the last one began, of those that Held was told of by then. */
  readonly endsHeard: readonly number[];
  readonly lastStartHeard: number | undefined;
  readonly metThatDay: boolean;
}

interface YearPerson {
  readonly id: PersonId;
  readonly school: string;
  readonly unit: string;
  readonly seesCalendar: boolean;
  /** They take part all year and never pause. */
  readonly steady: boolean;
}

export interface LivedYear {
  readonly scenario: {
    readonly people: readonly YearPerson[];
    readonly calendar: SchoolCalendar;
    readonly westInset: string;
    readonly quietDays: readonly QuietDay[];
  };
  readonly plans: ReadonlyMap<string, readonly string[]>;
  readonly sent: readonly SentPrompt[];
  readonly handled: number;
  readonly refused: number;
  readonly dead: number;
  readonly marksLeft: number;
}

interface Meeting {
  readonly starts: number;
  readonly ends: number;
  readonly meeting: boolean;
  /** From here on the calendar no longer shows it. */
  readonly cancelledAt: number | undefined;
  /** From here on the calendar shows it until then. */
  readonly overrun: { readonly knownAt: number; readonly ends: number } | undefined;
  /** Before that it was not in the calendar. */
  readonly addedAt: number;
}

const minute = 60_000;

/** Numbers in [0, 1) that are the same for the same seed (mulberry32): a failure can be looked at again. */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Lives through a school year, through the use cases that the web process runs, with stores in memory and a clock that jumps. */
export async function liveSchoolYear(seed: number): Promise<LivedYear> {
  const chance = chances(seed);
  const clock = new TestClock('2026-08-31T05:00:00Z');
  const log = new TestLog();
  const roster = sencos(24, ['Northern Trust/East', 'Northern Trust/West']);
  const ofYear = <T extends { readonly starts: string }>(spans: readonly T[]): T[] =>
    spans.filter(({ starts }) => starts >= '2026-09-01' && starts < '2027-08-01');
  const quietDays: QuietDay[] = [
    { school: 'School 1', date: '2026-11-10' },
    { school: 'School 1', date: '2026-11-11' },
    { school: 'School 2', date: '2027-03-03' },
  ];
  const westInset = '2026-10-26';
  const base: SchoolCalendar = {
    ...englandDates,
    halfTerms: ofYear(englandDates.halfTerms),
    terms: ofYear(englandDates.terms),
    insetDays: ['2026-09-01', '2027-01-04', '2027-06-07'],
    quietDays,
  };
  const calendar: SchoolCalendar = {
    ...base,
    units: [{ ...base, unitPath: 'Northern Trust/West', insetDays: [...base.insetDays, westInset] }],
  };
  const people = roster.map((entry, i): YearPerson => ({
    id: entry.person,
    school: entry.school,
    unit: entry.unitPath,
    seesCalendar: i % 4 < 2,
    steady: i < 20,
  }));

  const { watch, open } = await memoryWatch(log);
  const ledger = memoryLedger();
  const deadPrompts = memoryDeadPrompts();
  const queue = new MemoryQueue(clock);
  const store = {
    roster: memoryRoster(rosterOf(roster)),
    people: memoryPeople(),
    days: memoryDays(),
    conversations: memoryConversations(),
    leases: memoryLeases,
    cards: { put: () => Promise.resolve(), take: () => Promise.resolve([]) },
  };

  // What each person's day holds, and what was heard of it.
  let meetings = new Map<PersonId, readonly Meeting[]>();
  let heard = new Map<PersonId, { readonly ends: readonly number[]; readonly start?: number }>();
  let changed = new Set<PersonId>();
  const shown = (person: PersonId): readonly Busy[] => {
    const now = clock.now().epochMilliseconds;
    return (meetings.get(person) ?? []).flatMap((each): Busy[] => {
      if (each.addedAt > now || (each.cancelledAt !== undefined && each.cancelledAt <= now)) return [];
      const ends = each.overrun && each.overrun.knownAt <= now ? each.overrun.ends : each.ends;
      const instant = (ms: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(ms);
      return [{ starts: instant(each.starts), ends: instant(ends), meeting: each.meeting }];
    });
  };
  const calendarTimes: CalendarTimes = {
    timesOf: async (asked) =>
      new Map(
        asked.map((person): [PersonId, DayTimes] => [person, chance() < 0.03 ? 'away' : chance() < 0.01 ? 'refused' : shown(person)]),
      ),
  };

  const sent: SentPrompt[] = [];
  let refused = 0;
  const sender: PromptSender = {
    async sendPrompt({ person }, card) {
      const trouble = chance();
      if (trouble < 0.03) refused += 1;
      if (trouble < 0.02) return { kind: 'failed', reason: 'channelBusy', arrived: 'no' };
      const settings = (await store.people.find(person))?.value;
      const own = people.find(({ id }) => id === person);
      if (!settings || !own) throw new Error('a prompt for a stranger');
      sent.push(snapshot(own, settings, card.kind === 'halfWay' ? 'halfWay' : card.question));
      // It did arrive, and nobody but the person knows.
      return trouble < 0.03 ? { kind: 'failed', reason: 'noAnswer', arrived: 'maybe' } : { kind: 'sent', message: 'm' };
    },
    passCard: () => Promise.resolve('done'),
  };
  function snapshot(own: YearPerson, settings: PersonSettings, question: string): SentPrompt {
    const { ends, start } = heard.get(own.id) ?? { ends: [], start: undefined };
    return {
      person: own.id,
      name: own.school,
      at: clock.now().epochMilliseconds,
      question,
      settingsThen: { days: settings.workingDays, ...settings.hours, fewer: settings.fewer === true },
      takesPartThen: settings.participation === 'takingPart',
      pausedThen: isPaused(settings, clock.now()),
      changedThisWeek: changed.has(own.id),
      busyThen: own.seesCalendar
        ? shown(own.id).map(({ starts, ends, meeting }) => ({
            starts: starts.epochMilliseconds,
            ends: ends.epochMilliseconds,
            meeting,
          }))
        : undefined,
      endsHeard: ends,
      lastStartHeard: start,
      metThatDay: heard.has(own.id),
    };
  }

  const deps: DispatchPromptsDeps & PlanDayDeps = {
    ...store,
    watch,
    ledger,
    deadPrompts,
    queue,
    clock,
    log,
    calendar,
    calendarTimes,
    settleSeconds: 120,
    randomness: { fraction: chance },
    sender,
  };

  // Who they are: most work the whole week, some part of it, with hours of their own.
  for (const [i, { id, seesCalendar }] of people.entries()) {
    if (i === 23) continue; // never answered the welcome
    const weeks = [[1, 2, 3, 4, 5], [1, 2, 3], [1, 2], [3, 4, 5], [2, 4], [5]];
    await takePart(deps, id, i % 4 === 3 ? weeks[1 + (i % 5)] : weeks[0], seesCalendar);
    if (i % 6 === 5) await changeHours(deps, id, { days: [1, 2, 3, 4, 5], from: '08:30', to: '16:00', calendar: undefined });
  }

  const plans = new Map<string, readonly string[]>();
  let handled = 0;
  let opened: string | undefined;
  const last = '2027-07-25';
  for (let date = '2026-08-31'; date <= last; date = Temporal.PlainDate.from(date).add({ days: 1 }).toString()) {
    const halfTerm = calendar.halfTerms.find(({ starts, ends }) => starts <= date && date <= ends);
    if (halfTerm?.id !== opened) {
      opened = halfTerm?.id;
      await open(halfTerm && periodOf(halfTerm));
      if (halfTerm) {
        plans.set(halfTerm.id, defaultPlan(halfTerm.id).questions);
        await ledger.deleteAll(halfTerm.id);
        await ledger.insertMissing(
          halfTerm.id,
          people.map(({ id }) => watch.open!.sealer.sealLedgerEntry(blankEntry(id))),
        );
      }
    }
    if (Temporal.PlainDate.from(date).dayOfWeek === 1) changed = new Set();
    heard = new Map();
    meetings = new Map(people.map(({ id }) => [id, randomDay(date)]));
    await changesOfMind(date);
    const events = eventsOf(date);
    while (events.length > 0 || (queue.nextAt ?? Number.POSITIVE_INFINITY) < wallTime(date, '23:59').epochMilliseconds) {
      const event = events[0];
      const next = queue.nextAt ?? Number.POSITIVE_INFINITY;
      if (event && event.at <= next) {
        events.shift();
        clock.set(Temporal.Instant.fromEpochMilliseconds(event.at).toString());
        await event.happen();
      } else {
        // A look for due prompts happens every five seconds.
        clock.set(Temporal.Instant.fromEpochMilliseconds(Math.max(next, clock.now().epochMilliseconds) + 5_000).toString());
        handled += await dispatchPrompts(deps);
      }
    }
  }

  // At the end of the year nothing is open any more: the ledger of the last half-term is looked at with its own sealer.
  let marksLeft = 0;
  await open(periodOf(calendar.halfTerms.at(-1)!));
  for await (const { sending } of ledgerOf(ledger, watch.open!.period.id, watch.open!.sealer).all())
    if (sending !== undefined) marksLeft += 1;

  return {
    scenario: { people, calendar: base, westInset, quietDays },
    plans,
    sent,
    handled,
    refused,
    dead: deadPrompts.rows.length,
    marksLeft,
  };

  function periodOf(halfTerm: (typeof calendar.halfTerms)[number]): Period {
    if (!parsePeriodId(halfTerm.id)) throw new Error('no period');
    return { ...halfTerm, state: 'OPEN', plan: defaultPlan(halfTerm.id), slots: slotsFor(halfTerm) };
  }

  /** None to nine entries, often one after the other, some of them lessons, some cancelled, some overrunning, some added on the day. */
  function randomDay(date: string): readonly Meeting[] {
    const weekend = Temporal.PlainDate.from(date).dayOfWeek > 5;
    if (chance() < (weekend ? 0.9 : 0.15)) return [];
    const day: Meeting[] = [];
    const midnight = wallTime(date, '00:00').epochMilliseconds;
    const packed = chance() < 0.25;
    let at = wallTime(date, '08:00').epochMilliseconds + Math.floor(chance() * 24) * 5 * minute;
    for (let n = Math.floor(chance() * 9); n >= 0; n -= 1) {
      const ends = at + (15 + Math.floor(chance() * 10) * 5) * minute;
      day.push({
        starts: at,
        ends,
        meeting: chance() < 0.7,
        cancelledAt: chance() < 0.08 ? at - Math.floor(chance() * 60) * minute : undefined,
        overrun: chance() < 0.15 ? { knownAt: ends, ends: ends + (5 + Math.floor(chance() * 15)) * minute } : undefined,
        addedAt: chance() < 0.1 ? at - Math.floor(chance() * 120) * minute : midnight,
      });
      at = ends + (packed || chance() < 0.5 ? 0 : Math.floor(chance() * 120) * minute);
    }
    return day;
  }

  async function changesOfMind(date: string): Promise<void> {
    clock.set(wallTime(date, '07:30').toString());
    const [a, b, c, d] = [20, 21, 22, 19].map((i) => people[i]);
    if (a && date === '2026-11-12') await pause(deps, a.id, 'monday');
    if (a && date === '2027-01-20') await pause(deps, a.id, 'nextHalfTerm');
    if (b && date === '2027-03-01') await pause(deps, b.id, 'untilISay');
    if (b && date === '2027-04-20') await takePart(deps, b.id);
    if (c && date === '2027-05-11') await decline(deps, c.id);
    if (d && date === '2026-12-02') {
      await askFewer(deps, d.id);
      changed.add(d.id);
    }
    if (chance() < 0.02) {
      const person = people[Math.floor(chance() * 20)];
      if (person) {
        const days = [1, 2, 3, 4, 5].filter(() => chance() < 0.85);
        if (await changeHours(deps, person.id, { days, from: '08:00', to: '17:00', calendar: undefined })) changed.add(person.id);
      }
    }
  }

  interface YearEvent {
    readonly at: number;
    happen(): Promise<unknown>;
  }

  /** The morning's plan and its later turns, and for half of the people what Teams tells of their meetings: doubled, late or not at all. */
  function eventsOf(date: string): YearEvent[] {
    const events: YearEvent[] = ['06:00', '06:05', '09:30', '12:00', '14:00'].map((time) => ({
      at: wallTime(date, time).epochMilliseconds,
      happen: () => planDay(deps),
    }));
    for (const { id, seesCalendar } of people) {
      if (seesCalendar) continue;
      for (const each of meetings.get(id) ?? []) {
        if (!each.meeting || each.cancelledAt !== undefined || chance() < 0.05) continue;
        const starts = each.starts;
        const ends = each.overrun?.ends ?? each.ends;
        for (let copies = chance() < 0.1 ? 2 : 1; copies > 0; copies -= 1) {
          events.push(started(id, starts, starts + Math.floor(chance() * 20_000)));
          events.push(ended(id, ends, ends + (chance() < 0.03 ? 180 * minute : Math.floor(chance() * 20_000))));
        }
      }
    }
    return events.sort((a, b) => a.at - b.at);
  }

  function started(id: PersonId, began: number, at: number): YearEvent {
    return {
      at,
      happen: () => {
        note(id, 'start', began);
        return meetingBegan(deps, { people: [id], began: Temporal.Instant.fromEpochMilliseconds(began) });
      },
    };
  }

  function ended(id: PersonId, end: number, at: number): YearEvent {
    return {
      at,
      happen: () => {
        note(id, 'end', end);
        return promptAfterMeeting(deps, { people: [id], ended: Temporal.Instant.fromEpochMilliseconds(end), reach: async () => true });
      },
    };
  }

  function note(id: PersonId, what: 'start' | 'end', at: number): void {
    const { ends, start } = heard.get(id) ?? { ends: [], start: 0 };
    heard.set(id, what === 'end' ? { ends: [...ends, at], ...(start ? { start } : {}) } : { ends, start: Math.max(start ?? 0, at) });
  }
}
