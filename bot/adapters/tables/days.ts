import { odata } from '@azure/data-tables';
import { z } from 'zod';
import type { PersonId } from '../../domain/ids.ts';
import type { DayNotes, DayStore } from '../../ports.ts';
import { batchesOf, deleteRows, eachOf } from './batches.ts';
import { parseRow, partitionOfPerson, partitionsUnder, personId } from './rows.ts';
import type { Action, Row, Table } from './table.ts';

const dayRow = z.object({
  planned: z.literal(true).exactOptional(),
  met: z.literal(true).exactOptional(),
  meetingBegan: z.string().exactOptional(),
});
const idRow = z.object({ rowKey: personId });
const batchesAtOnce = 4;
/** Sorts after every date. */
const afterAllDates = '~';

/** What is known of each person's day: a row a person and date, so that a day is deleted as a whole. */
export function dayStore(table: Table): DayStore {
  return {
    async find(date, person): Promise<DayNotes> {
      const row = await table.get(partitionOfPerson(date, person), person);
      return row ? parseRow(dayRow, row, table.name) : {};
    },

    note: (date, person, notes) => table.mergeOrInsert({ ...keysOf(date, person), ...notes }),

    notePlanned: (date, people) =>
      eachOf(
        batchesOf(people, (person) => partitionOfPerson(date, person)),
        batchesAtOnce,
        async (batch) => {
          await table.transact(batch.map((person): Action => ['upsert', { ...keysOf(date, person), planned: true }, 'Merge']));
        },
      ),

    async planned(date) {
      const rows = await table.all(`${partitionsUnder(date)} and ${odata`planned eq ${true}`}`, ['partitionKey', 'rowKey']);
      return new Set(rows.map((row) => parseRow(idRow, row, table.name).rowKey));
    },

    forgetBefore: (date = afterAllDates) => deleteRows(table, odata`PartitionKey lt ${date}`),
    forget: (person) => deleteRows(table, odata`RowKey eq ${person}`),
  };
}

const keysOf = (date: string, person: PersonId): Row => ({ partitionKey: partitionOfPerson(date, person), rowKey: person });
