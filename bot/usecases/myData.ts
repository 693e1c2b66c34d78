import type { PersonId } from '../domain/ids.ts';
import { schoolDate, type SchoolCalendar } from '../domain/prompting/schoolCalendar.ts';
import type { PersonSettings, RosterEntry } from '../domain/roster.ts';
import type { Desk } from '../domain/supervision/board.ts';
import type { Drawer } from '../domain/supervision/drawer.ts';
import type { SessionRecord } from '../domain/supervision/record.ts';
import { HeldError } from '../errors.ts';
import type {
  Clock,
  ConversationStore,
  DayNotes,
  DayStore,
  DeadPromptStore,
  LedgerEntry,
  LedgerStore,
  PeopleStore,
  RosterStore,
} from '../ports.ts';
import { ledgerOf } from './ledger.ts';
import type { PeriodWatch } from './periodWatch.ts';
import type { SealedRows } from './supervision/sealedRows.ts';

export interface MyDataDeps {
  readonly roster: RosterStore;
  readonly people: PeopleStore;
  readonly conversations: ConversationStore;
  readonly days: DayStore;
  readonly ledger: LedgerStore;
  readonly deadPrompts: DeadPromptStore;
  readonly watch: PeriodWatch;
  readonly rows: SealedRows;
  readonly clock: Clock;
  readonly calendar: SchoolCalendar;
}

/** Everything that is stored of a person, sealed or not, save answers: these lie in a row that says nothing of whose it is. */
export interface MyData {
  readonly roster: RosterEntry;
  readonly settings: PersonSettings | undefined;
  /** How Held reaches their chat, as it is stored. */
  readonly address: string | undefined;
  readonly today: DayNotes;
  /** Of the open half-term, when there is one. */
  readonly ledger: LedgerEntry | undefined;
  /** Prompts of the open half-term that could not be sent to them. */
  readonly undelivered: readonly { readonly day: string; readonly reason: string }[];
  readonly supervision: { readonly drawer: Drawer; readonly desk: Desk; readonly records: readonly SessionRecord[] };
}

/** What is held about one person, read afresh. Rejects with `not-on-roster` and `storage-down`. */
export async function myData(deps: MyDataDeps, person: PersonId): Promise<MyData> {
  const roster = await deps.roster.find(person);
  if (!roster) throw new HeldError('not-on-roster');
  const open = deps.watch.open;
  const [settings, address, today, ledger, dead, drawer, desk, records] = await Promise.all([
    deps.people.find(person),
    deps.conversations.find(person),
    deps.days.find(schoolDate(deps.calendar, deps.clock.now()), person),
    open && ledgerOf(deps.ledger, open.period.id, open.sealer).find(person),
    deps.deadPrompts.list(),
    deps.rows.drawerOf(person),
    deps.rows.deskOf(person),
    deps.rows.recordsOf(person),
  ]);
  const undelivered = dead.filter(({ whom }) => open?.sealer.openPerson(whom) === person).map(({ day, reason }) => ({ day, reason }));
  return { roster, settings: settings?.value, address, today, ledger: ledger?.value, undelivered, supervision: { drawer, desk, records } };
}
