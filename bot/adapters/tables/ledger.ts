import { z } from 'zod';
import type { PeriodId } from '../../domain/ids.ts';
import type { LedgerEntry, LedgerStore } from '../../ports.ts';
import { deleteRows, insertRows, writeInBatches } from './batches.ts';
import { parseRow, partitionOfPerson, partitionsUnder, personId } from './rows.ts';
import type { Row, Table } from './table.ts';

const ledgerRow = z.object({
  rowKey: personId,
  week: z.string(),
  prompts: z.int().nonnegative(),
  day: z.string(),
  places: z.int().nonnegative(),
});

/** Budget and next place of each person in a period. Deleted when the link is cut. */
export function ledgerStore(table: Table): LedgerStore {
  return {
    async insertMissing(period, people) {
      const blank = { week: '', prompts: 0, day: '', places: 0 };
      await insertRows(
        table,
        people.toSorted().map((person) => toRow(period, { person, ...blank })),
      );
    },

    async find(period, person) {
      const row = await table.get(partitionOfPerson(period, person), person);
      return row && { value: fromRow(row), etag: row.etag };
    },

    update: (period, entry, etag) => table.replace(toRow(period, entry), etag),

    async rewriteAll(period) {
      for await (const page of table.pages(partitionsUnder(period))) {
        const items = page.map((row) => ({ row: toRow(period, fromRow(row)), etag: row.etag }));
        // A row that somebody wrote meanwhile has a new timestamp already.
        await writeInBatches(table, items, {
          action: ({ row, etag }) => ['update', { ...row }, 'Replace', { etag }],
          alone: ({ row, etag }) => table.replace(row, etag),
        });
      }
    },

    deleteAll: (period) => deleteRows(table, partitionsUnder(period)),
  };

  function fromRow(row: Row): LedgerEntry {
    const { rowKey: person, ...counts } = parseRow(ledgerRow, row, table.name);
    return { person, ...counts };
  }
}

const toRow = (period: PeriodId, { person, ...counts }: LedgerEntry): Row => ({
  ...counts,
  partitionKey: partitionOfPerson(period, person),
  rowKey: person,
});
