import { TurnContext } from 'botbuilder';
import type { PersonId } from '../../domain/ids.ts';
import { HeldError } from '../../errors.ts';
import type { LedgerStore } from '../../ports.ts';
import { checkIn } from '../../usecases/checkIn.ts';
import { resume } from '../../usecases/resume.ts';
import { enrolled, settingsOf } from '../../usecases/settings.ts';
import { isPersonal, mentionsBot, personOf } from './activities.ts';
import type { Card } from './cardParts.ts';
import { helpCard, noticeCard, pauseCard, privacyCard, promptCard, welcomeCard, withdrawCard } from './cards.ts';
import { commandIn, type Command } from './commands.ts';
import { cardMessage } from './delivery.ts';
import { friendly } from './friendly.ts';
import type { TapDeps } from './taps.ts';
import { words } from './words.ts';

export interface MessageDeps extends TapDeps {
  readonly ledger: LedgerStore;
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
  // `resume` has the welcome for its answer.
  let mayWelcome = command !== 'resume';
  const card = await answer(deps, person, command).catch((error: unknown) => {
    // The channel gives a turn 15 seconds: waiting twice for storage that is down would bring the message again.
    if (error instanceof HeldError && error.code === 'storage-down') mayWelcome = false;
    return noticeCard(friendly(deps, error));
  });
  await context.sendActivity(cardMessage(card, words.invitation));
  const beside = mayWelcome ? await welcomeIfUnasked(deps, person) : undefined;
  if (beside) await context.sendActivity(cardMessage(beside, words.invitation));
}

async function answer(deps: MessageDeps, person: PersonId | undefined, command: Command | undefined): Promise<Card> {
  // Help and the privacy notice are for everyone, and work when storage does not.
  if (command === 'help') return helpCard();
  if (command === 'privacy') return privacyCard(deps.answerIn);
  if (!person) throw new HeldError('not-on-roster');
  await enrolled(deps, person);
  switch (command) {
    case 'checkIn':
      return askNow(deps, person);
    case 'pause':
      return pauseCard();
    case 'resume': {
      // Held asks only those who take part: to anybody else the promise would be empty.
      const { participation, workingDays } = await resume(deps, person);
      return participation === 'takingPart' ? noticeCard(words.resumed) : welcomeCard(workingDays);
    }
    case 'withdraw':
      return deps.watch.during(({ period }) => Promise.resolve(withdrawCard(period.id)));
    case undefined:
      return noticeCard(words.notUnderstood);
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
    const { participation, workingDays } = await settingsOf(deps, person);
    return participation === 'notAsked' ? welcomeCard(workingDays) : undefined;
  } catch (error) {
    if (error instanceof HeldError) return undefined;
    throw error;
  }
}

async function askNow(deps: MessageDeps, person: PersonId): Promise<Card> {
  const { participation, workingDays } = await settingsOf(deps, person);
  // Somebody who declined and now asks may change their mind: the welcome again, never a refusal.
  if (participation === 'declined') return welcomeCard(workingDays);
  return promptCard({ ...(await checkIn(deps, person)), moment: 'checkIn' }, deps.answerIn);
}

/** Held was installed in somebody's own chat. Who declined is not asked again: an administrator's reinstall must not nag. */
export async function onInstalled(deps: MessageDeps, context: TurnContext): Promise<void> {
  const card = await welcome(deps, personOf(context.activity)).catch((error: unknown) => noticeCard(friendly(deps, error)));
  if (card) await context.sendActivity(cardMessage(card, words.invitation));
}

async function welcome(deps: MessageDeps, person: PersonId | undefined): Promise<Card | undefined> {
  if (!person) throw new HeldError('not-on-roster');
  await enrolled(deps, person);
  const { participation, workingDays } = await settingsOf(deps, person);
  if (participation === 'declined') return undefined;
  return participation === 'takingPart' ? noticeCard(words.alreadyTakingPart) : welcomeCard(workingDays);
}
