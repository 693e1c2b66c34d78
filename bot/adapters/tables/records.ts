import { z } from 'zod';
import type { RecordStore } from '../../ports.ts';
import { envelopeStore, partitionOf } from './envelopes.ts';
import { parseRow } from './rows.ts';
import type { Table } from './table.ts';

const marker = { partitionKey: 'tended', rowKey: 'tended' };
const markerRow = z.object({ what: z.string() });

/** Private records: rows as envelopes have them, in a table of their own, and a mark of when they were last tended. */
export function recordStore(table: Table): RecordStore {
  return {
    ...envelopeStore(table),

    async tended() {
      const row = await table.get(marker.partitionKey, marker.rowKey);
      return row && parseRow(markerRow, row, table.name).what;
    },

    markTended: (what) => table.put({ ...marker, what }),

    async remove(period, rowKey) {
      await table.remove(partitionOf(period, rowKey), rowKey);
    },
  };
}
