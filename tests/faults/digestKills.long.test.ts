import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAzurite, type Azurite } from '../helpers/azurite.ts';
import { killAmongDigests, type DigestRun } from './digestKills.ts';

/** `HELD_TEST_FULL=1` runs the whole size, which takes minutes. The seed decides who meets whom, and when somebody is killed. */
const size: DigestRun =
  process.env['HELD_TEST_FULL'] === '1'
    ? { supervisors: 20, days: 10, killsADay: 5, seed: 20_261_116 }
    : { supervisors: 4, days: 3, killsADay: 1, seed: 20_261_116 };

let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(() => azurite.stop());

describe('two processes that send digests, one killed again and again', () => {
  it(
    'announce none twice, lose none that is not listed, and leave every one readable by its supervisor',
    async () => {
      const { due, announced, tooMany, lost, unsure, unreadable } = await killAmongDigests(azurite, size);
      console.log(
        `${due} digests over ${size.days} days, ${size.killsADay} kills a day: ${announced} announced; listed ${unsure.listed}, of which ${unsure.arrived} had arrived`,
      );
      expect({ tooMany, lost, unreadable }).toEqual({ tooMany: [], lost: [], unreadable: [] });
      // Otherwise no kill hit a card on its way, and nothing was tried.
      expect(unsure.listed).toBeGreaterThan(0);
      // Whoever is not listed was told.
      expect(announced).toBe(due - unsure.listed + unsure.arrived);
    },
    30 * 60_000,
  );
});
