import type { PersonId } from '../domain/ids.ts';
import { pauseEnd, type PauseChoice } from '../domain/prompting/gap.ts';
import type { PersonSettings } from '../domain/roster.ts';
import type { Clock } from '../ports.ts';
import { changeSettings, type SettingsDeps } from './settings.ts';

/** No prompt until the chosen time; `check in` still works. Rejects with `not-on-roster`, `not-eligible`, `storage-down`. */
export function pause(deps: SettingsDeps & { readonly clock: Clock }, person: PersonId, choice: PauseChoice): Promise<PersonSettings> {
  const now = deps.clock.now();
  return changeSettings(deps, person, (settings) => ({
    ...settings,
    pausedUntil: pauseEnd(choice, now, settings.timeZone, deps.calendar),
  }));
}
