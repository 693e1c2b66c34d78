import type { DequeuedMessageItem, QueueClient } from '@azure/storage-queue';
import type { Logger } from '../../ports.ts';
import { deadline } from './deadline.ts';
import { isGone, queueFailure } from './failure.ts';

export interface DelayedQueueOptions {
  readonly log: Logger;
  /**
   * Messages are never hidden longer than this, in seconds. Where the product's clock can be moved, a message that is due tomorrow may be
   * due in a moment: it is looked at again and again instead. Otherwise 7 days, the most that the service allows.
   */
  readonly maxHideSeconds?: number;
  /** A taken message that nobody removes shows again after this: its taker died. Longer than any handling takes. */
  readonly takenSeconds?: number;
}

export interface Queued<T> {
  readonly content: T;
  remove(): Promise<void>;
  hide(seconds: number): Promise<void>;
}

export interface DelayedQueue<T> {
  /** Deletes itself `keptSeconds` after it showed first, if nobody removed it. */
  put(content: T, delaySeconds: number, keptSeconds: number): Promise<void>;
  /** Up to 32 visible messages, hidden from others meanwhile. One that cannot be read is removed and counted in the log. */
  take(): Promise<readonly Queued<T>[]>;
}

/** The longest that the service hides a message. */
const sevenDays = 7 * 24 * 3600;
const defaultTakenSeconds = 60;

/**
 * Messages that are due later, hidden until then. Longer waits than the service allows are chained: the message shows early, and who takes
 * it hides it again. Delivery is at least once: handlers must be idempotent.
 */
export function delayedQueue<T extends object>(
  client: QueueClient,
  parse: (text: unknown) => T,
  { log, maxHideSeconds = sevenDays, takenSeconds = defaultTakenSeconds }: DelayedQueueOptions,
): DelayedQueue<T> {
  const hideFor = (seconds: number): number => Math.max(0, Math.min(Math.ceil(seconds), maxHideSeconds, sevenDays));

  return {
    async put(content, delaySeconds, keptSeconds) {
      const messageTimeToLive = Math.max(0, Math.ceil(delaySeconds)) + Math.max(1, Math.ceil(keptSeconds));
      await run('Writing to', () =>
        client.sendMessage(JSON.stringify(content), { visibilityTimeout: hideFor(delaySeconds), messageTimeToLive, ...deadline() }),
      );
    },

    async take() {
      const { receivedMessageItems } = await run('Reading', () =>
        client.receiveMessages({ numberOfMessages: 32, visibilityTimeout: takenSeconds, ...deadline() }),
      );
      const taken: Queued<T>[] = [];
      let unreadable = 0;
      for (const message of receivedMessageItems) {
        const content = parsed(message.messageText);
        if (content) {
          taken.push(queued(message, content));
        } else {
          await remove(message.messageId, message.popReceipt);
          unreadable += 1;
        }
      }
      if (unreadable > 0) log.warn({ queue: client.name, removed: unreadable }, 'removed messages that could not be read');
      return taken;
    },
  };

  function queued(message: DequeuedMessageItem, content: T): Queued<T> {
    let receipt = message.popReceipt;
    return {
      content,
      remove: () => remove(message.messageId, receipt),
      async hide(seconds) {
        await run('Hiding a message of', async () => {
          const hidden = await ignoreGone(() =>
            client.updateMessage(message.messageId, receipt, message.messageText, hideFor(seconds), deadline()),
          );
          receipt = hidden?.popReceipt ?? receipt;
        });
      },
    };
  }

  async function remove(id: string, receipt: string): Promise<void> {
    await run('Removing from', () => ignoreGone(() => client.deleteMessage(id, receipt, deadline())));
  }

  async function run<R>(doing: string, work: () => Promise<R>): Promise<R> {
    try {
      return await work();
    } catch (error) {
      throw queueFailure(error, `${doing} queue ${client.name}`);
    }
  }

  function parsed(text: string): T | undefined {
    try {
      return parse(JSON.parse(text));
    } catch {
      return undefined;
    }
  }
}

/** A message that is gone, or that somebody else has taken since, is no longer ours to change. */
async function ignoreGone<R>(work: () => Promise<R>): Promise<R | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}
