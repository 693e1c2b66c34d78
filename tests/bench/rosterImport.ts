import { randomUUID } from 'node:crypto';
import { TableClient, type TransactionAction } from '@azure/data-tables';
import { parseRosterCsv } from '../../bot/adapters/files/rosterFile.ts';
import { randomness } from '../../bot/adapters/system/randomness.ts';
import { openTables } from '../../bot/adapters/tables/openTables.ts';
import { rosterColumns } from '../../bot/domain/rosterImport.ts';
import { importRoster } from '../../bot/usecases/importRoster.ts';
import { startAzurite } from '../helpers/azurite.ts';
import { sencos } from '../helpers/world.ts';
import { bothWays, timed, type Bench } from './bench.ts';

const people = 30_000;
const rowsABatch = 100;
const batchesAtOnce = 4;

/** A first import of a whole country's file, from its bytes to the roster that counts, beside inserting as many rows in batches. */
export const rosterImport: Bench<'imported' | 'inserted'> = {
  name: 'rosterImport',
  about: `import a roster of ${people}, from the file's bytes, beside bare batch inserts`,
  values: {
    imported: { what: 'roster file imported', unit: 'ms' },
    inserted: { what: 'bare batch inserts', unit: 'ms' },
  },
  targets: [{ what: 'speed of the bare inserts', of: ({ imported, inserted }) => inserted / imported, bound: { atLeast: 0.5 } }],
  async prepare() {
    const azurite = await startAzurite();
    const tables = openTables(azurite.tables);
    await tables.ensure();
    const csv = csvOf(people);
    const fresh = async (): Promise<TableClient> => {
      const client = TableClient.fromConnectionString(azurite.tables, `Bare${randomUUID().replaceAll('-', '')}`, {
        allowInsecureConnection: true,
      });
      await client.createTable();
      return client;
    };
    return {
      async round(n) {
        const bare = await fresh();
        const [imported, inserted] = await bothWays(
          n,
          () =>
            timed(async () => {
              const outcome = await importRoster({ ...tables, randomness }, parseRosterCsv(csv, 'people.csv'), { dryRun: false });
              if (outcome.kind !== 'applied' || outcome.changes.added.length !== people) throw new Error('The roster was not imported.');
            }),
          () => timed(() => insertBare(bare)),
        );
        await tables.roster.replace(new Map());
        await bare.deleteTable();
        return { imported, inserted };
      },
      dispose: () => azurite.stop(),
    };
  },
};

function csvOf(count: number): Buffer {
  const units = Array.from({ length: count / 24 }, (_, n) => `England/Region ${Math.floor(n / 25) + 1}/Network ${n + 1}`);
  const lines = sencos(count, units).map(({ person, displayName, roles, school, unitPath }) =>
    [person, displayName, roles.join(';'), school, unitPath, ''].join(','),
  );
  return Buffer.from([rosterColumns.join(','), ...lines].join('\n'));
}

async function insertBare(client: TableClient): Promise<void> {
  const batches = Array.from({ length: people / rowsABatch }, (_, batch) =>
    Array.from({ length: rowsABatch }, (__, row): TransactionAction => {
      const n = batch * rowsABatch + row + 1;
      const rowKey = `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
      const properties = {
        lastingId: `lasting${n}`,
        displayName: `Invented Person ${n}`,
        roles: '["senco"]',
        school: `School ${n}`,
        team: false,
      };
      return ['create', { partitionKey: `bare.${batch % 16}`, rowKey, ...properties, unitPath: 'England/Region 1/Network 1' }];
    }),
  );
  for (let from = 0; from < batches.length; from += batchesAtOnce) {
    await Promise.all(batches.slice(from, from + batchesAtOnce).map((batch) => client.submitTransaction(batch)));
  }
}
