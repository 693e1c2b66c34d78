/** What comes from outside and is wrong: no crash, no second prompt, none at a forbidden hour, and a line that the operator understands. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { QueueClient } from '@azure/storage-queue';
import { graphTimes } from '../../bot/adapters/calendar/graphTimes.ts';
import type { PersonId } from '../../bot/domain/ids.ts';
import type { DuePrompt } from '../../bot/ports.ts';
import { planDay } from '../../bot/usecases/planDay.ts';
import { takePart } from '../../bot/usecases/takePart.ts';
import { startAzurite, type Azurite } from '../helpers/azurite.ts';
import { startGraph, type GraphTrouble, type MockGraph } from '../helpers/graph.ts';
import { addressOf, chatIdOf, meetingEnd, memberFor, startTestBot, type TestBot } from '../helpers/teamsBot.ts';
import { autumnTwo } from '../helpers/world.ts';

let azurite: Azurite;
let graph: MockGraph;
let bot: TestBot;
let raw: QueueClient;

beforeAll(async () => {
  azurite = await startAzurite();
  graph = await startGraph();
  const log = {
    info: () => undefined,
    warn: (fields: object, line: string) => bot.world.log.warn(fields, line),
    error: (fields: object, line: string) => bot.world.log.error(fields, line),
  };
  const calendarTimes = graphTimes({ address: graph.url, token: () => Promise.resolve('invented'), log, patienceMs: 300 });
  bot = await startTestBot(azurite, { calendarTimes, answerMs: 400 });
  raw = new QueueClient(azurite.queues, 'held-prompts');
  await bot.everyoneTakesPart();
  for (const person of bot.people) await bot.world.tables.conversations.save(person, addressOf(person, bot.connector.url));
});
afterAll(async () => {
  await bot?.stop();
  await graph?.stop();
  await azurite?.stop();
});
afterEach(async () => {
  bot.connector.hanging.clear();
  graph.troubles.length = 0;
  bot.world.log.lines.length = 0;
  await raw.clearMessages();
});

const person = (n: number): PersonId => {
  const found = bot.people[n];
  if (!found) throw new Error('nobody');
  return found;
};
const arrivedAt = (n: number): number => bot.chatOf(person(n)).length;
const due = (n: number, changed: Partial<DuePrompt> = {}): DuePrompt => ({
  whom: bot.whom(person(n)),
  period: autumnTwo.id,
  dueAt: bot.world.clock.now().toString(),
  occasion: 'meeting',
  ...changed,
});
const put = (content: unknown) => raw.sendMessage(typeof content === 'string' ? content : JSON.stringify(content));

describe('a channel that hangs', () => {
  it('costs one prompt its answer: never sent again, listed with its reason, and nobody else waits', async () => {
    bot.world.clock.set('2026-11-18T10:05:00Z');
    bot.connector.hanging.add(`${chatIdOf(person(0))}/activities`);
    bot.connector.chats.set(
      '19:hangs',
      [0, 1, 2].map((n) => memberFor(person(n))),
    );
    await bot.post(meetingEnd(bot, '19:hangs', {}));
    bot.world.clock.move({ seconds: 121 });
    await bot.look();
    await bot.post(meetingEnd(bot, '19:hangs', {}));
    bot.world.clock.move({ seconds: 121 });
    await bot.look();
    // The first one's was taken, for all that anybody knows: it must not come a second time.
    expect([0, 1, 2].map(arrivedAt)).toEqual([1, 1, 1]);
    expect(bot.connector.count(`${chatIdOf(person(0))}/activities`)).toBe(1);
    const dead = await bot.world.tables.deadPrompts.list();
    expect(dead.map(({ whom, reason, day }) => [bot.personIn(whom), reason, day])).toEqual([[person(0), 'noAnswer', '2026-11-18']]);
    expect(bot.world.log.lines.join()).toContain('the channel did not take a message {"reason":"noAnswer"}');
    expect(JSON.stringify({ ...dead[0], whom: '' })).not.toContain(person(0));
  });
});

describe('messages in the queue that somebody wrote or changed by hand', () => {
  it('bring no prompt to another person, at another hour, twice, or for another half-term', async () => {
    bot.world.clock.set('2026-11-18T11:05:00Z');
    const good = due(4);
    const garbled = `${good.whom.slice(0, 30)}AAAA${good.whom.slice(34)}`;
    for (const message of [
      good,
      good,
      { ...good, occasion: 'deferred' },
      due(5, { whom: person(5) }),
      due(5, { whom: garbled }),
      due(6, { dueAt: '2026-11-18T03:00:00Z' }),
      due(6, { dueAt: '2026-11-18T21:00:00Z' }),
      { ...due(7), period: '2026-27-3' },
      { ...due(7), dueAt: 'soon' },
      { ...due(7), hours: 'any' },
      { person: person(7), period: autumnTwo.id, dueAt: good.dueAt, occasion: 'meeting' },
      'rubbish',
      'null',
    ]) {
      await put(message);
    }
    await bot.look();
    expect([4, 5, 6, 7].map(arrivedAt)).toEqual([1, 0, 0, 0]);
    expect(bot.world.log.lines.filter((line) => line.includes('could not be read'))).toEqual([
      'warn removed messages that could not be read {"queue":"held-prompts","removed":5}',
    ]);
    // What is left is due at nine in the evening, and finds that this is no hour to ask.
    bot.world.clock.set('2026-11-18T21:00:00Z');
    await bot.look();
    expect([4, 5, 6, 7].map(arrivedAt)).toEqual([1, 0, 0, 0]);
    expect((await raw.getProperties()).approximateMessagesCount).toBe(0);
  });
});

describe('Microsoft Graph', () => {
  const troubles: readonly (readonly [string, GraphTrouble])[] = [
    ['401', { status: 401 }],
    ['403', { status: 403 }],
    ['429', { status: 429, retryAfter: '60' }],
    ['503', { status: 503, retryAfter: '60' }],
    ['garbage', { status: 200, garbage: '<html>busy</html>' }],
  ];

  it.each(troubles)('answering %s puts the plan and the prompt off; both come once it can be read again', async (name, trouble) => {
    const n = 10 + troubles.findIndex(([each]) => each === name);
    const day = `2026-11-${String(19 + (n % 2)).padStart(2, '0')}`;
    await takePart(bot.deps, person(n), [1, 2, 3, 4, 5], true);
    graph.calendars.set(person(n), [{ starts: `${day}T09:00:00`, ends: `${day}T10:00:00` }]);
    await bot.world.tables.days.forget(person(n));
    const plan = () => planDay({ ...bot.deps, leases: bot.web.leases });
    bot.world.clock.set(`${day}T06:00:00Z`);
    graph.troubles.push(trouble);
    await plan();
    expect(await bot.world.tables.days.find(day, person(n))).toEqual({});
    // An outage is one line in ten minutes, not one for everyone whose calendar it hides.
    if (name === '401') expect(bot.world.log.lines.join()).toContain('calendars cannot be read: Microsoft Graph');
    expect(bot.world.log.lines.join()).not.toContain('00000000-0000-4000-8000');
    await plan();
    expect(await bot.world.tables.days.find(day, person(n))).toEqual({ planned: true });

    bot.world.clock.set(`${day}T10:02:00Z`);
    graph.troubles.push(trouble);
    await bot.look();
    expect(arrivedAt(n)).toBe(0);
    bot.world.clock.set(`${day}T10:04:00Z`);
    await bot.look();
    expect(arrivedAt(n)).toBe(1);
    await takePart(bot.deps, person(n), [1, 2, 3, 4, 5], false);
  });

  it('that stays away until the gap is over costs the prompt, and no other comes', async () => {
    await takePart(bot.deps, person(20), [1, 2, 3, 4, 5], true);
    bot.world.clock.set('2026-11-20T10:02:00Z');
    await put(due(20));
    for (const minute of ['02', '20', '33']) {
      bot.world.clock.set(`2026-11-20T10:${minute}:00Z`);
      graph.troubles.push({ status: 503, retryAfter: '60' });
      await bot.look();
    }
    graph.troubles.length = 0;
    expect(arrivedAt(20)).toBe(0);
    expect((await raw.getProperties()).approximateMessagesCount).toBe(0);
  });
});
