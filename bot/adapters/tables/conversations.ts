import { z } from 'zod';
import type { PersonId } from '../../domain/ids.ts';
import type { ConversationStore } from '../../ports.ts';
import { parseRow, partitionOfPerson, partitionsUnder, personId } from './rows.ts';
import type { Table } from './table.ts';

const prefix = 'person';
const conversationRow = z.object({ reference: z.string() });
const keyRow = z.object({ rowKey: personId });
const partitionOf = (person: PersonId): string => partitionOfPerson(prefix, person);

/** Where to reach a person; the reference is the Teams adapter's own text. */
export function conversationStore(table: Table): ConversationStore {
  return {
    async find(person) {
      const row = await table.get(partitionOf(person), person);
      return row && parseRow(conversationRow, row, table.name).reference;
    },

    async people() {
      const rows = await table.all(partitionsUnder(prefix), ['partitionKey', 'rowKey']);
      return rows.map((row) => parseRow(keyRow, row, table.name).rowKey);
    },

    save: (person, reference) => table.put({ partitionKey: partitionOf(person), rowKey: person, reference }),

    async remove(person) {
      await table.remove(partitionOf(person), person);
    },
  };
}
