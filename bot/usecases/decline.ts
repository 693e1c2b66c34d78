import type { PersonId } from '../domain/ids.ts';
import type { PersonSettings } from '../domain/roster.ts';
import { changeSettings, type SettingsDeps } from './settings.ts';

/**
 * A person does not take part: no prompt comes any more, quietly. Their envelope of this period stays, as anonymity.md says.
 * Rejects with `not-on-roster`, `not-eligible`, `storage-down`.
 */
export function decline(deps: SettingsDeps, person: PersonId): Promise<PersonSettings> {
  return changeSettings(deps, person, (settings) => ({ ...settings, participation: 'declined' }));
}
