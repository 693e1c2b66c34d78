import type { PersonId } from '../domain/ids.ts';
import { afterCheckIn } from '../domain/prompting/budget.ts';
import { questionFor } from '../domain/questions/rotation.ts';
import { HeldError } from '../errors.ts';
import type { Clock, LedgerStore } from '../ports.ts';
import type { PeriodWatch } from './periodWatch.ts';
import { enrolled, settingsOf, type SettingsDeps } from './settings.ts';
import { takePlace, type Place } from './takePlace.ts';

export interface CheckInDeps extends SettingsDeps {
  readonly watch: PeriodWatch;
  readonly ledger: LedgerStore;
  readonly clock: Clock;
}

/**
 * A person asks for a question of their own accord: always while a period is open, outside hours and while paused too, and without
 * using the budget. It takes a place in the envelope.
 *
 * Rejects with `not-on-roster`, `not-eligible`, `not-taking-part`, `period-closed`, `joins-next-period`, `storage-down`.
 */
export async function checkIn(deps: CheckInDeps, person: PersonId): Promise<Place> {
  await enrolled(deps, person);
  const settings = await settingsOf(deps, person);
  if (settings.participation === 'declined') throw new HeldError('not-taking-part');
  const today = deps.clock.now().toZonedDateTimeISO(deps.calendar.timeZone).toPlainDate();
  return deps.watch.during(async (open) => {
    const place = await takePlace(deps.ledger, open, person, (counts) => ({
      counts: afterCheckIn(counts, open.period.slots),
      question: questionFor(open.period.plan, open.period, today, { kind: 'checkIn', places: counts.places }),
    }));
    if (place === 'missing' || place === 'refused') throw new HeldError('joins-next-period');
    return place;
  });
}
