import { Temporal } from 'temporal-polyfill';
import type { PeriodId, PersonId } from '../../domain/ids.ts';
import { untilResumed } from '../../domain/prompting/gap.ts';
import type { PersonSettings } from '../../domain/roster.ts';
import { HeldError, type ErrorCode } from '../../errors.ts';
import type { CalendarTimes, Clock, EnvelopeStore, Logger } from '../../ports.ts';
import { askFewer, changeHours } from '../../usecases/changeHours.ts';
import { decline } from '../../usecases/decline.ts';
import { pause } from '../../usecases/pause.ts';
import type { PeriodWatch } from '../../usecases/periodWatch.ts';
import { sealAnswer, type SealAnswerDeps } from '../../usecases/sealAnswer.ts';
import { enrolled, settingsOf, type SettingsDeps } from '../../usecases/settings.ts';
import { takePart } from '../../usecases/takePart.ts';
import { withdrawAnswers } from '../../usecases/withdrawAnswers.ts';
import type { CardData } from './cardData.ts';
import { askedOf, chatQuestionCard, dialogQuestionCard, hoursCard, noticeCard, type AnswerIn, type Asked } from './cards.ts';
import type { Card } from './cardParts.ts';
import { friendly } from './friendly.ts';
import type { Reply } from './replies.ts';
import { isSupervision, onSupervision, type SupervisionData, type SupervisionTapDeps } from './supervisionTaps.ts';
import { supervisionWords } from '#words/supervisionChat.ts';
import type { TabLink } from './tabLinks.ts';
import { words } from '#words/chat.ts';
import { longDay } from '../../../words/formats.ts';
import { dayNames } from './dayNames.ts';

/** Where a tap came from: what it leads to may be for a dialog's eyes only. */
export type Where = 'dialog' | 'chat';

/** What is known of a tap beside its button. */
export interface Tapped {
  readonly where: Where;
  /** IANA name of the zone that the person's device is in. */
  readonly timeZone: string | undefined;
}

export interface TapDeps extends SettingsDeps, SupervisionTapDeps {
  readonly watch: PeriodWatch;
  readonly envelopes: EnvelopeStore;
  readonly keepCopy?: SealAnswerDeps['keepCopy'];
  readonly clock: Clock;
  readonly log: Logger;
  readonly answerIn: AnswerIn;
  /** Present where the administrator has turned calendars on. */
  readonly calendarTimes?: CalendarTimes;
  /** Hours are of the zone that a person's device is in when they choose them; else, of the schools'. */
  readonly ownTimeZones?: boolean;
  /** The way to the tab, where it is known. */
  readonly tabLink?: TabLink | undefined;
}

/** The one handler of every button, in whichever way its tap came. Never rejects: a failure is a reply too. */
export async function onTap(deps: TapDeps, person: PersonId | undefined, data: CardData | undefined, tapped: Tapped): Promise<Reply> {
  try {
    if (!data) throw new HeldError('card-not-yours');
    if (isSupervision(data)) {
      // Nothing of supervision ever stands in a chat, whatever card a tap came from.
      if (tapped.where === 'chat') return notice(supervisionWords.tabFor);
      return await onSupervision(deps, known(person), data);
    }
    return await handle(deps, known(person), data, deps.ownTimeZones ? tapped.timeZone : undefined);
  } catch (error) {
    const again = data?.held === 'answer' ? againAfter(deps, person, data, error) : undefined;
    return { kind: 'trouble', words: friendly(deps, error), ...(again ? { again } : {}) };
  }
}

/** The dialog's card for a button that opens one, or a reply that says why there is none. */
export async function onOpen(deps: TapDeps, person: PersonId | undefined, data: CardData | undefined): Promise<Reply> {
  try {
    if (data && isSupervision(data)) return await onSupervision(deps, known(person), data);
    if (data?.held !== 'open') throw new HeldError('card-not-yours');
    const owner = known(person);
    await enrolled(deps, owner);
    refusePassed(deps, data.period);
    return await deps.watch.during(({ sealer }) => {
      const ticket = sealer.openTicket(data.ticket);
      if (!ticket || ticket.rowKey !== sealer.placeOf(owner)) throw new HeldError('card-not-yours');
      return Promise.resolve<Reply>({ kind: 'card', card: dialogQuestionCard({ ...data, question: ticket.question }) });
    });
  } catch (error) {
    return { kind: 'trouble', words: friendly(deps, error) };
  }
}

function known(person: PersonId | undefined): PersonId {
  if (!person) throw new HeldError('not-on-roster');
  return person;
}

async function handle(
  deps: TapDeps,
  person: PersonId,
  data: Exclude<CardData, SupervisionData>,
  timeZone: string | undefined,
): Promise<Reply> {
  switch (data.held) {
    case 'answer':
      // Who has left the roster has no access, although their envelope stays.
      await enrolled(deps, person);
      refusePassed(deps, data.period);
      await sealAnswer(deps, { person, ticket: data.ticket, option: data.option });
      return { kind: 'passed' };
    case 'skip':
    case 'notNow':
      return { kind: 'passed' };
    case 'pause': {
      const { pausedUntil, timeZone } = await pause(deps, person, data.until);
      return notice(pausedWords(pausedUntil, timeZone));
    }
    case 'takePart': {
      const asked = await takePart(deps, person, daysIn(data.days), agreed(deps, data.calendar), timeZone);
      return notice(words.takingPart(dayNames(asked.workingDays), rangeOf(deps, asked)));
    }
    case 'hours':
      return changedHours(deps, person, data, timeZone);
    case 'fewer':
      await askFewer(deps, person);
      return notice(words.fewerDone);
    case 'decline':
      await decline(deps, person);
      return notice(words.declined);
    case 'withdraw':
      await enrolled(deps, person);
      refusePassed(deps, data.period);
      await withdrawAnswers(deps, person);
      return notice(words.withdrawn);
    case 'keep':
      return notice(words.notWithdrawn);
    case 'open':
      // Opens a dialog by `task/fetch`; anything else that carries it comes from a card that was altered.
      throw new HeldError('card-not-yours');
  }
}

/** A card of another half-term than the open one has passed, whatever its ticket says. Where none is open, that is what there is to say. */
function refusePassed({ watch }: TapDeps, period: PeriodId): void {
  if (watch.open && watch.open.period.id !== period) throw new HeldError('card-too-old');
}

const daysIn = (text = ''): readonly number[] => text.split(',').map(Number);

/** Undefined where nothing was asked: then what was agreed before stands. */
const agreed = ({ calendarTimes }: TapDeps, toggle: 'true' | 'false' | undefined): boolean | undefined =>
  calendarTimes && toggle !== undefined ? toggle === 'true' : undefined;

async function changedHours(
  deps: TapDeps,
  person: PersonId,
  data: Extract<CardData, { held: 'hours' }>,
  timeZone: string | undefined,
): Promise<Reply> {
  const wanted = { days: daysIn(data.days), from: data.from ?? '', to: data.to ?? '', calendar: agreed(deps, data.calendar), timeZone };
  const changed = await changeHours(deps, person, wanted);
  if (changed) return notice(words.hoursSaved(dayNames(changed.workingDays), rangeOf(deps, changed)));
  return { kind: 'card', card: hoursCard(await daysAsked(deps, person), words.hoursBad) };
}

/** The zone is named only where it is another than the schools'. */
const rangeOf = ({ calendar }: TapDeps, { hours, timeZone }: PersonSettings): string =>
  words.hoursRange(hours.from, hours.to, timeZone === calendar.timeZone ? undefined : timeZone);

/** A person's days and hours as they stand, for a card that asks about them. */
export const daysAsked = async (deps: TapDeps, person: PersonId) => askedOf(await settingsOf(deps, person), deps.calendarTimes);

const notice = (line: string): Reply => ({ kind: 'card', card: noticeCard(line) });

export function pausedWords(pausedUntil: string | undefined, timeZone: string): string {
  if (pausedUntil === undefined || pausedUntil === untilResumed) return words.pausedOpen;
  return words.pausedUntil(longDay(Temporal.Instant.from(pausedUntil).toZonedDateTimeISO(timeZone).toPlainDate().toString()));
}

/** The same question with the words on it, when storage or keys were down and the card is the person's own: then they may tap again. */
/** Failures after which the same card may work in a minute. */
const worthAnotherTry: ReadonlySet<ErrorCode> = new Set(['storage-down', 'keys-down', 'copy-missing']);

function againAfter(
  { watch, answerIn, tabLink }: TapDeps,
  person: PersonId | undefined,
  data: Omit<Asked, 'question'>,
  error: unknown,
): Card | undefined {
  if (answerIn !== 'chat' || !(error instanceof HeldError) || !worthAnotherTry.has(error.code)) return undefined;
  const sealer = watch.open?.sealer;
  const ticket = sealer?.openTicket(data.ticket);
  if (!sealer || !ticket || !person || ticket.rowKey !== sealer.placeOf(person)) return undefined;
  return chatQuestionCard({ ...data, question: ticket.question }, error.words, tabLink?.('supervision'));
}
