import { randomBytes } from 'node:crypto';
import type { RecordVault, SupervisionVault, WebVault } from '../../ports.ts';
import { openersHalfMissing } from './vaultKeyText.ts';
import { createKey, destroyKey, keyBytes, makeFolder, reachFolder, readKey, type KeyFile } from './keyFile.ts';

export interface WebKeyFolders {
  /** K_p's public halves and W_p: the opener writes, both read. */
  readonly shared: string;
  /** H_p. */
  readonly web: string;
}

const recordFile = (folder: string, name: string): KeyFile => ({ folder, period: 'lasting', kind: `record-${name}` });

/** The web process's keys on a laptop. It is not told where private halves lie, so it cannot open. */
export function createWebKeyFolder({ shared, web }: WebKeyFolders): WebVault & RecordVault & SupervisionVault {
  return {
    async createPlacesKey(period) {
      await createKey({ folder: web, period, kind: 'places' }, randomBytes(keyBytes));
    },

    async sealingKeys(period) {
      const places = await readKey({ folder: web, period, kind: 'places' });
      const inner = await readKey({ folder: shared, period, kind: 'inner-public' });
      const outer = await readKey({ folder: shared, period, kind: 'outer' });
      if (!places) return undefined;
      if (!inner || !outer) throw openersHalfMissing(period, `the folder ${shared}`);
      return { period, places, inner, outer };
    },

    destroyPlacesKey: (period) => destroyKey({ folder: web, period, kind: 'places' }),

    async createRecordKey(name) {
      await createKey(recordFile(web, name), randomBytes(keyBytes));
    },

    recordKey: (name) => readKey(recordFile(web, name)),

    destroyRecordKey: (name) => destroyKey(recordFile(web, name)),

    supervisionKey: () => createKey({ folder: web, period: 'lasting', kind: 'supervision' }, randomBytes(keyBytes)),

    async ping() {
      await makeFolder(web);
      await reachFolder(web, true);
      await makeFolder(shared);
      await reachFolder(shared, false);
    },
  };
}
