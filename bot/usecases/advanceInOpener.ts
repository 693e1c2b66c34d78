import { HeldError } from '../errors.ts';
import type { Period } from '../domain/period.ts';
import type { Logger, Stored } from '../ports.ts';
import { makePeriodKeys } from './makePeriodKeys.ts';
import { releasePeriod, type ReleasePeriodDeps } from './releasePeriod.ts';
import { shredPeriod } from './shredPeriod.ts';

export interface AdvanceInOpenerDeps extends ReleasePeriodDeps {
  readonly log: Logger;
}

/** One turn of the opener: makes keys for a requested period, releases one that is cut and due, shreds one that is released. */
export async function advanceInOpener(deps: AdvanceInOpenerDeps): Promise<void> {
  for (const stored of await deps.periods.list()) {
    try {
      await step(deps, stored);
    } catch (error) {
      const code = error instanceof HeldError ? error.code : 'internal';
      const { id, state } = stored.value;
      const message = error instanceof HeldError ? error.message : 'period work failed';
      deps.log.error({ period: id, state, code }, message);
    }
  }
}

async function step(deps: AdvanceInOpenerDeps, stored: Stored<Period>): Promise<void> {
  switch (stored.value.state) {
    case 'REQUESTED':
      return makePeriodKeys(deps, stored);
    case 'CUT':
      await releasePeriod(deps, stored);
      return;
    case 'RELEASED':
    case 'SHREDDING':
      return shredPeriod(deps, stored);
    default:
      return;
  }
}
