import { odata } from '@azure/data-tables';
import { z } from 'zod';
import type { PersonId } from '../../domain/ids.ts';
import type { DayNotes, DayStore } from '../../ports.ts';
import { batchesOf, eachOf } from './batches.ts';
import { parseRow, partitionOfPerson, partitionsUnder, personId } from './rows.ts';
import type { Action, Row, Table } from './table.ts';

const prefix = 'person';
const dayRow = z.object({
  plannedOn: z.string().exactOptional(),
  metOn: z.string().exactOptional(),
  meetingBegan: z.string().exactOptional(),
});
const idRow = z.object({ rowKey: personId });
const batchesAtOnce = 4;

/** What is known of each person's day: one row a person, written over by the next day. */
export function dayStore(table: Table): DayStore {
  return {
    async find(person): Promise<DayNotes> {
      const row = await table.get(partitionOfPerson(prefix, person), person);
      return row ? parseRow(dayRow, row, table.name) : {};
    },

    note: (person, notes) => table.mergeOrInsert({ ...keysOf(person), ...notes }),

    notePlanned: (people, date) =>
      eachOf(
        batchesOf(people, (person) => partitionOfPerson(prefix, person)),
        batchesAtOnce,
        async (batch) => {
          await table.transact(batch.map((person): Action => ['upsert', { ...keysOf(person), plannedOn: date }, 'Merge']));
        },
      ),

    async plannedOn(date) {
      const rows = await table.all(`${partitionsUnder(prefix)} and ${odata`plannedOn eq ${date}`}`, ['partitionKey', 'rowKey']);
      return new Set(rows.map((row) => parseRow(idRow, row, table.name).rowKey));
    },

    async forget(person) {
      await table.remove(partitionOfPerson(prefix, person), person);
    },
  };
}

const keysOf = (person: PersonId): Row => ({ partitionKey: partitionOfPerson(prefix, person), rowKey: person });
