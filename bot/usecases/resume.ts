import type { PersonId } from '../domain/ids.ts';
import { isPaused } from '../domain/prompting/gap.ts';
import type { PersonSettings } from '../domain/roster.ts';
import type { Clock } from '../ports.ts';
import { changeSettings, type SettingsDeps } from './settings.ts';

const withoutPause = ({ pausedUntil: _over, ...settings }: PersonSettings): PersonSettings => settings;
const inFull = ({ fewer: _full, ...settings }: PersonSettings): PersonSettings => settings;

/** Ends a pause, and leaves a wish for fewer as it is. Rejects with `not-on-roster`, `not-eligible`, `storage-down`. */
export function resume(deps: SettingsDeps, person: PersonId): Promise<PersonSettings> {
  return changeSettings(deps, person, withoutPause);
}

/** Ends a wish for fewer, and leaves a pause as it is. Rejects as `resume`. */
export function askAsBefore(deps: SettingsDeps, person: PersonId): Promise<PersonSettings> {
  return changeSettings(deps, person, inFull);
}

/** Where one word stands for both: ends a pause that lasts, and only where there is none a wish for fewer. Rejects as `resume`. */
export function resumeInTurn(deps: SettingsDeps & { readonly clock: Clock }, person: PersonId): Promise<PersonSettings> {
  const now = deps.clock.now();
  return changeSettings(deps, person, (settings) => (isPaused(settings, now) ? withoutPause(settings) : inFull(settings)));
}
