/** What only Key Vaults do: rights by identity, soft delete, purge and purge protection, versions, outages. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SecretClient } from '@azure/keyvault-secrets';
import { createOpenerKeyVault } from '../../../bot/adapters/vault/openerKeyVault.ts';
import { createWebKeyVault } from '../../../bot/adapters/vault/webKeyVault.ts';
import { parsePeriodId } from '../../../bot/domain/ids.ts';
import type { OpenerVault, WebVault } from '../../../bot/ports.ts';
import { heldVaultPlans, heldVaults, identities, opensAs, startHeldVaults } from '../../helpers/heldVaults.ts';
import type { KeyVaults } from '../../helpers/keyVault.ts';

const parsed = parsePeriodId('2026-27-2');
if (!parsed) throw new Error('no id');
const period = parsed;

interface World {
  readonly vaults: KeyVaults;
  readonly web: WebVault;
  readonly opener: OpenerVault;
  readonly stop: () => Promise<void>;
}
async function start(plans = heldVaultPlans()): Promise<World> {
  const { vaults, stop } = await startHeldVaults(plans);
  const at = heldVaults(vaults);
  return { vaults, stop, web: createWebKeyVault(at, opensAs('web')), opener: createOpenerKeyVault(at, opensAs('opener')) };
}
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => String(error instanceof Error && 'code' in error ? error.code : error),
  );

describe('rights', () => {
  let world: World;
  beforeAll(async () => {
    world = await start();
    await world.opener.createPeriodKeys(period);
    await world.web.createPlacesKey(period);
  });
  afterAll(() => world.stop());

  it('a whole half-term needs none that is not given', async () => {
    expect(await world.web.sealingKeys(period)).toBeDefined();
    expect(await world.opener.openingKeys(period)).toBeDefined();
    expect(await world.opener.placesKeyGone(period)).toBe(false);
    await world.web.ping();
    expect(world.vaults.refused).toEqual([]);
  });

  it('the web process’s identity cannot read the private half, wrapped or not, nor unwrap it', async () => {
    const asWeb = createOpenerKeyVault(heldVaults(world.vaults), opensAs('web'));
    expect(await codeOf(asWeb.openingKeys(period))).toBe('keys-down');
    expect(await codeOf(asWeb.createPeriodKeys(period))).toBe('keys-down');
    expect(world.vaults.refused.every((line) => line.startsWith(`held-opener ${identities.web} `))).toBe(true);
    expect(world.vaults.refused).toContain(`held-opener ${identities.web} secrets/list`);
  });

  it('the opener’s identity cannot read H_p, only whether it is there', async () => {
    const before = world.vaults.refused.length;
    const asOpener = createWebKeyVault(heldVaults(world.vaults), opensAs('opener'));
    expect(await codeOf(asOpener.sealingKeys(period))).toBe('keys-down');
    expect(await codeOf(asOpener.destroyPlacesKey(period))).toBe('keys-down');
    const refused = world.vaults.refused.slice(before);
    expect(refused).toEqual(
      expect.arrayContaining([`held-web ${identities.opener} secrets/get`, `held-web ${identities.opener} secrets/delete`]),
    );
  });

  it('what lies in the vaults is no private half: it is wrapped', async () => {
    const keys = await world.opener.openingKeys(period);
    const half = Buffer.from(keys?.innerPrivate ?? []).toString('base64url');
    expect(half).toHaveLength(43);
    for (const vault of ['held-web', 'held-shared', 'held-opener']) expect(world.vaults.contents(vault).join()).not.toContain(half);
  });

  it('a later version of a key changes nothing', async () => {
    const before = await world.web.sealingKeys(period);
    world.vaults.overwrite('held-web', `held-${period}-places`, `held:places:${period}:${'A'.repeat(43)}`, 60);
    expect(await world.web.sealingKeys(period)).toEqual(before);
  });

  it('a content that belongs to another name is refused', async () => {
    const other = parsePeriodId('2026-27-3');
    if (!other) throw new Error('no id');
    await world.opener.createPeriodKeys(other);
    world.vaults.overwrite('held-web', `held-${other}-places`, world.vaults.contents('held-web')[0] ?? '');
    expect(await codeOf(world.web.sealingKeys(other))).toBe('keys-down');
  });

  it.each([401, 403, 429, 500, 503])('a vault that answers %i is named as away, and the key never as gone', async (status) => {
    world.vaults.failWith = status;
    const found = await Promise.all([
      codeOf(world.web.ping()),
      codeOf(world.web.sealingKeys(period)),
      codeOf(world.opener.placesKeyGone(period)),
      codeOf(world.opener.destroyPeriodKeys(period)),
    ]);
    world.vaults.failWith = undefined;
    expect(found).toEqual(['keys-down', 'keys-down', 'keys-down', 'keys-down']);
  });

  it('a vault that takes requests and never answers is given up, whatever is asked of it, and nothing is left waiting', async () => {
    world.vaults.hangs = true;
    const other = parsePeriodId('2026-27-3');
    if (!other) throw new Error('no id');
    const found = await Promise.all([
      codeOf(world.web.ping()),
      codeOf(world.web.sealingKeys(period)),
      codeOf(world.web.createPlacesKey(other)),
      codeOf(world.web.destroyPlacesKey(period)),
      codeOf(world.opener.createPeriodKeys(other)),
      codeOf(world.opener.openingKeys(period)),
      codeOf(world.opener.placesKeyGone(period)),
      codeOf(world.opener.destroyPeriodKeys(period)),
    ]);
    world.vaults.hangs = false;
    expect(new Set(found)).toEqual(new Set(['keys-down']));
    expect(await world.web.sealingKeys(period)).toBeDefined();
  });

  it('a vault that nobody can reach, or that is not there, is away', async () => {
    const nowhere = { web: 'https://held-web.vault.azure.net:9', shared: 'https://held-shared.vault.azure.net:9' };
    expect(await codeOf(createWebKeyVault(nowhere, opensAs('web')).ping())).toBe('keys-down');
  });
});

describe('purge', () => {
  it('leaves neither a standing nor a deleted key behind', async () => {
    const world = await start();
    await world.opener.createPeriodKeys(period);
    await world.web.createPlacesKey(period);
    await world.web.destroyPlacesKey(period);
    expect(await world.opener.destroyPeriodKeys(period)).toBe('purged');
    for (const vault of ['held-web', 'held-shared', 'held-opener'])
      expect(world.vaults.names(vault)).toEqual({ standing: [], deleted: [] });
    await world.stop();
  });

  it('where purge protection is on, the keys are deleted and the date of their purge is told, again and again', async () => {
    const world = await start(heldVaultPlans({ keys: true }));
    await world.opener.createPeriodKeys(period);
    const purge = await world.opener.destroyPeriodKeys(period);
    expect(purge).toEqual({ purgedOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
    expect(await world.opener.destroyPeriodKeys(period)).toEqual(purge);
    expect(await world.opener.openingKeys(period)).toBeUndefined();
    expect(world.vaults.names('held-opener').standing).toEqual([]);
    await world.stop();
  });

  it('a vault for H_p with purge protection is refused before anybody answers', async () => {
    const world = await start(heldVaultPlans({ web: true }));
    expect(await codeOf(world.web.createPlacesKey(period))).toBe('refused');
    expect(await world.web.sealingKeys(period)).toBeUndefined();
    await world.stop();
  });

  it('is not told of a key whose deletion the vault does not show yet, as a process that died at it leaves it', async () => {
    const world = await start();
    await world.opener.createPeriodKeys(period);
    await world.web.createPlacesKey(period);
    const { web } = heldVaults(world.vaults);
    const { token } = await opensAs('web').getToken('https://vault.azure.net/.default');
    const secret = `${web}/secrets/held-${period}-places?api-version=7.5`;
    expect((await fetch(secret, { method: 'DELETE', headers: { Authorization: `Bearer ${token}` } })).status).toBe(200);
    await world.web.destroyPlacesKey(period);
    expect(world.vaults.names('held-web')).toEqual({ standing: [], deleted: [] });
    expect(await world.opener.placesKeyGone(period)).toBe(true);
    await world.stop();
  });

  it('a deleted H_p that could be recovered is not gone', async () => {
    const world = await start();
    await world.web.createPlacesKey(period);
    const { web } = heldVaults(world.vaults);
    // Deleted and not purged, as a crash between the two leaves it.
    await new SecretClient(web, opensAs('web')).beginDeleteSecret(`held-${period}-places`);
    expect(await world.opener.placesKeyGone(period)).toBe(false);
    await world.web.destroyPlacesKey(period);
    expect(await world.opener.placesKeyGone(period)).toBe(true);
    await world.stop();
  });
});
