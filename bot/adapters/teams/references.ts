import type { ConversationReference } from 'botbuilder';
import { z } from 'zod';

/** What is kept to reach a person in 1:1 chat: addresses only, no names. */
const stored = z.object({
  channelId: z.string(),
  serviceUrl: z.string(),
  bot: z.object({ id: z.string() }),
  user: z.object({ id: z.string() }),
  conversation: z.object({ id: z.string(), tenantId: z.string().optional() }),
});

type Stored = z.infer<typeof stored>;

/** A person's own chat, as the channel's client wants it. */
export type ChatReference = Pick<ConversationReference, 'channelId' | 'serviceUrl' | 'bot' | 'conversation'> &
  Required<Pick<ConversationReference, 'user'>>;

/** A reference as it is stored: only what sending needs. Undefined when something is missing. */
export function referenceText(reference: Partial<ConversationReference>): string | undefined {
  const parsed = stored.safeParse(reference);
  return parsed.success ? JSON.stringify(parsed.data) : undefined;
}

/** The stored text as the channel's client wants it; undefined for text that is none of ours. */
export function referenceFrom(text: string): ChatReference | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = stored.safeParse(value);
  return parsed.success ? filled(parsed.data) : undefined;
}

function filled({ channelId, serviceUrl, bot, user, conversation: { id, tenantId } }: Stored): ChatReference {
  const conversation = { id, isGroup: false, name: '', conversationType: 'personal', ...(tenantId === undefined ? {} : { tenantId }) };
  return { channelId, serviceUrl, bot: { id: bot.id, name: '' }, user: { id: user.id, name: '' }, conversation };
}
