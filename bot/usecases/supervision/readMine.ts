import type { Viewer } from '../../domain/access.ts';
import type { Booking, Offer } from '../../domain/supervision/board.ts';
import type { Contract } from '../../domain/supervision/contract.ts';
import { bondWith, wishesOf } from '../../domain/supervision/drawer.ts';
import type { Flag, Wishes } from '../../domain/supervision/flag.ts';
import { comingDigest } from '../../domain/supervision/morning.ts';
import type { Entitlement, Session } from '../../domain/supervision/session.ts';
import { defaultTerms } from '../../domain/supervision/contract.ts';
import { previewFor, type Digest } from './readDigest.ts';
import { entitlementOf, everyone, owner, supervisorOf, todayOf, type SupervisionDeps } from './supervisionDeps.ts';

/** Everything that a supervisee sees of their supervision, but for the records. */
export interface MySupervision {
  readonly today: string;
  /** Absent where the roster names nobody. */
  readonly supervisor?: { readonly name: string; readonly booking: Booking };
  readonly entitlement: Entitlement;
  readonly contract: Contract;
  readonly session?: Session;
  readonly flags: readonly (Flag & { readonly forEarlier: boolean })[];
  readonly wishes: Wishes;
  /** How many records there are of their own. */
  readonly records: number;
  /** When the next digest goes; absent in a group, and where nothing is agreed. */
  readonly nextDigest?: string;
  readonly preview: Digest;
  readonly offer?: Offer;
}

/** In whatever role: what somebody kept as a SENCo stays theirs. Rejects with `not-on-roster`, `storage-down`, `keys-down`. */
export async function readMine(deps: SupervisionDeps, { person }: Pick<Viewer, 'person'>): Promise<MySupervision> {
  const entry = await owner(deps, person);
  const [supervisor, drawer, entitlement, offer] = await Promise.all([
    supervisorOf(deps, entry),
    deps.rows.drawerOf(person),
    entitlementOf(deps, entry.unitPath),
    deps.boards.offers.find(everyone, entry.school),
  ]);
  const today = todayOf(deps);
  const bond = supervisor && bondWith(drawer, supervisor.person);
  const coming = bond && entitlement.format === 'oneToOne' ? comingDigest(bond.session, today, deps.calendar) : undefined;
  return {
    today,
    entitlement,
    contract: bond?.contract ?? defaultTerms,
    flags: drawer.flags.map((flag) => ({ ...flag, forEarlier: flag.supervisor !== supervisor?.person })),
    wishes: supervisor ? wishesOf(drawer, supervisor.person) : {},
    records: drawer.records.length,
    preview: supervisor ? previewFor(drawer, supervisor.person, entitlement.format) : { topics: [], wishes: {}, actions: [] },
    ...(supervisor
      ? { supervisor: { name: supervisor.displayName, booking: (await deps.boards.booking.find(everyone, supervisor.person)) ?? {} } }
      : {}),
    ...(bond?.session ? { session: bond.session } : {}),
    ...(coming ? { nextDigest: coming.due } : {}),
    ...(offer ? { offer } : {}),
  };
}
