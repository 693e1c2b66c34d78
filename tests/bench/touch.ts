import { randomBytes } from 'node:crypto';
import { odata, TableClient, type TransactionAction } from '@azure/data-tables';
import sodium from 'libsodium-wrappers';
import { columnBytes, OuterEnvelope } from '../../bot/adapters/sealing/format.ts';
import { createSealing } from '../../bot/adapters/sealing/seal.ts';
import { openTables } from '../../bot/adapters/tables/openTables.ts';
import { tableNames } from '../../bot/adapters/tables/tableNames.ts';
import { headerColumn, slotColumns, type EnvelopeRow } from '../../bot/domain/envelope.ts';
import { parsePeriodId, type PeriodId, type PersonId } from '../../bot/domain/ids.ts';
import type { Period } from '../../bot/domain/period.ts';
import type { Sealer, SealingKeys } from '../../bot/ports.ts';
import { blankEntry } from '../../bot/usecases/ledger.ts';
import { touchPeriod } from '../../bot/usecases/touchPeriod.ts';
import { startAzurite } from '../helpers/azurite.ts';
import { autumnTwo, personId } from '../helpers/world.ts';
import { bothWays, timed, leastRepetitions, type Bench } from './bench.ts';
import { storeWhileMaking } from './storeWhileMaking.ts';

const rowsInAll = 30_000;
/** Each has an envelope and a line in the ledger. */
const people = rowsInAll / 2;
/** Each repetition touches its own fifth of the table. */
const peopleAtOnce = people / leastRepetitions;
const slots = 24;
const columns = [headerColumn, ...slotColumns(slots)];

const rowsABatch = 100;
const batchesAtOnce = 4;

/** The nightly touch beside reading the same rows of both tables and writing them back in batches, as few lines as that takes. */
export const touch: Bench<'touched' | 'rewritten'> = {
  name: 'touch',
  about: `nightly touch of ${rowsInAll} rows in storage, envelopes and ledger entries of ${people} people, a fifth each time, beside rewriting them unchanged`,
  values: {
    touched: { what: `touch of ${peopleAtOnce} people`, unit: 'ms' },
    rewritten: { what: `bare rewrite of ${peopleAtOnce} people`, unit: 'ms' },
  },
  targets: [{ what: 'time of the bare rewrite', of: ({ touched, rewritten }) => touched / rewritten, bound: { atMost: 2 } }],
  async prepare() {
    const azurite = await startAzurite();
    const tables = openTables(azurite.tables);
    await tables.ensure();
    const sealing = await createSealing();
    const makePart = async (part: number): Promise<{ readonly period: Period; readonly sealer: Sealer }> => {
      const period: Period = { ...autumnTwo, id: periodNumber(part), state: 'OPEN', plan: { questions: [] }, slots };
      const keys: SealingKeys = { period: period.id, places: randomBytes(32), inner: randomBytes(32), outer: randomBytes(32) };
      const sealer = sealing.sealerFor(keys);
      const everyone = Array.from({ length: peopleAtOnce }, (_, n) => personId(part * peopleAtOnce + n + 1));
      const outer = new OuterEnvelope(period.id, keys.places);
      const rowOf = (person: PersonId): EnvelopeRow => {
        const rowKey = sealer.placeOf(person);
        return {
          rowKey,
          columns: Object.fromEntries(columns.map((column) => [column, outer.wrap(rowKey, column, randomBytes(innerBytes()))])),
        };
      };
      await storeWhileMaking(everyone, rowOf, (rows) => tables.envelopes.insertMissing(period.id, rows));
      await storeWhileMaking(
        everyone,
        (person) => sealer.sealLedgerEntry(blankEntry(person)),
        (entries) => tables.ledger.insertMissing(period.id, entries),
      );
      return { period, sealer };
    };
    const parts: Awaited<ReturnType<typeof makePart>>[] = [];
    for (let part = 0; part < leastRepetitions; part += 1) parts.push(await makePart(part));
    const bare = [tableNames.envelopes, tableNames.ledger].map((name) =>
      TableClient.fromConnectionString(azurite.tables, name, { allowInsecureConnection: true }),
    );
    return {
      async round(n) {
        const part = parts[n % parts.length];
        if (!part) throw new Error('no part');
        const { period, sealer } = part;
        const [touched, rewritten] = await bothWays(
          n,
          () =>
            timed(async () => {
              const unreadable = await touchPeriod(tables, period, sealer);
              if (unreadable > 0) throw new Error(`${unreadable} columns could not be rewrapped.`);
            }),
          () =>
            timed(async () => {
              for (const client of bare) await rewriteUnchanged(client, period.id);
            }),
        );
        return { touched, rewritten };
      },
      dispose: () => azurite.stop(),
    };
  },
};

/** What lies inside an outer envelope, in bytes; the touch never looks into it. */
const innerBytes = (): number =>
  columnBytes() - sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES - sodium.crypto_aead_xchacha20poly1305_ietf_ABYTES;

function periodNumber(n: number): PeriodId {
  const id = parsePeriodId(`20${26 + n}-${27 + n}-2`);
  if (!id) throw new Error('no period');
  return id;
}

async function rewriteUnchanged(client: TableClient, period: PeriodId): Promise<void> {
  const filter = odata`PartitionKey ge ${`${period}.`} and PartitionKey lt ${`${period}.~`}`;
  for await (const page of client.listEntities({ queryOptions: { filter } }).byPage({ maxPageSize: 500 })) {
    const batches = new Map<string, TransactionAction[]>();
    for (const { etag, timestamp: _, partitionKey = '', rowKey = '', ...properties } of page) {
      const batch = batches.get(partitionKey) ?? [];
      batches.set(partitionKey, batch);
      batch.push(['update', { ...properties, partitionKey, rowKey }, 'Replace', { etag }]);
    }
    const cut = [...batches.values()].flatMap((batch) =>
      Array.from({ length: Math.ceil(batch.length / rowsABatch) }, (_, n) => batch.slice(n * rowsABatch, (n + 1) * rowsABatch)),
    );
    for (let from = 0; from < cut.length; from += batchesAtOnce) {
      await Promise.all(cut.slice(from, from + batchesAtOnce).map((batch) => client.submitTransaction(batch)));
    }
  }
}
