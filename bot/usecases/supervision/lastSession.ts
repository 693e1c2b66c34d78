import type { PersonId } from '../../domain/ids.ts';
import type { SessionHeld } from '../../domain/questions/rotation.ts';
import type { SupervisionDeps } from './supervisionDeps.ts';

/** The last session with whoever supervises this person; undefined before the first. */
export async function lastSession({ rows }: Pick<SupervisionDeps, 'rows'>, person: PersonId): Promise<SessionHeld | undefined> {
  const held = (await rows.drawerOf(person)).bond?.held ?? [];
  const on = held.at(-1);
  return on === undefined ? undefined : { on, count: held.length };
}
