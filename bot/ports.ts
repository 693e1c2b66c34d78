/**
 * What use cases need from outside. Adapters obey these; nothing here knows a library. Every method that reaches storage or
 * keys rejects with HeldError `storage-down` or `keys-down` when it cannot. A write that rejected may still have reached the store (its answer
 * was lost on the way), so every write here can be repeated.
 */
import type { Temporal } from 'temporal-polyfill';
import type { PlannedAction } from './domain/actions/plannedAction.ts';
import type { SetAside } from './domain/alarms.ts';
import type { Answer, Column, EnvelopeRow, Header, Ticket } from './domain/envelope.ts';
import type { LastingId, LedgerKey, PeriodId, PersonId, RowKey, UnitId } from './domain/ids.ts';
import type { Period } from './domain/period.ts';
import type { PersonSettings, Roster, RosterEntry } from './domain/roster.ts';
import type { NamedLink, Signposts } from './domain/signposts.ts';
import type { FrozenUnit } from './domain/unit.ts';
import type { BallotBox } from './domain/disclosure/ballotBox.ts';
import type { Release, ReleasedCells } from './domain/disclosure/release.ts';
import type { Desk, KeptBooking, NetworkLink, Offer } from './domain/supervision/board.ts';
import type { Drawer } from './domain/supervision/drawer.ts';
import type { Reading, SessionRecord } from './domain/supervision/record.ts';
import type { Entitlement } from './domain/supervision/session.ts';
import type { Busy, Occasion } from './domain/prompting/gaps.ts';
import type { QuietDay, SchoolCalendar } from './domain/prompting/schoolCalendar.ts';
import type { Moment } from './domain/questions/wording.ts';
import type { Policy } from './domain/disclosure/policy.ts';

// Time and chance

export interface Clock {
  /** The product's time: the system's, or on a laptop the stored clock that both processes share. */
  now(): Temporal.Instant;
}

export interface Randomness {
  /** A fresh lasting id: 128 random bits. */
  lastingId(): LastingId;
  /** Uniform in [0, 1): for jitter and the like, never for keys. */
  fraction(): number;
}

export interface Logger {
  /** `fields` never hold an answer, a name, or a person's id. */
  info(fields: Readonly<Record<string, string | number | boolean>>, message: string): void;
  warn(fields: Readonly<Record<string, string | number | boolean>>, message: string): void;
  error(fields: Readonly<Record<string, string | number | boolean>>, message: string): void;
}

// Stores. An `etag` is opaque; a write guarded by one answers false when somebody else wrote first.

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

/** What the nightly work on private records has come to: which keys rows may lie under, and what was done last. Of nobody in particular. */
export interface RecordNights {
  /** What `current` was made for: the local night, `2026-11-18`, and at the end of a half-term which step of it. */
  readonly night: string;
  /** Name of the key that is sealed under now. */
  readonly current: string;
  /** Name of the one before: a copy that was under way during the work may lie under it. */
  readonly previous?: string | undefined;
  /** Name of a key that this night's work destroys. */
  readonly dropping?: string | undefined;
  /** The newest half-term that has rows for everybody. */
  readonly prepared?: PeriodId | undefined;
  /** Whether this night's work is done. */
  readonly done: boolean;
}

/** A sealed copy on its way into a record: nothing in the clear says whose. */
export interface PendingRow {
  readonly id: string;
  readonly sealed: Uint8Array;
}

/**
 * Private records: a row for everyone eligible and kept half-term, of the same shape as an envelope's but in places of their own. `H` holds
 * a public key, whether anybody has its private half or not. Copies wait elsewhere, under random ids, until all rows are rewritten at once.
 */
export interface RecordStore extends EnvelopeStore {
  /** The rows with nothing but their `H`. */
  headers(period: PeriodId): AsyncIterable<readonly EnvelopeRow[]>;
  nights(): Promise<RecordNights | undefined>;
  saveNights(nights: RecordNights): Promise<void>;
  /** The nights' work, and the revision: another text whenever a header changed, undefined before the first. One request. */
  standing(): Promise<{ readonly nights?: RecordNights | undefined; readonly revision?: string | undefined }>;
  saveRevision(revision: string): Promise<void>;
  addPending(row: PendingRow): Promise<void>;
  pending(): AsyncIterable<readonly PendingRow[]>;
  removePending(ids: readonly string[]): Promise<void>;
}

/** What is known of one person's day, never which meeting. It goes with the next night's touch: kept longer, it would tell who was asked when. */
export interface DayNotes {
  /** The day is planned. */
  readonly planned?: true;
  /** Held heard of a meeting. */
  readonly met?: true;
  /** ISO instant at which the last meeting that Held heard of began. */
  readonly meetingBegan?: string;
}

/** Dates are the schools' own, `YYYY-MM-DD`. */
export interface DayStore {
  find(date: string, person: PersonId): Promise<DayNotes>;
  /** Adds to what is noted. */
  note(date: string, person: PersonId, notes: DayNotes): Promise<void>;
  /** Notes that these people's day is planned; sorted people cost a request a hundred. */
  notePlanned(date: string, people: readonly PersonId[]): Promise<void>;
  planned(date: string): Promise<ReadonlySet<PersonId>>;
  /** Deletes what is known of earlier days; of every day without a date. */
  forgetBefore(date?: string): Promise<void>;
  forget(person: PersonId): Promise<void>;
}

/** A prompt of which nobody knows that it arrived, for the operator: what became of it and on which day, not whose it was. */
export interface DeadPrompt extends Omit<DuePrompt, 'dueAt' | 'replays'> {
  readonly id: string;
  /** `processDied`: between the ledger and the channel's answer. It may or may not have arrived. */
  readonly reason: SendFailure | 'processDied';
  /** Local date. */
  readonly day: string;
}

export interface DeadPromptStore {
  add(dead: Omit<DeadPrompt, 'id'>): Promise<void>;
  /** Oldest first. */
  list(): Promise<readonly DeadPrompt[]>;
  find(id: string): Promise<DeadPrompt | undefined>;
  /** False when it was gone: of two who take it one may go on. */
  remove(id: string): Promise<boolean>;
  deleteAll(period: PeriodId): Promise<void>;
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

// Calendars

/** Times of somebody's day, and nothing else. `away`: cannot be read now. `refused`: this mailbox may not be read. */
export type DayTimes = readonly Busy[] | 'away' | 'refused';

export interface CalendarTimes {
  /** The times of each person's calendar between two instants. Never rejects: what cannot be read says so. */
  timesOf(people: readonly PersonId[], from: Temporal.Instant, until: Temporal.Instant): Promise<ReadonlyMap<PersonId, DayTimes>>;
}

// Queues

/** A prompt that is due at an instant. No meeting id, title or attendee; whose it is can be read by who holds H_p alone. */
export interface DuePrompt {
  /** A person, sealed by the period's `Sealer`: no two alike. */
  readonly whom: string;
  readonly period: PeriodId;
  /** ISO instant. */
  readonly dueAt: string;
  readonly occasion: Occasion;
  /** Id of the dead prompt that an operator asked for again with this one; it stays on their list until this is sent. */
  readonly replays?: string;
}

export interface QueuedPrompt {
  readonly prompt: DuePrompt;
  /** Done with it. */
  remove(): Promise<void>;
  /** Not yet due: hide it again for at most this long. */
  hide(seconds: number): Promise<void>;
}

export interface PromptQueue {
  /** Delays over 7 days are chained: the message comes early and is hidden again. One that nobody took deletes itself an hour late. */
  put(prompt: DuePrompt, delaySeconds: number): Promise<void>;
  /** Up to 32 visible messages, hidden from others meanwhile. A message that cannot be parsed is removed and counted. */
  take(): Promise<readonly QueuedPrompt[]>;
}

/**
 * A card in a person's chat that passes at the day's end, whatever was done with it. Not sealed, because it passes also when the half-term was
 * closed meanwhile and nothing can be unsealed any more; it is gone before the next touch instead.
 */
export interface PassingCard {
  readonly person: PersonId;
  /** The channel's id of the message: kept nowhere else. */
  readonly message: string;
  /** ISO instant. */
  readonly passesAt: string;
}

export interface QueuedCard {
  readonly card: PassingCard;
  remove(): Promise<void>;
  hide(seconds: number): Promise<void>;
}

export interface CardQueue {
  /** Deletes itself `keptSeconds` after it showed first, whether it passed or not. */
  put(card: PassingCard, delaySeconds: number, keptSeconds: number): Promise<void>;
  /** As `PromptQueue.take`. */
  take(): Promise<readonly QueuedCard[]>;
}

/** Somebody whose welcome has not left yet. */
export interface QueuedWelcome {
  readonly person: PersonId;
  remove(): Promise<void>;
  hide(seconds: number): Promise<void>;
}

export interface WelcomeQueue {
  /** Deletes itself after a week. */
  put(person: PersonId): Promise<void>;
  /** As `PromptQueue.take`. */
  take(): Promise<readonly QueuedWelcome[]>;
}

// Keys and sealing

export interface SealingKeys {
  readonly period: PeriodId;
  /** H_p, 32 bytes. */
  readonly places: Uint8Array;
  /** Public half of K_p. */
  readonly inner: Uint8Array;
  /** W_p, 32 bytes: for outer envelopes from the cut on, and for the hash of the freeze. */
  readonly outer: Uint8Array;
}

/** Keys as the web process may hold them: it can seal, never open. */
export interface WebVault {
  /** Makes H_p where there is none. */
  createPlacesKey(period: PeriodId): Promise<void>;
  /**
   * Undefined where there is no H_p: not made yet, or destroyed. Rejects with `keys-down` where H_p stands without the opener's half: that
   * must never be taken for a link that was cut, since nothing of the period could be opened once H_p is gone as well.
   */
  sealingKeys(period: PeriodId): Promise<SealingKeys | undefined>;
  /** Deletes and purges H_p; gone already is done. */
  destroyPlacesKey(period: PeriodId): Promise<void>;
  /** Can keys be reached? Rejects with `keys-down` when not. */
  ping(): Promise<void>;
}

export interface OpeningKeys {
  readonly period: PeriodId;
  readonly innerPublic: Uint8Array;
  readonly innerPrivate: Uint8Array;
  readonly outer: Uint8Array;
}

/** Keys as the opener may hold them: it never sees H_p, only whether it is gone. */
export interface OpenerVault {
  /** Makes K_p and W_p where there are none. */
  createPeriodKeys(period: PeriodId): Promise<void>;
  openingKeys(period: PeriodId): Promise<OpeningKeys | undefined>;
  placesKeyGone(period: PeriodId): Promise<boolean>;
  /** What `pinFreeze` kept. */
  pinnedFreeze(period: PeriodId): Promise<Uint8Array | undefined>;
  /** Keeps the hash (32 bytes) of a period's freeze where only the opener writes. The first stands; it is given back. */
  pinFreeze(period: PeriodId, hash: Uint8Array): Promise<Uint8Array>;
  /** Deletes and purges K_p and W_p; where purge protection delays that, the ISO date of the purge. */
  destroyPeriodKeys(period: PeriodId): Promise<'purged' | { readonly purgedOn: string }>;
}

/** One period's seal, in the web process. */
export interface Sealer {
  placeOf(person: PersonId): RowKey;
  sealHeader(header: Header): Uint8Array;
  sealBlank(rowKey: RowKey, slot: number): Uint8Array;
  sealAnswer(rowKey: RowKey, slot: number, answer: Answer): Uint8Array;
  /** The same inner envelope in a fresh outer one under H_p. Undefined when it does not belong in this place. */
  rewrap(rowKey: RowKey, column: Column, sealed: Uint8Array): Uint8Array | undefined;
  /** The same under W_p, which the opener holds: for the last touch alone, and for one that it has rewrapped already. */
  rewrapForOpening(rowKey: RowKey, column: Column, sealed: Uint8Array): Uint8Array | undefined;
  ledgerKeyOf(person: PersonId): LedgerKey;
  sealLedgerEntry(entry: LedgerEntry): SealedLedgerEntry;
  /** Undefined for what was not sealed under this key of this period, or was changed since. */
  openLedgerEntry(entry: SealedLedgerEntry): LedgerEntry | undefined;
  /** Whom a message or a note is about, for places that outlive a moment. */
  sealPerson(person: PersonId): string;
  /** Undefined for anything this period's key did not make. */
  openPerson(text: string): PersonId | undefined;
  /** Slot (from 1) for a person's n-th place: a permutation keyed from H_p and the row key. */
  slotFor(rowKey: RowKey, places: number, slots: number): number;
  sealTicket(ticket: Ticket): string;
  /** Undefined for anything this period's key did not make. */
  openTicket(text: string): Ticket | undefined;
  /** Hash under W_p, base64url: binds the freeze to the period. */
  mac(text: string): string;
}

export interface Sealing {
  sealerFor(keys: SealingKeys): Sealer;
}

export interface Opened {
  /** Why something in the box was ignored; counted, never shown beside a row. */
  readonly setAside: Readonly<Partial<Record<SetAside, number>>>;
  /** Rows whose header stood in its place, by unit, with or without answers. */
  readonly rowsPerUnit: ReadonlyMap<UnitId, number>;
}

/** One period's opening, in the opener process. Opened rows go straight into the ballot box, from which only `disclose` reads. */
export interface EnvelopeOpener {
  /**
   * Opens rows into the box; the next may be handed over before this returns, and are opened after these. Over all calls, no unit gives more rows than its frozen roster has people: further ones are set aside as
   * `extraRow`.
   */
  openInto(box: BallotBox, rows: readonly EnvelopeRow[]): Promise<Opened>;
  verifyMac(text: string, mac: string): boolean;
  close(): Promise<void>;
}

export interface Opening {
  openerFor(keys: OpeningKeys, frozen: Frozen): EnvelopeOpener;
}

/** Secrets of private records, by name, 32 bytes each: one that lasts, and one for every night. The web process's own; none places anything in an envelope. */
export interface RecordVault {
  /** Makes it where there is none. */
  createRecordKey(name: string): Promise<void>;
  recordKey(name: string): Promise<Uint8Array | undefined>;
  /** Deletes and purges; gone already is done. */
  destroyRecordKey(name: string): Promise<void>;
}

/** A JSON Web Key: the public half of a key pair on the curve P-256. */
export interface PublicKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

/**
 * The public half that somebody's copies are sealed to, and its private half under a recovery code. For everyone who keeps no record it is
 * a pair made by the server whose private half and code nobody has: which is which nothing here tells.
 */
export interface RecordOwner {
  readonly publicKey: PublicKey;
  readonly recovery: string;
}

/** What a person finds in their record: one own answer and the day it was given. */
export interface RecordCopy extends Answer {
  readonly day: string;
  readonly period: PeriodId;
}

/** A copy on its way into its slot. */
export interface PendingCopy {
  readonly period: PeriodId;
  readonly rowKey: RowKey;
  readonly slot: number;
  /** ISO instant: of two copies for one slot the later one stays. */
  readonly at: string;
  /** `x` of the public half that it is sealed to: a record that was turned off or begun anew since takes none for an older key. */
  readonly key: string;
  readonly copy: string;
}

/** The outer seal of private records. It cannot open a copy: the key for that is on the person's device. Every column of a kind has the same length. */
export interface RecordSealer {
  /** A person's place among a half-term's records: of the lasting secret, so never a place in an envelope. */
  placeOf(period: PeriodId, person: PersonId): RowKey;
  /** Slot (from 1) of the n-th thing (from 0): another order than the envelope's, one for every row. */
  slotFor(rowKey: RowKey, n: number, slots: number): number;
  wrapOwner(period: PeriodId, rowKey: RowKey, owner: RecordOwner): Uint8Array;
  /** Undefined for what does not belong in this place, here and below. */
  unwrapOwner(period: PeriodId, rowKey: RowKey, sealed: Uint8Array): RecordOwner | undefined;
  wrapCopy(period: PeriodId, rowKey: RowKey, slot: number, copy: string): Uint8Array;
  unwrapCopy(period: PeriodId, rowKey: RowKey, slot: number, sealed: Uint8Array): string | undefined;
  /** The same content in a fresh outer envelope of the newest night. */
  rewrap(period: PeriodId, rowKey: RowKey, column: Column, sealed: Uint8Array): Uint8Array | undefined;
  wrapPending(id: string, pending: PendingCopy): Uint8Array;
  unwrapPending(id: string, sealed: Uint8Array): PendingCopy | undefined;
}

export interface RecordSealing {
  /** `nights`: newest first. Wraps under the newest, opens what lies under any. */
  sealerFor(places: Uint8Array, nights: readonly Uint8Array[]): RecordSealer;
  /** A copy of an answer, or a blank of the same length. Rejects with `bad-request` for a key that is no point of the curve. */
  sealTo(key: PublicKey, copy: RecordCopy | undefined): Promise<string>;
  /** A key pair like anybody's, of which nobody keeps the private half. */
  nobody(): Promise<RecordOwner>;
}

// Supervision

/** One sealed row of one person. `place` names nobody; `name` tells a drawer, a desk and records apart. */
export interface SealedRow {
  readonly place: string;
  readonly name: string;
  readonly sealed: Uint8Array;
}

export interface SupervisionStore {
  find(place: string, name: string): Promise<Stored<SealedRow> | undefined>;
  /** Rows of one place whose names begin so. */
  list(place: string, under: string): Promise<readonly Stored<SealedRow>[]>;
  /** Without an etag: inserts, false when it exists. */
  save(row: SealedRow, etag?: string): Promise<boolean>;
  remove(place: string, name: string): Promise<void>;
  /** In the order given; those that exist stay as they are. */
  insertMissing(rows: readonly SealedRow[]): Promise<void>;
  /** Every row, page by page. */
  pages(): AsyncIterable<readonly Stored<SealedRow>[]>;
  /** Rows of one page, ETag-guarded, batched; what somebody wrote meanwhile stays theirs. */
  rewrite(rows: readonly Stored<SealedRow>[]): Promise<void>;
}

/** Small things in the open, each under an id, by group. */
export interface Board<T> {
  list(group: string): Promise<readonly T[]>;
  find(group: string, id: string): Promise<T | undefined>;
  put(group: string, id: string, value: T): Promise<void>;
  remove(group: string, id: string): Promise<void>;
}

/** What the daily work did last, in counts. */
export interface Upkeep {
  readonly day: string;
  readonly did: Readonly<Record<string, number>>;
}

export interface SupervisionBoards {
  /** By school, in one group. */
  readonly offers: Board<Offer>;
  /** By unit, in one group. */
  readonly entitlements: Board<Entitlement>;
  /** A group a unit. */
  readonly network: Board<NetworkLink>;
  readonly reading: Board<Reading>;
  /** By supervisor, in one group. */
  readonly booking: Board<KeptBooking>;
  readonly upkeep: Board<Upkeep>;
  /** By place: since when nobody on the roster has it. */
  readonly gone: Board<{ readonly place: string; readonly since: string }>;
}

/** The lasting secret of supervision, the web process's own. It places nothing in any envelope and is no period's. */
export interface SupervisionVault {
  /** 32 bytes, made where there are none. */
  supervisionKey(): Promise<Uint8Array>;
}

/** Authenticated encryption with a key for each person, derived from one secret. Opening rejects what was changed, moved or is another's. */
export interface SupervisionSealer {
  placeOf(person: PersonId): string;
  sealDrawer(drawer: Drawer): SealedRow;
  openDrawer(person: PersonId, row: SealedRow): Drawer;
  sealDesk(desk: Desk): SealedRow;
  openDesk(person: PersonId, row: SealedRow): Desk;
  sealRecord(record: SessionRecord): SealedRow;
  openRecord(person: PersonId, row: SealedRow): SessionRecord;
}

export interface SupervisionSealing {
  supervisionSealerFor(secret: Uint8Array): SupervisionSealer;
}

/** A session, or a fixed series of sessions, for somebody's calendar. Local dates and wall times of the zone. */
export interface SeriesFile {
  readonly uid: string;
  readonly date: string;
  readonly time: string;
  readonly minutes: number;
  readonly timeZone: string;
  readonly stamp: Temporal.Instant;
  /** Every so many weeks, up to a date, but not on those. */
  readonly series?: { readonly weeks: number; readonly until: string; readonly except: readonly string[] };
}

export interface SeriesFiles {
  /** RFC 5545 text. */
  write(file: SeriesFile): string;
}

/** What a chat is told of supervision: that there is something, never what, nor about whom. */
export type Notice = 'digest' | 'preview' | 'agenda' | 'receipt' | 'record' | 'ask';

export interface NoticeSender {
  /** Sends the card to the person's 1:1 chat. Never rejects for the channel's failures. */
  sendNotice(to: Addressee, notice: Notice): Promise<SendOutcome>;
}

// Teams

/** Why the channel did not take a message. */
export const sendFailures = [
  /** No address of a chat is known, or Held is not installed there: it needs an install. */
  'notInstalled',
  /** An administrator has switched the app off. */
  'botDisabled',
  /** The channel was busy or down for as long as was tried. */
  'channelBusy',
  /** The channel takes no such message. */
  'refused',
  /** No answer came, or one that does not tell: it may have arrived. */
  'noAnswer',
] as const;
export type SendFailure = (typeof sendFailures)[number];

/** How sending ended. `gone`: stop for good (blocked, uninstalled). `arrived`: whether the person may have it all the same. */
export type SendOutcome =
  | { readonly kind: 'sent'; /** The channel's id of the message. */ readonly message: string | undefined }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly reason: SendFailure; readonly arrived: 'no' | 'maybe' };

/** What a card in the chat shows. */
export type PromptCard =
  | {
      readonly kind: 'question';
      readonly period: PeriodId;
      readonly ticket: string;
      readonly question: Ticket['question'];
      readonly moment: Moment;
    }
  | { readonly kind: 'halfWay'; /** Absent where it could not be read. */ readonly beside?: HalfWay };

/** What the card half-way through a half-term says beside its buttons. */
export interface HalfWay {
  readonly booking: readonly NamedLink[];
  /** Things that leaders have done and published. */
  readonly done: number;
}

/** A person and the address of their chat, as the conversation store has it. */
export interface Addressee {
  readonly person: PersonId;
  readonly address: string;
}

export interface PromptSender {
  /** Sends the card to the person's 1:1 chat. Never rejects for the channel's failures. */
  sendPrompt(to: Addressee, card: PromptCard): Promise<SendOutcome>;
  /**
   * Turns a card of the person's chat into the one that has passed. `again`: not now, and worth another try; `done` too where it never can be.
   * Never rejects for the channel's failures.
   */
  passCard(to: Addressee, message: string): Promise<'done' | 'again'>;
}

export interface WelcomeSender {
  /** Sends the welcome to the person's 1:1 chat. Never rejects for the channel's failures. */
  sendWelcome(to: Addressee, settings: PersonSettings): Promise<SendOutcome>;
}

/** Keeps all instances together under the channel's limit. */
export interface SendPace {
  /** Resolves when one more message may leave, in order of asking. */
  turn(): Promise<void>;
}
