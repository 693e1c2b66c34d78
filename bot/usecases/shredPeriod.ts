import type { Period } from '../domain/period.ts';
import { HeldError } from '../errors.ts';
import type { Clock, EnvelopeStore, LeaseStore, OpenerVault, PeriodStore, ReleaseStore, Stored } from '../ports.ts';
import { periodLease } from './periodLease.ts';

export interface ShredPeriodDeps {
  readonly periods: PeriodStore;
  readonly envelopes: EnvelopeStore;
  readonly releases: ReleaseStore;
  readonly leases: LeaseStore;
  readonly vault: OpenerVault;
  readonly clock: Clock;
}

/**
 * Opener: RELEASED, or CUT and abandoned, through SHREDDING to SHREDDED. Verifies that the release stands (unless abandoned), deletes the rows, deletes and purges K_p and W_p. From
 * then on an old copy of the table and today's vault open nothing. Where the vault purges later, the period stays SHREDDING until that date.
 */
export async function shredPeriod(deps: ShredPeriodDeps, stored: Stored<Period>): Promise<void> {
  const { periods, envelopes, releases, leases, vault, clock } = deps;
  const { id, purgedOn, abandoned } = stored.value;
  if (stored.value.state === 'SHREDDING' && purgedOn && clock.now().toString().slice(0, 10) < purgedOn) return;
  await leases.withLease(periodLease(id), async () => {
    if (!abandoned && !(await releases.find(id)))
      throw new HeldError('refused', `Period ${id} has no readable release. Nothing was deleted.`);
    const shredding = stored.value.state === 'SHREDDING' ? stored : await toShredding(periods, stored);
    if (!shredding) return;
    await envelopes.deleteAll(id);
    const purge = await vault.destroyPeriodKeys(id);
    const next: Period = purge === 'purged' ? { ...shredding.value, state: 'SHREDDED' } : { ...shredding.value, purgedOn: purge.purgedOn };
    await periods.update(next, shredding.etag);
  });
}

async function toShredding(periods: PeriodStore, stored: Stored<Period>): Promise<Stored<Period> | undefined> {
  const moved = await periods.update({ ...stored.value, state: 'SHREDDING' }, stored.etag);
  return moved ? periods.find(stored.value.id) : undefined;
}
