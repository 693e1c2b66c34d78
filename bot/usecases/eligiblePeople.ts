import type { LastingId, PersonId } from '../domain/ids.ts';
import { isEligible, type PersonSettings, type Roster } from '../domain/roster.ts';

/** What a freeze needs of one person; the order says nothing, since lasting ids are random. */
export interface EligiblePerson {
  readonly person: PersonId;
  readonly lastingId: LastingId;
  readonly school: string;
  readonly unitPath: string;
  readonly team: boolean;
  /** The supervisor's own lasting id. */
  readonly supervisor?: LastingId;
}

/** Everyone with role `senco` who takes part or was not yet asked, sorted by lasting id. */
export function eligiblePeople(roster: Roster, settings: ReadonlyMap<PersonId, PersonSettings>): readonly EligiblePerson[] {
  return [...roster.values()]
    .filter((entry) => isEligible(entry, settings.get(entry.person)?.participation ?? 'notAsked'))
    .map(({ person, lastingId, school, unitPath, team, supervisor }): EligiblePerson => {
      const mark = supervisor && roster.get(supervisor)?.lastingId;
      return { person, lastingId, school, unitPath, team, ...(mark ? { supervisor: mark } : {}) };
    })
    .sort((a, b) => (a.lastingId < b.lastingId ? -1 : 1));
}
