import type { QuestionId, RowKey, UnitId } from './ids.ts';

/** Column of an envelope row: the header or a slot, `H`, `S01`, `S02`, ... */
export type Column = string;
export const headerColumn: Column = 'H';
export const slotColumn = (slot: number): Column => `S${String(slot).padStart(2, '0')}`;
/** `S01` to the last. Slots count from 1. */
export const slotColumns = (slots: number): readonly Column[] => Array.from({ length: slots }, (_, i) => slotColumn(i + 1));

/** One sealed row per person and period. Every column of every row of a period has the same length. */
export interface EnvelopeRow {
  readonly rowKey: RowKey;
  readonly columns: Readonly<Record<Column, Uint8Array>>;
}

/** The longest unit id, in UTF-8 bytes, that a header has room for: all columns are of one length. The roster import refuses longer ones. */
export const maxUnitIdLength = 120;

/** What the header holds once opened. */
export interface Header {
  readonly rowKey: RowKey;
  readonly unit: UnitId;
}

/** One answer: which option (from 0) of which question. */
export interface Answer {
  readonly question: QuestionId;
  readonly option: number;
}

/** What a card carries, encrypted: the place of an answer, never a person's id. */
export interface Ticket {
  readonly rowKey: RowKey;
  readonly slot: number;
  readonly question: QuestionId;
}
