import { z } from 'zod';
import { asLedgerKey, type LedgerKey, type PeriodId } from '../../domain/ids.ts';
import type { LedgerStore, SealedLedgerEntry, Stored } from '../../ports.ts';
import { deleteRows, insertRows, writeInBatches } from './batches.ts';
import { parseRow, partitionsUnder } from './rows.ts';
import type { FoundRow, Row, Table } from './table.ts';

const ledgerRow = z.object({
  rowKey: z.string().transform(asLedgerKey),
  sealed: z.instanceof(Uint8Array).catch(() => new Uint8Array()),
});

/**
 * Budget and next place of each person in a period, sealed. Deleted when the link is cut. Rows are read leniently, as envelopes are: what
 * somebody with access to storage broke must not keep the rest from being touched, nor the link from being cut.
 */
export function ledgerStore(table: Table): LedgerStore {
  return {
    insertMissing: (period, entries) =>
      insertRows(
        table,
        entries.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map((entry) => toRow(period, entry)),
      ),

    async find(period, key) {
      const row = await table.get(partitionOf(period, key), key);
      return row && toStored(row);
    },

    update: (period, entry, etag) => table.replaceKnown(toRow(period, entry), etag),

    async *pages(period) {
      for await (const page of table.pages(partitionsUnder(period))) {
        yield page.filter((row) => row.partitionKey === partitionOf(period, asLedgerKey(row.rowKey))).map(toStored);
      }
    },

    async rewrite(period, entries) {
      const items = entries.map(({ value, etag }) => ({ row: toRow(period, value), etag }));
      const conflicts = await writeInBatches(table, items, {
        action: ({ row, etag }) => ['update', { ...row }, 'Replace', { etag }],
        alone: ({ row, etag }) => table.replace(row, etag),
      });
      return conflicts.map(({ row }) => asLedgerKey(row.rowKey)).sort();
    },

    deleteAll: (period) => deleteRows(table, partitionsUnder(period)),
  };

  function toStored(row: FoundRow): Stored<SealedLedgerEntry> {
    const { rowKey: key, sealed } = parseRow(ledgerRow, row, table.name);
    return { value: { key, sealed }, etag: row.etag };
  }
}

const partitionOf = (period: PeriodId, key: LedgerKey): string => `${period}.${key.charAt(0)}`;

const toRow = (period: PeriodId, { key, sealed }: SealedLedgerEntry): Row => ({
  sealed,
  partitionKey: partitionOf(period, key),
  rowKey: key,
});
