import type { PersonId } from '../domain/ids.ts';
import type { PersonSettings } from '../domain/roster.ts';
import { changeSettings, withCalendar, workingDaysOf, type SettingsDeps } from './settings.ts';

/**
 * A person takes part from now on, on the days they work; without any, the days already known stay. It also ends a pause. `calendar` is
 * their word on whether Held may look at the times in their calendar; `timeZone` where they are, if that is known.
 * Rejects with `not-on-roster`, `not-eligible`, `storage-down`.
 */
export function takePart(
  deps: SettingsDeps,
  person: PersonId,
  workingDays: readonly number[] = [],
  calendar?: boolean,
  timeZone?: string,
): Promise<PersonSettings> {
  const days = workingDaysOf(workingDays);
  return changeSettings(deps, person, ({ pausedUntil: _over, ...settings }) => ({
    ...withCalendar(settings, calendar),
    participation: 'takingPart',
    timeZone: timeZone ?? settings.timeZone,
    workingDays: days.length > 0 ? days : settings.workingDays,
  }));
}
