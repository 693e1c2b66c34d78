import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { openQueues } from '../../bot/adapters/queues/openQueues.ts';
import { localClockFile, setLocalClock } from '../../bot/adapters/system/localClock.ts';
import { referenceText } from '../../bot/adapters/teams/references.ts';
import { englandDates } from '../../bot/domain/prompting/englandDates.ts';
import type { PersonId } from '../../bot/domain/ids.ts';
import { defaultSettings } from '../../bot/usecases/settings.ts';
import { advanceInOpener } from '../../bot/usecases/advanceInOpener.ts';
import { advanceInWeb } from '../../bot/usecases/advanceInWeb.ts';
import { requestPeriod } from '../../bot/usecases/requestPeriod.ts';
import type { Azurite } from '../helpers/azurite.ts';
import { root } from '../helpers/checks.ts';
import { startConnector } from '../helpers/connector.ts';
import { accountOf, chatIdOf } from '../helpers/teamsBot.ts';
import { autumnTwo, createWorld, rosterOf, sencos } from '../helpers/world.ts';

export interface PromptProcessSettings {
  readonly tables: string;
  readonly queues: string;
  readonly keys: { readonly shared: string; readonly web: string };
  readonly clockFile: string;
  readonly takenSeconds: number;
  readonly perSecond: number;
  readonly beatSeconds: number;
}

export interface KillRun {
  readonly people: number;
  readonly kills: number;
  /** Over so long prompts fall due and processes are killed. */
  readonly seconds: number;
}

export interface KillOutcome {
  readonly kills: number;
  /** People by how many prompts arrived. */
  readonly arrived: ReadonlyMap<number, number>;
  /** Whom nothing reached and whom no list names. */
  readonly lost: number;
  /** Listed as unsure, and of those how many arrived all the same. */
  readonly unsure: { readonly listed: number; readonly arrived: number };
  readonly dead: number;
}

const begins = '2026-11-18T10:05:00Z';
const takenSeconds = 4;
const longestSettleMs = 60_000;

/** Two processes send against one Azurite and one channel; again and again one of them is killed and started anew. */
export async function killWhilePrompting(azurite: Azurite, { people, kills, seconds }: KillRun): Promise<KillOutcome> {
  const world = await createWorld(azurite.tables, begins);
  const connector = await startConnector({ latencyMs: 250 });
  const children: ChildProcess[] = [];
  try {
    const web = await world.web();
    const roster = sencos(people, ['Northern Trust/East', 'Northern Trust/West']);
    await web.roster.replace(rosterOf(roster));
    const ids = roster.map(({ person }) => person);
    await eachOf(ids, async (person) => {
      await web.people.save({ ...defaultSettings(person, englandDates), participation: 'takingPart' });
      await world.tables.conversations.save(person, addressOf(person, connector.url));
    });
    await requestPeriod(web, autumnTwo);
    await advanceInOpener(await world.opener());
    await advanceInWeb(web);
    if (!web.watch.open) throw new Error('The period did not open.');

    const queues = openQueues(azurite.queues, { log: world.log });
    await queues.ensure();
    const clockFile = localClockFile(world.keys);
    const first = Temporal.Instant.from(begins);
    await eachOf(ids, async (person, i) => {
      const dueAt = first.add({ milliseconds: Math.floor((i / people) * seconds * 1_000) }).toString();
      await queues.prompts.put({ person, period: autumnTwo.id, dueAt, occasion: 'meeting' }, 0);
    });
    const settings: PromptProcessSettings = {
      tables: azurite.tables,
      queues: azurite.queues,
      keys: { shared: join(world.keys, 'shared'), web: join(world.keys, 'web') },
      clockFile,
      takenSeconds,
      perSecond: 2_000,
      beatSeconds: 0.2,
    };
    await setLocalClock(clockFile, first);
    children.push(await startOne(settings), await startOne(settings));
    await setLocalClock(clockFile, first);

    const pauseMs = (seconds * 1_000) / (kills + 1);
    for (let kill = 0; kill < kills; kill += 1) {
      await sleep(pauseMs * (0.5 + Math.random()));
      const at = kill % 2;
      const victim = children[at];
      if (!victim) throw new Error('no child');
      const gone = once(victim, 'exit');
      victim.kill('SIGKILL');
      await gone;
      children[at] = await startOne(settings);
    }
    const arrivedAt = (person: PersonId): number => connector.sent.filter(({ conversation }) => conversation === chatIdOf(person)).length;
    const listed = async () => ({
      marks: new Set((await world.tables.ledger.marks(autumnTwo.id)).map(({ person }) => person)),
      dead: (await world.tables.deadPrompts.list()).map(({ prompt }) => prompt.person),
    });
    for (const deadline = performance.now() + longestSettleMs; performance.now() < deadline; await sleep(500)) {
      const { marks, dead } = await listed();
      if (ids.every((person) => arrivedAt(person) > 0 || marks.has(person) || dead.includes(person))) break;
    }
    // What the killed had taken shows again now, and must find its day used.
    await sleep((takenSeconds + 2) * 1_000);
    const { marks, dead } = await listed();
    const arrived = new Map(ids.map((person): [PersonId, number] => [person, arrivedAt(person)]));
    const counts = new Map<number, number>();
    for (const count of arrived.values()) counts.set(count, (counts.get(count) ?? 0) + 1);
    const missing = ids.filter((person) => arrived.get(person) === 0);
    return {
      kills,
      arrived: counts,
      lost: missing.filter((person) => !marks.has(person) && !dead.includes(person)).length,
      unsure: { listed: marks.size, arrived: [...marks].filter((person) => (arrived.get(person) ?? 0) > 0).length },
      dead: dead.length,
    };
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await connector.stop();
    await world.dispose();
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

function addressOf(person: PersonId, serviceUrl: string): string {
  const text = referenceText({
    channelId: 'msteams',
    serviceUrl,
    bot: { id: '28:held', name: '' },
    user: { id: accountOf(person), name: '' },
    conversation: { id: chatIdOf(person), isGroup: false, name: '', conversationType: 'personal' },
  });
  if (text === undefined) throw new Error('no address');
  return text;
}
