import { setTimeout as sleep } from 'node:timers/promises';
import { CardFactory } from 'botbuilder';
import type { ConnectorClient } from 'botframework-connector';
import pRetry, { AbortError } from 'p-retry';
import type {
  Addressee,
  CalendarTimes,
  ConversationStore,
  Logger,
  NoticeSender,
  PromptCard,
  PromptSender,
  SendOutcome,
  SendPace,
  WelcomeSender,
} from '../../ports.ts';
import type { Card } from './cardParts.ts';
import { askedOf, halfWayCard, passedCard, promptCard, welcomeCard, type AnswerIn } from './cards.ts';
import { noAnswer, stillBusy, verdictOn, type Ended, type Verdict } from './channelFailure.ts';
import { conversationPace } from './conversationPace.ts';
import { referenceFrom, type ChatReference } from './references.ts';
import { noticeOf } from './supervisionCards.ts';
import { supervisionWords } from './supervisionWords.ts';
import type { TabLink } from './tabLinks.ts';
import { words } from './words.ts';

export interface DeliveryDeps {
  /** The channel's client for a service address. It never repeats a request by itself. */
  readonly connectorFor: (serviceUrl: string) => Promise<Pick<ConnectorClient, 'conversations'>>;
  readonly conversations: ConversationStore;
  readonly log: Logger;
  readonly answerIn: AnswerIn;
  /** Keeps all instances under the channel's limit for an app and tenant. */
  readonly pace: SendPace;
  /** The way to the tab, where it is known. */
  readonly tabLink?: TabLink | undefined;
  /** Present where the administrator has turned calendars on: then the welcome asks about them. */
  readonly calendarTimes?: CalendarTimes;
  /** Longest time for one prompt with all its retries: it must end long before the queue shows the message again. */
  readonly retryMs?: number;
  /** A channel that has not answered by then may or may not have taken the message. */
  readonly answerMs?: number;
  /** Longest wait for a turn: what was allowed when it began may not be allowed any more. */
  readonly turnMs?: number;
}

const defaultTurnMs = 60_000;
const defaultRetryMs = 8_000;
const defaultAnswerMs = 12_000;
const retries = { retries: 5, minTimeout: 300, maxTimeout: 3_000, factor: 2, randomize: true } as const;

/** A message with one card; its notification says no more than `summary`. */
export const cardMessage = (card: Card, summary: string) => ({
  type: 'message',
  summary,
  attachments: [CardFactory.adaptiveCard(card)],
});

type Message = ReturnType<typeof cardMessage>;
/** What is done in a chat; gives the channel's id of the message. `given`: what ends the request when nobody waits for it any more. */
type Act = (
  channel: ConnectorClient['conversations'],
  chat: ChatReference,
  given: { readonly abortSignal: AbortSignal },
) => Promise<string | undefined>;

/** A message of ours as it goes into one chat. */
const into = ({ channelId, serviceUrl, conversation, bot, user }: ChatReference, message: Message) => ({
  ...message,
  channelId,
  serviceUrl,
  conversation,
  from: bot,
  recipient: user,
});

/** Sends cards into 1:1 chats whose address is known. A refusal never becomes a message, and never reaches a chat. */
export function createSender(deps: DeliveryDeps): PromptSender & NoticeSender & WelcomeSender {
  const {
    connectorFor,
    conversations,
    log,
    answerIn,
    pace,
    tabLink,
    calendarTimes,
    retryMs = defaultRetryMs,
    answerMs = defaultAnswerMs,
    turnMs = defaultTurnMs,
  } = deps;
  const chatTurn = conversationPace();

  return {
    sendPrompt: (to, card) => say(to, cardMessage(cardOf(card), words.invitation)),

    sendNotice: (to, notice) => say(to, cardMessage(noticeOf(notice, { answerIn, tab: tabLink }), supervisionWords.notices[notice])),

    sendWelcome: (to, settings) => say(to, cardMessage(welcomeCard(askedOf(settings, calendarTimes)), words.invitation)),

    async passCard(to, id) {
      const message: Message = cardMessage(passedCard(), words.invitation);
      const ended = await deliver(to, async (channel, chat, given) => {
        await channel.updateActivity(chat.conversation.id, id, { ...into(chat, message), id }, given);
        return undefined;
      });
      if (!('outcome' in ended)) return 'done';
      log.info({ outcome: ended.outcome }, 'a card could not be changed at the day’s end');
      // The same bytes again do no harm: also where no answer came.
      return ended.outcome === 'failed' && (ended.reason === 'channelBusy' || ended.reason === 'noAnswer') ? 'again' : 'done';
    },
  };

  function cardOf(card: PromptCard): Card {
    return card.kind === 'halfWay' ? halfWayCard(card.beside, tabLink?.('hear')) : promptCard(card, answerIn, tabLink?.('supervision'));
  }

  async function say(to: Addressee, message: Message): Promise<SendOutcome> {
    const ended = await deliver(
      to,
      async (channel, chat, given) => (await channel.sendToConversation(chat.conversation.id, into(chat, message), given)).id,
    );
    return 'outcome' in ended ? settle(to, ended) : { kind: 'sent', message: ended.message };
  }

  async function deliver({ address }: Addressee, act: Act): Promise<Ended | { readonly message: string | undefined }> {
    const chat = referenceFrom(address);
    if (!chat) return { outcome: 'failed', reason: 'notInstalled', arrived: 'no', forget: true };
    await chatTurn(chat.conversation.id);
    const send = async (abortSignal: AbortSignal): Promise<{ readonly message: string | undefined }> => {
      const connector = await connectorFor(chat.serviceUrl);
      const message = await act(connector.conversations, chat, { abortSignal }).catch((error: unknown) => {
        throw new Refused(verdictOn(error), error);
      });
      return { message };
    };
    return attempt(() => within(answerMs, send, noAnswer), pace, retryMs, turnMs);
  }

  async function settle({ person }: Addressee, verdict: Ended): Promise<SendOutcome> {
    if (verdict.outcome === 'gone' || (verdict.outcome === 'failed' && verdict.forget)) await conversations.remove(person);
    if (verdict.outcome === 'gone') return { kind: 'gone' };
    const { reason, arrived } = verdict;
    log.warn({ reason }, 'the channel did not take a message');
    return { kind: 'failed', reason, arrived };
  }
}

class Refused extends Error {
  readonly verdict: Verdict;
  constructor(verdict: Verdict, cause: unknown) {
    super('The channel refused a message.', { cause });
    this.verdict = verdict;
  }
}

/**
 * Tries until sent, refused for good, or out of time; a `Retry-After` beyond the time left ends it at once, and so does a hanging channel.
 * What was allowed a minute ago may not be now: a turn that does not come within it ends the try too.
 */
async function attempt<T>(send: () => Promise<T>, pace: SendPace, retryMs: number, turnMs: number): Promise<Ended | T> {
  let maybe = false;
  const turn = (): Promise<void> => within(turnMs, () => pace.turn(), stillBusy);
  const again = async (): Promise<T> => {
    await turn();
    return send();
  };
  try {
    // Waiting for a turn is no part of the time: nothing was tried yet.
    await turn();
    const until = Date.now() + retryMs;
    return await pRetry((number) => (number === 1 ? send() : again()), {
      ...retries,
      maxRetryTime: retryMs,
      shouldRetry: ({ error }) => error instanceof Refused && error.verdict.outcome === 'retry',
      onFailedAttempt: async ({ error }) => {
        const retry = error instanceof Refused && error.verdict.outcome === 'retry' ? error.verdict : undefined;
        maybe ||= retry?.maybeArrived === true;
        const afterMs = retry?.afterMs ?? 0;
        if (Date.now() + afterMs > until) throw new AbortError(error);
        await sleep(afterMs);
      },
    });
  } catch (error) {
    const cause = error instanceof AbortError ? error.originalError : error;
    const ended = cause instanceof Refused ? cause.verdict : noAnswer;
    const verdict = ended.outcome === 'retry' ? stillBusy : ended;
    return verdict.outcome === 'failed' && maybe ? { ...verdict, arrived: 'maybe' } : verdict;
  }
}

/** Rejects with the verdict where the work takes longer, and tells the work to end: a request that hangs would stay open for ever. */
function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>, verdict: Verdict): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = new AbortController();
    const late = setTimeout(() => {
      reject(new Refused(verdict, undefined));
      end.abort();
    }, ms).unref();
    work(end.signal)
      .then(resolve, reject)
      .finally(() => clearTimeout(late));
  });
}
