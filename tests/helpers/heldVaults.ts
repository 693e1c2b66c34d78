/** Held's three Key Vaults on this machine, with the roles that the deployment gives, for tests within one process. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority, type Authority } from './authority.ts';
import { tokenOfIdentity } from './identityEndpoint.ts';
import { startKeyVaults, type KeyVaults, type VaultPlan } from './keyVault.ts';
import { leadCloudHere } from './loopback.mjs';

/** Client ids of the two managed identities, of somebody of the operators' group, and of who deploys. */
export const identities = {
  web: '0b6b7a5e-3f0c-4b7e-9a51-2f5c1d9c8e70',
  opener: '1c7c8b6f-4a1d-4c8f-8b62-3a6d2e0d9f81',
  operator: '2d8d9c70-5b2e-4d90-9c73-4b7e3f1ea092',
  deployment: '3e9ead81-6c3f-4ea1-8d84-5c8f402fb1a3',
} as const;

/** As infra/ assigns them; tests/infra holds the two to each other. */
export const heldVaultPlans = (purgeProtection: { web?: boolean; keys?: boolean } = {}): Readonly<Record<string, VaultPlan>> => ({
  'held-web': {
    purgeProtection: purgeProtection.web ?? false,
    roles: { [identities.web]: ['Key Vault Secrets Officer'], [identities.opener]: ['Key Vault Reader'] },
  },
  'held-shared': {
    purgeProtection: purgeProtection.keys ?? false,
    roles: { [identities.web]: ['Key Vault Secrets User'], [identities.opener]: ['Key Vault Secrets Officer'] },
  },
  'held-opener': {
    purgeProtection: purgeProtection.keys ?? false,
    roles: { [identities.opener]: ['Key Vault Secrets Officer', 'Key Vault Crypto Officer'] },
  },
});

export const heldVaults = ({ address }: KeyVaults) => ({
  web: address('held-web'),
  shared: address('held-shared'),
  opener: address('held-opener'),
});

/** A credential that signs in as one of them. */
export const opensAs = (who: keyof typeof identities) => ({
  getToken: async (scopes: string | string[]) => ({
    token: await tokenOfIdentity(identities[who], ([scopes].flat()[0] ?? '').replace(/\/\.default$/, '')),
    expiresOnTimestamp: Date.now() + 3_600_000,
  }),
});

export async function startHeldVaults(
  plans = heldVaultPlans(),
): Promise<{ vaults: KeyVaults; authority: Authority; stop: () => Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'held-vaults-'));
  const authority = await createAuthority(dir);
  const vaults = await startKeyVaults(authority, plans);
  const undo = leadCloudHere(authority.ca);
  return {
    vaults,
    authority,
    async stop() {
      undo();
      await vaults.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
