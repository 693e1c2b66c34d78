import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
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
import type { Bench } from './bench.ts';

export interface PlanProcessSettings {
  readonly tables: string;
  readonly queues: string;
  readonly keys: { readonly shared: string; readonly web: string };
  readonly graph: string;
  readonly now: string;
}

const now = '2026-11-18T06:00:00Z';
const report = z.object({ planned: z.number(), seconds: z.number(), peakMiB: z.number() });

const people = 30_000;
/** What Graph takes in one batch. */
const mostABatch = 20;
/** Looked up twice because of the kill: no more than the groups that were under way. */
const mostAgain = 2_000;

type Key = 'planned' | 'again' | 'queued' | 'mostABatch' | 'peak';

/** Planning a day for people who all agreed to their calendar: the planning process is killed half-way, and another goes on. */
export const planDay: Bench<Key> = {
  name: 'planDay',
  about: `a day's plan for ${people} people with calendars, killed half-way`,
  onlyByName: true,
  values: {
    planned: { what: 'people planned, by the killed process and the one after it', unit: 'people' },
    again: { what: 'calendars read twice because of the kill', unit: 'people' },
    queued: { what: 'prompts queued', unit: 'people' },
    mostABatch: { what: 'calendars in one request to Graph, at most', unit: 'people' },
    peak: { what: 'peak memory of the planning process', unit: 'MiB' },
  },
  targets: [
    { what: 'people planned', of: ({ planned }) => planned, bound: { atLeast: people } },
    // What the killed process had queued and not noted is queued again; the ledger lets one of the two through.
    { what: 'messages queued a person', of: ({ queued }) => queued / people, bound: { atMost: 1.01 } },
    { what: 'calendars in one request to Graph', of: ({ mostABatch: most }) => most, bound: { atMost: mostABatch } },
    { what: 'calendars read twice', of: ({ again }) => again, bound: { atMost: mostAgain } },
    { what: 'peak memory, MiB', of: ({ peak }) => peak, bound: { atMost: 512 } },
  ],
  async prepare() {
    const azurite = await startAzurite();
    const graph = await startGraph();
    const world = await createWorld(azurite.tables, now);
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
    return {
      async round() {
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
          planned: before + second.planned,
          again: graph.urls.length - people,
          queued,
          mostABatch: Math.max(...graph.batches),
          peak: second.peakMiB,
        };
      },
      async dispose() {
        await graph.stop();
        await world.dispose();
        await azurite.stop();
      },
    };
  },
};

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
