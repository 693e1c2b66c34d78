import { ActivityTypes, TurnContext, type Activity, type CloudAdapter } from 'botbuilder';
import type { PersonId } from '../../domain/ids.ts';
import type { ConversationStore, Randomness } from '../../ports.ts';
import { dataIn, isPersonal, personOf, timeZoneOf } from './activities.ts';
import { parseCardData } from './cardData.ts';
import { isMeetingEvent, onMeetingEvent, type MeetingEventDeps } from './meetingEvents.ts';
import { onInstalled, onMessage, type MessageDeps } from './messages.ts';
import { referenceText } from './references.ts';
import { replyNotFound, replyToDialog, replyToExecute, replyToSubmit, type Reply } from './replies.ts';
import { onOpen, onTap, type Where } from './taps.ts';

export interface TurnDeps extends MessageDeps, MeetingEventDeps {
  readonly randomness: Randomness;
  readonly adapter: CloudAdapter;
  readonly conversations: ConversationStore;
}

const invokes = { execute: 'adaptiveCard/action', fetch: 'task/fetch', submit: 'task/submit' } as const;

/** One activity to its handler. What Held has no use for (typing, reactions, renamed chats) is taken and left alone. */
export async function onTurn(deps: TurnDeps, context: TurnContext): Promise<void> {
  const { activity } = context;
  switch (activity.type) {
    case ActivityTypes.Message:
      return isTap(context) ? replyToSubmit(context, await tap(deps, context, 'chat')) : onMessage(deps, context);
    case ActivityTypes.Invoke:
      return onInvoke(deps, context);
    case ActivityTypes.Event:
      if (isMeetingEvent(activity.name)) await onMeetingEvent(deps, context);
      return;
    case ActivityTypes.InstallationUpdate:
      if ((activity.action ?? '').startsWith('add') && isPersonal(activity)) await onInstalled(deps, context);
      return;
  }
}

async function onInvoke(deps: TurnDeps, context: TurnContext): Promise<void> {
  switch (context.activity.name) {
    case invokes.execute:
      return replyToExecute(context, await tap(deps, context, 'chat'));
    case invokes.submit:
      return replyToDialog(context, await tap(deps, context, 'dialog'));
    case invokes.fetch:
      return replyToDialog(context, await onOpen(deps, personOf(context.activity), parseCardData(dataIn(context.activity))));
    default:
      return void (await replyNotFound(context));
  }
}

/** A message that carries a button's data and no words of its own, in a person's own chat. */
function isTap({ activity }: TurnContext): boolean {
  const value: unknown = activity.value;
  return typeof value === 'object' && value !== null && !activity.text?.trim() && isPersonal(activity);
}

async function tap(deps: TurnDeps, { activity }: TurnContext, where: Where): Promise<Reply> {
  const [person, data] = [personOf(activity), parseCardData(dataIn(activity))];
  const reply = await onTap(deps, person, data, { where, timeZone: timeZoneOf(activity) });
  // Who left is not kept; taking part again from an old card brings the address back.
  if (person && data?.held === 'takePart' && reply.kind === 'card') await keepAddress(deps, person, activity);
  return reply;
}

async function keepAddress({ conversations, log }: TurnDeps, person: PersonId, activity: Activity): Promise<void> {
  const address = isPersonal(activity) ? referenceText(TurnContext.getConversationReference(activity)) : undefined;
  if (address === undefined) return;
  await conversations.save(person, address).catch(() => log.warn({}, 'the address of a chat could not be kept'));
}
