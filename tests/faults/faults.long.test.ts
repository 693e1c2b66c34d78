/** The short profiles of the faults that `faults.test.ts` leaves out. */
import { describe, expect, it } from '@jest/globals';
import { faults } from './faults.ts';

describe.each(faults.filter(({ inLongTests }) => inLongTests))('$name', (fault) => {
  it(
    'is withstood',
    async () => {
      const { amiss } = await fault.run({ profile: 'short', seed: 1, progress: () => undefined });
      expect(amiss).toEqual([]);
    },
    10 * 60_000,
  );
});
