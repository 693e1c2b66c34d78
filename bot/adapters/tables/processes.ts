import { odata } from '@azure/data-tables';
import { z } from 'zod';
import type { ProcessStore } from '../../ports.ts';
import { parseRow } from './rows.ts';
import type { Table } from './table.ts';

const partitionKey = 'web';
/** A web process not heard of for this long is taken for dead. */
const silence = 60_000;
const beatRow = z.object({ rowKey: z.string(), sees: z.string(), timestamp: z.iso.datetime() });

/** Beats of web processes, dated by the server's own timestamp: real time, never the product's clock. */
export function processStore(table: Table): ProcessStore {
  return {
    beat: ({ process, sees }) => table.put({ partitionKey, rowKey: process, sees }),

    async living() {
      const rows = (await table.all(odata`PartitionKey eq ${partitionKey}`)).map((row) => parseRow(beatRow, row, table.name));
      const heard = Date.now() - silence;
      return rows.filter(({ timestamp }) => Date.parse(timestamp) > heard).map(({ rowKey, sees }) => ({ process: rowKey, sees }));
    },

    async leave(process) {
      await table.remove(partitionKey, process);
    },
  };
}
