import { randomBytes } from 'node:crypto';
import { TableClient } from '@azure/data-tables';
import { columnBytes } from '../../bot/adapters/sealing/format.ts';
import { tableNames } from '../../bot/adapters/tables/tableNames.ts';
import { paths } from '../../bot/contract/paths.ts';
import { slotColumn } from '../../bot/domain/envelope.ts';
import { asQuestionId, type PersonId } from '../../bot/domain/ids.ts';
import { startDeployment } from '../helpers/deployment.ts';
import { accountOf, chatIdOf, tenantId } from '../helpers/teamsBot.ts';
import { autumnTwo } from '../helpers/world.ts';
import type { Bench } from './bench.ts';
import { Client, load, type Load } from './serving/load.ts';
import { startBareBot } from './serving/startBareBot.ts';

const people = 240;
const atOnce = 16;
const times = 480;
const slots = 24;

type Key = 'heldRate' | 'botRate' | 'mergeRate' | 'bothRate' | 'heldP99' | 'botP99' | 'mergeP99';

/**
 * A tap on an answer, from the HTTP request to the acknowledgement, in the product's own process over real storage; beside a bot of the same
 * libraries that answers at once, and the table merge alone.
 */
export const answer: Bench<Key> = {
  name: 'answer',
  about: `task/submit to acknowledged, ${atOnce} at once, beside a bare bot and a bare table merge`,
  values: {
    heldRate: { what: 'answers sealed and acknowledged', unit: 'a second' },
    botRate: { what: 'bare bot', unit: 'a second' },
    mergeRate: { what: 'bare merge', unit: 'a second' },
    bothRate: { what: 'bare bot that merges before it answers: the most one thread could do', unit: 'a second' },
    heldP99: { what: '99 in 100 answers within', unit: 'ms' },
    botP99: { what: 'bare bot, 99 in 100 within', unit: 'ms' },
    mergeP99: { what: 'bare merge, 99 in 100 within', unit: 'ms' },
  },
  targets: [
    {
      what: 'throughput of the slower baseline',
      of: ({ heldRate, botRate, mergeRate }) => heldRate / Math.min(botRate, mergeRate),
      bound: { atLeast: 0.7 },
    },
    { what: 'p99 over the sum of theirs', of: ({ heldP99, botP99, mergeP99 }) => heldP99 / (botP99 + mergeP99), bound: { atMost: 2 } },
  ],
  async prepare() {
    const held = await startDeployment({ people });
    const web = held.start('bot/main.ts');
    const opener = held.start('bot/opener.ts');
    await held.ready(web);
    await held.openPeriod();
    opener.child.kill('SIGTERM');
    const sealer = await held.sealer();
    const [bare, both] = [await startBareBot(), await startBareBot({ merge: held.azurite.tables })];
    const merges = TableClient.fromConnectionString(held.azurite.tables, tableNames.envelopes, { allowInsecureConnection: true });
    const [toHeld, toBare, toBoth] = [new Client(held.port), new Client(bare.port), new Client(both.port)];

    const rows = held.people.map((person) => ({ person, rowKey: sealer.placeOf(person) }));
    const bodies = rows.map(({ person, rowKey }) =>
      tapOf(person, sealer.sealTicket({ rowKey, slot: sealer.slotFor(rowKey, 0, slots), question: asQuestionId('load') })),
    );
    const submit = async (client: Client, body: unknown): Promise<void> => {
      const { status, body: said } = await client.post(paths.messages, body);
      if (status !== 200 || said !== '') throw new Error(`A tap was answered with ${status} ${said}.`);
    };
    const keysOf = (n: number): { readonly partitionKey: string; readonly rowKey: string } => {
      const { rowKey } = rows[n % rows.length]!;
      return { partitionKey: `${autumnTwo.id}.${rowKey.charAt(0)}`, rowKey };
    };
    const merge = (n: number) => merges.updateEntity({ ...keysOf(n), [slotColumn(1)]: randomBytes(columnBytes()) }, 'Merge');
    const tapToMerge = (n: number): unknown => ({
      ...tapOf(held.people[0]!, ''),
      value: { data: { ...keysOf(n), column: slotColumn(1), sealed: randomBytes(columnBytes()).toString('base64') } },
    });
    const works: readonly (() => Promise<Load>)[] = [
      () => load(times, atOnce, (n) => submit(toHeld, bodies[n % bodies.length])),
      () => load(times, atOnce, (n) => submit(toBare, bodies[n % bodies.length])),
      () => load(times, atOnce, merge),
      () => load(times, atOnce, (n) => submit(toBoth, tapToMerge(n))),
    ];
    for (const work of works) await work();
    return {
      async round(n) {
        const results: Load[] = [];
        // Each in turn comes first, second and last.
        for (let i = 0; i < works.length; i += 1) results[(n + i) % works.length] = await works[(n + i) % works.length]!();
        const [one, two, three, four] = results;
        if (!one || !two || !three || !four) throw new Error('no results');
        return {
          heldRate: one.aSecond,
          botRate: two.aSecond,
          mergeRate: three.aSecond,
          bothRate: four.aSecond,
          heldP99: one.p99,
          botP99: two.p99,
          mergeP99: three.p99,
        };
      },
      async dispose() {
        toHeld.close();
        toBare.close();
        toBoth.close();
        await Promise.all([bare.stop(), both.stop()]);
        await held.stop();
      },
    };
  },
};

export const tapOf = (person: PersonId, ticket: string) => ({
  type: 'invoke',
  name: 'task/submit',
  id: 'tap',
  channelId: 'msteams',
  serviceUrl: 'http://127.0.0.1:1',
  from: { id: accountOf(person), aadObjectId: person, name: 'Invented Person' },
  recipient: { id: '28:held', name: 'Held' },
  conversation: { id: chatIdOf(person), conversationType: 'personal', tenantId },
  channelData: { tenant: { id: tenantId } },
  value: { data: { held: 'answer', period: autumnTwo.id, ticket, moment: 'meeting', option: 2 } },
});
