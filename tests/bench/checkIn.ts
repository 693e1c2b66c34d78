import { startAzurite } from '../helpers/azurite.ts';
import { actionNamed, cardOf, chatIdOf, isRecord, meetingEnd, memberFor, startTestBot, type TestBot } from '../helpers/teamsBot.ts';
import { startStorageProxy } from '../helpers/storageProxy.ts';
import type { Bench } from './bench.ts';

const people = 20;
const chat = '19:bench';
/** Working days on which everyone still has a prompt left, before the half-term's middle, when a notice takes a prompt's place. */
const days = ['09', '10', '11', '16', '17'];

type Key = 'tables' | 'queue' | 'event';

/** Requests to storage of one check-in, counted before storage: from a due prompt to the sealed answer, and apart what the meeting's end costs. */
export const checkIn: Bench<Key> = {
  name: 'checkIn',
  about: 'storage requests of one check-in, from the due prompt to the sealed answer',
  values: {
    tables: { what: 'table requests, prompt to sealed', unit: 'requests' },
    queue: { what: 'queue requests, prompt to sealed', unit: 'requests' },
    event: { what: 'all requests at the meeting’s end, each person', unit: 'requests' },
  },
  targets: [
    { what: 'storage requests, prompt to sealed', of: ({ tables, queue }) => tables + queue, bound: { atMost: 4 }, holds: 'each time' },
  ],
  async prepare() {
    const azurite = await startAzurite();
    const proxy = await startStorageProxy(azurite);
    const bot = await startTestBot({ ...azurite, tables: proxy.tables, queues: proxy.queues });
    await bot.everyoneTakesPart();
    const asked = bot.people.slice(0, people);
    bot.connector.chats.set(chat, asked.map(memberFor));
    return {
      async round(n) {
        const date = `2026-11-${days[n % days.length]}`;
        bot.world.clock.set(`${date}T10:05:00Z`);
        proxy.forget();
        await bot.post(meetingEnd(bot, chat, { Id: 'x', EndTime: `${date}T10:05:00Z` }));
        const event = proxy.seen.length / people;
        bot.world.clock.set(`${date}T10:08:00Z`);
        proxy.forget();
        while ((await bot.look()) > 0);
        await Promise.all(asked.map((person) => answer(bot, person)));
        const of = (service: 'table' | 'queue'): number => proxy.seen.filter((request) => request.service === service).length / people;
        return { tables: of('table'), queue: of('queue'), event };
      },
      async dispose() {
        await bot.stop();
        await proxy.stop();
        await azurite.stop();
      },
    };
  },
};

/** Opens the card that came last and taps the first option. */
async function answer(bot: TestBot, person: TestBot['people'][number]): Promise<void> {
  const last = bot.connector.sent.filter(({ conversation }) => conversation === chatIdOf(person)).at(-1);
  const { data } = actionNamed(cardOf(last?.body), 'Check in');
  const opened = await bot.post(bot.from(person, { type: 'invoke', name: 'task/fetch', value: { data } }));
  const task = isRecord(opened.body) ? opened.body['task'] : undefined;
  const value = isRecord(task) ? task['value'] : undefined;
  const attachment = isRecord(value) ? value['card'] : undefined;
  const option = optionIn(isRecord(attachment) ? attachment['content'] : undefined);
  const sealed = await bot.post(bot.from(person, { type: 'invoke', name: 'task/submit', value: { data: option } }));
  if (sealed.status !== 200 || sealed.body !== undefined) throw new Error(`An answer was not sealed: ${JSON.stringify(sealed.body)}`);
}

/** The data of the first button that answers, wherever it stands on the card. */
function optionIn(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(optionIn).find((found) => found !== undefined);
  if (!isRecord(part)) return undefined;
  if (part['held'] === 'answer') return part;
  return Object.values(part)
    .map(optionIn)
    .find((found) => found !== undefined);
}
