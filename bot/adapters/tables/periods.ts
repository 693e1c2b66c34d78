import { odata } from '@azure/data-tables';
import { z } from 'zod';
import { periodStates, type Period } from '../../domain/period.ts';
import type { PeriodStore, Stored } from '../../ports.ts';
import { json, parseRow, periodId, questionId } from './rows.ts';
import type { FoundRow, Row, Table } from './table.ts';

const partitionKey = 'period';
const date = z.string().regex(/^\d{4}-\d\d-\d\d$/);
const periodRow = z.object({
  rowKey: periodId,
  starts: date,
  ends: date,
  state: z.enum(periodStates),
  plan: json(z.object({ questions: z.array(questionId) })),
  slots: z.int().positive(),
  closedAt: z.string().exactOptional(),
  touchedOn: date.exactOptional(),
  abandoned: z.literal(true).exactOptional(),
  movedForOpening: z.literal(true).exactOptional(),
  hurry: z.literal(true).exactOptional(),
  digest: z.string().exactOptional(),
  purgedOn: z.string().exactOptional(),
  stopped: z.string().exactOptional(),
  alarms: json(z.record(z.string(), z.number())).exactOptional(),
});

/** The calendar of periods and the state of each; ids sort by time. */
export function periodStore(table: Table): PeriodStore {
  return {
    async list() {
      return (await table.all(odata`PartitionKey eq ${partitionKey}`)).map(toStored);
    },

    async find(id) {
      const row = await table.get(partitionKey, id);
      return row && toStored(row);
    },

    insert: (period) => table.insert(toRow(period)),
    update: (period, etag) => table.replace(toRow(period), etag),
  };

  function toStored(row: FoundRow): Stored<Period> {
    const { rowKey: id, ...period } = parseRow(periodRow, row, table.name);
    return { value: { id, ...period }, etag: row.etag };
  }
}

const toRow = ({ id, plan, alarms, ...period }: Period): Row => ({
  ...period,
  plan: JSON.stringify(plan),
  ...(alarms ? { alarms: JSON.stringify(alarms) } : {}),
  partitionKey,
  rowKey: id,
});
