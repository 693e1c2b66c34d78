import { odata } from '@azure/data-tables';
import { z } from 'zod';
import { headerColumn } from '../../domain/envelope.ts';
import type { RecordStore } from '../../ports.ts';
import { deleteListed } from './batches.ts';
import { envelopeStore, headersIn } from './envelopes.ts';
import { parseRow, periodId } from './rows.ts';
import type { Table } from './table.ts';

const nightsKey = { partitionKey: 'state', rowKey: 'nights' };
const revisionKey = { partitionKey: 'state', rowKey: 'revision' };
/** Copies on their way lie in one partition in the order of random ids. */
const pendingPartition = 'pending';

const nightsRow = z.object({
  night: z.string(),
  current: z.string(),
  previous: z.string().optional(),
  dropping: z.string().optional(),
  prepared: periodId.optional(),
  done: z.boolean(),
});
const revisionRow = z.object({ revision: z.string() });
const pendingRow = z.object({ rowKey: z.string(), sealed: z.instanceof(Uint8Array) });

/** Private records: rows as envelopes have them, in a table of their own; copies on their way in another. */
export function recordStore(table: Table, copies: Table): RecordStore {
  return {
    ...envelopeStore(table),

    headers: (period) => headersIn(table, period, headerColumn),

    async nights() {
      const row = await table.get(nightsKey.partitionKey, nightsKey.rowKey);
      return row && parseRow(nightsRow, row, table.name);
    },

    saveNights: (nights) => table.put({ ...nightsKey, ...nights }),

    async standing() {
      const rows = await table.all(odata`PartitionKey eq ${nightsKey.partitionKey}`);
      const [nights, revision] = [nightsKey, revisionKey].map(({ rowKey }) => rows.find((row) => row.rowKey === rowKey));
      return {
        ...(nights ? { nights: parseRow(nightsRow, nights, table.name) } : {}),
        ...(revision ? { revision: parseRow(revisionRow, revision, table.name).revision } : {}),
      };
    },

    saveRevision: (revision) => table.put({ ...revisionKey, revision }),

    async addPending({ id, sealed }) {
      // An id that exists is this row's own: a first try whose answer got lost.
      await copies.insert({ partitionKey: pendingPartition, rowKey: id, sealed });
    },

    async *pending() {
      for await (const page of copies.pages(`PartitionKey eq '${pendingPartition}'`)) {
        yield page.map((row) => {
          const { rowKey, sealed } = parseRow(pendingRow, row, copies.name);
          return { id: rowKey, sealed };
        });
      }
    },

    removePending: (ids) =>
      deleteListed(
        copies,
        ids.map((rowKey) => ({ partitionKey: pendingPartition, rowKey })),
      ),
  };
}
