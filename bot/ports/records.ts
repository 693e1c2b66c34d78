/** Private records: rows, keys and the seal around copies that only a device can open. */
import type { Answer, Column, EnvelopeRow } from '../domain/envelope.ts';
import type { PeriodId, PersonId, RowKey } from '../domain/ids.ts';
import type { EnvelopeStore } from './stores.ts';

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
