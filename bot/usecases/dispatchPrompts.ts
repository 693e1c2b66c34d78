import { Temporal } from 'temporal-polyfill';
import { HeldError } from '../errors.ts';
import type { Logger, PromptQueue, QueuedPrompt } from '../ports.ts';
import { sendPrompt, type SendPromptDeps } from './sendPrompt.ts';

export interface DispatchPromptsDeps extends SendPromptDeps {
  readonly queue: PromptQueue;
  readonly log: Logger;
}

/** Prompts under way at once: enough to keep the channel's limit busy, few enough that a crash catches few between ledger and answer. */
const mostAtOnce = 32;

/**
 * Takes what the queue shows until nothing in it is due: hides what is not due yet, sends what is. Each message is removed once it was
 * dealt with; one that met an outage stays and comes back by itself. Gives back how many due prompts were handled. Run it every few
 * seconds; several processes may run it at once. Once the signal is given it begins nothing more and ends with what is under way: the queue
 * shows the rest to others.
 */
export async function dispatchPrompts(deps: DispatchPromptsDeps, signal?: AbortSignal): Promise<number> {
  const running = new Set<Promise<void>>();
  let handled = 0;
  try {
    while (!signal?.aborted) {
      const taken = await deps.queue.take();
      const due: QueuedPrompt[] = [];
      for (const queued of taken) {
        const wait = deps.clock.now().until(Temporal.Instant.from(queued.prompt.dueAt)).total('seconds');
        if (wait > 0) await queued.hide(Math.ceil(wait));
        else due.push(queued);
      }
      if (due.length === 0) break;
      for (const queued of due) {
        while (running.size >= mostAtOnce) await Promise.race(running);
        if (signal?.aborted) break;
        const one: Promise<void> = dispatchOne(deps, queued).finally(() => running.delete(one));
        running.add(one);
        handled += 1;
      }
    }
  } finally {
    await Promise.all(running);
  }
  return handled;
}

/** Never rejects: what it cannot deal with, the queue brings again. */
async function dispatchOne(deps: DispatchPromptsDeps, queued: QueuedPrompt): Promise<void> {
  try {
    const handled = await sendPrompt(deps, queued.prompt);
    if (handled.kind === 'unknown') return await queued.hide(handled.seconds);
    if (handled.kind === 'later') {
      // The new message first: a crash in between leaves two, of which one finds the day used.
      const delay = deps.clock.now().until(handled.at).total('seconds');
      await deps.queue.put({ ...queued.prompt, dueAt: handled.at.toString() }, delay);
    }
    await queued.remove();
    deps.log.info({ outcome: handled.kind === 'done' ? handled.outcome : handled.kind }, 'a due prompt was handled');
  } catch (error) {
    const code = error instanceof HeldError ? error.code : 'internal';
    deps.log.warn({ code }, 'a due prompt could not be handled; the queue brings it again');
  }
}
