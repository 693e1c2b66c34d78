import { odata } from '@azure/data-tables';
import { z } from 'zod';
import type { PeriodId, PersonId } from '../../domain/ids.ts';
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
  // Absent in rows of before these were counted.
  others: z.int().nonnegative().default(0),
  weeks: z.int().nonnegative().default(0),
});

/** A send under way lies beside its person's entry, so that both are written in one transaction. Ids of people begin with a hex digit. */
const markPrefix = 'sending.';
const markRow = z.object({ person: personId, day: z.string(), since: z.string() });
const entriesUnder = (period: PeriodId): string => odata`(RowKey lt ${markPrefix})`.concat(' and ', partitionsUnder(period));
const marksUnder = (period: PeriodId): string => odata`(RowKey ge ${markPrefix})`.concat(' and ', partitionsUnder(period));

/** Budget and next place of each person in a period. Deleted when the link is cut. */
export function ledgerStore(table: Table): LedgerStore {
  return {
    async insertMissing(period, people) {
      const blank = { week: '', prompts: 0, others: 0, day: '', places: 0, weeks: 0 };
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

    updateAndMark(period, entry, etag, at) {
      const { person, day } = entry;
      const mark = { partitionKey: partitionOfPerson(period, person), rowKey: markKey(person, day), person, day, since: at.toString() };
      return table.transact([
        ['update', { ...toRow(period, entry) }, 'Replace', { etag }],
        // One that a process left behind on the same day, after a prompt that was surely refused, is this one's now.
        ['upsert', mark, 'Replace'],
      ]);
    },

    async unmark(period, person, day) {
      await table.remove(partitionOfPerson(period, person), markKey(person, day));
    },

    async marks(period) {
      return (await table.all(marksUnder(period))).map((row) => parseRow(markRow, row, table.name));
    },

    async all(period) {
      const entries: [PersonId, LedgerEntry][] = [];
      for await (const page of table.pages(entriesUnder(period))) entries.push(...page.map(fromRow).map(keyed));
      return new Map(entries);
    },

    async rewriteAll(period) {
      for await (const page of table.pages(entriesUnder(period))) {
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

const keyed = (entry: LedgerEntry): [PersonId, LedgerEntry] => [entry.person, entry];
const markKey = (person: PersonId, day: string): string => `${markPrefix}${person}.${day}`;

const toRow = (period: PeriodId, { person, ...counts }: LedgerEntry): Row => ({
  ...counts,
  partitionKey: partitionOfPerson(period, person),
  rowKey: person,
});
