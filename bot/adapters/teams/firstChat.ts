import type { CloudAdapter, TurnContext } from 'botbuilder';
import { ConnectorClient } from 'botframework-connector';
import type { ConversationStore, Logger } from '../../ports.ts';
import type { Member } from './activities.ts';
import { verdictOn } from './channelFailure.ts';
import { referenceText } from './references.ts';

/**
 * Opens (or finds again) the 1:1 chat of a meeting's member whose address is not known yet, and keeps its address; nothing is said there.
 * Gives whether the address is known now. Teams refuses where Held is not installed for that person: then no prompt comes until it is.
 */
export async function keepFirstChat(
  { adapter, conversations, log }: { adapter: CloudAdapter; conversations: ConversationStore; log: Logger },
  context: TurnContext,
  { person, channelId: memberId }: Member,
  tenantId: string | undefined,
): Promise<boolean> {
  if ((await conversations.find(person)) !== undefined) return true;
  const connector: unknown = context.turnState.get(adapter.ConnectorClientKey);
  if (!(connector instanceof ConnectorClient)) return false;
  const { channelId, serviceUrl, recipient } = context.activity;
  const bot = { id: recipient.id, name: '' };
  const tenant = tenantId === undefined ? {} : { tenantId };
  try {
    const { id } = await connector.conversations.createConversation({
      isGroup: false,
      bot,
      members: [{ id: memberId, name: '' }],
      channelData: tenantId === undefined ? {} : { tenant: { id: tenantId } },
      ...tenant,
    });
    const conversation = { id, isGroup: false, name: '', conversationType: 'personal', ...tenant };
    const text = referenceText({ channelId, serviceUrl, bot, user: { id: memberId, name: '' }, conversation });
    if (!text) return false;
    await conversations.save(person, text);
    return true;
  } catch (error) {
    log.info({ outcome: verdictOn(error).outcome }, 'a first chat could not be opened; Held may not be installed there');
    return false;
  }
}
