import { randomBytes } from 'node:crypto';
import sodium from 'libsodium-wrappers';
import { HeldError } from '../../errors.ts';
import type { OpenerVault } from '../../ports.ts';
import { createKey, destroyKey, keyBytes, keyStands, readKey } from './keyFile.ts';

export interface OpenerKeyFolders {
  /** K_p's public halves and W_p. */
  readonly shared: string;
  /** K_p's private halves, and the hashes of freezes. */
  readonly opener: string;
  /** H_p, which the opener never reads: it looks only whether the file is there. */
  readonly web: string;
}

/** The opener's keys on a laptop. Nothing here reads H_p. */
export function createOpenerKeyFolder({ shared, opener, web }: OpenerKeyFolders): OpenerVault {
  return {
    async createPeriodKeys(period) {
      await sodium.ready;
      // The private half comes first and the public one follows from it: after a crash in between, a rerun completes the same pair.
      const innerPrivate = await createKey({ folder: opener, period, kind: 'inner-private' }, randomBytes(keyBytes));
      await createKey({ folder: shared, period, kind: 'outer' }, randomBytes(keyBytes));
      const derived = sodium.crypto_scalarmult_base(innerPrivate);
      const standing = await createKey({ folder: shared, period, kind: 'inner-public' }, derived);
      if (!sodium.memcmp(derived, standing)) throw mismatch(period);
    },

    async openingKeys(period) {
      await sodium.ready;
      const innerPrivate = await readKey({ folder: opener, period, kind: 'inner-private' });
      const innerPublic = await readKey({ folder: shared, period, kind: 'inner-public' });
      const outer = await readKey({ folder: shared, period, kind: 'outer' });
      if (!innerPrivate || !innerPublic || !outer) return undefined;
      if (!sodium.memcmp(sodium.crypto_scalarmult_base(innerPrivate), innerPublic)) throw mismatch(period);
      return { period, innerPublic, innerPrivate, outer };
    },

    placesKeyGone: async (period) => !(await keyStands({ folder: web, period, kind: 'places' })),

    pinnedFreeze: (period) => readKey({ folder: opener, period, kind: 'freeze' }),
    pinFreeze: (period, hash) => createKey({ folder: opener, period, kind: 'freeze' }, hash),

    async destroyPeriodKeys(period) {
      // The private half first: from then on nothing opens, whatever happens next.
      await destroyKey({ folder: opener, period, kind: 'inner-private' });
      await destroyKey({ folder: shared, period, kind: 'outer' });
      await destroyKey({ folder: shared, period, kind: 'inner-public' });
      await destroyKey({ folder: opener, period, kind: 'freeze' });
      return 'purged';
    },
  };
}

const mismatch = (period: string): HeldError =>
  new HeldError('keys-down', `The two halves of the key of period ${period} do not belong together. Restore both from one backup.`);
