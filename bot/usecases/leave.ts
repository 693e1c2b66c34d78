import type { PersonId } from '../domain/ids.ts';
import type { ConversationStore, DayStore } from '../ports.ts';
import { changeSettings, withCalendar, type SettingsDeps } from './settings.ts';

export interface LeaveDeps extends SettingsDeps {
  readonly conversations: ConversationStore;
  readonly days: DayStore;
}

/**
 * A person leaves: no prompt comes any more, and neither the address of their chat nor notes of their day are kept. Their envelope of this
 * period stays as it is, since the roster is frozen. Prompts that are queued find that they no longer take part.
 * Rejects with `not-on-roster`, `not-eligible`, `storage-down`; then it is to be said again.
 */
export async function leave(deps: LeaveDeps, person: PersonId): Promise<void> {
  await changeSettings(deps, person, (settings) => withCalendar({ ...settings, participation: 'declined' }, false));
  await deps.conversations.remove(person);
  await deps.days.forget(person);
}
