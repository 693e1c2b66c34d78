import type { Period } from '../domain/period.ts';
import type { LeaseStore, OpenerVault, PeriodStore, Stored } from '../ports.ts';
import { periodLease } from './periodLease.ts';

export interface MakePeriodKeysDeps {
  readonly periods: PeriodStore;
  readonly vault: OpenerVault;
  readonly leases: LeaseStore;
}

/** Opener: makes K_p and W_p for a requested period, REQUESTED to KEYED. Keys that exist already are kept: a rerun is safe. */
export async function makePeriodKeys({ periods, vault, leases }: MakePeriodKeysDeps, stored: Stored<Period>): Promise<void> {
  await leases.withLease(periodLease(stored.value.id), async () => {
    await vault.createPeriodKeys(stored.value.id);
    await periods.update({ ...stored.value, state: 'KEYED' }, stored.etag);
  });
}
