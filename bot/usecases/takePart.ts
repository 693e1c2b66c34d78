import type { PersonId } from '../domain/ids.ts';
import type { PersonSettings } from '../domain/roster.ts';
import { changeSettings, type SettingsDeps } from './settings.ts';

/**
 * A person takes part from now on, on the days they work; without any, the days already known stay. It also ends a pause.
 * Rejects with `not-on-roster`, `not-eligible`, `storage-down`.
 */
export function takePart(deps: SettingsDeps, person: PersonId, workingDays: readonly number[] = []): Promise<PersonSettings> {
  const days = [...new Set(workingDays)].filter((day) => Number.isInteger(day) && day >= 1 && day <= 7).sort((a, b) => a - b);
  return changeSettings(deps, person, ({ pausedUntil: _over, ...settings }) => ({
    ...settings,
    participation: 'takingPart',
    workingDays: days.length > 0 ? days : settings.workingDays,
  }));
}
