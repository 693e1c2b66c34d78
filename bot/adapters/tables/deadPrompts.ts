import { randomUUID } from 'node:crypto';
import { odata } from '@azure/data-tables';
import { z } from 'zod';
import { sendFailures, type DeadPrompt, type DeadPromptStore } from '../../ports.ts';
import { deleteRows } from './batches.ts';
import { parseRow, periodId } from './rows.ts';
import type { FoundRow, Table } from './table.ts';

const partitionKey = 'dead';
const deadRow = z.object({
  rowKey: z.string(),
  whom: z.string(),
  period: periodId,
  occasion: z.enum(['meeting', 'deferred', 'day']),
  reason: z.enum([...sendFailures, 'processDied']),
  day: z.string(),
});

/** Prompts that could not be sent: few, so in one partition. */
export function deadPromptStore(table: Table): DeadPromptStore {
  return {
    async add({ whom, period, occasion, reason, day }) {
      await table.insert({ partitionKey, rowKey: randomUUID(), whom, period, occasion, reason, day });
    },

    async list() {
      const rows = (await table.all(odata`PartitionKey eq ${partitionKey}`)).map(fromRow);
      return rows.toSorted((a, b) => (a.day < b.day ? -1 : 1));
    },

    async find(id) {
      // Typed by an operator: what no id of ours looks like is none, and never reaches the store as a key.
      const row = z.guid().safeParse(id).success ? await table.get(partitionKey, id) : undefined;
      return row && fromRow(row);
    },

    remove: (id) => table.remove(partitionKey, id),
    deleteAll: (period) => deleteRows(table, odata`PartitionKey eq ${partitionKey} and period eq ${period}`),
  };

  function fromRow(row: FoundRow): DeadPrompt {
    const { rowKey: id, ...dead } = parseRow(deadRow, row, table.name);
    return { id, ...dead };
  }
}
