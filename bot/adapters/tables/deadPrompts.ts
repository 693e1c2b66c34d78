import { randomUUID } from 'node:crypto';
import { odata } from '@azure/data-tables';
import { z } from 'zod';
import { sendFailures, type DeadPrompt, type DeadPromptStore } from '../../ports.ts';
import { parseRow, periodId, personId } from './rows.ts';
import type { FoundRow, Table } from './table.ts';

const partitionKey = 'dead';
const deadRow = z.object({
  rowKey: z.string(),
  person: personId,
  period: periodId,
  dueAt: z.string(),
  occasion: z.enum(['meeting', 'deferred', 'day']),
  reason: z.enum(sendFailures),
  at: z.string(),
});

/** Prompts that could not be sent: few, so in one partition. */
export function deadPromptStore(table: Table): DeadPromptStore {
  return {
    async add({ prompt, reason, at }) {
      await table.insert({ partitionKey, rowKey: randomUUID(), ...prompt, reason, at });
    },

    async list() {
      const rows = (await table.all(odata`PartitionKey eq ${partitionKey}`)).map(fromRow);
      return rows.toSorted((a, b) => (a.at < b.at ? -1 : 1));
    },

    async find(id) {
      // Typed by an operator: what no id of ours looks like is none, and never reaches the store as a key.
      const row = z.guid().safeParse(id).success ? await table.get(partitionKey, id) : undefined;
      return row && fromRow(row);
    },

    remove: (id) => table.remove(partitionKey, id),
  };

  function fromRow(row: FoundRow): DeadPrompt {
    const { rowKey: id, reason, at, ...prompt } = parseRow(deadRow, row, table.name);
    return { id, prompt, reason, at };
  }
}
