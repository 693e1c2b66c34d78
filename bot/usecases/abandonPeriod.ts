import type { Period } from '../domain/period.ts';
import { HeldError } from '../errors.ts';
import type { Clock, PeriodStore, Stored } from '../ports.ts';
import { withoutTrouble } from './reportTrouble.ts';

export interface AbandonPeriodDeps {
  readonly periods: PeriodStore;
  readonly clock: Clock;
}

/**
 * Gives a half-term up: closed if it still runs, its link cut as ever, and then rows and keys destroyed without being opened. There is no
 * way back and no release. Rejects with `refused` where nothing was answered yet, or a release stands.
 */
export async function abandonPeriod({ periods, clock }: AbandonPeriodDeps, stored: Stored<Period>): Promise<void> {
  const period = withoutTrouble(stored.value);
  const given: Readonly<Record<string, Period>> = {
    OPEN: { ...period, state: 'CLOSED', closedAt: clock.now().toString(), abandoned: true },
    CLOSED: { ...period, abandoned: true },
    CUT: { ...period, abandoned: true },
  };
  const next = given[period.state];
  if (!next)
    throw new HeldError('refused', `Period ${period.id} is ${period.state}; only one that is open, closed or cut can be abandoned.`);
  if (!(await periods.update(next, stored.etag))) {
    throw new HeldError('refused', `Period ${period.id} changed at the same moment. Look at its status and try again.`);
  }
}
