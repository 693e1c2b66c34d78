import { localTokenBody } from '../../bot/contract/local.ts';
import { paths } from '../../bot/contract/paths.ts';
import { startDeployment } from '../helpers/deployment.ts';
import { bothWays, type Bench } from './bench.ts';
import { Client, load } from './serving/load.ts';
import { released } from './serving/released.ts';
import { startBareBot } from './serving/startBareBot.ts';

const units = ['Trust/East', 'Trust/West'];
const halfTerms = 6;
const people = 24;
const atOnce = 16;
const times = 2_000;

/**
 * Reading what was released, as the tab does it: a signed token, the look into the roster, the figures of the reader's own units. Beside a
 * restify route that gives everybody the same JSON.
 */
export const releaseApi: Bench<'held' | 'bare' | 'heldP99' | 'bareP99'> = {
  name: 'releaseApi',
  about: `the tab's reading of ${halfTerms} releases, ${atOnce} at once, beside a bare restify route with the same JSON`,
  values: {
    held: { what: 'readings', unit: 'a second' },
    bare: { what: 'bare JSON route', unit: 'a second' },
    heldP99: { what: '99 in 100 readings within', unit: 'ms' },
    bareP99: { what: 'bare JSON route, 99 in 100 within', unit: 'ms' },
  },
  targets: [{ what: 'throughput of the bare route', of: ({ held, bare }) => held / bare, bound: { atLeast: 0.7 } }],
  async prepare() {
    const held = await startDeployment({ people, units });
    for (let n = 0; n < halfTerms; n += 1) await held.tables.releases.publish(...released(n, units));
    await held.ready(held.start('bot/main.ts'));
    const toHeld = new Client(held.port);
    const tokens = await Promise.all(
      held.people.map(async (person) => {
        const { body } = await toHeld.post(paths.localToken, { objectId: person });
        return `Bearer ${localTokenBody.parse(JSON.parse(body)).token}`;
      }),
    );
    const read = (n: number) => toHeld.send('GET', paths.releases, { authorization: tokens[n % tokens.length] ?? '' });
    const { status, body } = await read(0);
    if (status !== 200) throw new Error(`A reading was answered with ${status}.`);
    const bare = await startBareBot({ json: JSON.parse(body) });
    const toBare = new Client(bare.port);
    const same = async (asked: ReturnType<typeof read>): Promise<void> => {
      const answered = await asked;
      if (answered.status !== 200 || answered.body.length !== body.length)
        throw new Error(`A reading was answered with ${answered.status}.`);
    };
    const works = [
      () => load(times, atOnce, (n) => same(read(n))),
      () => load(times, atOnce, () => same(toBare.send('GET', '/json'))),
    ] as const;
    for (const work of works) await work();
    return {
      async round(n) {
        const [ours, theirs] = await bothWays(n, ...works);
        return { held: ours.aSecond, bare: theirs.aSecond, heldP99: ours.p99, bareP99: theirs.p99 };
      },
      async dispose() {
        toHeld.close();
        toBare.close();
        await bare.stop();
        await held.stop();
      },
    };
  },
};
