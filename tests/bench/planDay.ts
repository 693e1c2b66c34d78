import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { QueueClient } from '@azure/storage-queue';
import { z } from 'zod';
import { englandDates } from '../../bot/domain/prompting/englandDates.ts';
import { advanceInOpener } from '../../bot/usecases/advanceInOpener.ts';
import { blankEntry } from '../../bot/usecases/ledger.ts';
import { requestPeriod } from '../../bot/usecases/requestPeriod.ts';
import { defaultSettings } from '../../bot/usecases/settings.ts';
import { startAzurite } from '../helpers/azurite.ts';
import { startGraph } from '../helpers/graph.ts';
import { autumnTwo, createWorld, rosterOf, sencos, type World } from '../helpers/world.ts';

export interface PlanProcessSettings {
  readonly tables: string;
  readonly queues: string;
  readonly keys: { readonly shared: string; readonly web: string };
  readonly graph: string;
  readonly now: string;
}

export interface PlannedDay {
  readonly people: number;
  /** Planned by the process that was killed about half-way, and by the one after it. */
  readonly before: number;
  readonly after: number;
  /** People looked up in calendars twice because of the kill. */
  readonly again: number;
  /** Prompts queued in all. */
  readonly queued: number;
  readonly batches: { readonly most: number; readonly mean: number };
  readonly peakMiB: number;
  readonly secondsAfter: number;
}

const now = '2026-11-18T06:00:00Z';
const report = z.object({ planned: z.number(), seconds: z.number(), peakMiB: z.number() });

/** Plans a day of people who all agreed to their calendar; the planning process is killed half-way, and another goes on. */
export async function run({ people = 30_000 } = {}): Promise<PlannedDay> {
  const azurite = await startAzurite();
  const graph = await startGraph();
  const world = await createWorld(azurite.tables, now);
  try {
    await enrol(world, people);
    const queue = new QueueClient(azurite.queues, 'held-prompts');
    await queue.createIfNotExists();
    const settings: PlanProcessSettings = {
      tables: azurite.tables,
      queues: azurite.queues,
      keys: { shared: join(world.keys, 'shared'), web: join(world.keys, 'web') },
      graph: graph.url,
      now,
    };
    const first = start(settings);
    while (graph.urls.length < people / 2) await sleep(50);
    first.kill('SIGKILL');
    await once(first, 'exit');
    const before = (await world.tables.days.planned(now.slice(0, 10))).size;
    let second: z.output<typeof report>;
    // As long as the dead process's lease runs, nobody plans.
    do second = await reportOf(start(settings));
    while (second.planned < 0 && (await sleep(1_000, true)));
    const { approximateMessagesCount: queued = 0 } = await queue.getProperties();
    return {
      people,
      before,
      after: second.planned,
      again: graph.urls.length - people,
      queued,
      batches: { most: Math.max(...graph.batches), mean: graph.batches.reduce((sum, size) => sum + size, 0) / graph.batches.length },
      peakMiB: second.peakMiB,
      secondsAfter: second.seconds,
    };
  } finally {
    await graph.stop();
    await world.dispose();
    await azurite.stop();
  }
}

async function enrol(world: World, people: number): Promise<void> {
  const web = await world.web();
  const roster = sencos(people, ['Northern Trust/East', 'Northern Trust/West', 'Southern Trust/North', 'Southern Trust/South']);
  await web.roster.replace(rosterOf(roster));
  for (let from = 0; from < roster.length; from += 40) {
    const some = roster.slice(from, from + 40);
    await Promise.all(
      some.map(({ person }) => web.people.save({ ...defaultSettings(person, englandDates), participation: 'takingPart', calendar: true })),
    );
  }
  await requestPeriod(web, autumnTwo);
  await advanceInOpener(await world.opener());
  // Opened by hand and without envelopes, which planning never reads: 30,000 of them would fill Azurite for nothing.
  const { id } = autumnTwo;
  await web.vault.createPlacesKey(id);
  const [keys, stored] = [await web.vault.sealingKeys(id), await web.periods.find(id)];
  if (!keys || !stored) throw new Error('The period has no keys.');
  const sealer = web.sealing.sealerFor(keys);
  await web.ledger.insertMissing(
    id,
    roster.map(({ person }) => sealer.sealLedgerEntry(blankEntry(person))),
  );
  await web.periods.update({ ...stored.value, state: 'OPEN' }, stored.etag);
}

const start = (settings: PlanProcessSettings): ChildProcess =>
  fork(fileURLToPath(new URL('prompting/planProcess.ts', import.meta.url)), [JSON.stringify(settings)], { execArgv: ['--import', 'tsx'] });

async function reportOf(child: ChildProcess): Promise<z.output<typeof report>> {
  const [message]: unknown[] = await once(child, 'message');
  return report.parse(message);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(JSON.stringify(await run(), undefined, 2));
