import type { PersonId } from '../domain/ids.ts';
import type { PersonSettings } from '../domain/roster.ts';
import { changeSettings, type SettingsDeps } from './settings.ts';

/** Ends a pause and a wish for fewer; without either nothing changes. Rejects with `not-on-roster`, `not-eligible`, `storage-down`. */
export function resume(deps: SettingsDeps, person: PersonId): Promise<PersonSettings> {
  return changeSettings(deps, person, ({ pausedUntil: _over, fewer: _full, ...settings }) => settings);
}
