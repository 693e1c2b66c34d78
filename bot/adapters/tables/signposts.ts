import { z } from 'zod';
import type { SignpostStore } from '../../ports.ts';
import { json, parseRow } from './rows.ts';
import type { Table } from './table.ts';

const key = { partitionKey: 'signposts', rowKey: 'current' };
const links = json(z.array(z.strictObject({ title: z.string(), url: z.string() })));
const signpostRow = z.object({ booking: links, resources: links });

/** Booking links and resources: one row. */
export function signpostStore(table: Table): SignpostStore {
  return {
    async read() {
      const row = await table.get(key.partitionKey, key.rowKey);
      return row && { value: parseRow(signpostRow, row, table.name), etag: row.etag };
    },

    write({ booking, resources }, etag) {
      const row = { ...key, booking: JSON.stringify(booking), resources: JSON.stringify(resources) };
      return etag === undefined ? table.insert(row) : table.replace(row, etag);
    },
  };
}
