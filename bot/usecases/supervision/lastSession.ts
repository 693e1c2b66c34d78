import type { PersonId } from '../../domain/ids.ts';
import { sessionsOf } from '../../domain/supervision/drawer.ts';
import type { SessionHeld } from '../../domain/questions/rotation.ts';
import type { SupervisionDeps } from './supervisionDeps.ts';

/** The last session with whoever supervises this person; undefined before the first. */
export async function lastSession({ rows }: Pick<SupervisionDeps, 'rows'>, person: PersonId): Promise<SessionHeld | undefined> {
  const { bond } = await rows.drawerOf(person);
  const on = bond?.held.at(-1);
  return bond === undefined || on === undefined ? undefined : { on, count: sessionsOf(bond) };
}
