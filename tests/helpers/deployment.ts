import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TableClient } from '@azure/data-tables';
import { Temporal } from 'temporal-polyfill';
import { createSealing } from '../../bot/adapters/sealing/seal.ts';
import { localClockFile, setLocalClock } from '../../bot/adapters/system/localClock.ts';
import { tableNames } from '../../bot/adapters/tables/tableNames.ts';
import { openTables, type Tables } from '../../bot/adapters/tables/openTables.ts';
import { createWebKeyFolder } from '../../bot/adapters/vault/webKeyFolder.ts';
import { paths } from '../../bot/contract/paths.ts';
import type { PersonId } from '../../bot/domain/ids.ts';
import type { PeriodState } from '../../bot/domain/period.ts';
import type { RosterEntry } from '../../bot/domain/roster.ts';
import type { Sealer } from '../../bot/ports.ts';
import { requestPeriod } from '../../bot/usecases/requestPeriod.ts';
import { freePort, startAzurite, type Azurite } from './azurite.ts';
import { compiledPrograms } from './programs.ts';
import { root } from './checks.ts';
import { autumnTwo, rosterOf, sencos } from './world.ts';

/** One of the product's own programs, running. */
export interface Program {
  readonly child: ChildProcess;
  output(): string;
  /** Exit code; null after a signal that it did not handle. */
  readonly ended: Promise<number | null>;
}

/** A whole Held on this machine: Azurite, key folders, and the real programs `bot/main.ts` and `bot/opener.ts` as processes. */
export interface Deployment {
  readonly dir: string;
  readonly azurite: Azurite;
  /** Straight to storage, for the test itself. */
  readonly tables: Tables;
  readonly people: readonly PersonId[];
  readonly env: Readonly<Record<string, string>>;
  /** Programs that were started here are ended by `stop`. `more` adds to their settings. */
  start(script: 'bot/main.ts' | 'bot/opener.ts', more?: Readonly<Record<string, string>>): Program;
  /** Waits until the web process on this port is ready to serve. */
  ready(program: Program, port?: number): Promise<void>;
  readonly port: number;
  setClock(iso: string): Promise<void>;
  /** Asks for the half-term and waits until it is open. Needs both programs to run. */
  openPeriod(): Promise<void>;
  reaches(state: PeriodState, seconds?: number): Promise<void>;
  /** The web process's own seal of the open period, for tickets as its cards carry them. */
  sealer(): Promise<Sealer>;
  /** What processes that were killed left behind, beats and leases: the living would wait for up to two minutes until it runs out. */
  forgetTheDead(): Promise<void>;
  stop(): Promise<void>;
}

export interface DeploymentOptions {
  readonly people: number;
  readonly units?: readonly string[];
  /** Where the programs reach storage; Azurite itself unless something stands before it. */
  readonly through?: (azurite: Azurite) => Promise<{ readonly tables: string; readonly queues: string }>;
}

const inherited = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };

export async function startDeployment({ people, units = ['Trust/East', 'Trust/West'], through }: DeploymentOptions): Promise<Deployment> {
  const dir = await mkdtemp(join(tmpdir(), 'held-deployment-'));
  const compiled = await compiledPrograms();
  const azurite = await startAzurite({ dir: join(dir, 'azurite') });
  const { tables: tablesAt, queues: queuesAt } = through ? await through(azurite) : azurite;
  const tables = openTables(azurite.tables);
  await tables.ensure();
  const roster: readonly RosterEntry[] = sencos(people, units);
  await tables.roster.replace(rosterOf(roster));
  const dataDir = join(dir, 'held');
  const setClock = (iso: string): Promise<void> => setLocalClock(localClockFile(dataDir), Temporal.Instant.from(iso));
  await setClock('2026-11-18T10:05:00Z');
  const port = await freePort();
  const env = { HELD_DATA_DIR: dataDir, HELD_TABLES: tablesAt, HELD_QUEUES: queuesAt, PORT: String(port), HELD_LOG_LEVEL: 'warn' };
  const programs = new Set<Program>();

  const start: Deployment['start'] = (script, more = {}) => {
    const child = spawn(process.execPath, [compiled[script]], { cwd: root, env: { ...inherited, ...env, ...more } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    const ended = once(child, 'exit').then(([code]: unknown[]) => (typeof code === 'number' ? code : null));
    // A test runner that dies must not leave programs behind.
    const onExit = (): void => void child.kill('SIGKILL');
    process.once('exit', onExit);
    const program: Program = { child, output: () => output, ended };
    programs.add(program);
    void ended.then(() => {
      process.removeListener('exit', onExit);
      programs.delete(program);
    });
    return program;
  };

  const reaches: Deployment['reaches'] = async (state, seconds = 60) => {
    let last: PeriodState | undefined;
    for (const deadline = performance.now() + seconds * 1_000; performance.now() < deadline; await sleep(100)) {
      last = (await tables.periods.find(autumnTwo.id))?.value.state;
      if (last === state) return;
    }
    throw new Error(`The period is ${last}, not ${state}: ${[...programs].map((program) => program.output().slice(-500)).join('\n')}`);
  };

  return {
    dir,
    azurite,
    tables,
    people: roster.map(({ person }) => person),
    env,
    port,
    start,
    setClock,
    reaches,
    async ready(program, at = port) {
      for (const deadline = performance.now() + 60_000; performance.now() < deadline; await sleep(50)) {
        if (program.child.exitCode !== null || program.child.signalCode !== null) break;
        const answered = await fetch(`http://127.0.0.1:${at}${paths.readyz}`).catch(() => undefined);
        if (answered?.status === 200) return;
      }
      throw new Error(`The web process is not ready. It said: ${program.output().slice(-2_000)}`);
    },
    async openPeriod() {
      await requestPeriod({ ...tables, policy: { k: 8 } }, autumnTwo);
      await reaches('OPEN');
    },
    async sealer() {
      const keys = join(dataDir, 'keys');
      const sealing = await createSealing();
      const found = await createWebKeyFolder({ shared: join(keys, 'shared'), web: join(keys, 'web') }).sealingKeys(autumnTwo.id);
      if (!found) throw new Error('The period has no sealing keys.');
      return sealing.sealerFor(found);
    },
    async forgetTheDead() {
      for (const name of [tableNames.processes, tableNames.leases]) {
        const table = TableClient.fromConnectionString(azurite.tables, name, { allowInsecureConnection: true });
        for await (const { partitionKey = '', rowKey = '' } of table.listEntities()) await table.deleteEntity(partitionKey, rowKey);
      }
    },
    async stop() {
      for (const { child, ended } of programs) {
        child.kill('SIGTERM');
        const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
        await ended;
        clearTimeout(late);
      }
      await azurite.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
