/** What both ports of keys promise, whether the keys lie in folders or in Key Vaults. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sodium from 'libsodium-wrappers';
import { createOpenerKeyFolder } from '../../bot/adapters/vault/openerKeyFolder.ts';
import { createOpenerKeyVault } from '../../bot/adapters/vault/openerKeyVault.ts';
import { createWebKeyFolder } from '../../bot/adapters/vault/webKeyFolder.ts';
import { createWebKeyVault } from '../../bot/adapters/vault/webKeyVault.ts';
import { parsePeriodId, type PeriodId } from '../../bot/domain/ids.ts';
import type { OpenerVault, RecordVault, WebVault } from '../../bot/ports.ts';
import { heldVaults, opensAs, startHeldVaults } from '../helpers/heldVaults.ts';

interface Keys {
  readonly web: WebVault & RecordVault;
  readonly opener: OpenerVault;
  stop(): Promise<void>;
}

async function folders(): Promise<Keys> {
  const dir = await mkdtemp(join(tmpdir(), 'held-keys-'));
  const at = { shared: join(dir, 'shared'), web: join(dir, 'web'), opener: join(dir, 'opener') };
  const web = createWebKeyFolder(at);
  await web.ping();
  return { web, opener: createOpenerKeyFolder(at), stop: () => rm(dir, { recursive: true, force: true }) };
}

async function vaults(): Promise<Keys> {
  const { vaults: running, stop } = await startHeldVaults();
  const at = heldVaults(running);
  return { web: createWebKeyVault(at, opensAs('web')), opener: createOpenerKeyVault(at, opensAs('opener')), stop };
}

let made = 0;
/** A half-term of its own for each test. */
function freshPeriod(): PeriodId {
  const id = parsePeriodId(`20${10 + made++}-${10 + made}-2`);
  if (!id) throw new Error('no id');
  return id;
}

describe.each([
  ['key folders', folders],
  ['Key Vaults', vaults],
])('%s', (_, start) => {
  let keys: Keys;
  beforeAll(async () => void (keys = await start()));
  afterAll(() => keys.stop());

  const makeAll = async (period: PeriodId): Promise<void> => {
    await keys.opener.createPeriodKeys(period);
    await keys.web.createPlacesKey(period);
  };

  it('give both sides what they may hold and no more, and the halves fit', async () => {
    const period = freshPeriod();
    expect(await keys.web.sealingKeys(period)).toBeUndefined();
    expect(await keys.opener.openingKeys(period)).toBeUndefined();
    await makeAll(period);
    const [sealing, opening] = [await keys.web.sealingKeys(period), await keys.opener.openingKeys(period)];
    if (!sealing || !opening) throw new Error('no keys');
    expect(Object.keys(sealing).toSorted()).toEqual(['inner', 'outer', 'period', 'places']);
    expect(Object.keys(opening).toSorted()).toEqual(['innerPrivate', 'innerPublic', 'outer', 'period']);
    expect([sealing.outer, sealing.inner]).toEqual([opening.outer, opening.innerPublic]);
    await sodium.ready;
    const message = new Uint8Array([1, 2, 3]);
    const sealed = sodium.crypto_box_seal(message, sealing.inner);
    expect(sodium.crypto_box_seal_open(sealed, opening.innerPublic, opening.innerPrivate)).toEqual(message);
  });

  // Two first makers at once are kept apart by the period's lease; folders bear them too (tests/adapters/vault).
  it('keep keys that stand', async () => {
    const period = freshPeriod();
    await makeAll(period);
    const [sealing, opening] = [await keys.web.sealingKeys(period), await keys.opener.openingKeys(period)];
    await makeAll(period);
    expect(await keys.web.sealingKeys(period)).toEqual(sealing);
    expect(await keys.opener.openingKeys(period)).toEqual(opening);
  });

  it('make other keys for every period', async () => {
    const periods = [freshPeriod(), freshPeriod()];
    for (const period of periods) await makeAll(period);
    const [one, two] = await Promise.all(periods.map((period) => keys.web.sealingKeys(period)));
    expect(one?.places).not.toEqual(two?.places);
    expect(one?.outer).not.toEqual(two?.outer);
    expect(one?.inner).not.toEqual(two?.inner);
  });

  it('destroy H_p and then the rest, each again without error, and nothing of another period', async () => {
    const [period, other] = [freshPeriod(), freshPeriod()];
    await makeAll(period);
    await makeAll(other);
    const kept = [await keys.web.sealingKeys(other), await keys.opener.openingKeys(other)];
    expect(await keys.opener.placesKeyGone(period)).toBe(false);
    await keys.web.destroyPlacesKey(period);
    await keys.web.destroyPlacesKey(period);
    expect(await keys.opener.placesKeyGone(period)).toBe(true);
    expect(await keys.web.sealingKeys(period)).toBeUndefined();
    expect(await keys.opener.openingKeys(period)).toBeDefined();
    expect(await keys.opener.destroyPeriodKeys(period)).toBe('purged');
    expect(await keys.opener.destroyPeriodKeys(period)).toBe('purged');
    expect(await keys.opener.openingKeys(period)).toBeUndefined();
    expect([await keys.web.sealingKeys(other), await keys.opener.openingKeys(other)]).toEqual(kept);
  });

  it('keep the first hash of a freeze, and destroy it with the rest', async () => {
    const period = freshPeriod();
    await makeAll(period);
    expect(await keys.opener.pinnedFreeze(period)).toBeUndefined();
    const [first, second] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
    expect(await keys.opener.pinFreeze(period, first)).toEqual(first);
    expect(await keys.opener.pinFreeze(period, second)).toEqual(first);
    expect(await keys.opener.pinnedFreeze(period)).toEqual(first);
    expect(await keys.opener.destroyPeriodKeys(period)).toBe('purged');
    expect(await keys.opener.pinnedFreeze(period)).toBeUndefined();
  });

  it('keep keys of private records by name, of no half-term, until they are destroyed', async () => {
    expect(await keys.web.recordKey('one')).toBeUndefined();
    await keys.web.createRecordKey('one');
    await keys.web.createRecordKey('other');
    const one = await keys.web.recordKey('one');
    expect(one).toHaveLength(32);
    await keys.web.createRecordKey('one');
    expect(await keys.web.recordKey('one')).toEqual(one);
    expect(await keys.web.recordKey('other')).not.toEqual(one);
    await keys.web.destroyRecordKey('one');
    await keys.web.destroyRecordKey('one');
    expect(await keys.web.recordKey('one')).toBeUndefined();
    expect(await keys.web.recordKey('other')).toHaveLength(32);
  });
});
