import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { pacedSending } from '../../bot/usecases/pacedSending.ts';
import type { PersonId } from '../../bot/domain/ids.ts';
import type { Refusal } from '../helpers/connector.ts';
import { startAzurite, type Azurite } from '../helpers/azurite.ts';
import { ledgerEntryOf } from '../helpers/lifecycle.ts';
import { accountOf, chatIdOf, meetingEnd, memberFor, startTestBot, type Json, type TestBot } from '../helpers/teamsBot.ts';

let azurite: Azurite;
let bot: TestBot;

beforeAll(async () => {
  azurite = await startAzurite();
  const pace = pacedSending({ perSecond: () => 48, elapsed: () => performance.now(), sleep });
  bot = await startTestBot(azurite, { retryMs: 4_000, pace });
  await bot.everyoneTakesPart();
});
afterAll(async () => {
  await bot?.stop();
  await azurite?.stop();
});

const event = (name: string, chat: string, value: Json): Json => ({
  ...meetingEnd(bot, chat, value),
  name: `application/vnd.microsoft.${name}`,
});
const chat = '19:everyone';
const arrivedAt = (person: PersonId): number => bot.chatOf(person).length;

describe('a channel that throttles at random', () => {
  it('gets every prompt in the end, or the operator gets it with its reason', async () => {
    bot.connector.chats.set(chat, bot.people.map(memberFor));
    const answers: Refusal[] = [
      { status: 429, headers: { 'retry-after': '1' } },
      { status: 429 },
      { status: 503, headers: { 'retry-after': '0' } },
      { status: 412 },
      { status: 502 },
      { status: 504, headers: { 'retry-after': '60' } },
      { status: 413, code: 'MessageSizeTooBig' },
      { status: 403, code: 'BotDisabledByAdmin' },
      { status: 500 },
    ];
    for (const [i, person] of bot.people.entries()) {
      const first = answers[i % answers.length];
      const second = answers[(i * 5) % answers.length];
      if (first && second) bot.connector.refusals.set(`${chatIdOf(person)}/activities`, i % 3 === 0 ? [first] : [first, second]);
    }
    await bot.post(meetingEnd(bot, chat, {}));
    bot.world.clock.move({ seconds: 121 });
    await bot.look();
    const dead = new Map((await bot.world.tables.deadPrompts.list()).map(({ whom, reason }) => [bot.personIn(whom), reason]));
    for (const person of bot.people) expect(arrivedAt(person) + (dead.has(person) ? 1 : 0)).toBe(1);
    expect(new Set(dead.values())).toEqual(new Set(['channelBusy', 'refused', 'botDisabled', 'noAnswer']));
    expect(bot.people.filter((person) => arrivedAt(person) === 1).length).toBeGreaterThan(8);
    for (const person of bot.people) expect(await ledgerEntryOf(bot.web, person)).not.toHaveProperty('sending');
    expect(bot.world.log.lines.join()).not.toContain('00000000-0000-4000-8000');
  });
});

describe('odd events', () => {
  it('of 300 people, doubled, out of order, without members or hours late: no crash, no second prompt, none at a forbidden hour', async () => {
    bot.world.clock.set('2026-11-19T10:05:00Z');
    bot.connector.refusals.clear();
    const strangers = Array.from({ length: 276 }, (_, i) => ({
      id: `29:${i}`,
      aadObjectId: `abababab-abab-4bab-8bab-${String(i).padStart(12, '0')}`,
      name: 'Guest',
    }));
    bot.connector.chats.set('19:large', [...strangers, ...bot.people.slice(0, 24).map(memberFor)]);
    const before = bot.people.map(arrivedAt);
    const now = { EndTime: '2026-11-19T10:05:00Z' };
    const statuses = await Promise.all([
      bot.post(event('meetingEnd', '19:large', now)),
      bot.post(event('meetingEnd', '19:large', now)),
      bot.post(event('meetingEnd', '19:nobody', {})),
      bot.post(event('meetingParticipantLeave', '19:large', {})),
      bot.post(event('meetingParticipantLeave', '19:large', { members: 'all' })),
      bot.post(event('meetingParticipantJoin', '19:large', { members: [{ user: null }] })),
      bot.post(event('meetingStart', '19:nobody', { StartTime: 7 })),
      // Begun long before its end, told late: nothing to wait for.
      bot.post(event('meetingStart', '19:large', { StartTime: '2026-11-19T09:00:00Z' })),
    ]);
    expect(new Set(statuses.map(({ status }) => status))).toEqual(new Set([200]));
    bot.world.clock.move({ seconds: 121 });
    await bot.look();
    const grown = bot.people.map((person, i) => arrivedAt(person) - (before[i] ?? 0));
    expect(Math.max(...grown)).toBe(1);

    // Told at night: its end long ago counts as now, and now is no time to ask.
    bot.world.clock.set('2026-11-19T21:00:00Z');
    await bot.post(event('meetingEnd', '19:large', now));
    bot.world.clock.move({ seconds: 121 });
    await bot.look();
    expect(bot.people.map((person, i) => arrivedAt(person) - (before[i] ?? 0))).toEqual(grown);
  }, 240_000);

  it('a meeting that begins right after the end keeps the prompt away, for who joined it only', async () => {
    bot.world.clock.set('2026-11-20T10:05:00Z');
    const [joins, stays] = bot.people.slice(-2);
    if (!joins || !stays) throw new Error('nobody');
    bot.connector.chats.set('19:two', [joins, stays].map(memberFor));
    const before = [joins, stays].map(arrivedAt);
    await bot.post(event('meetingEnd', '19:two', { EndTime: '2026-11-20T10:05:00Z' }));
    bot.world.clock.move({ seconds: 60 });
    await bot.post(event('meetingParticipantJoin', '19:next', { members: [{ user: { id: accountOf(joins), aadObjectId: joins } }] }));
    bot.world.clock.move({ seconds: 61 });
    await bot.look();
    expect([joins, stays].map((person, i) => arrivedAt(person) - (before[i] ?? 0))).toEqual([0, 1]);
  }, 240_000);
});
