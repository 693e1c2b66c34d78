import { Temporal } from 'temporal-polyfill';
import { touchHour } from '../domain/period.ts';
import { askingHours } from '../domain/prompting/gaps.ts';
import type { PersonSettings } from '../domain/roster.ts';
import { HeldError } from '../errors.ts';
import type { CardQueue, Clock, ConversationStore, Logger, PromptSender, QueuedCard } from '../ports.ts';
import { localDay } from './gapNow.ts';

export interface LetPassDeps {
  readonly cards: CardQueue;
  readonly clock: Clock;
}

/**
 * Sees to it that a card passes at the end of the person's day, whatever was done with it. The channel's id of the message lives in that
 * queue message only, which is gone before the night's touch: a card that could not pass by then stays as it is. One sent after hours passes
 * at midnight.
 */
export async function letPass({ cards, clock }: LetPassDeps, settings: PersonSettings, message: string | undefined): Promise<void> {
  if (message === undefined) return;
  const now = clock.now();
  const { until } = askingHours(settings, now);
  const midnight = localDay(settings.timeZone, now).until;
  const passesAt = Temporal.Instant.compare(now, until) < 0 ? until : midnight;
  const touch = midnight.toZonedDateTimeISO(settings.timeZone).withPlainTime({ hour: touchHour }).toInstant();
  const card = { person: settings.person, message, passesAt: passesAt.toString() };
  await cards.put(card, now.until(passesAt).total('seconds'), passesAt.until(touch).total('seconds'));
}

export interface PassCardsDeps extends LetPassDeps {
  readonly conversations: ConversationStore;
  readonly sender: PromptSender;
  readonly log: Logger;
}

/** Cards under way at once; the pace of sending sees to the rest. */
const mostAtOnce = 16;

/**
 * Turns the cards whose day is over into ones that have passed; one that met a busy channel is tried again within the evening. Whoever has
 * gone keeps theirs: there is no way to reach it. Takes no more once the signal is given.
 */
export async function passCards(deps: PassCardsDeps, signal?: AbortSignal): Promise<number> {
  let passed = 0;
  for (;;) {
    if (signal?.aborted) return passed;
    const taken = await deps.cards.take();
    let due = 0;
    for (let i = 0; i < taken.length; i += mostAtOnce) {
      const results = await Promise.allSettled(taken.slice(i, i + mostAtOnce).map((queued) => passOne(deps, queued)));
      for (const result of results) {
        if (result.status === 'fulfilled') due += result.value ? 1 : 0;
        else deps.log.warn({ code: result.reason instanceof HeldError ? result.reason.code : 'internal' }, 'a card could not pass yet');
      }
    }
    passed += due;
    if (due === 0) return passed;
  }
}

/** Seconds until a card is tried again that met a busy channel; its message deletes itself before the night's touch. */
const triedAgainAfter = 300;

/** False when it is not due yet, or could not pass yet. */
async function passOne(deps: PassCardsDeps, queued: QueuedCard): Promise<boolean> {
  const { person, message, passesAt } = queued.card;
  const wait = deps.clock.now().until(Temporal.Instant.from(passesAt)).total('seconds');
  if (wait > 0) {
    await queued.hide(wait);
    return false;
  }
  const address = await deps.conversations.find(person);
  if (address !== undefined && (await deps.sender.passCard({ person, address }, message)) === 'again') {
    await queued.hide(triedAgainAfter);
    return false;
  }
  await queued.remove();
  return true;
}
