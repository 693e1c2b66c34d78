import type { PersonId } from '../domain/ids.ts';
import { promptsThisWeek, weeklyBudget } from '../domain/prompting/budget.ts';
import { isPaused } from '../domain/prompting/gap.ts';
import type { PersonSettings, RosterEntry } from '../domain/roster.ts';
import type { Clock, LedgerEntry, LedgerStore } from '../ports.ts';
import { ledgerOf } from './ledger.ts';
import type { PeriodWatch } from './periodWatch.ts';
import { enrolled, settingsOf, type SettingsDeps } from './settings.ts';

export interface MineDeps extends SettingsDeps {
  readonly ledger: LedgerStore;
  readonly watch: Pick<PeriodWatch, 'open'>;
  readonly clock: Clock;
}

/** Everything that Held holds about one person and can show them. Sealed rows are not among it: nobody can read those back. */
export interface AboutMe {
  readonly settings: PersonSettings;
  /** Prompts a week. */
  readonly budget: number;
  readonly entry: RosterEntry;
  readonly supervisor?: string;
  /** Of the half-term under way: prompts of this week, and the day of the last. */
  readonly ledger?: Pick<LedgerEntry, 'prompts' | 'day'>;
  /** Whether a half-term is open. */
  readonly open: boolean;
}

/** Rejects with `not-on-roster`, `not-eligible`, `storage-down`. */
export async function aboutMe(deps: MineDeps, person: PersonId): Promise<AboutMe> {
  const entry = await enrolled(deps, person);
  const open = deps.watch.open;
  const [{ pausedUntil, ...settings }, ledger, supervisor] = await Promise.all([
    settingsOf(deps, person),
    open ? ledgerOf(deps.ledger, open.period.id, open.sealer).find(person) : undefined,
    entry.supervisor ? deps.roster.find(entry.supervisor) : undefined,
  ]);
  // A pause that is over is of no interest to anybody.
  const paused = pausedUntil !== undefined && isPaused({ ...settings, pausedUntil }, deps.clock.now());
  const today = deps.clock.now().toZonedDateTimeISO(settings.timeZone).toPlainDate();
  return {
    settings: { ...settings, ...(paused ? { pausedUntil } : {}) },
    budget: weeklyBudget(settings),
    entry,
    open: open !== undefined,
    ...(supervisor ? { supervisor: supervisor.displayName } : {}),
    ...(ledger ? { ledger: { prompts: promptsThisWeek(ledger.value, today), day: ledger.value.day } } : {}),
  };
}
