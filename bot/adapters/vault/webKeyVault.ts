import { randomBytes } from 'node:crypto';
import type { PeriodId } from '../../domain/ids.ts';
import { HeldError } from '../../errors.ts';
import type { RecordVault, SupervisionVault, WebVault } from '../../ports.ts';
import type { VaultCredential } from './vaultFailure.ts';
import { keyBytes, keyFromText, openersHalfMissing, textOfKey } from './vaultKeyText.ts';
import { openVaultSecrets, type SecretPlace } from './vaultSecrets.ts';

export interface WebVaults {
  /** H_p. It must not have purge protection: what cannot be purged cannot be cut. */
  readonly web: string;
  /** K_p's public halves and W_p: the opener writes, both read. */
  readonly shared: string;
}

/** The web process's keys in Azure. It is not told which vault holds private halves, and its identity has no role there. */
export function createWebKeyVault({ web, shared }: WebVaults, credential: VaultCredential): WebVault & RecordVault & SupervisionVault {
  const own = openVaultSecrets(web, credential);
  const common = openVaultSecrets(shared, credential);
  const places = (period: PeriodId) => ({ period, kind: 'places' });
  const recordPlace = (name: string): SecretPlace => ({ period: 'lasting', kind: `record-${name}` });

  async function purged(place: SecretPlace): Promise<void> {
    const purge = await own.destroy(place);
    if (purge === 'purged') return;
    throw new HeldError('keys-down', `The vault ${web} keeps deleted keys until ${purge.purgedOn}. Until then nothing goes on.`);
  }

  return {
    async createPlacesKey(period) {
      await own.create(places(period), textOfKey(randomBytes(keyBytes)));
      // Before anybody answers: a link that could not be destroyed afterwards must not be made.
      if (await own.purgeable(places(period))) return;
      await own.destroy(places(period));
      throw new HeldError(
        'refused',
        `The vault ${web} has purge protection: the link between people and envelopes could not be destroyed. Use one without (HELD_VAULT_WEB).`,
      );
    },

    async sealingKeys(period) {
      const [hidden, inner, outer] = await Promise.all([
        own.read(places(period)),
        common.read({ period, kind: 'inner-public' }),
        common.read({ period, kind: 'outer' }),
      ]);
      if (hidden === undefined) return undefined;
      if (inner === undefined || outer === undefined) throw openersHalfMissing(period, `the vault ${shared}`);
      return { period, places: keyFromText(hidden), inner: keyFromText(inner), outer: keyFromText(outer) };
    },

    destroyPlacesKey: (period) => purged(places(period)),

    async createRecordKey(name) {
      await own.create(recordPlace(name), textOfKey(randomBytes(keyBytes)));
    },

    async recordKey(name) {
      const text = await own.read(recordPlace(name));
      return text === undefined ? undefined : keyFromText(text);
    },

    destroyRecordKey: (name) => purged(recordPlace(name)),

    supervisionKey: async () => keyFromText(await own.create({ period: 'lasting', kind: 'supervision' }, textOfKey(randomBytes(keyBytes)))),

    ping: async () => void (await Promise.all([own.ping(), common.ping()])),
  };
}
