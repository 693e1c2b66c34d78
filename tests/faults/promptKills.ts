import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { openQueues } from '../../bot/adapters/queues/openQueues.ts';
import { localClock, localClockFile, setLocalClock } from '../../bot/adapters/system/localClock.ts';
import { englandDates } from '../../bot/domain/prompting/englandDates.ts';
import type { PersonId } from '../../bot/domain/ids.ts';
import type { Sealer } from '../../bot/ports.ts';
import { ledgerOf } from '../../bot/usecases/ledger.ts';
import { listLostSends } from '../../bot/usecases/sendMarks.ts';
import { defaultSettings } from '../../bot/usecases/settings.ts';
import { advanceInOpener } from '../../bot/usecases/advanceInOpener.ts';
import { advanceInWeb } from '../../bot/usecases/advanceInWeb.ts';
import { requestPeriod } from '../../bot/usecases/requestPeriod.ts';
import { startAzurite, type Azurite } from '../helpers/azurite.ts';
import { root } from '../helpers/checks.ts';
import { startConnector } from '../helpers/connector.ts';
import { addressOf, chatIdOf } from '../helpers/teamsBot.ts';
import { autumnTwo, createWorld, rosterOf, sencos, type TestWeb, type World } from '../helpers/world.ts';
import { chance, type Chance } from '../redteam/system/chance.ts';
import type { Fault, FaultResult } from './fault.ts';

export interface PromptProcessSettings {
  readonly tables: string;
  readonly queues: string;
  readonly keys: { readonly shared: string; readonly web: string };
  readonly clockFile: string;
  readonly takenSeconds: number;
  readonly perSecond: number;
  readonly beatSeconds: number;
}

interface KillRun {
  readonly people: number;
  readonly kills: number;
  /** After so long the queue shows again what a killed process had taken. */
  readonly takenSeconds: number;
  readonly seed: number;
}

interface KillOutcome {
  /** People by how many prompts arrived. */
  readonly arrived: ReadonlyMap<number, number>;
  /** Whom nothing reached and whom the operator's list does not hold. */
  readonly lost: number;
  /** Listed because a process died, and of those how many arrived all the same. */
  readonly unsure: { readonly listed: number; readonly arrived: number };
  /** Listed for any other reason. */
  readonly failed: number;
}

/** Prompts on their way, two processes that send them, one killed again and again. */
export const promptKills: Fault = {
  name: 'promptKills',
  about: 'kill -9 of one of two sending processes, 50 times among 2,000 prompts: none doubled, those caught listed',
  inLongTests: true,
  async run({ profile, seed }): Promise<FaultResult> {
    const run: KillRun =
      profile === 'full' ? { people: 2_000, kills: 50, takenSeconds: 20, seed } : { people: 100, kills: 4, takenSeconds: 6, seed };
    const azurite = await startAzurite({ own: true });
    try {
      const { arrived, lost, unsure, failed } = await killWhilePrompting(azurite, run);
      const doubled = [...arrived].reduce((sum, [times, people]) => sum + (times > 1 ? people : 0), 0);
      const once = arrived.get(1) ?? 0;
      const amiss: string[] = [];
      if (doubled > 0) amiss.push(`${doubled} people were asked more than once`);
      if (lost > 0) amiss.push(`${lost} prompts neither arrived nor are on the operator’s list`);
      if (failed > 0) amiss.push(`${failed} prompts failed for another reason than a kill`);
      // Otherwise no kill hit a send, and nothing was tried.
      if (unsure.listed === 0) amiss.push('no kill caught a prompt on its way');
      // A kill catches no more than what is under way, and most get through.
      if (unsure.listed > run.kills * 32 || once <= run.people / 2)
        amiss.push(`${unsure.listed} prompts were caught, and only ${once} arrived`);
      return {
        figures: { prompts: run.people, kills: run.kills, arrived: once, listed: unsure.listed, listedAndArrived: unsure.arrived },
        amiss,
      };
    } finally {
      await azurite.stop();
    }
  },
};

const begins = '2026-11-18T10:05:00Z';
/** The channel's usual time for an answer. */
const channelMs = 250;
const longestSettleMs = 180_000;

/** Two processes send against one Azurite and one channel; again and again one of them is killed, most often while it sends, and started anew. */
async function killWhilePrompting(azurite: Azurite, run: KillRun): Promise<KillOutcome> {
  const world = await createWorld(azurite.tables, begins);
  const connector = await startConnector({ latencyMs: channelMs });
  const children: ChildProcess[] = [];
  try {
    const web = await world.web();
    const ids = await enrol(world, web, run.people, connector.url);
    const sealer = web.watch.open?.sealer;
    if (!sealer) throw new Error('The period did not open.');
    const put = await nextPrompts(azurite, world, sealer, ids);
    const settings: PromptProcessSettings = {
      tables: azurite.tables,
      queues: azurite.queues,
      keys: { shared: join(world.keys, 'shared'), web: join(world.keys, 'web') },
      clockFile: localClockFile(world.keys),
      takenSeconds: run.takenSeconds,
      perSecond: 2_000,
      beatSeconds: 0.2,
    };
    await setLocalClock(settings.clockFile, Temporal.Instant.from(begins));
    children.push(await startOne(settings), await startOne(settings));
    const atATime = Math.ceil(run.people / (run.kills + 1));
    await killAgainAndAgain(children, settings, run.kills, chance(run.seed), () => put(atATime));
    await put(run.people);

    const arrivedAt = (person: PersonId): number => connector.sent.filter(({ conversation }) => conversation === chatIdOf(person)).length;
    const ended = async (): Promise<boolean> => {
      const known = new Set<string>([...(await marked(web, sealer)), ...(await listed(world, sealer)).map(({ person }) => person)]);
      return ids.every((person) => arrivedAt(person) > 0 || known.has(person));
    };
    for (const deadline = performance.now() + longestSettleMs; performance.now() < deadline && !(await ended());) await sleep(500);
    // What the killed had taken shows again now, and must find its day used.
    await sleep((run.takenSeconds + 2) * 1_000);

    world.clock.set('2026-11-18T14:00:00Z');
    await web.watch.refresh();
    await listLostSends({ ...world.tables, watch: web.watch, clock: world.clock, log: world.log });
    const list = await listed(world, sealer);
    const onList = new Set<string>(list.map(({ person }) => person));
    const unsure = list.filter(({ reason }) => reason === 'processDied').map(({ person }) => person);
    const arrived = new Map<number, number>();
    for (const person of ids) arrived.set(arrivedAt(person), (arrived.get(arrivedAt(person)) ?? 0) + 1);
    return {
      arrived,
      lost: ids.filter((person) => arrivedAt(person) === 0 && !onList.has(person)).length,
      unsure: {
        listed: unsure.length,
        arrived: unsure.filter((id) => ids.some((person) => person === id && arrivedAt(person) > 0)).length,
      },
      failed: list.length - unsure.length,
    };
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await connector.stop();
    await world.dispose();
  }
}

async function enrol(world: World, web: TestWeb, people: number, serviceUrl: string): Promise<readonly PersonId[]> {
  const roster = sencos(people, ['Northern Trust/East', 'Northern Trust/West']);
  await web.roster.replace(rosterOf(roster));
  const ids = roster.map(({ person }) => person);
  await eachOf(ids, async (person) => {
    await web.people.save({ ...defaultSettings(person, englandDates), participation: 'takingPart' });
    await world.tables.conversations.save(person, addressOf(person, serviceUrl));
  });
  await requestPeriod(web, autumnTwo);
  await advanceInOpener(await world.opener());
  await advanceInWeb(web);
  return ids;
}

/** Makes prompts due now for the next so many people. */
async function nextPrompts(
  azurite: Azurite,
  world: World,
  sealer: Sealer,
  ids: readonly PersonId[],
): Promise<(count: number) => Promise<void>> {
  const queues = openQueues(azurite.queues, { log: world.log });
  await queues.ensure();
  const clock = localClock(localClockFile(world.keys));
  const waiting = [...ids];
  return (count) =>
    eachOf(waiting.splice(0, count), (person) => {
      const due = { whom: sealer.sealPerson(person), period: autumnTwo.id, dueAt: clock.now().toString(), occasion: 'meeting' } as const;
      return queues.prompts.put(due, 0);
    });
}

/** Whose send is marked as under way in the ledger. */
async function marked({ ledger }: TestWeb, sealer: Sealer): Promise<readonly PersonId[]> {
  const found: PersonId[] = [];
  for await (const { person, sending } of ledgerOf(ledger, autumnTwo.id, sealer).all()) if (sending !== undefined) found.push(person);
  return found;
}

const listed = async ({ tables }: World, sealer: Sealer) =>
  (await tables.deadPrompts.list()).map(({ whom, reason }) => ({ person: sealer.openPerson(whom) ?? '', reason }));

/** Each time some prompts are due, and whoever begins to send one is killed at a random moment: before, while or after the channel takes it. */
async function killAgainAndAgain(
  children: ChildProcess[],
  settings: PromptProcessSettings,
  kills: number,
  random: Chance,
  somePrompts: () => Promise<void>,
): Promise<void> {
  for (let kill = 0; kill < kills; kill += 1) {
    const sending = Promise.race(children.map((child, n) => once(child, 'message').then(() => n)));
    await somePrompts();
    const at = await sending;
    await sleep(random.fraction() * channelMs * 1.5);
    const victim = children[at];
    if (!victim) throw new Error('no child');
    const gone = once(victim, 'exit');
    victim.kill('SIGKILL');
    await gone;
    children[at] = await startOne(settings);
  }
}

async function startOne(settings: PromptProcessSettings): Promise<ChildProcess> {
  const child = fork(join(root, 'tests/faults/promptProcess.ts'), [JSON.stringify(settings)], {
    cwd: root,
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return child;
}

async function eachOf<T>(items: readonly T[], work: (item: T, index: number) => Promise<void>): Promise<void> {
  for (let i = 0; i < items.length; i += 20) await Promise.all(items.slice(i, i + 20).map((item, j) => work(item, i + j)));
}
