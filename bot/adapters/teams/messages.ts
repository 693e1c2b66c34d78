import { TurnContext } from 'botbuilder';
import type { PersonId } from '../../domain/ids.ts';
import { HeldError } from '../../errors.ts';
import type { CardQueue, LedgerStore, WelcomeQueue } from '../../ports.ts';
import { checkIn } from '../../usecases/checkIn.ts';
import { leave, type LeaveDeps } from '../../usecases/leave.ts';
import { letPass } from '../../usecases/letPass.ts';
import { resumeInTurn } from '../../usecases/resume.ts';
import { supervised } from '../../usecases/supervision/supervisionDeps.ts';
import { enrolled, settingsOf } from '../../usecases/settings.ts';
import { isPersonal, mentionsBot, personOf } from './activities.ts';
import type { Card } from './cardParts.ts';
import { helpCard, hoursCard, noticeCard, pauseCard, privacyCard, promptCard, welcomeCard, withdrawCard } from './cards.ts';
import { commandIn, type Command } from './commands.ts';
import { flagInvitation } from './supervisionCards.ts';
import { cardMessage } from './delivery.ts';
import { friendly } from './friendly.ts';
import { daysAsked, type TapDeps } from './taps.ts';
import { words } from '#words/chat.ts';

export interface MessageDeps extends TapDeps, LeaveDeps {
  readonly ledger: LedgerStore;
  readonly cards: CardQueue;
  readonly welcomes: WelcomeQueue;
}

/** A message that a person typed. Answered only in their own chat; in a group Held says once, when named, where it works. */
export async function onMessage(deps: MessageDeps, context: TurnContext): Promise<void> {
  if (!isPersonal(context.activity)) {
    if (mentionsBot(context.activity)) await context.sendActivity(words.onlyOneToOne);
    return;
  }
  const typed = TurnContext.removeRecipientMention(context.activity) ?? context.activity.text ?? '';
  const person = personOf(context.activity);
  const command = commandIn(typed);
  // `resume` has the welcome for its answer, and who leaves is not asked again at once.
  let mayWelcome = command !== 'resume' && command !== 'leave';
  const { card, passes } = await answer(deps, person, command).catch((error: unknown): Answer => {
    // The channel gives a turn 15 seconds: waiting twice for storage that is down would bring the message again.
    if (error instanceof HeldError && error.code === 'storage-down') mayWelcome = false;
    return { card: noticeCard(friendly(deps, error)) };
  });
  const sent = await context.sendActivity(cardMessage(card, words.invitation));
  if (passes && person) await passTonight(deps, person, sent?.id);
  const beside = mayWelcome ? await welcomeIfUnasked(deps, person) : undefined;
  if (beside) await context.sendActivity(cardMessage(beside, words.invitation));
}

interface Answer {
  readonly card: Card;
  /** It carries a question, and passes at the day's end. */
  readonly passes?: true;
}

/** A card that stays longer than its day does no harm; the question it answers must not fail for it. */
async function passTonight(deps: MessageDeps, person: PersonId, message: string | undefined): Promise<void> {
  try {
    await letPass(deps, await settingsOf(deps, person), message);
  } catch {
    deps.log.warn({}, 'a card will not pass at the day’s end: the queue could not be written');
  }
}

async function answer(deps: MessageDeps, person: PersonId | undefined, command: Command | undefined): Promise<Answer> {
  // Help and the privacy notice are for everyone, and work when storage does not.
  if (command === 'help') return { card: helpCard() };
  if (command === 'privacy') return { card: privacyCard(deps.answerIn) };
  if (!person) throw new HeldError('not-on-roster');
  await enrolled(deps, person);
  switch (command) {
    case 'checkIn':
      return askNow(deps, person);
    case 'pause':
      return { card: pauseCard() };
    case 'flag':
      await supervised(deps, person);
      return { card: flagInvitation({ answerIn: deps.answerIn, tab: deps.tabLink }) };
    case 'hours':
      return { card: hoursCard(await daysAsked(deps, person)) };
    case 'resume': {
      // Held asks only those who take part: to anybody else the promise would be empty.
      const { participation, fewer } = await resumeInTurn(deps, person);
      if (participation !== 'takingPart') return { card: welcomeCard(await daysAsked(deps, person)) };
      return { card: noticeCard(fewer ? words.resumedFewer : words.resumed) };
    }
    case 'withdraw':
      return { card: await deps.watch.during(({ period }) => Promise.resolve(withdrawCard(period.id))) };
    case 'data':
      return { card: noticeCard(words.dataWhere) };
    case 'leave':
      await leave(deps, person);
      return { card: noticeCard(words.left) };
    case undefined:
      return { card: noticeCard(words.notUnderstood) };
  }
}

/**
 * The welcome for somebody enrolled who has not answered it: who joined the roster after Held was installed for everyone is asked with the
 * first words that they type. Comes after the answer, which it must not delay, and costs nothing when storage is down: the next message
 * brings it.
 */
async function welcomeIfUnasked(deps: MessageDeps, person: PersonId | undefined): Promise<Card | undefined> {
  if (!person) return undefined;
  try {
    await enrolled(deps, person);
    const { participation } = await settingsOf(deps, person);
    return participation === 'notAsked' ? welcomeCard(await daysAsked(deps, person)) : undefined;
  } catch (error) {
    if (error instanceof HeldError) return undefined;
    throw error;
  }
}

async function askNow(deps: MessageDeps, person: PersonId): Promise<Answer> {
  const { participation } = await settingsOf(deps, person);
  // Somebody who declined and now asks may change their mind: the welcome again, never a refusal.
  if (participation === 'declined') return { card: welcomeCard(await daysAsked(deps, person)) };
  return {
    card: promptCard({ ...(await checkIn(deps, person)), moment: 'checkIn' }, deps.answerIn, deps.tabLink?.('supervision')),
    passes: true,
  };
}

/**
 * Held was installed in somebody's own chat. The welcome goes the way of prompts, in its turn: an organisation may install Held for thousands
 * at once. Who declined is not asked again: an administrator's reinstall must not nag.
 */
export async function onInstalled(deps: MessageDeps, context: TurnContext): Promise<void> {
  const card = await welcome(deps, personOf(context.activity)).catch((error: unknown) => noticeCard(friendly(deps, error)));
  if (card) await context.sendActivity(cardMessage(card, words.invitation));
}

/** What is said at once; undefined where there is nothing to say, or it will be said in its turn. */
async function welcome(deps: MessageDeps, person: PersonId | undefined): Promise<Card | undefined> {
  if (!person) throw new HeldError('not-on-roster');
  await enrolled(deps, person);
  const { participation } = await settingsOf(deps, person);
  if (participation === 'declined') return undefined;
  if (participation === 'takingPart') return noticeCard(words.alreadyTakingPart);
  try {
    await deps.welcomes.put(person);
    return undefined;
  } catch {
    // Better out of turn than never.
    return welcomeCard(await daysAsked(deps, person));
  }
}
