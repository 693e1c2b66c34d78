import { odata } from '@azure/data-tables';
import { z } from 'zod';
import type { PlannedAction } from '../../domain/actions/plannedAction.ts';
import { actionChoices, decisions, wayIds } from '../../domain/actions/ways.ts';
import type { ActionStore } from '../../ports.ts';
import { parseRow, unitId } from './rows.ts';
import type { FoundRow, Row, Table } from './table.ts';

const date = z.iso.date();
const actionRow = z.object({
  rowKey: z.string(),
  partitionKey: unitId,
  way: z.enum(wayIds),
  action: z.enum(actionChoices),
  decision: z.enum(decisions),
  because: z.string().exactOptional(),
  owner: z.string(),
  due: date,
  decidedOn: date,
  doneOn: date.exactOptional(),
  published: z.boolean(),
});

/** What leaders decided, a partition a unit. */
export function actionStore(table: Table): ActionStore {
  return {
    async list(unit) {
      const rows = await table.all(odata`PartitionKey eq ${unit}`);
      return rows.map((row) => ({ value: fromRow(row), etag: row.etag }));
    },

    save: (action, etag) => (etag === undefined ? table.insert(toRow(action)) : table.replace(toRow(action), etag)),
  };

  function fromRow(row: FoundRow): PlannedAction {
    const { rowKey: id, partitionKey: unit, ...action } = parseRow(actionRow, row, table.name);
    return { id, unit, ...action };
  }
}

const toRow = ({ id, unit, ...action }: PlannedAction): Row => ({ ...action, partitionKey: unit, rowKey: id });
