import { z } from 'zod';
import { HeldError } from '../errors.ts';

const user = z.object({ id: z.string(), name: z.string(), aadObjectId: z.string() });
const shape = z.object({
  config: z.object({
    tenantId: z.string(),
    bot: z.object({ id: z.string(), name: z.string() }),
    currentUser: user,
    users: z.array(user),
    groupChats: z.array(z.object({ id: z.string() })).min(1),
  }),
});

/** The Playground's people and the chat of its meetings, as it runs them. */
export interface PlaygroundWorld {
  readonly tenantId: string;
  readonly bot: { readonly id: string; readonly name: string };
  readonly people: readonly z.infer<typeof user>[];
  readonly meetingChat: string;
  /** Where the bot's answers go. */
  readonly serviceUrl: string;
}

/** Where the Playground takes what the bot sends. */
export const connectorOf = (port: number): string => `http://127.0.0.1:${port}/_connector`;

/** Asks a running Playground. Rejects with `refused` where none answers. */
export async function playgroundWorld(port: number): Promise<PlaygroundWorld> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/_internal/v1/testConfig`, { signal: AbortSignal.timeout(5_000) });
    const { tenantId, bot, currentUser, users, groupChats } = shape.parse(await response.json()).config;
    const [chat] = groupChats;
    if (!chat) throw new Error('no group chat');
    return { tenantId, bot, people: [currentUser, ...users], meetingChat: chat.id, serviceUrl: connectorOf(port) };
  } catch (cause) {
    throw new HeldError('refused', `No Agents Playground answers on port ${port}. Start Held first: npm start`, { cause });
  }
}
