import { touchHour, withDamage, type Period } from '../domain/period.ts';
import { HeldError } from '../errors.ts';
import type { Logger, Stored } from '../ports.ts';
import { closePeriod } from './closePeriod.ts';
import { cutLink, type CutLinkDeps } from './cutLink.ts';
import { openPeriod, type OpenPeriodDeps } from './openPeriod.ts';
import type { PeriodWatch } from './periodWatch.ts';
import { touchPeriod } from './touchPeriod.ts';
import { periodLease } from './periodLease.ts';
import { refuseUnsteadyClock, type SteadyClockDeps } from './refuseUnsteadyClock.ts';
import { reportTrouble, withoutTrouble } from './reportTrouble.ts';

export interface AdvanceInWebDeps extends OpenPeriodDeps, CutLinkDeps, SteadyClockDeps {
  readonly watch: PeriodWatch;
  readonly log: Logger;
  /** The deployment's time zone, which days and nights follow. */
  readonly timeZone: string;
}

/**
 * One turn of a web process's period work: refreshes the watch, then moves each period one step on if it is this process's turn and time.
 * Any number of web processes may run it: every step is under the period's lease or ETag-conditional, and safe to repeat. Rejects where the
 * clock jumped.
 */
export async function advanceInWeb(deps: AdvanceInWebDeps): Promise<void> {
  await deps.watch.refresh();
  await refuseUnsteadyClock(deps);
  const here = deps.clock.now().toZonedDateTimeISO(deps.timeZone);
  const today = here.toPlainDate().toString();
  for (const stored of await deps.periods.list()) {
    try {
      await step(deps, stored, today, here.hour);
    } catch (error) {
      // Other periods must not wait for this one.
      await reportTrouble(deps, stored, error);
    }
  }
}

async function step(deps: AdvanceInWebDeps, stored: Stored<Period>, today: string, hour: number): Promise<void> {
  const period = stored.value;
  switch (period.state) {
    case 'KEYED':
      if (today >= period.starts) await openPeriod(deps, stored, today);
      break;
    case 'OPEN':
      await refuseLostKeys(deps, period);
      if (today > period.ends) await closePeriod(deps, stored);
      else if (hour >= touchHour && (period.touchedOn ?? period.starts) < today) await nightlyTouch(deps, stored, today);
      break;
    case 'CLOSED':
      await cutLink(deps, stored);
      break;
    case 'CUT':
      // The opener found H_p where a vault had shown it as gone: destroyed again, until it is.
      if (period.stopped !== undefined) await deps.vault.destroyPlacesKey(period.id);
      return;
    default:
      return;
  }
  await deps.watch.refresh();
}

/** An open period without keys refuses every answer: the operator must see that, not only a log. */
async function refuseLostKeys({ watch, vault }: AdvanceInWebDeps, { id }: Period): Promise<void> {
  if (watch.open?.period.id === id || (await vault.sealingKeys(id))) return;
  throw new HeldError(
    'refused',
    `H_p of period ${id} is gone from the web process’s vault while the period runs: no answer can be sealed. Recover the deleted key there; it then goes on by itself.`,
  );
}

async function nightlyTouch(deps: AdvanceInWebDeps, stored: Stored<Period>, today: string): Promise<void> {
  const sealer = deps.watch.open?.sealer;
  if (!sealer) return;
  await deps.leases.withLease(periodLease(stored.value.id), async () => {
    await deps.days.forgetBefore(today);
    const unreadable = await touchPeriod(deps, stored.value, sealer);
    if (unreadable > 0) deps.log.warn({ period: stored.value.id, unreadable }, 'columns that do not belong in their place were left alone');
    await deps.periods.update({ ...withoutTrouble(withDamage(stored.value, unreadable)), touchedOn: today }, stored.etag);
  });
}
