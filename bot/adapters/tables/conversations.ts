import { z } from 'zod';
import type { PersonId } from '../../domain/ids.ts';
import type { ConversationStore } from '../../ports.ts';
import { parseRow, partitionOfPerson } from './rows.ts';
import type { Table } from './table.ts';

const conversationRow = z.object({ reference: z.string() });
const partitionOf = (person: PersonId): string => partitionOfPerson('person', person);

/** Where to reach a person; the reference is the Teams adapter's own text. */
export function conversationStore(table: Table): ConversationStore {
  return {
    async find(person) {
      const row = await table.get(partitionOf(person), person);
      return row && parseRow(conversationRow, row, table.name).reference;
    },

    save: (person, reference) => table.put({ partitionKey: partitionOf(person), rowKey: person, reference }),

    async remove(person) {
      await table.remove(partitionOf(person), person);
    },
  };
}
