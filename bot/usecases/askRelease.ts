import { releaseDue, type Period } from '../domain/period.ts';
import { HeldError } from '../errors.ts';
import type { Clock, PeriodStore, Stored } from '../ports.ts';
import { withoutTrouble } from './reportTrouble.ts';

export interface AskReleaseDeps {
  readonly periods: PeriodStore;
  readonly clock: Clock;
}

/**
 * Asks for a closed period to be released. Web process and opener do the work; this only checks that they will, and with `hurry` (laptop
 * only) tells them not to wait. Rejects with `refused` and the reason, for instance the instant from which it can be released.
 */
export async function askRelease({ periods, clock }: AskReleaseDeps, stored: Stored<Period>, hurry: boolean): Promise<void> {
  const period = stored.value;
  const due = releaseDue(period);
  if (!due) throw new HeldError('refused', `Period ${period.id} is ${period.state}. Close it first: held period close`);
  if (period.state !== 'CLOSED' && period.state !== 'CUT') return;
  if (!hurry && clock.now().epochMilliseconds < due.epochMilliseconds) {
    throw new HeldError('refused', `Period ${period.id} can be released from ${due.toString()}, 24 hours after its close.`);
  }
  // What the opener stopped for before may be mended: asked again, it says anew.
  const asked: Period = { ...withoutTrouble(period), ...(hurry ? { hurry: true } : {}) };
  if (!(await periods.update(asked, stored.etag))) {
    throw new HeldError('refused', `Period ${period.id} changed at the same moment. Please try again.`);
  }
}
