import { QueueClient, type StoragePipelineOptions } from '@azure/storage-queue';
import { HeldError } from '../../errors.ts';
import type { CardQueue, PromptQueue, WelcomeQueue } from '../../ports.ts';
import { deadline } from './deadline.ts';
import type { DelayedQueueOptions } from './delayedQueue.ts';
import { queueFailure } from './failure.ts';
import { cardQueue, promptQueue, welcomeQueue } from './heldQueues.ts';

/** Every queue of Held. 3 to 63 lower-case letters, digits and hyphens, as Azure asks. */
export const queueNames = { prompts: 'held-prompts', cards: 'held-cards', welcomes: 'held-welcomes' } as const;

/** What signs requests when the connection is an account URL (a managed identity in Azure). */
export interface QueueCredential {
  getToken(scopes: string | string[], options?: object): Promise<{ token: string; expiresOnTimestamp: number } | null>;
}

export interface QueuesOptions extends DelayedQueueOptions {
  /** Needed with an account URL; a connection string brings its own key. */
  readonly credential?: QueueCredential;
}

export interface Queues {
  readonly prompts: PromptQueue;
  readonly cards: CardQueue;
  readonly welcomes: WelcomeQueue;
  /** Makes the queues that are missing. */
  ensure(): Promise<void>;
  /** Can the queue service be reached? Rejects with `storage-down` when not. */
  ping(): Promise<void>;
  /** Messages in all queues, hidden ones too; roughly, as the service counts them. */
  waiting(): Promise<number>;
}

/** Every queue, over a connection string or an account URL with a credential. */
export function openQueues(connection: string, options: QueuesOptions): Queues {
  const prompts = open(connection, queueNames.prompts, options.credential);
  const cards = open(connection, queueNames.cards, options.credential);
  const welcomes = open(connection, queueNames.welcomes, options.credential);
  const each = async (doing: string, work: (client: QueueClient) => Promise<unknown>): Promise<void> => {
    for (const client of [prompts, cards, welcomes]) {
      try {
        await work(client);
      } catch (error) {
        throw queueFailure(error, `${doing} queue ${client.name}`);
      }
    }
  };
  return {
    prompts: promptQueue(prompts, options),
    cards: cardQueue(cards, options),
    welcomes: welcomeQueue(welcomes, options),
    ensure: () => each('Making', (client) => client.createIfNotExists(deadline())),
    ping: () => each('Reaching', (client) => client.getProperties(deadline())),

    async waiting() {
      let sum = 0;
      await each('Counting', async (client) => void (sum += (await client.getProperties(deadline())).approximateMessagesCount ?? 0));
      return sum;
    },
  };
}

function open(connection: string, name: string, credential: QueueCredential | undefined): QueueClient {
  const options: StoragePipelineOptions = { retryOptions: { maxTries: 3, retryDelayInMs: 300, maxRetryDelayInMs: 1_000 } };
  if (!/^https?:/.test(connection)) return new QueueClient(connection, name, options);
  if (!credential) throw new HeldError('internal', 'An account URL for queues needs a credential.');
  return new QueueClient(`${connection.replace(/\/$/, '')}/${name}`, credential, options);
}
