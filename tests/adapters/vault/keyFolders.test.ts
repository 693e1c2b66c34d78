import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import sodium from 'libsodium-wrappers';
import { createOpenerKeyFolder } from '../../../bot/adapters/vault/openerKeyFolder.ts';
import { createWebKeyFolder } from '../../../bot/adapters/vault/webKeyFolder.ts';
import { parsePeriodId, type PeriodId } from '../../../bot/domain/ids.ts';
import type { OpenerVault, WebVault } from '../../../bot/ports.ts';

let dir: string;
let folders: { shared: string; web: string; opener: string };
let web: WebVault;
let opener: OpenerVault;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'held-keys-'));
  folders = { shared: join(dir, 'shared'), web: join(dir, 'web'), opener: join(dir, 'opener') };
  web = createWebKeyFolder({ shared: folders.shared, web: folders.web });
  opener = createOpenerKeyFolder(folders);
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const periodOf = (text: string): PeriodId => {
  const id = parsePeriodId(text);
  if (!id) throw new Error(text);
  return id;
};
const period = periodOf('2026-27-2');
const files = async (): Promise<string[]> => (await readdir(dir, { recursive: true })).filter((name) => name.includes('/')).toSorted();

async function makeAll(of = period): Promise<void> {
  await opener.createPeriodKeys(of);
  await web.createPlacesKey(of);
}

describe('key folders', () => {
  it('give both sides what they may hold, and the halves fit', async () => {
    expect(await web.sealingKeys(period)).toBeUndefined();
    expect(await opener.openingKeys(period)).toBeUndefined();
    await makeAll();
    const [sealing, opening] = [await web.sealingKeys(period), await opener.openingKeys(period)];
    if (!sealing || !opening) throw new Error('no keys');
    expect(sealing.outer).toEqual(opening.outer);
    expect(sealing.inner).toEqual(opening.innerPublic);
    await sodium.ready;
    const message = new Uint8Array([1, 2, 3]);
    const sealed = sodium.crypto_box_seal(message, sealing.inner);
    expect(sodium.crypto_box_seal_open(sealed, opening.innerPublic, opening.innerPrivate)).toEqual(message);
  });

  it('give the web process no way to the private half, and the opener none to H_p', async () => {
    await makeAll();
    const sealing = await web.sealingKeys(period);
    expect(Object.keys(sealing ?? {}).toSorted()).toEqual(['inner', 'outer', 'period', 'places']);
    const opening = await opener.openingKeys(period);
    expect(Object.keys(opening ?? {}).toSorted()).toEqual(['innerPrivate', 'innerPublic', 'outer', 'period']);
    expect(Object.keys(web).toSorted()).toEqual([
      'createPlacesKey',
      'createRecordKey',
      'destroyPlacesKey',
      'destroyRecordKey',
      'ping',
      'recordKey',
      'sealingKeys',
    ]);
    expect(Object.keys(opener).toSorted()).toEqual([
      'createPeriodKeys',
      'destroyPeriodKeys',
      'openingKeys',
      'pinFreeze',
      'pinnedFreeze',
      'placesKeyGone',
    ]);
    // The opener works though it cannot read H_p; the web process though the private half is not there.
    await rm(folders.opener, { recursive: true });
    expect(await web.sealingKeys(period)).toEqual(sealing);
    const shared = (await readdir(folders.shared)).toSorted();
    expect(shared).toEqual([`${period}.inner-public.key`, `${period}.outer.key`]);
    const places = Buffer.from(sealing?.places ?? []).toString('base64url');
    for (const name of shared) expect(await readFile(join(folders.shared, name), 'utf8')).not.toContain(places);
  });

  it('keep every key to its owner', async () => {
    await makeAll();
    for (const folder of Object.values(folders)) expect((await stat(folder)).mode & 0o777).toBe(0o700);
    for (const name of await files()) expect((await stat(join(dir, name))).mode & 0o777).toBe(0o600);
  });

  it('keep keys that stand, also when several processes make them at once', async () => {
    await Promise.all(Array.from({ length: 6 }, () => makeAll()));
    const [sealing, opening] = [await web.sealingKeys(period), await opener.openingKeys(period)];
    await makeAll();
    expect(await web.sealingKeys(period)).toEqual(sealing);
    expect(await opener.openingKeys(period)).toEqual(opening);
    expect(await files()).toHaveLength(4);
  });

  it('make other keys for every period', async () => {
    await makeAll();
    await makeAll(periodOf('2026-27-3'));
    const [one, two] = [await web.sealingKeys(period), await web.sealingKeys(periodOf('2026-27-3'))];
    expect(one?.places).not.toEqual(two?.places);
    expect(one?.outer).not.toEqual(two?.outer);
    expect(one?.inner).not.toEqual(two?.inner);
  });

  it('complete the same pair after a crash between its halves', async () => {
    await makeAll();
    const whole = await opener.openingKeys(period);
    await rm(join(folders.shared, `${period}.inner-public.key`));
    expect(await opener.openingKeys(period)).toBeUndefined();
    await opener.createPeriodKeys(period);
    expect(await opener.openingKeys(period)).toEqual(whole);
  });

  it('refuse damaged files, and files of another period or kind', async () => {
    await makeAll();
    await makeAll(periodOf('2026-27-3'));
    const path = join(folders.web, `${period}.places.key`);
    const good = await readFile(path, 'utf8');
    for (const bad of ['', 'x', good.slice(0, -5), `${good.trimEnd()}A`, good.replace('places', 'outer'), good.replace(/.$/m, '!')]) {
      await writeFile(path, bad);
      await expect(web.sealingKeys(period)).rejects.toMatchObject({ code: 'keys-down' });
    }
    await rename(join(folders.web, '2026-27-3.places.key'), path);
    await expect(web.sealingKeys(period)).rejects.toMatchObject({ code: 'keys-down' });
    await rename(join(folders.shared, `2026-27-3.inner-public.key`), join(folders.shared, `${period}.inner-public.key`));
    await expect(opener.openingKeys(period)).rejects.toMatchObject({ code: 'keys-down' });
  });

  it('tell when H_p is gone, copies of a crash included, and not when the folder is missing', async () => {
    await expect(opener.placesKeyGone(period)).rejects.toMatchObject({ code: 'keys-down' });
    await makeAll();
    expect(await opener.placesKeyGone(period)).toBe(false);
    const path = join(folders.web, `${period}.places.key`);
    await writeFile(`${path}.left-by-a-crash`, await readFile(path));
    await rm(path);
    expect(await opener.placesKeyGone(period)).toBe(false);
    await web.destroyPlacesKey(period);
    expect(await opener.placesKeyGone(period)).toBe(true);
    expect(await readdir(folders.web)).toEqual([]);
  });

  it('destroy H_p, then the rest, each again without error; nothing of them stays on disk', async () => {
    await makeAll();
    await makeAll(periodOf('2026-27-3'));
    const kept = await opener.openingKeys(periodOf('2026-27-3'));
    await web.destroyPlacesKey(period);
    await web.destroyPlacesKey(period);
    expect(await web.sealingKeys(period)).toBeUndefined();
    expect(await opener.openingKeys(period)).toBeDefined();
    expect(await opener.destroyPeriodKeys(period)).toBe('purged');
    expect(await opener.destroyPeriodKeys(period)).toBe('purged');
    expect(await opener.openingKeys(period)).toBeUndefined();
    expect((await files()).filter((name) => name.includes(period))).toEqual([]);
    expect(await opener.openingKeys(periodOf('2026-27-3'))).toEqual(kept);
  });

  it('say when they cannot be used', async () => {
    await expect(web.ping()).resolves.toBeUndefined();
    await rm(folders.web, { recursive: true });
    await writeFile(folders.web, 'a file, not a folder');
    await expect(web.ping()).rejects.toMatchObject({ code: 'keys-down' });
    await expect(web.createPlacesKey(period)).rejects.toMatchObject({ code: 'keys-down' });
    await rm(folders.web);
    await mkdir(join(folders.web, `${period}.places.key`), { recursive: true });
    await expect(web.sealingKeys(period)).rejects.toMatchObject({ code: 'keys-down' });
  });
});
