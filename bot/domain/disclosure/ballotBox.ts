import type { Answer } from '../envelope.ts';
import type { UnitId } from '../ids.ts';

/** One opened envelope: whose it was is no longer known, only which unit. */
export interface OpenedRow {
  readonly unit: UnitId;
  readonly answers: readonly Answer[];
}

/**
 * Opened envelopes go in; nothing reads them but `disclose`. The rows sit in a private field that only this class can reach, and only
 * `disclose.ts` names `takeAll` (a test checks it), so no other code can turn answers into output.
 * A box is used once: reading empties it, and reading or filling it again is a state error.
 */
export class BallotBox {
  #rows: OpenedRow[] | undefined = [];

  put(row: OpenedRow): void {
    if (!this.#rows) throw new Error('This ballot box was opened already.');
    this.#rows.push(row);
  }

  static takeAll(box: BallotBox): readonly OpenedRow[] {
    const rows = box.#rows;
    if (!rows) throw new Error('This ballot box was opened already.');
    box.#rows = undefined;
    return rows;
  }
}
