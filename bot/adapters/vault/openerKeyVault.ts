import { randomBytes } from 'node:crypto';
import sodium from 'libsodium-wrappers';
import type { PeriodId } from '../../domain/ids.ts';
import { HeldError } from '../../errors.ts';
import type { OpenerVault } from '../../ports.ts';
import type { VaultCredential } from './vaultFailure.ts';
import { keyBytes, keyFromText, textOfKey } from './vaultKeyText.ts';
import { openVaultSecrets } from './vaultSecrets.ts';
import { openVaultWrapping } from './vaultWrapping.ts';

export interface OpenerVaults {
  /** H_p, of which the opener's identity may list names, not read contents. */
  readonly web: string;
  /** K_p's public halves and W_p. */
  readonly shared: string;
  /** K_p's private halves, each wrapped by a key of this vault that is made for its period alone, and the hashes of freezes. */
  readonly opener: string;
}

/** The opener's keys in Azure. Nothing here reads H_p. */
export function createOpenerKeyVault({ web, shared, opener }: OpenerVaults, credential: VaultCredential): OpenerVault {
  const hidden = openVaultSecrets(web, credential);
  const common = openVaultSecrets(shared, credential);
  const own = openVaultSecrets(opener, credential);
  const wrapping = openVaultWrapping(opener, credential);
  const innerPrivate = (period: PeriodId) => ({ period, kind: 'inner-private' });
  const innerPublic = (period: PeriodId) => ({ period, kind: 'inner-public' });
  const outer = (period: PeriodId) => ({ period, kind: 'outer' });
  const freeze = (period: PeriodId) => ({ period, kind: 'freeze' });

  async function privateHalf(period: PeriodId, wrapped: string): Promise<Uint8Array | undefined> {
    const key = await wrapping.unwrap(period, wrapped);
    if (key && key.length !== keyBytes) throw mismatch(period);
    return key;
  }

  return {
    async createPeriodKeys(period) {
      await sodium.ready;
      // As in a folder: the private half comes first and the public one follows from it, so that a rerun completes the same pair.
      const wrapped =
        (await own.read(innerPrivate(period))) ??
        (await own.create(innerPrivate(period), await wrapping.wrap(period, randomBytes(keyBytes))));
      await common.create(outer(period), textOfKey(randomBytes(keyBytes)));
      const key = await privateHalf(period, wrapped);
      if (!key) throw new HeldError('keys-down', `The wrapping key of period ${period} is gone; its private half cannot be read any more.`);
      const derived = sodium.crypto_scalarmult_base(key);
      const standing = keyFromText(await common.create(innerPublic(period), textOfKey(derived)));
      if (!sodium.memcmp(derived, standing)) throw mismatch(period);
    },

    async openingKeys(period) {
      await sodium.ready;
      const [wrapped, publicText, outerText] = await Promise.all([
        own.read(innerPrivate(period)),
        common.read(innerPublic(period)),
        common.read(outer(period)),
      ]);
      if (wrapped === undefined || publicText === undefined || outerText === undefined) return undefined;
      const key = await privateHalf(period, wrapped);
      if (!key) return undefined;
      const published = keyFromText(publicText);
      if (!sodium.memcmp(sodium.crypto_scalarmult_base(key), published)) throw mismatch(period);
      return { period, innerPublic: published, innerPrivate: key, outer: keyFromText(outerText) };
    },

    placesKeyGone: async (period) => !(await hidden.exists({ period, kind: 'places' })),

    async pinnedFreeze(period) {
      const text = await own.read(freeze(period));
      return text === undefined ? undefined : keyFromText(text);
    },

    pinFreeze: async (period, hash) => keyFromText(await own.create(freeze(period), textOfKey(hash))),

    async destroyPeriodKeys(period) {
      // The wrapping key first: from then on nothing opens, whatever happens next.
      const purges = [
        await wrapping.destroy(period),
        await own.destroy(innerPrivate(period)),
        await common.destroy(outer(period)),
        await common.destroy(innerPublic(period)),
        await own.destroy(freeze(period)),
      ];
      const dates = purges.flatMap((purge) => (purge === 'purged' ? [] : [purge.purgedOn])).toSorted();
      const last = dates.at(-1);
      return last === undefined ? 'purged' : { purgedOn: last };
    },
  };
}

const mismatch = (period: string): HeldError =>
  new HeldError('keys-down', `The two halves of the key of period ${period} do not belong together. Somebody changed the vaults.`);
