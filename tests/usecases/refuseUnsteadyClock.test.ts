import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { advanceInOpener } from '../../bot/usecases/advanceInOpener.ts';
import { advanceInWeb } from '../../bot/usecases/advanceInWeb.ts';
import { longestSkew, refuseUnsteadyClock } from '../../bot/usecases/refuseUnsteadyClock.ts';
import { startAzurite, type Azurite } from '../helpers/azurite.ts';
import { createWorld, type World } from '../helpers/world.ts';

let azurite: Azurite;
let world: World;

beforeAll(async () => {
  azurite = await startAzurite();
  world = await createWorld(azurite.tables, '2026-11-02T10:00:00Z');
});
afterAll(async () => {
  await world.dispose();
  await azurite.stop();
});

const skewed = (minutes: number) => ({
  clock: { now: () => Temporal.Now.instant().add({ minutes }) },
  storageTime: () => world.tables.serverTime(),
});

describe('a clock beside the storage service’s', () => {
  it.each([0, 2, -2, longestSkew - 1])('may be %d minutes off', (minutes) =>
    expect(refuseUnsteadyClock(skewed(minutes))).resolves.toBeUndefined(),
  );

  it.each([
    [longestSkew + 2, 'ahead of'],
    [-longestSkew - 2, 'behind'],
    [60 * 24, 'ahead of'],
    [-60 * 24 * 400, 'behind'],
  ])('that is %d minutes off moves no half-term on, and says what to set', async (minutes, way) => {
    const refused = { code: 'refused', message: expect.stringMatching(new RegExp(`${Math.abs(minutes)} minutes ${way}.*NTP`)) };
    await expect(refuseUnsteadyClock(skewed(minutes))).rejects.toMatchObject(refused);
    await expect(advanceInWeb({ ...(await world.web()), ...skewed(minutes) })).rejects.toMatchObject(refused);
    await expect(advanceInOpener({ ...(await world.opener()), ...skewed(minutes) })).rejects.toMatchObject(refused);
  });

  it('may be moved at will on a laptop, where nothing is held against it', () =>
    expect(refuseUnsteadyClock({ clock: world.clock })).resolves.toBeUndefined());
});
