import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { batchesOf, eachOf } from '../../../bot/adapters/tables/batches.ts';

describe('batchesOf', () => {
  it('keeps every row and the order, one partition and at most 100 rows a batch, as few as that allows', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(350), { maxLength: 5 }), (sizes) => {
        const items = sizes.flatMap((size, partition) => Array.from({ length: size }, (_, row) => ({ partition: `p${partition}`, row })));
        const batches = batchesOf(items, ({ partition }) => partition);
        expect(batches.flat()).toEqual(items);
        for (const batch of batches) {
          expect(new Set(batch.map(({ partition }) => partition)).size).toBe(1);
          expect(batch.length).toBeLessThanOrEqual(100);
        }
        expect(batches).toHaveLength(sizes.reduce((sum, size) => sum + Math.ceil(size / 100), 0));
      }),
    );
  });
});

describe('eachOf', () => {
  it('works on every item once, in order, never more at once than told', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(30), fc.integer({ min: 1, max: 8 }), async (count, atOnce) => {
        const begun: number[] = [];
        let [running, most] = [0, 0];
        await eachOf(
          Array.from({ length: count }, (_, i) => i),
          atOnce,
          async (item) => {
            begun.push(item);
            running += 1;
            most = Math.max(most, running);
            await turn();
            running -= 1;
          },
        );
        expect(begun).toEqual(Array.from({ length: count }, (_, i) => i));
        expect(most).toBe(Math.min(count, atOnce));
      }),
      { numRuns: 40 },
    );
  });

  it('rejects with the first failure, once nothing runs any more, and begins no further item', async () => {
    const failure = new Error('down');
    const begun: number[] = [];
    let running = 0;
    const all = eachOf([0, 1, 2, 3, 4, 5, 6, 7], 2, async (item) => {
      begun.push(item);
      running += 1;
      await turn();
      running -= 1;
      if (item === 2) throw failure;
      if (item > 2) await turn();
    });
    await expect(all).rejects.toBe(failure);
    expect(running).toBe(0);
    expect(begun.length).toBeLessThan(6);
  });
});
