import { QueueClient, type StoragePipelineOptions } from '@azure/storage-queue';
import { HeldError } from '../../errors.ts';
import type { PromptQueue } from '../../ports.ts';
import { deadline } from './deadline.ts';
import { queueFailure } from './failure.ts';
import { promptQueue, type PromptQueueOptions } from './promptQueue.ts';

/** Every queue of Held. 3 to 63 lower-case letters, digits and hyphens, as Azure asks. */
export const queueNames = { prompts: 'held-prompts' } as const;

/** What signs requests when the connection is an account URL (a managed identity in Azure). */
export interface QueueCredential {
  getToken(scopes: string | string[], options?: object): Promise<{ token: string; expiresOnTimestamp: number } | null>;
}

export interface QueuesOptions extends PromptQueueOptions {
  /** Needed with an account URL; a connection string brings its own key. */
  readonly credential?: QueueCredential;
}

export interface Queues {
  readonly prompts: PromptQueue;
  /** Makes the queues that are missing. */
  ensure(): Promise<void>;
  /** Can the queue service be reached? Rejects with `storage-down` when not. */
  ping(): Promise<void>;
  /** Messages in all queues, hidden ones too; roughly, as the service counts them. */
  waiting(): Promise<number>;
}

/** Every queue, over a connection string or an account URL with a credential. */
export function openQueues(connection: string, options: QueuesOptions): Queues {
  const client = open(connection, queueNames.prompts, options.credential);
  return {
    prompts: promptQueue(client, options),

    async ensure() {
      try {
        await client.createIfNotExists(deadline());
      } catch (error) {
        throw queueFailure(error, `Making queue ${client.name}`);
      }
    },

    async ping() {
      try {
        await client.getProperties(deadline());
      } catch (error) {
        throw queueFailure(error, `Reaching queue ${client.name}`);
      }
    },

    async waiting() {
      try {
        return (await client.getProperties(deadline())).approximateMessagesCount ?? 0;
      } catch (error) {
        throw queueFailure(error, `Counting queue ${client.name}`);
      }
    },
  };
}

function open(connection: string, name: string, credential: QueueCredential | undefined): QueueClient {
  const options: StoragePipelineOptions = { retryOptions: { maxTries: 3, retryDelayInMs: 300, maxRetryDelayInMs: 1_000 } };
  if (!/^https?:/.test(connection)) return new QueueClient(connection, name, options);
  if (!credential) throw new HeldError('internal', 'An account URL for queues needs a credential.');
  return new QueueClient(`${connection.replace(/\/$/, '')}/${name}`, credential, options);
}
