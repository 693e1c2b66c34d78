import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface BareBot {
  readonly child: ChildProcess;
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Starts the bare bot as a process and waits until it listens. `json`: what its JSON route answers; `merge`: the storage in which it merges
 * before it answers.
 */
export function startBareBot({ json = {}, merge }: { readonly json?: unknown; readonly merge?: string } = {}): Promise<BareBot> {
  const script = fileURLToPath(new URL('bareBot.ts', import.meta.url));
  return started(['--import', 'tsx', script], { BARE_JSON: JSON.stringify(json), ...(merge ? { BARE_MERGE: merge } : {}) });
}

/** One without anything of a compiler in it, for what a start and an idle process cost. */
export const startPlainBot = (): Promise<BareBot> => started([fileURLToPath(new URL('../bareBot.mjs', import.meta.url))], { PORT: '0' });

async function started(command: readonly string[], env: Readonly<Record<string, string>>): Promise<BareBot> {
  const child = spawn(process.execPath, command, {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const onExit = (): void => void child.kill('SIGKILL');
  process.once('exit', onExit);
  const [line]: unknown[] = await Promise.race([
    once(child.stdout.setEncoding('utf8'), 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error('The bare bot ended.'))),
  ]);
  return {
    child,
    port: Number(line),
    async stop() {
      process.removeListener('exit', onExit);
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
