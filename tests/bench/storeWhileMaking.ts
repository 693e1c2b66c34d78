import { setImmediate as others } from 'node:timers/promises';

/** Rows made and handed over at a time: of each of 64 partitions nearly a whole batch. */
const rowsAtOnce = 6_000;

/**
 * Makes rows one by one while those made before are on their way to storage, which has the other core: preparing a bench takes longer than
 * the bench.
 * @returns when everything is stored; fails with the first failure of `store`.
 */
export async function storeWhileMaking<Item, Row>(
  items: readonly Item[],
  make: (item: Item) => Row,
  store: (rows: readonly Row[]) => Promise<unknown>,
): Promise<void> {
  let storing: Promise<unknown> = Promise.resolve();
  for (let from = 0; from < items.length; from += rowsAtOnce) {
    const rows: Row[] = [];
    for (const item of items.slice(from, from + rowsAtOnce)) {
      rows.push(make(item));
      // Storage's answers are taken, and its next batch sent, between two rows.
      await others();
    }
    await storing;
    storing = store(rows);
    // Its failure is seen at the next await, and until then belongs to nobody.
    storing.catch(() => undefined);
  }
  await storing;
}
