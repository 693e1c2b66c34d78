import type { QueueClient } from '@azure/storage-queue';
import { z } from 'zod';
import { parsePeriodId, parsePersonId } from '../../domain/ids.ts';
import type { CardQueue, DuePrompt, PassingCard, PromptQueue, WelcomeQueue } from '../../ports.ts';
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

const welcome = z.strictObject({ person: checked(parsePersonId) });

/** Seconds: the longest that the service keeps a message without being asked to. Who was not reached by then is welcomed by their own first words. */
const welcomesKeptSeconds = 7 * 24 * 3600;

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

/** People who are still to be welcomed. */
export function welcomeQueue(client: QueueClient, options: DelayedQueueOptions): WelcomeQueue {
  const queue = delayedQueue(client, (value) => welcome.parse(value), options);
  return {
    put: (person) => queue.put({ person }, 0, welcomesKeptSeconds),
    take: async () => (await queue.take()).map(({ content, ...rest }) => ({ ...content, ...rest })),
  };
}
