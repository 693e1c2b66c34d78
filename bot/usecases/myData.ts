import type { PersonId } from '../domain/ids.ts';
import type { PersonSettings, RosterEntry } from '../domain/roster.ts';
import { HeldError } from '../errors.ts';
import type {
  ConversationStore,
  DayNotes,
  DayStore,
  DeadPromptStore,
  LedgerEntry,
  LedgerStore,
  PeopleStore,
  RosterStore,
} from '../ports.ts';
import type { PeriodWatch } from './periodWatch.ts';

export interface MyDataDeps {
  readonly roster: RosterStore;
  readonly people: PeopleStore;
  readonly conversations: ConversationStore;
  readonly days: DayStore;
  readonly ledger: LedgerStore;
  readonly deadPrompts: DeadPromptStore;
  readonly watch: PeriodWatch;
}

/** Everything that is stored beside a person's id. Answers are not: they lie sealed in a row that says nothing of whose it is. */
export interface MyData {
  readonly roster: RosterEntry;
  readonly settings: PersonSettings | undefined;
  /** How Held reaches their chat, as it is stored. */
  readonly address: string | undefined;
  readonly day: DayNotes;
  /** Of the open half-term, when there is one. */
  readonly ledger: LedgerEntry | undefined;
  /** Prompts that could not be sent to them. */
  readonly undelivered: readonly { readonly dueAt: string; readonly reason: string }[];
}

/** What is held about one person, read afresh. Rejects with `not-on-roster` and `storage-down`. */
export async function myData(deps: MyDataDeps, person: PersonId): Promise<MyData> {
  const roster = await deps.roster.find(person);
  if (!roster) throw new HeldError('not-on-roster');
  const period = deps.watch.open?.period.id;
  const [settings, address, day, ledger, dead] = await Promise.all([
    deps.people.find(person),
    deps.conversations.find(person),
    deps.days.find(person),
    period && deps.ledger.find(period, person),
    deps.deadPrompts.list(),
  ]);
  const undelivered = dead.filter(({ prompt }) => prompt.person === person).map(({ prompt, reason }) => ({ dueAt: prompt.dueAt, reason }));
  return { roster, settings: settings?.value, address, day, ledger: ledger?.value, undelivered };
}
