import type { PersonId } from '../domain/ids.ts';
import { hoursFrom } from '../domain/prompting/gap.ts';
import type { PersonSettings } from '../domain/roster.ts';
import { changeSettings, withCalendar, workingDaysOf, type SettingsDeps } from './settings.ts';

export interface WantedHours {
  /** ISO weekdays. */
  readonly days: readonly number[];
  /** Local wall times. */
  readonly from: string;
  readonly to: string;
  /** Whether Held may look at the times in their calendar; undefined leaves it as it is. */
  readonly calendar: boolean | undefined;
  /** An IANA name: where they are; absent leaves it as it is. */
  readonly timeZone?: string | undefined;
}

/**
 * A person says when they may be asked. Undefined, and nothing changed, when the days or hours cannot be.
 * Rejects with `not-on-roster`, `not-eligible`, `storage-down`.
 */
export async function changeHours(deps: SettingsDeps, person: PersonId, wanted: WantedHours): Promise<PersonSettings | undefined> {
  const workingDays = workingDaysOf(wanted.days);
  const hours = hoursFrom(wanted.from, wanted.to);
  if (workingDays.length === 0 || !hours) return undefined;
  return changeSettings(deps, person, (settings) => {
    const timeZone = wanted.timeZone ?? settings.timeZone;
    return withCalendar({ ...settings, workingDays, hours, timeZone }, wanted.calendar);
  });
}

/** A person wants fewer prompts: one less a week. Rejects as `changeHours`. */
export function askFewer(deps: SettingsDeps, person: PersonId): Promise<PersonSettings> {
  return changeSettings(deps, person, (settings) => ({ ...settings, fewer: true }));
}
