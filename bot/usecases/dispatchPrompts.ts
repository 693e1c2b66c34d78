import { Temporal } from 'temporal-polyfill';
import { HeldError } from '../errors.ts';
import type { Logger, PromptQueue, QueuedPrompt } from '../ports.ts';
import { sendPrompt, type SendPromptDeps } from './sendPrompt.ts';

export interface DispatchPromptsDeps extends SendPromptDeps {
  readonly queue: PromptQueue;
  readonly log: Logger;
  /** As in `promptAfterMeeting`. */
  readonly longestHideSeconds: number;
}

/**
 * Takes what the queue shows: hides what is not due yet, sends what is. Each message is removed once it was dealt with; one that met
 * an outage stays and comes back by itself. Gives back how many messages were looked at, so that a caller can go on until there are
 * none. Run it every second or so; several processes may run it at once.
 */
export async function dispatchPrompts(deps: DispatchPromptsDeps): Promise<number> {
  const taken = await deps.queue.take();
  const results = await Promise.allSettled(taken.map((queued) => dispatchOne(deps, queued)));
  for (const result of results) {
    if (result.status === 'rejected') {
      const code = result.reason instanceof HeldError ? result.reason.code : 'internal';
      deps.log.warn({ code }, 'a due prompt could not be handled; the queue brings it again');
    }
  }
  return taken.length;
}

async function dispatchOne(deps: DispatchPromptsDeps, queued: QueuedPrompt): Promise<void> {
  const wait = deps.clock.now().until(Temporal.Instant.from(queued.prompt.dueAt)).total('seconds');
  if (wait > 0) return queued.hide(Math.min(Math.ceil(wait), deps.longestHideSeconds));
  const outcome = await sendPrompt(deps, queued.prompt);
  await queued.remove();
  deps.log.info({ outcome }, 'a due prompt was handled');
}
