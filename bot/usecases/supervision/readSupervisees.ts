import type { PersonId } from '../../domain/ids.ts';
import type { RosterEntry } from '../../domain/roster.ts';
import type { Booking } from '../../domain/supervision/board.ts';
import type { Contract } from '../../domain/supervision/contract.ts';
import { bondWith, markDiscussed } from '../../domain/supervision/drawer.ts';
import type { GroupDigest } from '../../domain/supervision/group.ts';
import { draftWithinWorkdays } from '../../domain/supervision/record.ts';
import { workdaysAfter, type Entitlement } from '../../domain/supervision/session.ts';
import { HeldError } from '../../errors.ts';
import { notify, type AnnounceDeps } from './announce.ts';
import { digestFor, type Digest } from './readDigest.ts';
import { entitlementOf, everyone, ownSupervisee, todayOf, type SupervisionDeps } from './supervisionDeps.ts';
import { inOrder } from '../../../words/formats.ts';

export interface Supervisee {
  readonly entry: RosterEntry;
  readonly entitlement: Entitlement;
  readonly contract: Contract;
  readonly digest: Digest;
  /** Past sessions without a record yet, and by when one is due. */
  readonly toDraft: readonly { readonly date: string; readonly by: string }[];
}

export interface Supervising {
  readonly today: string;
  readonly supervisees: readonly Supervisee[];
  /** Names of those whose drawer somebody damaged: it does not open, and everybody else's does. */
  readonly unreadable: readonly string[];
  readonly groups: readonly GroupDigest[];
  readonly booking: Booking;
}

/** A supervisor's own supervisees, by name. */
export async function readSupervisees(deps: SupervisionDeps, supervisor: PersonId): Promise<Supervising> {
  const entries = [...(await deps.roster.read()).values()].filter(
    (entry) => entry.supervisor === supervisor && entry.roles.includes('senco'),
  );
  const [supervisees, desk, booking] = await Promise.all([
    Promise.all(entries.map((entry) => superviseeOf(deps, supervisor, entry).catch(ifDamaged))),
    deps.rows.deskOf(supervisor),
    deps.boards.booking.find(everyone, supervisor),
  ]);
  return {
    today: todayOf(deps),
    unreadable: entries.flatMap(({ displayName }, i) => (supervisees[i] === undefined ? [displayName] : [])).toSorted(inOrder),
    supervisees: supervisees.flatMap((each) => each ?? []).toSorted((a, b) => inOrder(a.entry.displayName, b.entry.displayName)),
    groups: desk.groups,
    booking: booking ?? {},
  };
}

/** The morning tells the operator. Storage and keys that are away are everybody's trouble. */
function ifDamaged(error: unknown): undefined {
  if (!(error instanceof HeldError) || error.code !== 'internal') throw error;
}

async function superviseeOf(deps: SupervisionDeps, supervisor: PersonId, entry: RosterEntry): Promise<Supervisee> {
  const [drawer, entitlement] = await Promise.all([deps.rows.drawerOf(entry.person), entitlementOf(deps, entry.unitPath)]);
  const { contract, held } = bondWith(drawer, supervisor);
  const drafted = new Set(drawer.records.map(({ date }) => date));
  return {
    entry,
    entitlement,
    contract,
    digest: digestFor(drawer, supervisor),
    toDraft: held
      .filter((date) => !drafted.has(date))
      .map((date) => ({ date, by: workdaysAfter(deps.calendar, date, draftWithinWorkdays) })),
  };
}

/** Marks topics as talked through, and sends the receipt. Rejects with `not-found` for somebody else's supervisee. */
export async function discuss(deps: AnnounceDeps, supervisor: PersonId, person: PersonId, ids: readonly string[]): Promise<void> {
  await ownSupervisee(deps, supervisor, person);
  const today = todayOf(deps);
  const wrote = await deps.rows.changeDrawer(person, (drawer) => {
    const after = markDiscussed(drawer, supervisor, ids, today);
    return after.flags.some((flag, i) => flag !== drawer.flags[i]) ? after : drawer;
  });
  if (wrote) await notify(deps, person, 'receipt');
}
