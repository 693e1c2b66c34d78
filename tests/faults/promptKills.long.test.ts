import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startAzurite, type Azurite } from '../helpers/azurite.ts';
import { killWhilePrompting, type KillRun } from './promptKills.ts';

/** `HELD_TEST_FULL=1` runs the whole size, which takes minutes. */
const size: KillRun =
  process.env['HELD_TEST_FULL'] === '1' ? { people: 2_000, kills: 50, takenSeconds: 20 } : { people: 100, kills: 4, takenSeconds: 6 };

let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(() => azurite.stop());

describe('two processes that send, one killed again and again', () => {
  it(
    'double nothing, and miss only prompts that the operator’s list names',
    async () => {
      const outcome = await killWhilePrompting(azurite, size);
      const { arrived, lost, unsure, failed } = outcome;
      console.log(
        `${size.people} prompts, ${size.kills} kills: ${arrived.get(1) ?? 0} arrived, ${arrived.get(0) ?? 0} did not; listed ${unsure.listed}, of which ${unsure.arrived} arrived`,
      );
      expect([...arrived.keys()].filter((count) => count > 1)).toEqual([]);
      expect(lost).toBe(0);
      expect(failed).toBe(0);
      // Otherwise no kill hit a send, and nothing was tried.
      expect(unsure.listed).toBeGreaterThan(0);
      // Most get through: a kill catches no more than what is under way.
      expect(unsure.listed).toBeLessThanOrEqual(size.kills * 32);
      expect(arrived.get(1) ?? 0).toBeGreaterThan(size.people / 2);
    },
    20 * 60_000,
  );
});
