import { copyFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sodium from 'libsodium-wrappers';
import { headerContent, openedSlot, OuterEnvelope, unpadded } from '../../../bot/adapters/sealing/format.ts';
import { BallotBox } from '../../../bot/domain/disclosure/ballotBox.ts';
import { headerColumn, slotColumn, slotColumns, type Column } from '../../../bot/domain/envelope.ts';
import type { RowKey } from '../../../bot/domain/ids.ts';
import type { Opening, OpeningKeys } from '../../../bot/ports.ts';
import type { World } from '../../helpers/world.ts';
import type { WalkOptions } from './walk.ts';

// Broken parts of a product, for attacks that must be seen to fail.

/** A vault’s folders copied to where nothing is ever deleted. */
export async function keepCopies({ keys }: World, folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    for (const name of await readdir(join(keys, folder))) await copyFile(join(keys, folder, name), join(keys, `copy-${name}`));
  }
}

/** Opens what it can and believes that everything stands where it belongs. */
export function trusting(opening: Opening): Opening {
  return {
    openerFor(keys, frozen) {
      const real = opening.openerFor(keys, frozen);
      return {
        ...real,
        async openInto(box, rows) {
          const { rowsPerUnit, setAside } = await real.openInto(new BallotBox(), rows);
          const outer = new OuterEnvelope(keys.period, keys.outer);
          const open = (rowKey: (typeof rows)[number]['rowKey'], column: string, bytes: Uint8Array | undefined): unknown => {
            const inner = bytes && outer.unwrap(rowKey, column, bytes);
            return inner && openInner(inner, keys);
          };
          for (const { rowKey, columns } of rows) {
            const header = headerContent.safeParse(open(rowKey, 'H', columns['H']));
            if (!header.success) continue;
            const answers = slotColumns(frozen.slots).flatMap((column) => {
              const slot = openedSlot.safeParse(open(rowKey, column, columns[column]));
              return slot.success && slot.data.answer ? [slot.data.answer] : [];
            });
            if (answers.length > 0) box.put({ unit: header.data.unit, answers });
          }
          const { slotMismatch: _, ...rest } = setAside;
          return { rowsPerUnit, setAside: rest };
        },
      };
    },
  };
}

function openInner(inner: Uint8Array, { innerPublic, innerPrivate }: OpeningKeys): unknown {
  try {
    return unpadded(sodium.crypto_box_seal_open(inner, innerPublic, innerPrivate));
  } catch {
    return undefined;
  }
}

/** A sealer whose headers hold the school as well, as an opaque mark: how many share it tells rows apart where schools differ in size. */
export const schoolInHeader: NonNullable<WalkOptions['web']> = (deps) => ({
  ...deps,
  sealing: {
    sealerFor(keys) {
      const real = deps.sealing.sealerFor(keys);
      const outer = new OuterEnvelope(keys.period, keys.places);
      return {
        ...real,
        sealHeader({ rowKey, unit }) {
          // Schools of one and of two people, by the row's first character: any mark will do, as long as it is not every row's.
          const content = JSON.stringify({ p: keys.period, r: rowKey, u: unit, s: rowKey.charAt(0) < 'a' ? 'one' : 'two' });
          const padded = sodium.pad(new TextEncoder().encode(content), 208);
          return outer.wrap(rowKey, headerColumn, sodium.crypto_box_seal(padded, keys.inner));
        },
      };
    },
  },
});

/** A sealer whose outer envelopes lie under W_p from the first day: whoever holds it sees which inner ones change. */
export const outerUnderW: NonNullable<WalkOptions['web']> = (deps) => ({
  ...deps,
  sealing: {
    sealerFor(keys) {
      const real = deps.sealing.sealerFor(keys);
      const under = (rowKey: RowKey, column: Column, sealed: Uint8Array): Uint8Array =>
        real.rewrapForOpening(rowKey, column, sealed) ?? sealed;
      return {
        ...real,
        sealHeader: (header) => under(header.rowKey, headerColumn, real.sealHeader(header)),
        sealBlank: (rowKey, slot) => under(rowKey, slotColumn(slot), real.sealBlank(rowKey, slot)),
        sealAnswer: (rowKey, slot, answer) => under(rowKey, slotColumn(slot), real.sealAnswer(rowKey, slot, answer)),
        rewrap: real.rewrapForOpening,
      };
    },
  },
});
