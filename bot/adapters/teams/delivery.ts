import { setTimeout as sleep } from 'node:timers/promises';
import {
  ActivityEventNames,
  CardFactory,
  type CloudAdapter,
  type ConversationReference,
  type Middleware,
  type TurnContext,
} from 'botbuilder';
import pRetry, { AbortError } from 'p-retry';
import type { PersonId } from '../../domain/ids.ts';
import type { ConversationStore, Logger, PromptSender, SendOutcome } from '../../ports.ts';
import type { Card } from './cardParts.ts';
import { promptCard, type AnswerIn } from './cards.ts';
import { verdictOn, type Verdict } from './channelFailure.ts';
import { referenceFrom } from './references.ts';
import { words } from './words.ts';

export interface DeliveryDeps {
  readonly adapter: CloudAdapter;
  readonly botAppId: string;
  readonly conversations: ConversationStore;
  readonly log: Logger;
  readonly answerIn: AnswerIn;
  /** Longest time for one prompt with all its retries: it must end long before the queue shows the message again. */
  readonly retryMs?: number;
}

const defaultRetryMs = 8_000;
const retries = { retries: 5, minTimeout: 300, maxTimeout: 3_000, factor: 2, randomize: true } as const;

/** A message with one card; its notification says no more than `summary`. */
export const cardMessage = (card: Card, summary: string) => ({
  type: 'message',
  summary,
  attachments: [CardFactory.adaptiveCard(card)],
});

/** Sends prompts into 1:1 chats whose address is known. A refusal never becomes a message, and never reaches a chat. */
export function createSender(deps: DeliveryDeps): PromptSender {
  const { adapter, botAppId, conversations, log, answerIn, retryMs = defaultRetryMs } = deps;
  adapter.use(withoutOwnRetries(adapter));

  const addressOf = async (person: PersonId): Promise<Partial<ConversationReference> | undefined> => {
    const text = await conversations.find(person);
    return text === undefined ? undefined : referenceFrom(text);
  };

  return {
    reaches: async (person) => (await addressOf(person)) !== undefined,

    async sendPrompt(person, asked) {
      const reference = await addressOf(person);
      if (!reference) return 'later';
      const message = cardMessage(promptCard({ ...asked, moment: 'meeting' }, answerIn), words.invitation);
      const send = async (): Promise<void> => {
        let refused: Refused | undefined;
        await adapter.continueConversationAsync(botAppId, reference, async (context) => {
          // Caught here, because the adapter would answer a failed turn with words into the chat.
          await context.sendActivity(message).catch((error: unknown) => (refused = new Refused(verdictOn(error), error)));
        });
        if (refused) throw refused;
      };
      return settle(person, await attempt(send, retryMs));
    },
  };

  async function settle(person: PersonId, verdict: Verdict | 'sent'): Promise<SendOutcome> {
    if (verdict === 'sent') return 'sent';
    if (verdict.outcome === 'gone' || (verdict.outcome === 'later' && verdict.forget)) await conversations.remove(person);
    log.warn({ outcome: verdict.outcome }, 'the channel refused a prompt');
    return verdict.outcome === 'gone' ? 'gone' : 'later';
  }
}

class Refused extends Error {
  readonly verdict: Verdict;
  constructor(verdict: Verdict, cause: unknown) {
    super('The channel refused a message.', { cause });
    this.verdict = verdict;
  }
}

/** Tries until sent, refused for good, or out of time; a `Retry-After` beyond the time left ends it at once. */
async function attempt(send: () => Promise<void>, retryMs: number): Promise<Verdict | 'sent'> {
  const until = Date.now() + retryMs;
  try {
    await pRetry(send, {
      ...retries,
      maxRetryTime: retryMs,
      shouldRetry: ({ error }) => error instanceof Refused && error.verdict.outcome === 'retry',
      onFailedAttempt: async ({ error }) => {
        const afterMs = error instanceof Refused && error.verdict.outcome === 'retry' ? (error.verdict.afterMs ?? 0) : 0;
        if (Date.now() + afterMs > until) throw new AbortError(error);
        await sleep(afterMs);
      },
    });
    return 'sent';
  } catch (error) {
    const cause = error instanceof AbortError ? error.originalError : error;
    return cause instanceof Refused ? cause.verdict : { outcome: 'later', forget: false };
  }
}

/**
 * The connector's client retries by itself, three times and as long as a `Retry-After` says. For prompts that must be ours: bounded, and
 * never after a failure that may have delivered.
 */
function withoutOwnRetries(adapter: CloudAdapter): Middleware {
  return {
    async onTurn(context: TurnContext, next: () => Promise<void>) {
      if (context.activity.name === ActivityEventNames.ContinueConversation) {
        const connector: unknown = context.turnState.get(adapter.ConnectorClientKey);
        if (holdsClient(connector)) connector.client.pipeline.removePolicy({ phase: 'Retry' });
      }
      await next();
    },
  };
}

interface HoldsClient {
  readonly client: { readonly pipeline: { removePolicy(which: { phase: 'Retry' }): unknown } };
}

/** The client is a private field of botbuilder's wrapper around @azure/core-client 1.x. */
function holdsClient(value: unknown): value is HoldsClient {
  const inner = (holder: unknown, key: string): unknown =>
    typeof holder === 'object' && holder !== null ? Reflect.get(holder, key) : undefined;
  return typeof inner(inner(inner(value, 'client'), 'pipeline'), 'removePolicy') === 'function';
}
