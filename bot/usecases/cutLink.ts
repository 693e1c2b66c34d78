import { Temporal } from 'temporal-polyfill';
import { graceAfterClose, waitForLostPlaces, withDamage, type Period } from '../domain/period.ts';
import { HeldError } from '../errors.ts';
import type { Clock, DayStore, DeadPromptStore, LeaseStore, PeriodStore, ProcessStore, Sealing, Stored, WebVault } from '../ports.ts';
import { periodLease } from './periodLease.ts';
import { withoutTrouble } from './reportTrouble.ts';
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
  /** Ends what private records tell of the half-term's days. False: not yet. Left out where no records are kept. */
  readonly cutRecords?: (period: Period['id']) => Promise<boolean>;
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
    if (deps.cutRecords && !(await deps.cutRecords(period.id))) return false;
    const moved = await moveForOpening(deps, stored);
    if (!moved) return false;
    await deps.days.forgetBefore();
    await deps.deadPrompts.deleteAll(period.id);
    await deps.ledger.deleteAll(period.id);
    await deps.vault.destroyPlacesKey(period.id);
    return deps.periods.update({ ...withoutTrouble(moved.value), state: 'CUT' }, moved.etag);
  });
  return done ?? false;
}

/**
 * The last touch, noted with the period before anything is destroyed: outer envelopes lie under H_p until then, so an H_p that is gone
 * without that note was lost, not cut, and nothing could be opened any more. Undefined when somebody else wrote the period meanwhile.
 */
async function moveForOpening(deps: CutLinkDeps, stored: Stored<Period>): Promise<Stored<Period> | undefined> {
  const period = stored.value;
  // Nobody will open it, so nothing is moved for that, whatever keys are left.
  if (period.abandoned) return stored;
  const keys = await deps.vault.sealingKeys(period.id);
  if (!keys) {
    if (!period.movedForOpening) refuseLostPlaces(deps, period);
    return stored;
  }
  const unreadable = await touchPeriod(deps, period, deps.sealing.sealerFor(keys), 'last');
  const moved: Period = { ...withDamage(period, unreadable), movedForOpening: true };
  if (!(await deps.periods.update(moved, stored.etag))) return undefined;
  return deps.periods.find(period.id);
}

function refuseLostPlaces({ clock }: CutLinkDeps, { id, closedAt }: Period): void {
  const until = Temporal.Instant.from(closedAt ?? clock.now().toString()).add(waitForLostPlaces);
  if (Temporal.Instant.compare(clock.now(), until) >= 0) return;
  throw new HeldError(
    'refused',
    `H_p of period ${id} is gone from the web process’s vault, and its envelopes were not moved yet: without it none of them opens. ` +
      `Recover the deleted key there before ${until.toZonedDateTimeISO('UTC').toPlainDate().toString()}; then it goes on by itself. After that day the half-term ends without figures.`,
  );
}

async function everyoneHasSeenTheClose({ processes, clock, laptop }: CutLinkDeps, period: Period): Promise<boolean> {
  const closedAt = Temporal.Instant.from(period.closedAt ?? clock.now().toString());
  const graceOver = Temporal.Instant.compare(clock.now(), closedAt.add(graceAfterClose)) >= 0;
  if (!graceOver && !(period.hurry && laptop)) return false;
  return (await processes.living()).every(({ sees }) => sees === `${period.id}:CLOSED`);
}
