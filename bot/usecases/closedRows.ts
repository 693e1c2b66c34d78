import { createHash, type Hash } from 'node:crypto';
import type { EnvelopeRow } from '../domain/envelope.ts';
import type { PeriodId } from '../domain/ids.ts';
import type { EnvelopeStore } from '../ports.ts';

/** Sealed rows that are held in memory at most: about 10 KB each, so that a county's period stays far below a gigabyte. */
const rowsHeld = 40_000;

/** The closed rows of a period, page by page, and what reading them to the end tells. */
export interface ClosedRows {
  pages(): AsyncIterable<readonly EnvelopeRow[]>;
  /** Once every page was read. Digest: hex, over every row in its order; misplaced: rows copied to where their key does not belong. */
  told(): { readonly digest: string; readonly misplaced: number };
}

export function closedRows(envelopes: EnvelopeStore, period: PeriodId): ClosedRows {
  const digest = createHash('sha256');
  let misplaced = 0;
  return {
    async *pages() {
      for await (const page of envelopes.pages(period, (rows) => (misplaced += rows))) {
        const rows = page.map(({ value }) => value);
        for (const row of rows) addRow(digest, row);
        yield rows;
      }
    },
    told: () => ({ digest: digest.copy().digest('hex'), misplaced }),
  };
}

/**
 * Reads all rows, sealed as they are, and gives them back to be opened: what is opened then is what was digested. Where there are too
 * many to hold, they are read again, and told again.
 */
export async function readClosedRows(
  envelopes: EnvelopeStore,
  period: PeriodId,
  most = rowsHeld,
): Promise<ClosedRows & { readonly digest: string }> {
  const reading = closedRows(envelopes, period);
  const held: (readonly EnvelopeRow[])[] = [];
  let rows = 0;
  for await (const page of reading.pages()) {
    rows += page.length;
    if (rows <= most) held.push(page);
    else held.length = 0;
  }
  const { digest } = reading.told();
  if (rows > most) return { ...closedRows(envelopes, period), digest };
  return {
    async *pages() {
      // Let go one by one: a page that was opened is not needed any more.
      for (let page = held.shift(); page; page = held.shift()) yield page;
    },
    told: () => reading.told(),
    digest,
  };
}

function addRow(digest: Hash, row: EnvelopeRow): void {
  digest.update(row.rowKey);
  for (const column of Object.keys(row.columns).sort()) digest.update(column).update(row.columns[column] ?? new Uint8Array());
}
