import type { PersonId } from '../domain/ids.ts';
import { defaultDays, defaultHours } from '../domain/prompting/gap.ts';
import type { SchoolCalendar } from '../domain/prompting/schoolCalendar.ts';
import type { PersonSettings, RosterEntry } from '../domain/roster.ts';
import { HeldError } from '../errors.ts';
import type { PeopleStore, RosterStore } from '../ports.ts';

export interface SettingsDeps {
  readonly roster: RosterStore;
  readonly people: PeopleStore;
  readonly calendar: SchoolCalendar;
}

/** What holds for a person who has told Held nothing yet. */
export function defaultSettings(person: PersonId, calendar: SchoolCalendar): PersonSettings {
  return { person, participation: 'notAsked', workingDays: defaultDays, hours: defaultHours, timeZone: calendar.timeZone };
}

/** The roster's entry of someone who may check in. Rejects with `not-on-roster` or `not-eligible`; stores nothing. */
export async function enrolled({ roster }: Pick<SettingsDeps, 'roster'>, person: PersonId): Promise<RosterEntry> {
  const entry = await roster.find(person);
  if (!entry) throw new HeldError('not-on-roster');
  if (!entry.roles.includes('senco')) throw new HeldError('not-eligible');
  return entry;
}

/** A person's settings as they stand. Reads only. */
export async function settingsOf({ people, calendar }: Omit<SettingsDeps, 'roster'>, person: PersonId): Promise<PersonSettings> {
  return (await people.find(person))?.value ?? defaultSettings(person, calendar);
}

const attempts = 5;

/** Changes the settings of somebody enrolled; somebody else's write in between is read again, never lost. */
export async function changeSettings(
  deps: SettingsDeps,
  person: PersonId,
  change: (settings: PersonSettings) => PersonSettings,
): Promise<PersonSettings> {
  await enrolled(deps, person);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const found = await deps.people.find(person);
    const changed = change(found?.value ?? defaultSettings(person, deps.calendar));
    if (await deps.people.save(changed, found?.etag)) return changed;
  }
  throw new HeldError('storage-down', `Settings could not be saved: somebody else wrote them ${attempts} times meanwhile.`);
}

/** ISO weekdays in order, each once; whatever is none is passed over. */
export function workingDaysOf(days: readonly number[]): readonly number[] {
  return [...new Set(days)].filter((day) => Number.isInteger(day) && day >= 1 && day <= 7).toSorted((a, b) => a - b);
}

/** The settings with their word on the calendar; undefined leaves it as it is. */
export function withCalendar({ calendar, ...settings }: PersonSettings, agreed: boolean | undefined): PersonSettings {
  const now = agreed ?? calendar ?? false;
  return now ? { ...settings, calendar: now } : settings;
}
