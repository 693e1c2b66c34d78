import { ActivityTypes, CardFactory, StatusCodes, type TurnContext } from 'botbuilder';
import type { Card } from './cardParts.ts';
import { noticeCard, passedCard } from './cards.ts';
import { cardMessage } from './delivery.ts';
import { words } from '#words/chat.ts';

/** What a tap leads to, before it is known how the tap came: from a dialog, from a card in place, or as a message from an older client. */
export type Reply =
  /** Answered, skipped or put off: never told apart. */
  | { readonly kind: 'passed' }
  | { readonly kind: 'card'; readonly card: Card }
  /** It failed; `again` is the card with the words on it, where another try makes sense. */
  | { readonly kind: 'trouble'; readonly words: string; readonly again?: Card };

/** The card that a reply leaves in a chat. */
function cardFor(reply: Reply): Card {
  if (reply.kind === 'passed') return passedCard();
  if (reply.kind === 'card') return reply.card;
  return reply.again ?? noticeCard(reply.words);
}

const adaptiveCard = 'application/vnd.microsoft.card.adaptive';

const respond = (context: TurnContext, status: number, body?: unknown) =>
  context.sendActivity({ type: ActivityTypes.InvokeResponse, value: { status, ...(body === undefined ? {} : { body }) } });

/** `adaptiveCard/action`: the card is replaced in place. */
export async function replyToExecute(context: TurnContext, reply: Reply): Promise<void> {
  await respond(context, StatusCodes.OK, { statusCode: StatusCodes.OK, type: adaptiveCard, value: cardFor(reply) });
}

/** `task/fetch` and `task/submit`: a card opens in the dialog; an empty response closes it; only failure speaks. */
export async function replyToDialog(context: TurnContext, reply: Reply): Promise<void> {
  if (reply.kind === 'passed') return void (await respond(context, StatusCodes.OK));
  if (reply.kind === 'trouble') return void (await respond(context, StatusCodes.OK, { task: { type: 'message', value: reply.words } }));
  const value = { title: words.dialogTitle, width: 'small', height: 'medium', card: CardFactory.adaptiveCard(reply.card) };
  await respond(context, StatusCodes.OK, { task: { type: 'continue', value } });
}

/** A message with a button's data (`Action.Submit` in a chat): the card it came from is replaced, or answered below where that fails. */
export async function replyToSubmit(context: TurnContext, reply: Reply): Promise<void> {
  const message = cardMessage(cardFor(reply), words.invitation);
  const { replyToId } = context.activity;
  if (replyToId) {
    try {
      await context.updateActivity({ ...message, id: replyToId });
      return;
    } catch {
      // Too old to change, or a client that names no card: the words come as a message.
    }
  }
  await context.sendActivity(message);
}

/** An invoke that Held has no answer to. */
export const replyNotFound = (context: TurnContext) => respond(context, StatusCodes.NOT_FOUND);
