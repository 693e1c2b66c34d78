import { odata } from '@azure/data-tables';
import { rowsABatch, type Action, type Row, type Table } from './table.ts';

/** Batches under way at once: enough to hide the round trip, few enough not to be throttled. */
const batchesAtOnce = 4;

/** Runs `work` over the items in order, a few at a time. Stops starting new ones after the first failure. */
export async function eachOf<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  let failed = false;
  const worker = async (): Promise<void> => {
    for (const item of queue) {
      if (failed) return;
      try {
        await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
}

/** Cuts rows into batches of one partition and at most 100 rows, keeping their order. */
export function batchesOf<T>(items: readonly T[], partitionOf: (item: T) => string): T[][] {
  const batches: T[][] = [];
  let partition: string | undefined;
  for (const item of items) {
    const own = partitionOf(item);
    const last = batches.at(-1);
    if (last && own === partition && last.length < rowsABatch) last.push(item);
    else batches.push([item]);
    partition = own;
  }
  return batches;
}

/**
 * Writes rows in batches. Where one row stands in the way of its batch, each row of that batch is tried alone; gives back those that
 * still would not go.
 */
export async function writeInBatches<T extends { readonly row: Row }>(
  table: Table,
  items: readonly T[],
  how: { readonly action: (item: T) => Action; readonly alone: (item: T) => Promise<boolean>; readonly onBatch?: (rows: number) => void },
): Promise<T[]> {
  const refused: T[] = [];
  await eachOf(
    batchesOf(items, ({ row }) => row.partitionKey),
    batchesAtOnce,
    async (batch) => {
      if (!(await table.transact(batch.map(how.action)))) {
        await eachOf(batch, batchesAtOnce, async (item) => {
          if (!(await how.alone(item))) refused.push(item);
        });
      }
      how.onBatch?.(batch.length);
    },
  );
  return refused;
}

/** Inserts rows, sorted by partition and row key; those that exist stay as they are. */
export async function insertRows(table: Table, rows: readonly Row[], onBatch?: (rows: number) => void): Promise<void> {
  await eachOf(
    batchesOf(rows, ({ partitionKey }) => partitionKey),
    batchesAtOnce,
    async (batch) => {
      if (!(await insertBatch(table, batch))) await insertAbsent(table, batch);
      onBatch?.(batch.length);
    },
  );
}

const insertBatch = (table: Table, batch: readonly Row[]): Promise<boolean> =>
  table.transact(batch.map((row): Action => ['create', { ...row }]));

/** After a crash most rows of a batch exist: asking which is one request, trying each would be a hundred. */
async function insertAbsent(table: Table, batch: readonly Row[]): Promise<void> {
  const [first, last] = [batch[0], batch.at(-1)];
  if (!first || !last) return;
  const filter = odata`PartitionKey eq ${first.partitionKey} and RowKey ge ${first.rowKey} and RowKey le ${last.rowKey}`;
  const present = new Set((await table.all(filter, ['rowKey', 'partitionKey'])).map(({ rowKey }) => rowKey));
  const absent = batch.filter(({ rowKey }) => !present.has(rowKey));
  if (await insertBatch(table, absent)) return;
  await eachOf(absent, batchesAtOnce, async (row) => void (await table.insert(row)));
}

/** Deletes every row that matches; what is gone already is done. */
export async function deleteRows(table: Table, filter: string, onProgress?: (done: number) => void): Promise<void> {
  let done = 0;
  for await (const page of table.pages(filter, { select: ['partitionKey', 'rowKey'] })) {
    await deleteListed(table, page, (rows) => {
      done += rows;
      onProgress?.(done);
    });
  }
}

/** Deletes these rows; what is gone already is done. */
export async function deleteListed(
  table: Table,
  rows: readonly Pick<Row, 'partitionKey' | 'rowKey'>[],
  onBatch?: (rows: number) => void,
): Promise<void> {
  const items = rows.map(({ partitionKey, rowKey }) => ({ row: { partitionKey, rowKey } }));
  await writeInBatches(table, items, {
    action: ({ row }) => ['delete', { ...row }],
    alone: async ({ row }) => {
      await table.remove(row.partitionKey, row.rowKey);
      return true;
    },
    ...(onBatch ? { onBatch } : {}),
  });
}
