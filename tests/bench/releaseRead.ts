import { openTables } from '../../bot/adapters/tables/openTables.ts';
import { tableNames } from '../../bot/adapters/tables/tableNames.ts';
import { paths } from '../../bot/contract/paths.ts';
import { startAzurite } from '../helpers/azurite.ts';
import { startServer } from '../helpers/server.ts';
import { startStorageProxy } from '../helpers/storageProxy.ts';
import { rosterOf, sencos } from '../helpers/world.ts';
import type { Bench } from './bench.ts';
import { released } from './serving/released.ts';

const halfTerms = 6;
const sizes = { few: 24, many: 3_000 } as const;
const readers = 50;

/** Storage requests while people read the releases in the tab: counted by a proxy before storage, not reckoned. */
export const releaseRead: Bench<'ofReleases' | 'ofReleasesMany' | 'all'> = {
  name: 'releaseRead',
  about: 'storage requests for one reading of the releases in the tab',
  values: {
    ofReleases: { what: `of releases, ${sizes.few} people`, unit: 'requests' },
    ofReleasesMany: { what: `of releases, ${sizes.many} people`, unit: 'requests' },
    all: { what: 'all, with the look into the roster', unit: 'requests' },
  },
  targets: [
    { what: `storage reads, ${sizes.few} people`, of: ({ ofReleases }) => ofReleases, bound: { atMost: 1 }, holds: 'each time' },
    { what: `storage reads, ${sizes.many} people`, of: ({ ofReleasesMany }) => ofReleasesMany, bound: { atMost: 1 }, holds: 'each time' },
  ],
  async prepare() {
    const few = await startReading(sizes.few);
    const many = await startReading(sizes.many);
    return {
      async round() {
        const [one, other] = [await few.read(), await many.read()];
        return { ofReleases: one.ofReleases, ofReleasesMany: other.ofReleases, all: one.all };
      },
      async dispose() {
        await few.stop();
        await many.stop();
      },
    };
  },
};

async function startReading(people: number) {
  const azurite = await startAzurite();
  const proxy = await startStorageProxy(azurite);
  const tables = openTables(proxy.tables);
  await tables.ensure();
  const networks = Array.from({ length: people / 24 }, (_, n) => `Trust/Network ${n + 1}`);
  const everyone = sencos(people, networks);
  await tables.roster.replace(rosterOf(everyone));
  for (let n = 0; n < halfTerms; n += 1) await tables.releases.publish(...released(n, networks));
  const server = await startServer({ deps: { roster: tables.roster, releases: tables.releases } });
  const one = everyone[0];
  if (!one) throw new Error('nobody');
  const readOnce = async (person: string): Promise<void> => {
    const response = await server.as(everyone.find((each) => each.person === person)?.person ?? one.person, paths.releases);
    const text = await response.text();
    if (response.status !== 200 || !text.includes(networks[0] ?? 'nowhere')) throw new Error(`A reading failed with ${response.status}.`);
  };
  // The first reading after a start fetches what was published; from then on it cannot have changed.
  await readOnce(one.person);
  return {
    async read() {
      proxy.forget();
      for (let n = 0; n < readers; n += 1) await readOnce(everyone[(n * networks.length) % people]?.person ?? one.person);
      const ofReleases = proxy.seen.filter(({ of }) => of === tableNames.releases).length;
      return { ofReleases: ofReleases / readers, all: proxy.seen.length / readers };
    },
    async stop() {
      await server.stop();
      await proxy.stop();
      await azurite.stop();
    },
  };
}
