import type { Clock, DeadPromptStore, PromptQueue } from '../ports.ts';

export interface DeadPromptsDeps {
  readonly deadPrompts: DeadPromptStore;
  readonly queue: PromptQueue;
  readonly clock: Clock;
}

/**
 * Asks again for a prompt that could not be sent, under every rule as it holds now: it may find the day used or the hour too late. False when
 * there is no such prompt, or somebody else took it first. Rejects with `storage-down`.
 */
export async function replayDeadPrompt({ deadPrompts, queue, clock }: DeadPromptsDeps, id: string): Promise<boolean> {
  const dead = await deadPrompts.find(id);
  // Removed first: of two operators one goes on. A crash in between loses a prompt, and doubles none.
  if (!dead || !(await deadPrompts.remove(id))) return false;
  const { whom, period, occasion } = dead;
  await queue.put({ whom, period, occasion: occasion === 'day' ? 'day' : 'deferred', dueAt: clock.now().toString() }, 0);
  return true;
}
