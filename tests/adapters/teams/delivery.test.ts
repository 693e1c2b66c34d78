import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PersonId } from '../../../bot/domain/ids.ts';
import { startAzurite, type Azurite } from '../../helpers/azurite.ts';
import { ledgerEntryOf } from '../../helpers/lifecycle.ts';
import { chatIdOf, meetingEnd, memberFor, startTestBot, type TestBot } from '../../helpers/teamsBot.ts';
import type { Refusal } from '../../helpers/connector.ts';

let azurite: Azurite;
let bot: TestBot;
let next = 0;
/** When the next message may leave. */
let turn = Promise.resolve();

beforeAll(async () => {
  azurite = await startAzurite();
  bot = await startTestBot(azurite, { retryMs: 30_000, pace: { turn: () => turn }, turnMs: 300 });
  await bot.everyoneTakesPart();
});
afterAll(async () => {
  await bot?.stop();
  await azurite?.stop();
});

/** Prompts a fresh person against these refusals; gives how often the channel was asked. */
async function promptAgainst(refusals: Refusal[]): Promise<{ person: PersonId; requests: number; delivered: number }> {
  const person = bot.people[next++];
  if (!person) throw new Error('no more people');
  bot.world.clock.set('2026-11-18T10:05:00Z');
  bot.connector.chats.set('19:m', [memberFor(person)]);
  await bot.post(meetingEnd(bot, '19:m', {}));
  const part = `${chatIdOf(person)}/activities`;
  bot.connector.refusals.set(part, refusals);
  bot.world.clock.move({ seconds: 121 });
  await bot.look();
  return { person, requests: bot.connector.count(part), delivered: bot.chatOf(person).length };
}

const settingsOf = async (person: PersonId) => (await bot.world.tables.people.find(person))?.value.participation;
const deadOf = async (person: PersonId) =>
  (await bot.world.tables.deadPrompts.list()).filter(({ whom }) => bot.personIn(whom) === person).map(({ reason }) => reason);
const known = async (person: PersonId) => (await bot.world.tables.conversations.find(person)) !== undefined;

describe('sending a prompt', () => {
  it('tries again when the channel is busy, and sends once', async () => {
    const { requests, delivered } = await promptAgainst([
      { status: 503 },
      { status: 429, headers: { 'retry-after': '1' } },
      { status: 412 },
    ]);
    expect({ requests, delivered }).toEqual({ requests: 4, delivered: 1 });
  });

  it('gives up at once when told to wait longer than it may', async () => {
    const { person, requests, delivered } = await promptAgainst([{ status: 429, headers: { 'retry-after': '60' } }]);
    expect({ requests, delivered }).toEqual({ requests: 1, delivered: 0 });
    expect(await settingsOf(person)).toBe('takingPart');
    expect(await known(person)).toBe(true);
  });

  it('takes being blocked as a final, quiet no', async () => {
    const { person, requests } = await promptAgainst([{ status: 403, code: 'ConversationBlockedByUser' }]);
    expect(requests).toBe(1);
    expect(await settingsOf(person)).toBe('declined');
    expect(await known(person)).toBe(false);
  });

  it.each([
    ['not installed', { status: 403, code: 'BotNotInConversationRoster' }, false],
    ['gone', { status: 404, code: 'ConversationNotFound' }, false],
    ['disabled by an administrator', { status: 403, code: 'BotDisabledByAdmin' }, true],
    ['too large', { status: 413, code: 'MessageSizeTooBig' }, true],
    ['broken', { status: 500 }, true],
  ])('does not try again when %s, and the person still takes part', async (_name, refusal, staysKnown) => {
    const { person, requests, delivered } = await promptAgainst([refusal]);
    expect({ requests, delivered }).toEqual({ requests: 1, delivered: 0 });
    expect(await settingsOf(person)).toBe('takingPart');
    expect(await known(person)).toBe(staysKnown);
  });

  it('gives up when its turn does not come, so that nothing leaves at an hour that nobody has looked at', async () => {
    let late = (): void => undefined;
    turn = new Promise((resolve) => (late = resolve));
    const { person, requests } = await promptAgainst([]);
    late();
    turn = Promise.resolve();
    expect(requests).toBe(0);
    expect(await ledgerEntryOf(bot.web, person)).toMatchObject({ prompts: 0, day: '' });
    expect(await deadOf(person)).toEqual(['channelBusy']);
    expect(bot.chatOf(person)).toEqual([]);
  });

  it('keeps the day where a gateway failed, which does not tell whether the message went through', async () => {
    const busy: Refusal = { status: 429, headers: { 'retry-after': '60' } };
    const [gateway, service] = [await promptAgainst([{ status: 502 }, busy]), await promptAgainst([{ status: 503 }, busy])];
    expect([await deadOf(gateway.person), await deadOf(service.person)]).toEqual([['channelBusy'], ['channelBusy']]);
    expect(await ledgerEntryOf(bot.web, gateway.person)).toMatchObject({ prompts: 1 });
    expect(await ledgerEntryOf(bot.web, service.person)).toMatchObject({ prompts: 0, day: '' });
  });

  it('goes on with others when one chat refuses, and says nothing into any chat about it', async () => {
    expect(JSON.stringify(bot.connector.sent)).not.toContain('Something went wrong');
    const log = bot.world.log.lines.join('\n');
    expect(log).not.toContain('00000000-0000-4000-8000');
  });
});
