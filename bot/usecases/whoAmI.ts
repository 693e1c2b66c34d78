import { unitAndAbove, type Viewer } from '../domain/access.ts';
import type { PersonId } from '../domain/ids.ts';
import type { RosterEntry } from '../domain/roster.ts';
import { HeldError } from '../errors.ts';
import type { RosterStore } from '../ports.ts';

/** A roster's entries never change; an import brings new ones, and what was known of the old goes with them. */
const viewers = new WeakMap<RosterEntry, Viewer>();

/** The roster decides who a signed-in person is to Held. Rejects with `not-on-roster`: a valid account alone gives nothing. */
export async function whoAmI({ roster }: { readonly roster: RosterStore }, person: PersonId): Promise<Viewer> {
  const entry = await roster.find(person);
  if (!entry) throw new HeldError('not-on-roster');
  const viewer = viewers.get(entry) ?? viewerOf(entry);
  viewers.set(entry, viewer);
  return viewer;
}

const viewerOf = ({ person, displayName, roles, unitPath }: RosterEntry): Viewer => ({
  person,
  displayName,
  roles,
  units: unitAndAbove(unitPath),
});
