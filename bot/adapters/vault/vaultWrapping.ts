import { CryptographyClient, KeyClient, type KeyProperties } from '@azure/keyvault-keys';
import type { PeriodId } from '../../domain/ids.ts';
import { HeldError } from '../../errors.ts';
import { deadline, orMissing, vaultFailure, type VaultCredential } from './vaultFailure.ts';
import { destroyed, type Purge } from './vaultSecrets.ts';

const algorithm = 'RSA-OAEP-256';

/** Wraps one period's private half under a vault key that is made for that period alone and never leaves the vault. */
export interface VaultWrapping {
  /** `{version of the vault key}.{wrapped, base64url}`. */
  wrap(period: PeriodId, key: Uint8Array): Promise<string>;
  /** Undefined when the vault key is gone. */
  unwrap(period: PeriodId, wrapped: string): Promise<Uint8Array | undefined>;
  destroy(period: PeriodId): Promise<Purge>;
}

export function openVaultWrapping(address: string, credential: VaultCredential): VaultWrapping {
  const retryOptions = { maxRetries: 2, retryDelayInMs: 300, maxRetryDelayInMs: 1_000 };
  const client = new KeyClient(address, credential, { retryOptions });
  const nameOf = (period: PeriodId): string => `held-${period}-wrap`;

  async function standing(period: PeriodId): Promise<KeyProperties | undefined> {
    const versions = await orMissing('Reading a wrapping key’s versions', async () => {
      const found: KeyProperties[] = [];
      for await (const each of client.listPropertiesOfKeyVersions(nameOf(period), deadline())) found.push(each);
      return found;
    });
    return versions?.toSorted((a, b) => (a.createdOn?.getTime() ?? 0) - (b.createdOn?.getTime() ?? 0))[0];
  }

  async function fresh(period: PeriodId): Promise<KeyProperties> {
    try {
      const options = { keySize: 3072, keyOps: ['wrapKey', 'unwrapKey'], ...deadline() };
      return (await client.createRsaKey(nameOf(period), options)).properties;
    } catch (error) {
      throw vaultFailure(error, 'Making a wrapping key');
    }
  }

  const cryptography = (id: string): CryptographyClient => new CryptographyClient(id, credential, { retryOptions });

  return {
    async wrap(period, key) {
      const { id, version } = (await standing(period)) ?? (await fresh(period));
      if (!id || !version) throw new HeldError('keys-down', 'The vault made a wrapping key without a version.');
      try {
        const { result } = await cryptography(id).wrapKey(algorithm, key, deadline());
        return `${version}.${Buffer.from(result).toString('base64url')}`;
      } catch (error) {
        throw vaultFailure(error, 'Wrapping a key');
      }
    },

    async unwrap(period, wrapped) {
      const [version = '', text = ''] = wrapped.split('.');
      const key = await orMissing('Reading a wrapping key', () => client.getKey(nameOf(period), { version, ...deadline() }));
      if (!key?.id) return undefined;
      const { id } = key;
      const unwrapped = await orMissing('Unwrapping a key', () =>
        cryptography(id).unwrapKey(algorithm, Buffer.from(text, 'base64url'), deadline()),
      );
      return unwrapped && new Uint8Array(unwrapped.result);
    },

    destroy: (period) =>
      destroyed({
        remove: () => orMissing('Deleting a wrapping key', () => client.beginDeleteKey(nameOf(period), deadline())),
        deleted: async () =>
          (await orMissing('Looking for a deleted wrapping key', () => client.getDeletedKey(nameOf(period), deadline())))?.properties,
        purge: () => orMissing('Purging a wrapping key', () => client.purgeDeletedKey(nameOf(period), deadline())),
      }),
  };
}
