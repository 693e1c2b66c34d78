import type { Period } from '../domain/period.ts';
import type { Logger, Stored } from '../ports.ts';
import { makePeriodKeys } from './makePeriodKeys.ts';
import { pinFreeze, type PinFreezeDeps } from './pinFreeze.ts';
import { refuseUnsteadyClock, type SteadyClockDeps } from './refuseUnsteadyClock.ts';
import { releasePeriod, type ReleasePeriodDeps } from './releasePeriod.ts';
import { reportTrouble } from './reportTrouble.ts';
import { shredPeriod } from './shredPeriod.ts';

export interface AdvanceInOpenerDeps extends ReleasePeriodDeps, PinFreezeDeps, SteadyClockDeps {
  readonly log: Logger;
}

/** One turn of the opener: makes keys for a requested period, pins the freeze of a running one, releases one that is cut and due, shreds one that is released. Rejects where the clock jumped. */
export async function advanceInOpener(deps: AdvanceInOpenerDeps): Promise<void> {
  await refuseUnsteadyClock(deps);
  for (const stored of await deps.periods.list()) {
    try {
      await step(deps, stored);
    } catch (error) {
      await reportTrouble(deps, stored, error);
    }
  }
}

async function step(deps: AdvanceInOpenerDeps, stored: Stored<Period>): Promise<void> {
  switch (stored.value.state) {
    case 'REQUESTED':
      return makePeriodKeys(deps, stored);
    case 'OPEN':
    case 'CLOSED':
      return pinFreeze(deps, stored);
    case 'CUT':
      if (stored.value.abandoned) return shredPeriod(deps, stored);
      await releasePeriod(deps, stored);
      return;
    case 'RELEASED':
    case 'SHREDDING':
      return shredPeriod(deps, stored);
    default:
      return;
  }
}
