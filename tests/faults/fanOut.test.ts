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
  bot = await startTestBot(azurite, { retryMs: 2_000, pace });
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

/** The same numbers for the same seed: a failure can be looked at again (Park and Miller). */
function chances(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** Each a day of its own week's budget; from Wednesday on, so that whichever question is next fits the day. */
const schoolDays = ['2026-11-18', '2026-11-19', '2026-11-20', '2026-11-25'] as const;

/** What the channel may answer before it takes a message. */
const answers: readonly Refusal[] = [
  { status: 429, headers: { 'retry-after': '1' } },
  { status: 429 },
  { status: 503, headers: { 'retry-after': '0' } },
  { status: 412 },
  { status: 502 },
  { status: 502, taken: true },
  { status: 504, taken: true },
  { status: 504, headers: { 'retry-after': '60' } },
  { status: 413, code: 'MessageSizeTooBig' },
  { status: 403, code: 'BotDisabledByAdmin' },
  { status: 500 },
];
/** After these nobody can tell whether a message came through. */
const inDoubt = new Set([500, 502, 504]);

describe('a channel that throttles at random', () => {
  it('gets every prompt in the end, or the operator gets it with its reason', async () => {
    bot.connector.chats.set(chat, bot.people.map(memberFor));
    const chance = chances(20_261_118);
    const drawn = (): Refusal[] =>
      Array.from({ length: Math.floor(chance() * 4) }, () => answers[Math.floor(chance() * answers.length)] ?? { status: 429 });
    const reasons = new Set<string>();
    let twice = 0;
    for (const day of schoolDays) {
      bot.world.clock.set(`${day}T10:05:00Z`);
      const before = new Map(bot.people.map((person) => [person, arrivedAt(person)]));
      const planned = new Map(bot.people.map((person) => [person, drawn()]));
      for (const [person, list] of planned) bot.connector.refusals.set(`${chatIdOf(person)}/activities`, [...list]);
      await bot.post(meetingEnd(bot, chat, { EndTime: `${day}T10:05:00Z` }));
      bot.world.clock.move({ seconds: 121 });
      await bot.look();

      const listed = (await bot.world.tables.deadPrompts.list()).filter((dead) => dead.day === day);
      const dead = new Map(listed.map(({ whom, reason }) => [bot.personIn(whom), reason]));
      expect(dead.size).toBe(listed.length);
      for (const [person, list] of planned) {
        const arrived = arrivedAt(person) - (before.get(person) ?? 0);
        const left = bot.connector.refusals.get(`${chatIdOf(person)}/activities`)?.length ?? 0;
        const met = list.slice(0, list.length - left);
        const taken = met.filter((each) => each.taken).length;
        // Once, or with the operator; more only where a gateway failed behind which the message had been taken.
        expect([day, person, arrived - taken + (dead.has(person) ? 1 : 0)]).toEqual([day, person, 1]);
        if (arrived > 1) twice += 1;
        const entry = await ledgerEntryOf(bot.web, person);
        expect(entry).not.toHaveProperty('sending');
        // The day is given back only where surely nothing came.
        const used = arrived > 0 || met.some(({ status }) => inDoubt.has(status));
        expect([day, person, entry?.day === day]).toEqual([day, person, used]);
      }
      for (const reason of dead.values()) reasons.add(reason);
    }
    expect(reasons).toEqual(new Set(['channelBusy', 'refused', 'botDisabled', 'noAnswer']));
    expect(twice).toBeGreaterThan(0);
    expect(bot.world.log.lines.join()).not.toContain('00000000-0000-4000-8000');
  }, 90_000);
});

describe('odd events', () => {
  it('of 300 people, doubled, out of order, without members or hours late: no crash, no second prompt, none at a forbidden hour', async () => {
    bot.world.clock.set('2026-12-03T10:05:00Z');
    bot.connector.refusals.clear();
    const strangers = Array.from({ length: 276 }, (_, i) => ({
      id: `29:${i}`,
      aadObjectId: `abababab-abab-4bab-8bab-${String(i).padStart(12, '0')}`,
      name: 'Guest',
    }));
    bot.connector.chats.set('19:large', [...strangers, ...bot.people.slice(0, 24).map(memberFor)]);
    const before = bot.people.map(arrivedAt);
    const now = { EndTime: '2026-12-03T10:05:00Z' };
    const statuses = await Promise.all([
      bot.post(event('meetingEnd', '19:large', now)),
      bot.post(event('meetingEnd', '19:large', now)),
      bot.post(event('meetingEnd', '19:nobody', {})),
      bot.post(event('meetingParticipantLeave', '19:large', {})),
      bot.post(event('meetingParticipantLeave', '19:large', { members: 'all' })),
      bot.post(event('meetingParticipantJoin', '19:large', { members: [{ user: null }] })),
      bot.post(event('meetingStart', '19:nobody', { StartTime: 7 })),
      // Begun long before its end, told late: nothing to wait for.
      bot.post(event('meetingStart', '19:large', { StartTime: '2026-12-03T09:00:00Z' })),
    ]);
    expect(new Set(statuses.map(({ status }) => status))).toEqual(new Set([200]));
    bot.world.clock.move({ seconds: 121 });
    await bot.look();
    const grown = bot.people.map((person, i) => arrivedAt(person) - (before[i] ?? 0));
    expect(Math.max(...grown)).toBe(1);

    // Told at night: its end long ago counts as now, and now is no time to ask.
    bot.world.clock.set('2026-12-03T21:00:00Z');
    await bot.post(event('meetingEnd', '19:large', now));
    bot.world.clock.move({ seconds: 121 });
    await bot.look();
    expect(bot.people.map((person, i) => arrivedAt(person) - (before[i] ?? 0))).toEqual(grown);
  }, 240_000);

  it('a meeting that begins right after the end keeps the prompt away, for who joined it only', async () => {
    bot.world.clock.set('2026-12-04T10:05:00Z');
    const [joins, stays] = bot.people.slice(-2);
    if (!joins || !stays) throw new Error('nobody');
    bot.connector.chats.set('19:two', [joins, stays].map(memberFor));
    const before = [joins, stays].map(arrivedAt);
    await bot.post(event('meetingEnd', '19:two', { EndTime: '2026-12-04T10:05:00Z' }));
    bot.world.clock.move({ seconds: 60 });
    await bot.post(event('meetingParticipantJoin', '19:next', { members: [{ user: { id: accountOf(joins), aadObjectId: joins } }] }));
    bot.world.clock.move({ seconds: 61 });
    await bot.look();
    expect([joins, stays].map((person, i) => arrivedAt(person) - (before[i] ?? 0))).toEqual([0, 1]);
  }, 240_000);
});
