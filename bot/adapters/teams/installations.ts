import { AsyncLocalStorage } from 'node:async_hooks';
import { BotBuilderCloudAdapter, type ConversationReferenceStore } from '@microsoft/teamsfx';
import type { CloudAdapter, ConversationReference, TurnContext } from 'botbuilder';
import { parsePersonId, type PersonId } from '../../domain/ids.ts';
import { HeldError } from '../../errors.ts';
import type { ConversationStore, Logger, PeopleStore, RosterStore } from '../../ports.ts';
import { referenceText } from './references.ts';

export interface InstallationsDeps {
  readonly adapter: CloudAdapter;
  /** Empty in local mode. */
  readonly botAppId: string;
  readonly conversations: ConversationStore;
  readonly roster: RosterStore;
  readonly people: PeopleStore;
  readonly log: Logger;
}

/**
 * Keeps the address of every 1:1 chat through TeamsFx's conversation bot (3.0.2, the last on botbuilder): its middleware adds the reference
 * on install or first message and removes it on uninstall, in a store of ours.
 *
 * Sending is botbuilder's own (`delivery.ts`), for what TeamsFx cannot carry: its installation sends a text or a card but no activity, so
 * no `summary`, and the notification would not say what the card says; it finds a person only by listing every reference and asking Teams
 * about each; it retries nothing; and the chat that it creates for a member of a meeting is never kept (`firstChat.ts`). Its support has
 * ended: this is the only file that knows it.
 */
export function trackInstallations({ adapter, botAppId, conversations, roster, people, log }: InstallationsDeps): void {
  // TeamsFx waits for its store before the turn goes on; a person who types `help` must not wait for storage that is down. So the store only
  // begins its work, beside the turn, and the turn's end waits for it.
  const begun = new AsyncLocalStorage<Promise<void>[]>();
  adapter.use({
    async onTurn(_context: TurnContext, next: () => Promise<void>) {
      const works: Promise<void>[] = [];
      try {
        await begun.run(works, next);
      } finally {
        await Promise.all(works);
      }
    },
  });
  const beside = (doing: string, work: () => Promise<void>): Promise<boolean> => {
    // Keeping an address must not cost anyone their answer or help: the next message or install keeps it.
    const quiet = work().catch((error: unknown) => log.warn({ code: error instanceof HeldError ? error.code : 'internal' }, doing));
    begun.getStore()?.push(quiet);
    return Promise.resolve(true);
  };

  const store: ConversationReferenceStore = {
    add: (_key, reference, { overwrite }) =>
      beside('a conversation reference could not be kept', async () => {
        const person = ownerOf(reference);
        const text = person && referenceText(reference);
        // Nothing is stored about somebody who is not on the roster.
        if (!person || !text || !(await roster.find(person))) return;
        // Who left or declined is written to only in answer; their address comes back when they take part again.
        if ((await people.find(person))?.value.participation === 'declined') return;
        if (!overwrite && (await conversations.find(person)) !== undefined) return;
        await conversations.save(person, text);
      }),
    remove: (_key, reference) =>
      beside('a conversation reference could not be removed', async () => {
        const person = ownerOf(reference);
        if (person) await conversations.remove(person);
      }),
    // Held never goes through everyone: it looks up the one person whom a prompt is for.
    list: () => Promise.resolve({ data: [] }),
  };

  // Its constructor registers the middleware with the adapter; nothing else of it is used.
  new BotBuilderCloudAdapter.ConversationBot({ adapter, notification: { enabled: true, store, botAppId } });
}

/** Whose 1:1 chat a reference is; undefined for groups and channels, whose references are not kept. */
function ownerOf({ conversation, user }: Partial<ConversationReference>): PersonId | undefined {
  if (conversation?.conversationType !== 'personal') return undefined;
  return parsePersonId(user?.aadObjectId ?? '');
}
