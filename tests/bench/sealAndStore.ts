import { randomBytes } from 'node:crypto';
import sodium from 'libsodium-wrappers';
import { createSealing } from '../../bot/adapters/sealing/seal.ts';
import { openTables } from '../../bot/adapters/tables/openTables.ts';
import { slotColumn, type EnvelopeRow } from '../../bot/domain/envelope.ts';
import { asQuestionId } from '../../bot/domain/ids.ts';
import type { Sealer } from '../../bot/ports.ts';
import { startAzurite } from '../helpers/azurite.ts';
import { autumnTwo, personId } from '../helpers/world.ts';
import { bothWays, timed, type Bench } from './bench.ts';

const people = 200;
const period = autumnTwo.id;
const slots = 24;
const answer = { question: asQuestionId('load'), option: 2 };

/** Sealing and storing one answer beside the same merge of bytes that nobody sealed. One after the other, as one person's answers come. */
export const sealAndStore: Bench<'sealed' | 'bare'> = {
  name: 'sealAndStore',
  about: 'seal and store one answer, beside the same table merge unsealed',
  values: {
    sealed: { what: 'sealed and stored, one answer', unit: 'ms' },
    bare: { what: 'the same merge, unsealed', unit: 'ms' },
  },
  targets: [{ what: 'time of the bare merge', of: ({ sealed, bare }) => sealed / bare, bound: { atMost: 1.3 } }],
  repetitions: 11,
  async prepare() {
    const azurite = await startAzurite();
    const { envelopes, ensure } = openTables(azurite.tables);
    await ensure();
    const sealer = await newSealer();
    const rows = Array.from({ length: people }, (_, n): EnvelopeRow => {
      const rowKey = sealer.placeOf(personId(n + 1));
      return {
        rowKey,
        columns: Object.fromEntries(Array.from({ length: slots }, (_, i) => [slotColumn(i + 1), sealer.sealBlank(rowKey, i + 1)])),
      };
    });
    await envelopes.insertMissing(period, rows);
    const bytes = sealer.sealBlank(rows[0]!.rowKey, 1).length;

    const sealed = async (n: number): Promise<void> => {
      for (const { rowKey } of rows) {
        const slot = (n % slots) + 1;
        await envelopes.merge(period, rowKey, { [slotColumn(slot)]: sealer.sealAnswer(rowKey, slot, answer) });
      }
    };
    const bare = async (n: number): Promise<void> => {
      for (const { rowKey } of rows) await envelopes.merge(period, rowKey, { [slotColumn((n % slots) + 1)]: randomBytes(bytes) });
    };
    // The first requests open connections and compile code, on whichever side comes first.
    await bare(0);
    await sealed(0);
    return {
      async round(n) {
        const [one, other] = await bothWays(
          n,
          () => timed(() => sealed(n)),
          () => timed(() => bare(n)),
        );
        return { sealed: one / people, bare: other / people };
      },
      dispose: () => azurite.stop(),
    };
  },
};

async function newSealer(): Promise<Sealer> {
  const sealing = await createSealing();
  const { publicKey } = sodium.crypto_box_keypair();
  return sealing.sealerFor({ period, places: randomBytes(32), inner: publicKey, outer: randomBytes(32) });
}
