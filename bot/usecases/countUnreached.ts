import type { ConversationStore, PeopleStore, RosterStore } from '../ports.ts';

export interface CountUnreachedDeps {
  readonly roster: Pick<RosterStore, 'read'>;
  readonly people: Pick<PeopleStore, 'all'>;
  readonly conversations: Pick<ConversationStore, 'people'>;
}

/**
 * How many of those enrolled Held cannot write to, and so never asks: it is not installed for them, or was before they were on the roster.
 * Who declined is left alone, and not counted. Rejects with `storage-down`.
 */
export async function countUnreached({ roster, people, conversations }: CountUnreachedDeps): Promise<number> {
  const [entries, settings, reached] = await Promise.all([roster.read(), people.all(), conversations.people()]);
  const chats = new Set(reached);
  const unreached = [...entries.values()].filter(
    ({ person, roles }) => roles.includes('senco') && !chats.has(person) && settings.get(person)?.participation !== 'declined',
  );
  return unreached.length;
}
