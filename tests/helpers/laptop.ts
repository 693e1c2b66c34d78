import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './azurite.ts';
import { root } from './checks.ts';
import { compiledPrograms } from './programs.ts';

/** What `npm start` runs, on free ports and a folder of its own. */
export interface Laptop {
  readonly dataDir: string;
  readonly ports: { readonly web: number; readonly playground: number; readonly tables: number; readonly queues: number };
  readonly env: NodeJS.ProcessEnv;
}

export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

export interface Running {
  readonly pid: number;
  /** Everything printed so far. */
  output(): string;
  /** Waits until this was printed. Rejects when the program ends first, or after `seconds`. */
  printed(text: string | RegExp, seconds?: number): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  readonly finished: Promise<Finished>;
}

export async function newLaptop(more: NodeJS.ProcessEnv = {}): Promise<Laptop> {
  // The data folder itself does not exist yet, as at a first start.
  const dataDir = join(await mkdtemp(join(tmpdir(), 'held-laptop-')), 'data');
  const [web, playground, tables, queues] = [await freePort(), await freePort(), await freePort(), await freePort()];
  const env = {
    ...process.env,
    HELD_DATA_DIR: dataDir,
    PORT: String(web),
    PLAYGROUND_PORT: String(playground),
    AZURITE_TABLE_PORT: String(tables),
    AZURITE_QUEUE_PORT: String(queues),
    HELD_SETTLE_SECONDS: '1',
    ...more,
  };
  return { dataDir, ports: { web, playground, tables, queues }, env };
}

export const discard = (laptop: Laptop): Promise<void> => rm(join(laptop.dataDir, '..'), { recursive: true, force: true });

/** Runs one of the repository's programs with this same Node: a source, or one that is compiled. */
export function run(laptop: Laptop, script: string, args: readonly string[] = []): Running {
  const child = spawn(process.execPath, [...(/\.m?ts$/.test(script) ? ['--import', 'tsx'] : []), script, ...args], {
    cwd: root,
    env: laptop.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  // A test runner that dies must not leave the program behind; its children follow it by themselves.
  const onExit = (): void => void child.kill('SIGTERM');
  process.once('exit', onExit);
  let ended = false;
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      ended = true;
      process.removeListener('exit', onExit);
      resolve({ code, signal, output });
    });
  });
  return {
    pid: child.pid ?? 0,
    output: () => output,
    async printed(text, seconds = 150) {
      for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; await sleep(50)) {
        if (typeof text === 'string' ? output.includes(text) : text.test(output)) return;
        if (ended) throw new Error(`It ended without saying “${String(text)}”:\n${output}`);
      }
      throw new Error(`It did not say “${String(text)}” in ${seconds} s:\n${output}`);
    },
    kill: (signal) => void child.kill(signal),
    finished,
  };
}

/** Runs an operator's command to its end. */
export async function held(laptop: Laptop, ...args: readonly string[]): Promise<Finished> {
  return run(laptop, (await compiledPrograms())['bot/cli.ts'], args).finished;
}

/** Starts everything and waits until it says that it is ready. */
export async function start(laptop: Laptop): Promise<Running> {
  const running = run(laptop, 'bot/local/start.ts');
  await running.printed('Held is ready');
  return running;
}
