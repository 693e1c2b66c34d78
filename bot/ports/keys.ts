/** Keys and sealing: what each of the two processes may hold and do. */
import type { SetAside } from '../domain/alarms.ts';
import type { BallotBox } from '../domain/disclosure/ballotBox.ts';
import type { Answer, Column, EnvelopeRow, Header, Ticket } from '../domain/envelope.ts';
import type { LedgerKey, PeriodId, PersonId, RowKey, UnitId } from '../domain/ids.ts';
import type { Frozen, LedgerEntry, SealedLedgerEntry } from './stores.ts';

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
