import { unitAndAbove, type Viewer } from '../domain/access.ts';
import type { PersonId } from '../domain/ids.ts';
import { HeldError } from '../errors.ts';
import type { RosterStore } from '../ports.ts';

/** The roster decides who a signed-in person is to Held. Rejects with `not-on-roster`: a valid account alone gives nothing. */
export async function whoAmI({ roster }: { readonly roster: RosterStore }, person: PersonId): Promise<Viewer> {
  const entry = await roster.find(person);
  if (!entry) throw new HeldError('not-on-roster');
  const { displayName, roles, unitPath } = entry;
  return { person, displayName, roles, units: unitAndAbove(unitPath) };
}
