import type { Clock, DeadPromptStore, PromptQueue } from '../ports.ts';

export interface DeadPromptsDeps {
  readonly deadPrompts: DeadPromptStore;
  readonly queue: PromptQueue;
  readonly clock: Clock;
}

/**
 * Asks again for a prompt that could not be sent, under every rule as it holds then: `gapNow` finds the next gap of today for it. It stays on
 * the list until it was sent, for it may find the day used or no gap left; asked for twice it is sent once. False when there is no such prompt.
 */
export async function replayDeadPrompt({ deadPrompts, queue, clock }: DeadPromptsDeps, id: string): Promise<boolean> {
  const dead = await deadPrompts.find(id);
  if (!dead) return false;
  const { whom, period } = dead;
  await queue.put({ whom, period, occasion: 'day', dueAt: clock.now().toString(), replays: id }, 0);
  return true;
}
