import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { TableClient } from '@azure/data-tables';
import { openTables } from '../../bot/adapters/tables/openTables.ts';
import { tableNames } from '../../bot/adapters/tables/tableNames.ts';
import type { OpenerKeyFolders } from '../../bot/adapters/vault/openerKeyFolder.ts';
import { startAzurite, type Azurite } from '../helpers/azurite.ts';
import { bothWays, leastRepetitions, type Bench } from './bench.ts';
import { startBareDecryption, type BareDecryption } from './opening/bareDecryption.ts';
import { opened, type Opened, type Order } from './opening/order.ts';
import { period, storeSealedPeriod, type Sample } from './opening/sealedPeriod.ts';

const few = 3_000;
const many = 30_000;
/** A run of the many takes a minute or more; the baseline is measured this far apart in the middle of it. */
const betweenBaselines = 8_000;

/**
 * Opening and releasing a whole period, from storage to the published release, by a process of its own; beside only decrypting the same
 * ciphertexts in memory. The many are opened once: the process is stopped now and then (SIGSTOP) while the baseline is measured, so that
 * both have the same machine, and each such measurement of a tenth of the ciphertexts is held against a tenth of the run.
 */
export const openAndRelease: Bench<'few' | 'bareFew' | 'many' | 'bareMany' | 'peak'> = {
  name: 'openAndRelease',
  about: 'open and release a period with 24 slots, 18 of them answered, beside only decrypting its ciphertexts',
  values: {
    few: { what: `open and release ${few} people`, unit: 'ms' },
    bareFew: { what: `only decrypt ${few} people`, unit: 'ms' },
    many: { what: `open and release ${many} people (once)`, unit: 'ms' },
    bareMany: { what: `only decrypt ${few} people, in the middle of that`, unit: 'ms' },
    peak: { what: `peak memory of the opener with ${many} people`, unit: 'MiB' },
  },
  targets: [
    { what: `time of decrypting, ${few} people`, of: ({ few: ours, bareFew }) => ours / bareFew, bound: { atMost: 1.5 } },
    { what: `time of decrypting, ${many} people`, of: (sample) => sample.many / (sample.bareMany * (many / few)), bound: { atMost: 1.5 } },
    { what: `growth from ${few} to ${many} people`, of: (sample) => sample.many / sample.few, bound: { atMost: 11 } },
    { what: 'peak memory, MiB', of: ({ peak }) => peak, bound: { atMost: 1_024 }, holds: 'each time' },
  ],
  async prepare() {
    const small = await Box.make(few);
    const large = await Box.make(many);
    const bare = await startBareDecryption(small.sample, Math.min(2, availableParallelism()));
    await bare.run();
    const { run, baselines } = await openWithPauses(large, bare);
    await large.dispose();
    return {
      async round(n) {
        await small.forgetRelease();
        const [ours, bareFew] = await bothWays(
          n,
          () => small.open(),
          () => bare.run(),
        );
        return { few: ours.ms, bareFew, many: run.ms, bareMany: baselines[n] ?? Number.NaN, peak: run.peakMiB };
      },
      async dispose() {
        await bare.stop();
        await small.dispose();
      },
    };
  },
};

/** A storage of its own with one sealed period: a table's size must not weigh on the reading of another. */
class Box {
  readonly sample: Sample;
  readonly #azurite: Azurite;
  readonly #dir: string;
  readonly #order: Order;

  private constructor(azurite: Azurite, dir: string, order: Order, sample: Sample) {
    this.#azurite = azurite;
    this.#dir = dir;
    this.#order = order;
    this.sample = sample;
  }

  static async make(people: number): Promise<Box> {
    const azurite = await startAzurite();
    const dir = await mkdtemp(join(tmpdir(), 'held-bench-'));
    const folders: OpenerKeyFolders = { shared: join(dir, 'shared'), opener: join(dir, 'opener'), web: join(dir, 'web') };
    // Empty, as after the cut: the opener looks there and finds no H_p.
    await mkdir(folders.web);
    const sample = await storeSealedPeriod(azurite.tables, folders, people, few);
    return new Box(azurite, dir, { connection: azurite.tables, folders }, sample);
  }

  start(): { readonly process: ChildProcess; readonly ended: Promise<Opened> } {
    const script = fileURLToPath(new URL('opening/opener.ts', import.meta.url));
    const child = fork(script, [JSON.stringify(this.#order)], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const ended = Promise.race([
      once(child, 'message').then(([news]: unknown[]) => opened.parse(news)),
      once(child, 'exit').then(([code]: unknown[]) => Promise.reject(new Error(`The opening process ended with ${String(code)}.`))),
    ]);
    return { process: child, ended };
  }

  open(): Promise<Opened> {
    return this.start().ended;
  }

  /** As before the opening. */
  async forgetRelease(): Promise<void> {
    const tables = openTables(this.#order.connection);
    const found = await tables.periods.find(period.id);
    if (found) await tables.periods.update(period, found.etag);
    const releases = TableClient.fromConnectionString(this.#order.connection, tableNames.releases, { allowInsecureConnection: true });
    for await (const { partitionKey, rowKey } of releases.listEntities()) await releases.deleteEntity(partitionKey ?? '', rowKey ?? '');
  }

  async dispose(): Promise<void> {
    await this.#azurite.stop();
    await rm(this.#dir, { recursive: true, force: true });
  }
}

async function openWithPauses(box: Box, bare: BareDecryption): Promise<{ readonly run: Opened; readonly baselines: readonly number[] }> {
  const { process: child, ended } = box.start();
  const baselines: number[] = [];
  let paused = 0;
  let running = true;
  const over = ended.finally(() => (running = false));
  for (;;) {
    await Promise.race([sleep(betweenBaselines), over]);
    if (!running || baselines.length === leastRepetitions) break;
    const from = performance.now();
    child.kill('SIGSTOP');
    baselines.push(await bare.run());
    child.kill('SIGCONT');
    paused += performance.now() - from;
  }
  const run = await over;
  while (baselines.length < leastRepetitions) baselines.push(await bare.run());
  return { run: { ...run, ms: run.ms - paused }, baselines };
}
