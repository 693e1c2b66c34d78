import type { Period } from '../domain/period.ts';
import { HeldError } from '../errors.ts';
import type { Clock, PeriodStore, Stored } from '../ports.ts';

export interface ClosePeriodDeps {
  readonly periods: PeriodStore;
  readonly clock: Clock;
}

/** OPEN to CLOSED, unless somebody was first. Rejects with `refused` when the period is not open. */
export async function closePeriod({ periods, clock }: ClosePeriodDeps, stored: Stored<Period>): Promise<void> {
  const period = stored.value;
  if (period.state !== 'OPEN') throw new HeldError('refused', `Period ${period.id} is ${period.state}; only an open period can be closed.`);
  const closed = await periods.update({ ...period, state: 'CLOSED', closedAt: clock.now().toString() }, stored.etag);
  if (!closed) throw new HeldError('refused', `Period ${period.id} changed at the same moment. Look at its status and try again.`);
}
