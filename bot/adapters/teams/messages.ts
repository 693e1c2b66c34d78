import { TurnContext } from 'botbuilder';
import type { PersonId } from '../../domain/ids.ts';
import { defaultDays } from '../../domain/prompting/gap.ts';
import { HeldError } from '../../errors.ts';
import type { LedgerStore } from '../../ports.ts';
import { checkIn } from '../../usecases/checkIn.ts';
import { resume } from '../../usecases/resume.ts';
import { enrolled, settingsOf } from '../../usecases/settings.ts';
import { withdrawAnswers } from '../../usecases/withdrawAnswers.ts';
import { isPersonal, mentionsBot, personOf } from './activities.ts';
import type { Card } from './cardParts.ts';
import { helpCard, noticeCard, pauseCard, privacyCard, promptCard, welcomeCard } from './cards.ts';
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
  const card = await answer(deps, personOf(context.activity), commandIn(typed)).catch((error: unknown) =>
    noticeCard(friendly(deps, error)),
  );
  await context.sendActivity(cardMessage(card, words.invitation));
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
    case 'resume':
      await resume(deps, person);
      return noticeCard(words.resumed);
    case 'withdraw':
      await withdrawAnswers(deps, person);
      return noticeCard(words.withdrawn);
    case undefined:
      return noticeCard(words.notUnderstood);
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
  const { participation } = await settingsOf(deps, person);
  if (participation === 'declined') return undefined;
  return participation === 'takingPart' ? noticeCard(words.alreadyTakingPart) : welcomeCard(defaultDays);
}
