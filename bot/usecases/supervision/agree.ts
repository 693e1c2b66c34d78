import type { PersonId } from '../../domain/ids.ts';
import { accept, type ContractTerms, type Side } from '../../domain/supervision/contract.ts';
import { bondWith, withBond, withHeld, type Bond } from '../../domain/supervision/drawer.ts';
import { isSameTime, keepsEntry, type SessionTime } from '../../domain/supervision/session.ts';
import { HeldError } from '../../errors.ts';
import type { Randomness } from '../../ports.ts';
import { ownSupervisee, supervised, todayOf, type SupervisionDeps } from './supervisionDeps.ts';

/** One of the two between whom something is agreed, and the other. */
export interface Pair {
  readonly side: Side;
  readonly supervisee: PersonId;
  readonly supervisor: PersonId;
}

/** The viewer as supervisee. Rejects with `no-supervisor`. */
export async function asSupervisee(deps: SupervisionDeps, person: PersonId): Promise<Pair> {
  const { supervisor } = await supervised(deps, person);
  return { side: 'supervisee', supervisee: person, supervisor: supervisor.person };
}

/** The viewer as supervisor of this person. Rejects with `not-found`. */
export async function asSupervisor(deps: SupervisionDeps, viewer: PersonId, person: PersonId): Promise<Pair> {
  await ownSupervisee(deps, viewer, person);
  return { side: 'supervisor', supervisee: person, supervisor: viewer };
}

const changeBond = (deps: SupervisionDeps, { supervisee, supervisor }: Pair, change: (bond: Bond) => Bond): Promise<boolean> =>
  deps.rows.changeDrawer(supervisee, (drawer) => withBond(drawer, supervisor, change));

/** Accepts these terms for one side. Other terms than those that stand ask the other side again. */
export async function agree(deps: SupervisionDeps, pair: Pair, terms: ContractTerms): Promise<void> {
  const today = todayOf(deps);
  await changeBond(deps, pair, (bond) => ({ ...bond, contract: accept(bond.contract, pair.side, terms, today) }));
}

/**
 * Sets the next session, or takes it away; one of today that has begun was held. `was`: the one that stood there when they set it. Rejects with
 * `bad-request` for a day that is past, `changed-meanwhile` where another stands there now.
 */
export async function setSession(
  deps: SupervisionDeps & { readonly randomness: Pick<Randomness, 'lastingId'> },
  pair: Pair,
  session: SessionTime | undefined,
  was: SessionTime | undefined,
): Promise<void> {
  const here = deps.clock.now().toZonedDateTimeISO(deps.calendar.timeZone);
  const today = todayOf(deps);
  if (session && session.date < today) throw new HeldError('bad-request');
  const fresh = deps.randomness.lastingId();
  // The next date is usually agreed in the hour itself, before the morning that would count today's as held.
  const begun = (one: SessionTime): boolean => one.date === today && one.time <= here.toPlainTime().toString({ smallestUnit: 'minute' });
  const { supervisee, supervisor } = pair;
  await deps.rows.changeDrawer(supervisee, (drawer) => {
    const { session: before, held } = bondWith(drawer, supervisor);
    // The same twice is done once: the first answer was lost on the way.
    if (isSameTime(before, session)) return drawer;
    if (!isSameTime(before, was)) throw new HeldError('changed-meanwhile');
    const over = before !== undefined && begun(before) && session?.date !== today && held.at(-1) !== today;
    const entry = before && keepsEntry(before, today) ? before.entry : fresh;
    return withBond(over ? withHeld(drawer, supervisor, [today]) : drawer, supervisor, ({ session: _before, ...bond }) => ({
      ...bond,
      ...(session ? { session: { ...session, entry } } : {}),
    }));
  });
}
