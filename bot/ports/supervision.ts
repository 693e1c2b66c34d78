/** Supervision: sealed rows, boards in the open, calendar files, notices. */
import type { PersonId } from '../domain/ids.ts';
import type { Desk, KeptBooking, NetworkLink, Offer } from '../domain/supervision/board.ts';
import type { Drawer } from '../domain/supervision/drawer.ts';
import type { Reading, SessionRecord } from '../domain/supervision/record.ts';
import type { Entitlement } from '../domain/supervision/session.ts';
import type { Stored } from './stores.ts';
import type { Addressee, SendOutcome } from './teams.ts';
import type { Temporal } from 'temporal-polyfill';

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
