import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { HeldError } from '../errors.ts';

/** The repository's root folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const leash = pathToFileURL(join(root, 'bot/local/leash.js')).href;

export interface ChildProgram {
  /** What people call it; also the name of its log. */
  readonly name: string;
  /** A Node program; TypeScript where it ends in `.ts`. */
  readonly script: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** It draws its progress in the terminal; otherwise its output goes to its log. */
  readonly inTerminal?: boolean;
  /** How it ends without loss: a signal, or Azurite's message. */
  readonly endsBy: 'SIGTERM' | 'message';
}

export interface Child {
  readonly name: string;
  readonly log: string;
  /** Resolves when it has ended, with how. */
  readonly ended: Promise<string>;
  readonly running: boolean;
  /** Asks it to end and waits; stopping twice is harmless. */
  stop(): Promise<void>;
}

/** It has this long to save its data; Azurite waits for open connections and needs a few seconds. */
const longestEnd = 15_000;

/**
 * Starts one Node program with this same Node, its output in `logs/{name}.log`. It runs in a process group of its own, so that Ctrl-C in a
 * terminal reaches the supervisor alone, which ends the children in their order.
 */
export async function startChild(program: ChildProgram, logs: string): Promise<Child> {
  const { name, script, args = [], env, cwd = root, endsBy, inTerminal = false } = program;
  await mkdir(logs, { recursive: true, mode: 0o700 });
  await mkdir(cwd, { recursive: true, mode: 0o700 });
  const log = join(logs, `${name}.log`);
  const output = createWriteStream(log, { flags: 'w', mode: 0o600 });
  await once(output, 'open');
  const imports = script.endsWith('.ts') ? ['--import', 'tsx', '--import', leash] : ['--import', leash];
  const child = spawn(process.execPath, [...imports, script, ...args], {
    cwd,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', inTerminal ? 'inherit' : output, output, 'ipc'],
    ...(env ? { env } : {}),
  });
  output.close();
  let running = true;
  const ended = new Promise<string>((resolve) => {
    const end = (how: string): void => {
      running = false;
      resolve(how);
    };
    child.once('error', (error) => end(`could not be started (${error.message})`));
    child.once('exit', (code, signal) => end(signal ? `was ended by ${signal}` : `ended with code ${code}`));
  });
  return {
    name,
    log,
    ended,
    get running() {
      return running;
    },
    async stop() {
      if (!running) return;
      if (endsBy === 'message' && child.connected) child.send('shutdown');
      else child.kill(endsBy === 'message' ? 'SIGINT' : endsBy);
      const late = setTimeout(() => child.kill('SIGKILL'), longestEnd);
      await ended;
      clearTimeout(late);
    },
  };
}

/** How a child ended, with what its log says of it. */
export async function epitaph(child: Child): Promise<string> {
  const lines = await lastLines(child.log);
  const says = lines === '' ? 'and is empty.' : `and ends with:\n${lines}`;
  return `${child.name} ${await child.ended}. Its log is ${child.log} ${says}`;
}

/** The last lines of a log, for somebody who has to see why a program ended. */
export async function lastLines(log: string, count = 12): Promise<string> {
  const text = await readFile(log, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

/** Waits until `ready` says yes. Rejects when the child ends first, or after `seconds`. */
export async function untilReady(child: Child, ready: () => Promise<boolean>, seconds = 60): Promise<void> {
  for (const deadline = performance.now() + seconds * 1000; performance.now() < deadline; await sleep(100)) {
    if (!child.running) throw new HeldError('internal', await epitaph(child));
    if (await ready().catch(() => false)) return;
  }
  throw new HeldError('internal', `${child.name} was not ready after ${seconds} seconds. Look at ${child.log}`);
}
