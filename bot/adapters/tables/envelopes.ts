import { headerColumn, type Column, type EnvelopeRow } from '../../domain/envelope.ts';
import { asRowKey, type PeriodId, type RowKey } from '../../domain/ids.ts';
import type { EnvelopeStore, Stored } from '../../ports.ts';
import { deleteRows, insertRows, writeInBatches } from './batches.ts';
import { partitionsUnder } from './rows.ts';
import type { FoundRow, Row, Table } from './table.ts';

/** About 4 MiB of sealed columns a page, the most that Azure gives in one answer. */
const rowsAPage = 500;
const columnPattern = /^S\d{2}$/;
/** A sealed column has a few hundred bytes, a record's header some thousand; what is longer was put there by another hand. */
const longestColumn = 16_384;

/**
 * The box of envelopes. The partition is the period and the first character of the row key (64 shards, and row-key order is the order
 * of partitions). Rows are read leniently: what somebody with access to storage broke is for the opener to set aside and count, not for
 * this store to stop at. A row copied into a partition where its key does not belong is no row.
 */
export function envelopeStore(table: Table): EnvelopeStore {
  return {
    async insertMissing(period, rows, onProgress) {
      const sorted = rows.toSorted((a, b) => (a.rowKey < b.rowKey ? -1 : 1)).map((row) => toRow(period, row.rowKey, row.columns));
      let done = 0;
      await insertRows(table, sorted, (inserted) => {
        done += inserted;
        onProgress?.(done, sorted.length);
      });
    },

    merge: (period, rowKey, columns) => table.merge(toRow(period, rowKey, columns)),

    async *pages(period, onMisplaced) {
      for await (const page of table.pages(partitionsUnder(period), { pageSize: rowsAPage })) {
        const placed = page.filter((row) => row.partitionKey === partitionOf(period, asRowKey(row.rowKey)));
        onMisplaced?.(page.length - placed.length);
        yield placed.map(toStored);
      }
    },

    async rewrite(period, rows) {
      const items = rows.map(({ value, etag }) => ({ row: toRow(period, value.rowKey, value.columns), etag }));
      const conflicts = await writeInBatches(table, items, {
        action: ({ row, etag }) => ['update', { ...row }, 'Replace', { etag }],
        alone: ({ row, etag }) => table.replace(row, etag),
      });
      return conflicts.map(({ row }) => asRowKey(row.rowKey)).sort();
    },

    async find(period, rowKey) {
      const row = await table.get(partitionOf(period, rowKey), rowKey);
      return row && toStored(row);
    },

    deleteAll: (period, onProgress) => deleteRows(table, partitionsUnder(period), onProgress),
  };
}

/** Every row of a period with one column alone, page by page. */
export async function* headersIn(table: Table, period: PeriodId, column: Column): AsyncGenerator<readonly EnvelopeRow[]> {
  for await (const page of table.pages(partitionsUnder(period), { select: ['partitionKey', 'rowKey', column] })) {
    yield page.map((row) => toStored(row).value);
  }
}

/** Where a row lies. */
const partitionOf = (period: PeriodId, rowKey: RowKey): string => `${period}.${rowKey.charAt(0)}`;

const toRow = (period: PeriodId, rowKey: RowKey, columns: Readonly<Record<Column, Uint8Array>>): Row => ({
  ...columns,
  partitionKey: partitionOf(period, rowKey),
  rowKey,
});

function toStored(row: FoundRow): Stored<EnvelopeRow> {
  const columns = Object.entries(row).filter(
    (property): property is [Column, Uint8Array] =>
      property[1] instanceof Uint8Array &&
      property[1].length <= longestColumn &&
      (property[0] === headerColumn || columnPattern.test(property[0])),
  );
  return { value: { rowKey: asRowKey(row.rowKey), columns: Object.fromEntries(columns) }, etag: row.etag };
}
