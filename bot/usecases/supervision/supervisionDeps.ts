import { unitAndAbove } from '../../domain/access.ts';
import type { PersonId } from '../../domain/ids.ts';
import type { SchoolCalendar } from '../../domain/prompting/schoolCalendar.ts';
import type { RosterEntry } from '../../domain/roster.ts';
import { defaultEntitlement, type Entitlement } from '../../domain/supervision/session.ts';
import { HeldError } from '../../errors.ts';
import type { Clock, RosterStore, SupervisionBoards } from '../../ports.ts';
import { enrolled } from '../settings.ts';
import type { SealedRows } from './sealedRows.ts';

/** What every use case of supervision needs. */
export interface SupervisionDeps {
  readonly roster: RosterStore;
  readonly rows: SealedRows;
  readonly boards: SupervisionBoards;
  readonly clock: Clock;
  readonly calendar: SchoolCalendar;
}

/** One group each for what is not grouped further. */
export const everyone = 'all';

/** The local date. */
export const todayOf = ({ clock, calendar }: Pick<SupervisionDeps, 'clock' | 'calendar'>): string =>
  clock.now().toZonedDateTimeISO(calendar.timeZone).toPlainDate().toString();

export interface Supervised {
  readonly entry: RosterEntry;
  readonly supervisor: RosterEntry;
}

/** The roster's entry of somebody in whatever role: what a person once kept stays theirs. Rejects with `not-on-roster`. */
export async function owner({ roster }: Pick<SupervisionDeps, 'roster'>, person: PersonId): Promise<RosterEntry> {
  const entry = await roster.find(person);
  if (!entry) throw new HeldError('not-on-roster');
  return entry;
}

/** A SENCo and their supervisor of the moment. Rejects with `not-on-roster`, `not-eligible`, `no-supervisor`. */
export async function supervised(deps: Pick<SupervisionDeps, 'roster'>, person: PersonId): Promise<Supervised> {
  const entry = await enrolled(deps, person);
  const supervisor = await supervisorOf(deps, entry);
  if (!supervisor) throw new HeldError('no-supervisor');
  return { entry, supervisor };
}

/** Undefined too where either of the two is in that role no more. */
export async function supervisorOf({ roster }: Pick<SupervisionDeps, 'roster'>, entry: RosterEntry): Promise<RosterEntry | undefined> {
  if (!entry.roles.includes('senco') || entry.supervisor === undefined) return undefined;
  const found = await roster.find(entry.supervisor);
  return found?.roles.includes('supervisor') ? found : undefined;
}

/** The roster's entry of one's own supervisee. Anybody else's is `not-found`, like somebody who does not exist. */
export async function ownSupervisee(
  { roster }: Pick<SupervisionDeps, 'roster'>,
  supervisor: PersonId,
  person: PersonId,
): Promise<RosterEntry> {
  const entry = await roster.find(person);
  if (entry?.supervisor !== supervisor || !entry.roles.includes('senco')) throw new HeldError('not-found');
  return entry;
}

/** Of the nearest unit that has one. */
export async function entitlementOf({ boards }: Pick<SupervisionDeps, 'boards'>, unitPath: string): Promise<Entitlement> {
  for (const { id } of unitAndAbove(unitPath)) {
    const found = await boards.entitlements.find(everyone, id);
    if (found) return found;
  }
  return defaultEntitlement;
}
