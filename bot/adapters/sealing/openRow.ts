import sodium from 'libsodium-wrappers';
import { headerColumn, slotColumn, type Answer, type EnvelopeRow } from '../../domain/envelope.ts';
import type { PeriodId, QuestionId, UnitId } from '../../domain/ids.ts';
import type { SetAside } from '../../domain/alarms.ts';
import type { OpeningKeys } from '../../ports.ts';
import { headerContent, OuterEnvelope, openedSlot, unpadded } from './format.ts';

/** What one row gave: why it or parts of it were set aside, and the rest. */
export interface ReadRow {
  readonly row?: { readonly unit: UnitId; readonly answers: readonly Answer[] };
  readonly setAside: readonly SetAside[];
}

/** What may count in a period: question and number of options, as the plan and the bank have it. */
export interface Expected {
  readonly period: PeriodId;
  readonly slots: number;
  readonly units: ReadonlySet<UnitId>;
  readonly options: ReadonlyMap<QuestionId, number>;
}

/** Opens single rows; pure computation, fit for a worker thread. Knows no person and no row but the one in hand. */
export class RowReader {
  readonly #keys: OpeningKeys;
  readonly #outer: OuterEnvelope;
  readonly #expected: Expected;

  constructor(keys: OpeningKeys, expected: Expected) {
    this.#keys = keys;
    this.#outer = new OuterEnvelope(keys.period, keys.outer);
    this.#expected = expected;
  }

  read(row: EnvelopeRow): ReadRow {
    const { period, units, slots } = this.#expected;
    if (!row.columns[headerColumn]) return { setAside: ['missingColumn'] };
    const header = headerContent.safeParse(this.#open(row, headerColumn));
    if (!header.success) return { setAside: ['rowUnreadable'] };
    if (header.data.period !== period || header.data.rowKey !== row.rowKey) return { setAside: ['headerMismatch'] };
    if (!units.has(header.data.unit)) return { setAside: ['unknownUnit'] };

    const answers: Answer[] = [];
    const setAside: SetAside[] = [];
    for (let slot = 1; slot <= slots; slot += 1) {
      const read = this.#readSlot(row, slot);
      if (typeof read === 'string') setAside.push(read);
      else if (read) answers.push(read);
    }
    return { row: { unit: header.data.unit, answers }, setAside };
  }

  #readSlot(row: EnvelopeRow, slot: number): Answer | SetAside | undefined {
    const column = slotColumn(slot);
    if (!row.columns[column]) return 'missingColumn';
    const opened = openedSlot.safeParse(this.#open(row, column));
    if (!opened.success) return 'slotUnreadable';
    const { period, rowKey, answer } = opened.data;
    if (period !== this.#expected.period || rowKey !== row.rowKey || opened.data.slot !== slot) return 'slotMismatch';
    if (!answer) return undefined;
    const options = this.#expected.options.get(answer.question);
    return options !== undefined && answer.option >= 0 && answer.option < options ? answer : 'notInPlan';
  }

  #open(row: EnvelopeRow, column: string): unknown {
    const sealed = row.columns[column];
    const inner = sealed && this.#outer.unwrap(row.rowKey, column, sealed);
    if (!inner) return undefined;
    try {
      return unpadded(sodium.crypto_box_seal_open(inner, this.#keys.innerPublic, this.#keys.innerPrivate));
    } catch {
      return undefined;
    }
  }
}
