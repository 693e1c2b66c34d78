import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { localClockFile, setLocalClock } from '../../bot/adapters/system/localClock.ts';
import { supervisionWords } from '../../bot/adapters/teams/supervisionWords.ts';
import type { PersonId } from '../../bot/domain/ids.ts';
import { englandDates } from '../../bot/domain/prompting/englandDates.ts';
import { isTermDay } from '../../bot/domain/prompting/schoolCalendar.ts';
import type { RosterEntry } from '../../bot/domain/roster.ts';
import { agree, asSupervisee, asSupervisor } from '../../bot/usecases/supervision/agree.ts';
import { changeFlags } from '../../bot/usecases/supervision/changeFlags.ts';
import { readSupervisees } from '../../bot/usecases/supervision/readSupervisees.ts';
import { readUpkeep } from '../../bot/usecases/supervision/readUpkeep.ts';
import { everyone, type SupervisionDeps } from '../../bot/usecases/supervision/supervisionDeps.ts';
import { startAzurite, type Azurite } from '../helpers/azurite.ts';
import { root } from '../helpers/checks.ts';
import { startConnector, type Connector } from '../helpers/connector.ts';
import { entry } from '../helpers/server.ts';
import { setDate } from '../helpers/supervision.ts';
import { addressOf, chatIdOf } from '../helpers/teamsBot.ts';
import { createWorld, rosterOf, type TestWeb, type World } from '../helpers/world.ts';
import { chance, type Chance } from '../redteam/system/chance.ts';
import type { Fault, FaultResult } from './fault.ts';

export interface DigestProcessSettings {
  readonly tables: string;
  readonly keys: { readonly shared: string; readonly web: string };
  readonly clockFile: string;
  readonly leaseSeconds: number;
}

interface DigestRun {
  readonly supervisors: number;
  readonly days: number;
  readonly killsADay: number;
  readonly seed: number;
}

interface DigestOutcome {
  /** Digests that were due, each a supervisor's on a day. */
  readonly due: number;
  readonly announced: number;
  /** Announced more than once, or on a day without any. */
  readonly tooMany: readonly string[];
  /** Not announced, and not on the administrator's list. */
  readonly lost: readonly string[];
  /** On that list, and of those how many had arrived all the same. */
  readonly unsure: { readonly listed: number; readonly arrived: number };
  /** A note that its supervisor cannot read, or that somebody else can. */
  readonly unreadable: readonly string[];
}

/** Supervision's mornings, two processes that do them, one killed again and again. */
export const digestKills: Fault = {
  name: 'digestKills',
  about: 'kill -9 of one of two processes during supervision’s mornings: no digest announced twice, those caught listed',
  inLongTests: true,
  async run({ profile, seed }): Promise<FaultResult> {
    const run: DigestRun =
      profile === 'full' ? { supervisors: 20, days: 10, killsADay: 5, seed } : { supervisors: 4, days: 3, killsADay: 1, seed };
    const azurite = await startAzurite({ own: true });
    try {
      const { due, announced, tooMany, lost, unsure, unreadable } = await killAmongDigests(azurite, run);
      const amiss = [
        ...tooMany.map((who) => `announced more than once, or without being due: ${who}`),
        ...lost.map((who) => `neither announced nor listed: ${who}`),
        ...unreadable,
      ];
      // Otherwise no kill hit a card on its way, and nothing was tried.
      if (unsure.listed === 0) amiss.push('no kill caught a digest on its way');
      const told = due - unsure.listed + unsure.arrived;
      if (announced !== told) amiss.push(`${announced} digests were announced, and ${told} should have been`);
      return {
        figures: { digests: due, kills: run.days * run.killsADay, announced, listed: unsure.listed, listedAndArrived: unsure.arrived },
        amiss,
      };
    } finally {
      await azurite.stop();
    }
  },
};

const begins = '2026-11-16';
/** The channel's usual time for an answer. */
const channelMs = 100;
const everyPath = '/v3/';
/** Most of a small morning's work lies within. */
const longestWorkMs = 700;
const longestDayMs = 120_000;
const terms = { copies: 'supervisee', years: 2 } as const;

type Deps = SupervisionDeps & Pick<TestWeb, 'randomness'>;

interface Group {
  readonly supervisor: RosterEntry;
  /** Meets on dates that are set; and without any, so that their digest is weekly. */
  readonly dated: RosterEntry;
  readonly weekly: RosterEntry;
  /** What the supervisor should be able to read by now. */
  readonly notes: string[];
}

/**
 * Two processes do supervision's daily work over one Azurite and one channel, day after day; again and again the one that works is killed, by
 * turns while a card is on its way and at any moment, and another started.
 */
async function killAmongDigests(azurite: Azurite, run: DigestRun): Promise<DigestOutcome> {
  const random = chance(run.seed);
  const world = await createWorld(azurite.tables, `${begins}T05:00:00Z`);
  const connector = await startConnector({ latencyMs: channelMs });
  let processes: Processes | undefined;
  try {
    const web = await world.web();
    const deps: Deps = { ...web, calendar: englandDates };
    const groups = await enrol(deps, world, run.supervisors, connector.url);
    const settings: DigestProcessSettings = {
      tables: azurite.tables,
      keys: { shared: join(world.keys, 'shared'), web: join(world.keys, 'web') },
      clockFile: localClockFile(world.keys),
      leaseSeconds: 1,
    };
    await setLocalClock(settings.clockFile, Temporal.Instant.from(`${begins}T05:00:00Z`));
    processes = new Processes(settings);
    for (let n = 0; n < 2; n += 1) processes.start();

    const outcome = { due: 0, announced: 0, tooMany: [] as string[], lost: [] as string[], listed: 0, listedArrived: 0 };
    for (const [n, day] of termDays(run.days).entries()) {
      world.clock.set(`${day}T05:00:00Z`);
      const due = await prepareDay(deps, groups, day, random);
      const before = announcements(connector, groups);
      await setLocalClock(settings.clockFile, Temporal.Instant.from(`${day}T07:30:00Z`));
      const done = morningDone(deps, day);
      await killUntil(done, processes, connector, { kills: run.killsADay, turn: n * run.killsADay }, random);
      await done;
      const after = announcements(connector, groups);
      // What is under way today is not yet unsure; the next day it is.
      world.clock.set(`${Temporal.PlainDate.from(day).add({ days: 1 }).toString()}T05:00:00Z`);
      const { unsure } = await readUpkeep(deps);
      for (const { supervisor } of groups) {
        const { person, displayName } = supervisor;
        const came = (after.get(person) ?? 0) - (before.get(person) ?? 0);
        const isDue = due.has(person);
        const isListed = isDue && unsure.includes(displayName);
        if (came > (isDue ? 1 : 0)) outcome.tooMany.push(`${displayName} on ${day}: ${came}`);
        if (isDue && came === 0 && !isListed) outcome.lost.push(`${displayName} on ${day}`);
        if (isDue) outcome.due += 1;
        outcome.announced += came;
        if (isListed) outcome.listed += 1;
        if (isListed && came > 0) outcome.listedArrived += 1;
      }
    }
    const { listed, listedArrived, ...rest } = outcome;
    return { ...rest, unsure: { listed, arrived: listedArrived }, unreadable: await unreadable(deps, groups) };
  } finally {
    processes?.end();
    await connector.stop();
    await world.dispose();
  }
}

async function enrol(deps: Deps, world: World, supervisors: number, serviceUrl: string): Promise<readonly Group[]> {
  const groups = Array.from({ length: supervisors }, (_, n): Group => {
    const supervisor = entry(1_000 + n, ['supervisor'], 'Trust');
    const supervisee = (id: number): RosterEntry => ({ ...entry(id, ['senco'], 'Trust/East'), supervisor: supervisor.person });
    return { supervisor, dated: supervisee(2_000 + n), weekly: supervisee(3_000 + n), notes: [] };
  });
  await world.tables.roster.replace(rosterOf(groups.flatMap(({ supervisor, dated, weekly }) => [supervisor, dated, weekly])));
  for (const { supervisor, dated, weekly } of groups) {
    await world.tables.conversations.save(supervisor.person, addressOf(supervisor.person, serviceUrl));
    for (const { person } of [dated, weekly]) {
      await agree(deps, await asSupervisee(deps, person), terms);
      await agree(deps, await asSupervisor(deps, supervisor.person, person), terms);
    }
  }
  return groups;
}

/** The first so many term days from the first Monday on. */
function termDays(count: number): readonly string[] {
  const days: string[] = [];
  for (let day = Temporal.PlainDate.from(begins); days.length < count; day = day.add({ days: 1 }))
    if (isTermDay(englandDates, day)) days.push(day.toString());
  return days;
}

/** What people do on the evening before, as the calendar makes digests due: on Mondays everybody's; else of those who meet tomorrow. */
async function prepareDay(deps: Deps, groups: readonly Group[], day: string, random: Chance): Promise<ReadonlySet<PersonId>> {
  const due = new Set<PersonId>();
  const isMonday = Temporal.PlainDate.from(day).dayOfWeek === 1;
  const tomorrow = termDays(60).find((each) => each > day);
  if (tomorrow === undefined) throw new Error('no next day');
  for (const { supervisor, dated, weekly, notes } of groups) {
    const keep = async ({ person }: RosterEntry): Promise<void> => {
      const note = `about ${person} before ${day}`;
      notes.push(note);
      await changeFlags(deps, person, { do: 'keep', id: random.hex(20), topic: 'team', note, sure: true });
    };
    if (isMonday) {
      due.add(supervisor.person);
      await keep(weekly);
    }
    if (random.fraction() < 0.5) {
      due.add(supervisor.person);
      await setDate(deps, await asSupervisee(deps, dated.person), { date: tomorrow, time: '15:30', minutes: 60 });
      await keep(dated);
    }
  }
  return due;
}

const announcements = ({ sent }: Connector, groups: readonly Group[]): ReadonlyMap<PersonId, number> =>
  new Map(
    groups.map(({ supervisor: { person } }) => {
      const own = sent.filter(
        ({ conversation, body }) => conversation === chatIdOf(person) && body['summary'] === supervisionWords.notices.digest,
      );
      return [person, own.length];
    }),
  );

/** What a process says of itself; before a card leaves it waits to be told to go on. */
type Said = 'working' | 'sending';
const goOn = 'go on';

/** Two processes, and whoever is lying in wait for what they say. */
class Processes {
  readonly #settings: DigestProcessSettings;
  readonly #running = new Set<ChildProcess>();
  #waiting: { readonly what: Said; readonly found: (child: ChildProcess) => void } | undefined;

  constructor(settings: DigestProcessSettings) {
    this.#settings = settings;
  }

  start(): void {
    const child = fork(join(root, 'tests/faults/digestProcess.ts'), [JSON.stringify(this.#settings)], {
      cwd: root,
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#running.add(child);
    child.on('message', (said) => {
      const waiting = this.#waiting;
      if (waiting?.what === said) {
        this.#waiting = undefined;
        waiting.found(child);
      } else if (said === 'sending') child.send(goOn);
    });
  }

  /** The first that says this; undefined when `until` comes before. */
  async whoSays(what: Said, until: Promise<void>): Promise<ChildProcess | undefined> {
    const found = new Promise<ChildProcess>((resolve) => {
      this.#waiting = { what, found: resolve };
    });
    const child = await Promise.race([found, until.then(() => undefined)]);
    if (!child) this.#waiting = undefined;
    return child;
  }

  /** Kills it and starts another; the one that is left goes on meanwhile. */
  async replace(child: ChildProcess): Promise<void> {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    this.#running.delete(child);
    this.start();
  }

  end(): void {
    for (const child of this.#running) child.kill('SIGKILL');
  }
}

/** Each time whoever works is killed: by turns just before or while its card is on its way, and at any moment of its work. */
async function killUntil(
  done: Promise<void>,
  processes: Processes,
  connector: Connector,
  { kills, turn }: { readonly kills: number; readonly turn: number },
  random: Chance,
): Promise<void> {
  for (let kill = 0; kill < kills; kill += 1) {
    const what = (turn + kill) % 2 === 0 ? 'sending' : 'working';
    const child = await processes.whoSays(what, done);
    if (!child) return;
    if (what === 'working') await sleep(random.below(longestWorkMs));
    else if (random.fraction() < 0.7) {
      connector.hanging.add(everyPath);
      child.send(goOn);
      await sleep(random.below(channelMs));
    }
    await processes.replace(child);
    connector.hanging.delete(everyPath);
  }
}

async function morningDone({ boards }: SupervisionDeps, day: string): Promise<void> {
  for (const deadline = performance.now() + longestDayMs; performance.now() < deadline; await sleep(50))
    if ((await boards.upkeep.find(everyone, 'morning'))?.day === day) return;
  throw new Error(`The morning of ${day} was not done in time.`);
}

async function unreadable(deps: Deps, groups: readonly Group[]): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const { supervisor, notes } of groups) {
    const { supervisees } = await readSupervisees(deps, supervisor.person);
    const read = supervisees.flatMap(({ digest }) => digest.topics.map(({ note }) => note ?? '')).toSorted();
    if (JSON.stringify(read) !== JSON.stringify(notes.toSorted()))
      wrong.push(`${supervisor.displayName}: ${read.length} of ${notes.length}`);
  }
  return wrong;
}
