import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The channel takes 7 messages in 1 s from a conversation, 8 in 2 s, 60 in 30 s and 1,800 an hour. One every two seconds keeps all four,
 * and nobody needs to be written to faster of our own accord.
 */
const spacingMs = 2_000;
/** Conversations whose last message is older than the spacing are forgotten once there are so many. */
const most = 1_000;

/** Resolves when a message of our own accord may go into this conversation. */
export function conversationPace(spacing: number = spacingMs): (conversation: string) => Promise<void> {
  const free = new Map<string, number>();
  return async (conversation) => {
    const now = performance.now();
    if (free.size >= most) for (const [each, at] of free) if (at <= now) free.delete(each);
    const at = Math.max(now, free.get(conversation) ?? now);
    free.set(conversation, at + spacing);
    if (at > now) await sleep(at - now);
  };
}
