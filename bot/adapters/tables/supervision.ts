import { odata } from '@azure/data-tables';
import { z } from 'zod';
import type { SealedRow, Stored, SupervisionStore } from '../../ports.ts';
import { insertRows, writeInBatches } from './batches.ts';
import { parseRow } from './rows.ts';
import type { FoundRow, Row, Table } from './table.ts';

const bytes = z.instanceof(Uint8Array);
const sealedRow = z.object({ rowKey: z.string(), sealed: bytes });

/** Places are 64 hex digits. */
const placeLength = 64;
/** Rows read or written at a time: a drawer is 44 KB on its way, and a batch stays under storage's 4 MiB. */
const rowsAtOnce = 50;

/** Sealed rows of supervision, spread over 16 partitions by their place. */
export function supervisionStore(table: Table): SupervisionStore {
  return {
    async find(place, name) {
      const row = await table.get(partitionOf(place), keyOf({ place, name }));
      return row && fromRow(row);
    },

    async list(place, under) {
      const from = keyOf({ place, name: under });
      const rows = await table.all(odata`PartitionKey eq ${partitionOf(place)} and RowKey ge ${from} and RowKey lt ${`${from}~`}`);
      return rows.map(fromRow);
    },

    save: (row, etag) => (etag === undefined ? table.insert(toRow(row)) : table.replace(toRow(row), etag)),

    async remove(place, name) {
      await table.remove(partitionOf(place), keyOf({ place, name }));
    },

    async insertMissing(rows) {
      for (let from = 0; from < rows.length; from += rowsAtOnce) await insertRows(table, rows.slice(from, from + rowsAtOnce).map(toRow));
    },

    async *pages() {
      for await (const page of table.pages(odata`PartitionKey ge ${'place.'} and PartitionKey lt ${'place.~'}`, { pageSize: rowsAtOnce })) {
        yield page.map(fromRow);
      }
    },

    async rewrite(rows) {
      if (rows.length > rowsAtOnce) throw new RangeError(`At most ${rowsAtOnce} rows are rewritten at a time: a page.`);
      await writeInBatches(
        table,
        rows.map(({ value, etag }) => ({ row: toRow(value), etag })),
        {
          action: ({ row, etag }) => ['update', { ...row }, 'Replace', { etag }],
          alone: ({ row, etag }) => table.replace(row, etag),
        },
      );
    },
  };

  function fromRow(row: FoundRow): Stored<SealedRow> {
    const { rowKey, sealed } = parseRow(sealedRow, row, table.name);
    return { value: { place: rowKey.slice(0, placeLength), name: rowKey.slice(placeLength + 1), sealed }, etag: row.etag };
  }
}

const partitionOf = (place: string): string => `place.${place.charAt(0)}`;
const keyOf = ({ place, name }: Pick<SealedRow, 'place' | 'name'>): string => `${place}.${name}`;
const toRow = (row: SealedRow): Row => ({ partitionKey: partitionOf(row.place), rowKey: keyOf(row), sealed: row.sealed });
