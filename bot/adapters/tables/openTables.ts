import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type {
  ActionStore,
  ConversationStore,
  DayStore,
  DeadPromptStore,
  EnvelopeStore,
  FrozenStore,
  LeaseStore,
  LedgerStore,
  PeopleStore,
  PeriodStore,
  ProcessStore,
  RecordStore,
  ReleaseStore,
  RosterStore,
  SignpostStore,
  SupervisionBoards,
  SupervisionStore,
  TermDatesStore,
} from '../../ports.ts';
import { actionStore } from './actions.ts';
import { conversationStore } from './conversations.ts';
import { dayStore } from './days.ts';
import { deadPromptStore } from './deadPrompts.ts';
import { envelopeStore } from './envelopes.ts';
import { frozenStore } from './frozen.ts';
import { leaseStore, type LeaseOptions } from './leases.ts';
import { ledgerStore } from './ledger.ts';
import { peopleStore } from './people.ts';
import { periodStore } from './periods.ts';
import { processStore, patientWebBeats, senderBeats, webBeats } from './processes.ts';
import { recordStore } from './records.ts';
import { releaseStore } from './releases.ts';
import { rosterStore } from './roster.ts';
import { parseRow } from './rows.ts';
import { signpostStore } from './signposts.ts';
import { termDatesStore } from './termDates.ts';
import { supervisionStore } from './supervision.ts';
import { supervisionBoards } from './supervisionBoards.ts';
import { Table, type Deadlines, type StorageCredential } from './table.ts';
import { tableNames } from './tableNames.ts';

export interface TablesOptions {
  /** Needed with an account URL; a connection string brings its own key. */
  readonly credential?: StorageCredential;
  readonly lease?: LeaseOptions;
  readonly deadlines?: Deadlines;
}

export interface Tables {
  readonly roster: RosterStore;
  readonly people: PeopleStore;
  readonly conversations: ConversationStore;
  readonly periods: PeriodStore;
  readonly frozen: FrozenStore;
  readonly envelopes: EnvelopeStore;
  readonly ledger: LedgerStore;
  readonly releases: ReleaseStore;
  readonly leases: LeaseStore;
  readonly processes: ProcessStore;
  readonly actions: ActionStore;
  readonly signposts: SignpostStore;
  readonly records: RecordStore;
  /** Beats of the processes that share the channel's limit. */
  readonly senders: ProcessStore;
  readonly days: DayStore;
  readonly deadPrompts: DeadPromptStore;
  readonly termDates: TermDatesStore;
  readonly supervision: SupervisionStore;
  readonly boards: SupervisionBoards;
  /** Makes the tables that are missing. */
  ensure(): Promise<void>;
  /** Can storage be reached? Rejects with `storage-down` when not. */
  ping(): Promise<void>;
  /** The storage service's own time, to the second: what this machine's clock is held against. */
  serverTime(): Promise<Temporal.Instant>;
  /** Version of the stored data's format; undefined where nothing was ever stored. */
  readFormat(): Promise<number | undefined>;
  writeFormat(version: number): Promise<void>;
}

const formatKey = { partitionKey: 'format', rowKey: 'format' };
const formatRow = z.object({ version: z.int().positive() });

/** Every store, over a connection string or an account URL with a credential. Opens nothing yet: the first request does. */
export function openTables(connection: string, options: TablesOptions = {}): Tables {
  const all: Table[] = [];
  const open = (name: keyof typeof tableNames): Table => {
    const table = new Table(tableNames[name], { to: connection, credential: options.credential, deadlines: options.deadlines });
    all.push(table);
    return table;
  };
  const format = open('format');
  const processes = open('processes');
  return {
    roster: rosterStore(open('roster')),
    people: peopleStore(open('people')),
    conversations: conversationStore(open('conversations')),
    periods: periodStore(open('periods')),
    frozen: frozenStore(open('frozen')),
    envelopes: envelopeStore(open('envelopes')),
    ledger: ledgerStore(open('ledger')),
    releases: releaseStore(open('releases')),
    leases: leaseStore(open('leases'), options.lease),
    actions: actionStore(open('actions')),
    signposts: signpostStore(open('signposts')),
    records: recordStore(open('records'), open('recordCopies')),
    processes: processStore(processes, options.credential ? patientWebBeats : webBeats),
    senders: processStore(processes, senderBeats),
    days: dayStore(open('days')),
    deadPrompts: deadPromptStore(open('deadPrompts')),
    termDates: termDatesStore(open('termDates')),
    supervision: supervisionStore(open('supervision')),
    boards: supervisionBoards(open('supervisionBoards')),
    ensure: async () => void (await Promise.all(all.map((table) => table.ensure()))),
    ping: async () => void (await format.get(formatKey.partitionKey, formatKey.rowKey)),
    serverTime: () => format.serverTime(),
    async readFormat() {
      const row = await format.get(formatKey.partitionKey, formatKey.rowKey);
      return row && parseRow(formatRow, row, format.name).version;
    },
    writeFormat: (version) => format.put({ ...formatKey, version }),
  };
}
