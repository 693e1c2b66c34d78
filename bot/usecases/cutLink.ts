import { Temporal } from 'temporal-polyfill';
import { graceAfterClose, withDamage, type Period } from '../domain/period.ts';
import type { Clock, DayStore, DeadPromptStore, LeaseStore, PeriodStore, ProcessStore, Sealing, Stored, WebVault } from '../ports.ts';
import { periodLease } from './periodLease.ts';
import { touchPeriod, type TouchDeps } from './touchPeriod.ts';

export interface CutLinkDeps extends TouchDeps {
  readonly periods: PeriodStore;
  readonly processes: ProcessStore;
  readonly leases: LeaseStore;
  readonly days: DayStore;
  readonly deadPrompts: DeadPromptStore;
  readonly vault: WebVault;
  readonly sealing: Sealing;
  readonly clock: Clock;
  /** On a laptop alone a period may be in a hurry: elsewhere nobody who writes to storage can waive a wait. */
  readonly laptop?: boolean;
}

/**
 * Destroys the link between places and persons: a last touch, then the ledger and whatever else prompting noted, then H_p, then CLOSED to
 * CUT. Gives false while it is too early: 10 minutes after the close (waived on a laptop in a hurry), and not before every living web process has said that it has seen
 * the close with no write of its own under way. Each step finds gone what is gone, so that a rerun after a crash ends the same way.
 */
export async function cutLink(deps: CutLinkDeps, stored: Stored<Period>): Promise<boolean> {
  const period = stored.value;
  if (!(await everyoneHasSeenTheClose(deps, period))) return false;
  const done = await deps.leases.withLease(periodLease(period.id), async () => {
    const keys = await deps.vault.sealingKeys(period.id);
    const unreadable = keys ? await touchPeriod(deps, period, deps.sealing.sealerFor(keys), 'last') : 0;
    await deps.days.forgetBefore();
    await deps.deadPrompts.deleteAll(period.id);
    await deps.ledger.deleteAll(period.id);
    await deps.vault.destroyPlacesKey(period.id);
    return deps.periods.update({ ...withDamage(period, unreadable), state: 'CUT' }, stored.etag);
  });
  return done ?? false;
}

async function everyoneHasSeenTheClose({ processes, clock, laptop }: CutLinkDeps, period: Period): Promise<boolean> {
  const closedAt = Temporal.Instant.from(period.closedAt ?? clock.now().toString());
  const graceOver = Temporal.Instant.compare(clock.now(), closedAt.add(graceAfterClose)) >= 0;
  if (!graceOver && !(period.hurry && laptop)) return false;
  return (await processes.living()).every(({ sees }) => sees === `${period.id}:CLOSED`);
}
