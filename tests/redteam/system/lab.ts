import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TableClient, TableServiceClient } from '@azure/data-tables';
import { QueueServiceClient } from '@azure/storage-queue';
import { startAzurite, type Azurite } from '../../helpers/azurite.ts';
import { createWorld, type World } from '../../helpers/world.ts';
import type { Profile } from '../attack.ts';
import { filesUnder, type FileBytes } from './files.ts';

/** One Azurite that attacks share, one attack at a time: each world starts on empty storage. */
export interface Lab {
  readonly azurite: Azurite;
  /** A product on empty storage with fresh keys, at this instant. Used up when `work` ends. */
  inWorld<T>(startsAt: string, work: (world: World) => Promise<T>): Promise<T>;
  /** Deletes every table and queue. */
  wipe(): Promise<void>;
  table(name: string): TableClient;
}

/** A lab that nobody used for this long closes, so that a run ends by itself. */
const idleMs = 2_000;

let running: Promise<Azurite> | undefined;
let idle: NodeJS.Timeout | undefined;
let last: Promise<unknown> = Promise.resolve();

export function inLab<T>(work: (lab: Lab) => Promise<T>): Promise<T> {
  const turn = last.then(async () => {
    clearTimeout(idle);
    const azurite = await (running ??= startAzurite({ own: true }));
    try {
      return await work(labOn(azurite));
    } finally {
      idle = setTimeout(() => void closeLab(), idleMs);
    }
  });
  last = turn.catch(() => undefined);
  return turn;
}

/** Ends the shared Azurite now. */
export async function closeLab(): Promise<void> {
  clearTimeout(idle);
  const azurite = running;
  running = undefined;
  await (await azurite)?.stop();
}

export interface WithFiles<T> {
  readonly value: T;
  /** The data folder of storage, as it is on disk. */
  readonly files: readonly FileBytes[];
}

/**
 * A lab whose files are read at the end. In a full run it is one of its own, read when all is written and the servers have ended; in a short
 * one it is the shared lab, whose servers save every few seconds.
 */
export async function inLabWithFiles<T>(profile: Profile, work: (lab: Lab) => Promise<T>): Promise<WithFiles<T>> {
  if (profile === 'short') return inLab(async (lab) => ({ value: await work(lab), files: await filesUnder(lab.azurite.dir) }));
  const dir = await mkdtemp(join(tmpdir(), 'held-redteam-'));
  const azurite = await startAzurite({ dir });
  try {
    const value = await work(labOn(azurite));
    await azurite.stop();
    return { value, files: await filesUnder(dir) };
  } finally {
    await azurite.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

export function labOn(azurite: Azurite): Lab {
  const options = { allowInsecureConnection: true };
  const wipe = async (): Promise<void> => {
    const tables = TableServiceClient.fromConnectionString(azurite.tables, options);
    for await (const { name } of tables.listTables()) if (name) await tables.deleteTable(name);
    const queues = QueueServiceClient.fromConnectionString(azurite.queues);
    for await (const { name } of queues.listQueues()) await queues.deleteQueue(name);
  };
  return {
    azurite,
    wipe,
    table: (name) => TableClient.fromConnectionString(azurite.tables, name, options),
    async inWorld(startsAt, work) {
      await wipe();
      const world = await createWorld(azurite.tables, startsAt);
      try {
        return await work(world);
      } finally {
        await world.dispose();
      }
    },
  };
}
