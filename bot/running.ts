import { setTimeout as sleep } from 'node:timers/promises';
import { HeldError } from './errors.ts';
import type { Logger } from './ports.ts';

/**
 * Does `work` again and again, `seconds` after it last ended, until the signal; resolves once the last turn has ended. A turn that fails
 * ends nothing. Of a row of like failures the first is logged (`failedAgain` hears of the others), and then that it works again: an outage is one thing to know, not thousands.
 */
export async function every(
  seconds: number,
  name: string,
  work: () => Promise<unknown>,
  { signal, log, failedAgain }: { readonly signal: AbortSignal; readonly log: Logger; readonly failedAgain?: () => void },
): Promise<void> {
  let failing: string | undefined;
  while (!signal.aborted) {
    try {
      await work();
      if (failing !== undefined) log.info({ loop: name }, 'works again');
      failing = undefined;
    } catch (error) {
      const { code, message } = forLog(error);
      if (failing !== code) log.error({ loop: name, code }, message);
      else failedAgain?.();
      failing = code;
    }
    await sleep(seconds * 1000, undefined, { signal }).catch(() => undefined);
  }
}

/** A library's own message may quote data, and is left out. */
function forLog(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof HeldError) return { code: error.code, message: error.message };
  return { code: 'internal', message: `failed: ${error instanceof Error ? error.name : 'unknown'}` };
}

export interface Running {
  readonly log: Logger;
  /** Ends it without loss. */
  readonly stop: () => Promise<void>;
  /** Of a process that ends by itself: its exit code, once its work is done. */
  readonly done?: Promise<number>;
}

/** Runs one process from its start to a signal, or until its work is done. Exits 0 after that, 1 when it cannot start. */
export async function runProcess(name: string, start: () => Promise<Running>): Promise<void> {
  try {
    const asked = stopAsked();
    const { log, stop, done } = await start();
    // A promise that nobody waits for failed somewhere in a library: worth a line, not the end of everybody's requests.
    process.on('unhandledRejection', (error) => log.error(forLog(error), 'a promise failed unheard'));
    const code = await Promise.race([asked.then(() => 0), ...(done ? [done] : [])]);
    log.info({}, `${name} is ending`);
    await stop();
    log.info({}, `${name} has ended`);
    process.exit(code);
  } catch (error) {
    process.stderr.write(`${whyNot(name, error)}\n`);
    process.exit(1);
  }
}

/** Resolves at the first signal to end. A second one while it is ending changes nothing. */
function stopAsked(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve());
  });
}

/** What a person at a terminal needs: our own failures in their words, anything else with where it arose. */
function whyNot(name: string, error: unknown): string {
  if (error instanceof HeldError || (error instanceof Error && error.name === 'ConfigError')) return `${name} cannot run. ${error.message}`;
  return `${name} cannot run. ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
