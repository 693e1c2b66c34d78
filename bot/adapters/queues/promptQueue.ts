import type { DequeuedMessageItem, QueueClient } from '@azure/storage-queue';
import { z } from 'zod';
import { parsePeriodId, parsePersonId } from '../../domain/ids.ts';
import type { DuePrompt, Logger, PromptQueue, QueuedPrompt } from '../../ports.ts';
import { deadline } from './deadline.ts';
import { isGone, queueFailure } from './failure.ts';

export interface PromptQueueOptions {
  readonly log: Logger;
  /**
   * Messages are never hidden longer than this, in seconds. Where the product's clock can be moved, a message that is due tomorrow may be
   * due in a moment: it is looked at again and again instead. Otherwise 7 days, the most that the service allows.
   */
  readonly maxHideSeconds?: number;
}

/** The longest that the service hides a message. */
const sevenDays = 7 * 24 * 3600;
/** A taken message that nobody removes shows again after this: its taker died. */
const takenSeconds = 60;

const checked = <T>(parse: (text: string) => T | undefined) =>
  z.string().transform((text, context) => {
    const value = parse(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: 'not an id' });
    return z.NEVER;
  });

const body = z.strictObject({
  person: checked(parsePersonId),
  period: checked(parsePeriodId),
  dueAt: z.iso.datetime({ offset: true }),
  occasion: z.enum(['meeting', 'day']),
});

/** Prompts that are due later, as messages hidden until then. Delivery is at least once: handlers must be idempotent. */
export function promptQueue(client: QueueClient, { log, maxHideSeconds = sevenDays }: PromptQueueOptions): PromptQueue {
  const hideFor = (seconds: number): number => Math.max(0, Math.min(Math.ceil(seconds), maxHideSeconds, sevenDays));

  return {
    async put(prompt, delaySeconds) {
      const text = JSON.stringify(prompt satisfies DuePrompt);
      // Nobody wants a prompt a week late: then the message goes by itself.
      const messageTimeToLive = Math.max(0, Math.ceil(delaySeconds)) + sevenDays;
      await run('Queueing a prompt', () =>
        client.sendMessage(text, { visibilityTimeout: hideFor(delaySeconds), messageTimeToLive, ...deadline() }),
      );
    },

    async take() {
      const { receivedMessageItems } = await run('Taking prompts', () =>
        client.receiveMessages({ numberOfMessages: 32, visibilityTimeout: takenSeconds, ...deadline() }),
      );
      const taken: QueuedPrompt[] = [];
      let unreadable = 0;
      for (const message of receivedMessageItems) {
        const prompt = parse(message.messageText);
        if (prompt) {
          taken.push(queued(message, prompt));
        } else {
          await remove(message.messageId, message.popReceipt);
          unreadable += 1;
        }
      }
      if (unreadable > 0) log.warn({ queue: client.name, removed: unreadable }, 'removed messages that could not be read');
      return taken;
    },
  };

  function queued(message: DequeuedMessageItem, prompt: DuePrompt): QueuedPrompt {
    let receipt = message.popReceipt;
    return {
      prompt,
      remove: () => remove(message.messageId, receipt),
      async hide(seconds) {
        await run('Hiding a prompt', async () => {
          const hidden = await ignoreGone(() =>
            client.updateMessage(message.messageId, receipt, message.messageText, hideFor(seconds), deadline()),
          );
          receipt = hidden?.popReceipt ?? receipt;
        });
      },
    };
  }

  async function remove(id: string, receipt: string): Promise<void> {
    await run('Removing a prompt', () => ignoreGone(() => client.deleteMessage(id, receipt, deadline())));
  }

  async function run<T>(doing: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw queueFailure(error, doing);
    }
  }
}

/** A message that is gone, or that somebody else has taken since, is no longer ours to change. */
async function ignoreGone<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

function parse(text: string): DuePrompt | undefined {
  try {
    return body.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
