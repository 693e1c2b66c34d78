import { odata } from '@azure/data-tables';
import { z } from 'zod';
import type { ProcessStore } from '../../ports.ts';
import { parseRow } from './rows.ts';
import type { Table } from './table.ts';

const beatRow = z.object({ rowKey: z.string(), sees: z.string(), timestamp: z.iso.datetime() });

export interface BeatsOptions {
  /** Beats of one kind lie apart from those of another. */
  readonly partitionKey: string;
  /** A process not heard of for this long is taken for dead, in milliseconds. */
  readonly silence: number;
}

/** Web processes and what they have seen of the periods. */
export const webBeats: BeatsOptions = { partitionKey: 'web', silence: 60_000 };
/**
 * The same where nobody waits before a screen: a process beats once a minute there, may act on what it read 5 minutes ago, and two clocks may
 * differ by 5. The cut comes 10 minutes after the close anyway, so that a process that died delays it by a minute at most.
 */
export const patientWebBeats: BeatsOptions = { ...webBeats, silence: 11 * 60_000 };
/** Web processes that share the channel's limit: one that died gives its share back soon. */
export const senderBeats: BeatsOptions = { partitionKey: 'sender', silence: 15_000 };

/** Beats of processes, dated by the server's own timestamp: real time, never the product's clock. */
export function processStore(table: Table, { partitionKey, silence }: BeatsOptions = webBeats): ProcessStore {
  return {
    beat: ({ process, sees }) => table.put({ partitionKey, rowKey: process, sees }),

    async living(since) {
      const rows = (await table.all(odata`PartitionKey eq ${partitionKey}`)).map((row) => parseRow(beatRow, row, table.name));
      const own = rows.find(({ rowKey }) => rowKey === since);
      const heard = (own ? Date.parse(own.timestamp) : Date.now()) - silence;
      return rows.filter(({ timestamp }) => Date.parse(timestamp) > heard).map(({ rowKey, sees }) => ({ process: rowKey, sees }));
    },

    async leave(process) {
      await table.remove(partitionKey, process);
    },
  };
}
