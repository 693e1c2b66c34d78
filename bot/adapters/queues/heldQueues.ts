import type { QueueClient } from '@azure/storage-queue';
import { z } from 'zod';
import { parsePeriodId, parsePersonId } from '../../domain/ids.ts';
import type { CardQueue, DuePrompt, PassingCard, PromptQueue } from '../../ports.ts';
import { delayedQueue, type DelayedQueueOptions } from './delayedQueue.ts';

const checked = <T>(parse: (text: string) => T | undefined) =>
  z.string().transform((text, context) => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: 'not an id' });
    return z.NEVER;
  });

const instant = z.iso.datetime({ offset: true });
const prompt = z.strictObject({
  whom: z.string().min(1).max(500),
  period: checked(parsePeriodId),
  dueAt: instant,
  occasion: z.enum(['meeting', 'deferred', 'day']),
  replays: z.guid().exactOptional(),
});
const card = z.strictObject({ person: checked(parsePersonId), message: z.string().min(1).max(500), passesAt: instant });

/** A prompt's gap is long over by then. */
const promptsKeptSeconds = 3600;

/** Prompts that are due later. */
export function promptQueue(client: QueueClient, options: DelayedQueueOptions): PromptQueue {
  const queue = delayedQueue<DuePrompt>(client, (value) => prompt.parse(value), options);
  return {
    put: (content, delaySeconds) => queue.put(content, delaySeconds, promptsKeptSeconds),
    take: async () => (await queue.take()).map(({ content, ...rest }) => ({ prompt: content, ...rest })),
  };
}

/** Cards that pass at the day's end. */
export function cardQueue(client: QueueClient, options: DelayedQueueOptions): CardQueue {
  const queue = delayedQueue<PassingCard>(client, (value) => card.parse(value), options);
  return {
    put: queue.put,
    take: async () => (await queue.take()).map(({ content, ...rest }) => ({ card: content, ...rest })),
  };
}
