import type { PersonId } from '../domain/ids.ts';
import { afterCheckIn } from '../domain/prompting/budget.ts';
import { checkInOf } from '../domain/questions/rotation.ts';
import { HeldError } from '../errors.ts';
import type { Clock, LedgerStore } from '../ports.ts';
import type { PeriodWatch } from './periodWatch.ts';
import { enrolled, settingsOf, type SettingsDeps } from './settings.ts';
import { countAsk, sealPlace, type Place } from './takePlace.ts';

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
  const { participation, workingDays, timeZone } = await settingsOf(deps, person);
  if (participation === 'declined') throw new HeldError('not-taking-part');
  const today = deps.clock.now().toZonedDateTimeISO(timeZone).toPlainDate();
  return deps.watch.during(async (open) => {
    const { plan, slots } = open.period;
    const counted = await countAsk(deps.ledger, open, person, (counts) => ({
      counts: afterCheckIn(counts, slots),
      question: checkInOf(plan, open.period, today, { counts, workingDays }),
    }));
    if (counted === 'missing' || counted === 'refused') throw new HeldError('joins-next-period');
    return sealPlace(open, person, counted.before.places, counted.next.question);
  });
}
