import { Temporal } from 'temporal-polyfill';
import { touchHour } from '../domain/period.ts';
import { askingHours } from '../domain/prompting/gaps.ts';
import type { SchoolCalendar } from '../domain/prompting/schoolCalendar.ts';
import type { PersonSettings } from '../domain/roster.ts';
import { HeldError } from '../errors.ts';
import type { CardQueue, Clock, ConversationStore, Logger, PromptSender, QueuedCard } from '../ports.ts';
import { localDay } from './gapNow.ts';

export interface LetPassDeps {
  readonly cards: CardQueue;
  readonly clock: Clock;
  /** Nights are the schools', wherever a person is. */
  readonly calendar: Pick<SchoolCalendar, 'timeZone'>;
}

/** A card passes this long before the touch at the latest, and its queue message has as long to try. */
const beforeTouch = { minutes: 30 } as const;

/**
 * Sees to it that a card passes at the end of the person's day, whatever was done with it; one sent after hours at midnight. The channel's id of
 * the message lives in that queue message only, which is gone before the schools' next nightly touch: a card that could not pass by then stays
 * as it is, and so does one that is sent in the last half-hour before it.
 */
export async function letPass(
  { cards, clock, calendar }: LetPassDeps,
  settings: PersonSettings,
  message: string | undefined,
): Promise<void> {
  if (message === undefined) return;
  const now = clock.now();
  const { until } = askingHours(settings, now);
  const midnight = localDay(settings.timeZone, now).until;
  const dayEnds = Temporal.Instant.compare(now, until) < 0 ? until : midnight;
  const touch = touchAfter(now, calendar.timeZone);
  const latest = touch.subtract(beforeTouch);
  const passesAt = Temporal.Instant.compare(dayEnds, latest) < 0 ? dayEnds : latest;
  if (Temporal.Instant.compare(passesAt, now) <= 0) return;
  const card = { person: settings.person, message, passesAt: passesAt.toString() };
  await cards.put(card, now.until(passesAt).total('seconds'), passesAt.until(touch).total('seconds'));
}

function touchAfter(now: Temporal.Instant, timeZone: string): Temporal.Instant {
  const here = now.toZonedDateTimeISO(timeZone);
  const date = here.hour < touchHour ? here.toPlainDate() : here.toPlainDate().add({ days: 1 });
  return date.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from({ hour: touchHour }) }).toInstant();
}

export interface PassCardsDeps {
  readonly cards: CardQueue;
  readonly clock: Clock;
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
