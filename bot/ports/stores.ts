/** What is stored of the roster, half-terms, envelopes and releases. An `etag` is opaque; a write guarded by one answers false when somebody else wrote first. */
import type { PlannedAction } from '../domain/actions/plannedAction.ts';
import type { Policy } from '../domain/disclosure/policy.ts';
import type { Release, ReleasedCells } from '../domain/disclosure/release.ts';
import type { Column, EnvelopeRow } from '../domain/envelope.ts';
import type { LedgerKey, PeriodId, PersonId, RowKey, UnitId } from '../domain/ids.ts';
import type { Period } from '../domain/period.ts';
import type { QuietDay, SchoolCalendar } from '../domain/prompting/schoolCalendar.ts';
import type { PersonSettings, Roster, RosterEntry } from '../domain/roster.ts';
import type { Signposts } from '../domain/signposts.ts';
import type { FrozenUnit } from '../domain/unit.ts';

export interface Stored<T> {
  readonly value: T;
  readonly etag: string;
}

export interface RosterStore {
  /** The whole roster; empty before the first import. */
  read(): Promise<Roster>;
  find(person: PersonId): Promise<RosterEntry | undefined>;
  /** The file is the whole roster: entries absent from it go. `onProgress` hears how many rows of how many are done. */
  replace(roster: Roster, onProgress?: (done: number, total: number) => void): Promise<void>;
}

export interface PeopleStore {
  find(person: PersonId): Promise<Stored<PersonSettings> | undefined>;
  all(): Promise<ReadonlyMap<PersonId, PersonSettings>>;
  /** Without an etag: inserts, false when a row exists. */
  save(settings: PersonSettings, etag?: string): Promise<boolean>;
  remove(person: PersonId): Promise<void>;
}

export interface PeriodStore {
  /** All periods, oldest first. */
  list(): Promise<readonly Stored<Period>[]>;
  find(id: PeriodId): Promise<Stored<Period> | undefined>;
  /** False when it exists already. */
  insert(period: Period): Promise<boolean>;
  /** ETag-conditional: false when somebody else moved it first. */
  update(period: Period, etag: string): Promise<boolean>;
}

/** The freeze of a period: what the opener may know of the roster. `mac` is a hash under W_p of everything else. */
export interface Frozen {
  readonly period: PeriodId;
  readonly units: readonly FrozenUnit[];
  readonly plan: Period['plan'];
  readonly policy: Policy;
  readonly slots: number;
  readonly codeVersion: string;
  /** Hash under W_p of the canonical JSON of all the above. */
  readonly mac: string;
}

export interface FrozenStore {
  /** Write-once: a second write with other content rejects with `refused`. */
  write(frozen: Frozen): Promise<void>;
  read(period: PeriodId): Promise<Frozen | undefined>;
}

export interface EnvelopeStore {
  /** Inserts the rows that are missing, in row-key order; existing rows stay untouched. */
  insertMissing(period: PeriodId, rows: readonly EnvelopeRow[], onProgress?: (done: number, total: number) => void): Promise<void>;
  /** Merges columns into one existing row, in one request; false when there is no such row. */
  merge(period: PeriodId, rowKey: RowKey, columns: Readonly<Record<Column, Uint8Array>>): Promise<boolean>;
  /**
   * Every row, in row-key order, page by page. A row that somebody copied to where its key does not belong is no row of the box;
   * `onMisplaced` hears how many of these a page had.
   */
  pages(period: PeriodId, onMisplaced?: (rows: number) => void): AsyncIterable<readonly Stored<EnvelopeRow>[]>;
  /** ETag-guarded, batched replacement of whole rows of one page; gives back the row keys that somebody wrote meanwhile. */
  rewrite(period: PeriodId, rows: readonly Stored<EnvelopeRow>[]): Promise<readonly RowKey[]>;
  find(period: PeriodId, rowKey: RowKey): Promise<Stored<EnvelopeRow> | undefined>;
  deleteAll(period: PeriodId, onProgress?: (done: number) => void): Promise<void>;
}

/** The budget and the next place of one person in one period. No slot, meeting, question or "answered" mark. */
export interface LedgerEntry {
  readonly person: PersonId;
  /** ISO week of the counts below, `2026-W47`; empty before the first. */
  readonly week: string;
  /** Prompts sent in that week. */
  readonly prompts: number;
  /** Those of them with a question that is not about a meeting. */
  readonly others: number;
  /** Local date of the last prompt; empty before the first. */
  readonly day: string;
  /** Prompts and check-ins so far, modulo the slots. */
  readonly places: number;
  /** Weeks with a prompt so far. */
  readonly weeks: number;
  /** ISO instant since which the prompt of `day` is being sent: the channel has not answered yet, or its process died. */
  readonly sending?: string;
}

/**
 * One person's ledger entry as it is stored: neither key nor content says anything without H_p, and all contents are of one length. So
 * who was asked, and when, cannot be read beside the envelopes, not even by whoever holds their outer key.
 */
export interface SealedLedgerEntry {
  readonly key: LedgerKey;
  readonly sealed: Uint8Array;
}

export interface LedgerStore {
  /** Inserts the entries that are missing, in the order of their keys; existing ones stay untouched. */
  insertMissing(period: PeriodId, entries: readonly SealedLedgerEntry[]): Promise<void>;
  find(period: PeriodId, key: LedgerKey): Promise<Stored<SealedLedgerEntry> | undefined>;
  /** Its new ETag; undefined when somebody else wrote first. */
  update(period: PeriodId, entry: SealedLedgerEntry, etag: string): Promise<string | undefined>;
  /** Every entry, in the order of their keys, page by page. */
  pages(period: PeriodId): AsyncIterable<readonly Stored<SealedLedgerEntry>[]>;
  /** ETag-guarded, batched replacement of the entries of one page; gives back the keys that somebody wrote meanwhile. */
  rewrite(period: PeriodId, entries: readonly Stored<SealedLedgerEntry>[]): Promise<readonly LedgerKey[]>;
  deleteAll(period: PeriodId): Promise<void>;
}

export interface Published {
  readonly release: Release;
  readonly cells: ReleasedCells;
  /** Hash of the release's canonical JSON, hex. */
  readonly hash: string;
}

export interface ReleaseStore {
  /** Oldest first; each read costs at most one storage request when nothing new was published. */
  list(): Promise<readonly Published[]>;
  find(period: PeriodId): Promise<Published | undefined>;
  /** Write-once: staged chunks, then the manifest. The same bytes again: no change. Other bytes: rejects with `refused`. */
  publish(release: Release, cells: ReleasedCells): Promise<Published>;
}

export interface LeaseStore {
  /** Runs `work` while holding the named lease; undefined when another process holds it. */
  withLease<T>(name: string, work: () => Promise<T>): Promise<T | undefined>;
}

/** A web process says that it lives and which state of which period it has seen, so that nothing is cut under its hands. */
export interface ProcessBeat {
  readonly process: string;
  /** `{period}:{state}` that this process acts on, with no write of an earlier state under way. */
  readonly sees: string;
}

export interface ProcessStore {
  beat(beat: ProcessBeat): Promise<void>;
  /** Beats heard lately, in real time: by this machine's clock, or by the beat of the process `since`, which needs no clock of ours. */
  living(since?: string): Promise<readonly ProcessBeat[]>;
  leave(process: string): Promise<void>;
}

/** Where to reach a person in 1:1 chat; the content is the Teams adapter's own. */
export interface ConversationStore {
  find(person: PersonId): Promise<string | undefined>;
  /** Everyone whose address is kept. */
  people(): Promise<readonly PersonId[]>;
  save(person: PersonId, reference: string): Promise<void>;
  remove(person: PersonId): Promise<void>;
}

/** What leaders decided; a row an action, by unit. */
export interface ActionStore {
  /** Of one unit, in no order. */
  list(unit: UnitId): Promise<readonly Stored<PlannedAction>[]>;
  /** Without an etag: inserts, false when it exists. */
  save(action: PlannedAction, etag?: string): Promise<boolean>;
}

/** What an administrator set, once anything was. */
export interface SignpostStore {
  read(): Promise<Stored<Signposts> | undefined>;
  /** Without an etag: inserts, false when something is there. */
  write(signposts: Signposts, etag?: string): Promise<boolean>;
}

/** The deployment's term dates and the schools' quiet days. */
export interface TermDatesStore {
  /** Dates that the administrator confirmed. */
  confirmed(): Promise<SchoolCalendar | undefined>;
  /** Dates imported and not yet confirmed. */
  draft(): Promise<SchoolCalendar | undefined>;
  saveDraft(calendar: SchoolCalendar): Promise<void>;
  /** Makes these dates the confirmed ones; a draft goes. */
  confirm(calendar: SchoolCalendar): Promise<void>;
  quietDays(): Promise<readonly QuietDay[]>;
  addQuietDay(day: QuietDay): Promise<void>;
  /** False when there was none. */
  removeQuietDay(day: QuietDay): Promise<boolean>;
}
