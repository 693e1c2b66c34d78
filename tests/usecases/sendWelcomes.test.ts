import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PersonId } from '../../bot/domain/ids.ts';
import { HeldError } from '../../bot/errors.ts';
import type { WelcomeQueue } from '../../bot/ports.ts';
import { sendWelcomes } from '../../bot/usecases/sendWelcomes.ts';
import { takePart } from '../../bot/usecases/takePart.ts';
import { startAzurite, type Azurite } from '../helpers/azurite.ts';
import { chatIdOf, startTestBot, type TestBot } from '../helpers/teamsBot.ts';

let azurite: Azurite;
let bot: TestBot;
let next = 0;
/** Of prompts and welcomes alike: how often a turn was asked for. */
let turns = 0;

beforeAll(async () => {
  azurite = await startAzurite();
  bot = await startTestBot(azurite, { retryMs: 300, pace: { turn: async () => void (turns += 1) } });
});
beforeEach(() => bot.connector.refusals.clear());
afterAll(async () => {
  await bot?.stop();
  await azurite?.stop();
});

function person(): PersonId {
  const found = bot.people[next];
  next += 1;
  if (!found) throw new Error('nobody is left');
  return found;
}
const install = (who: PersonId) => bot.post(bot.from(who, { type: 'installationUpdate', action: 'add' }));
const refuse = (who: PersonId, status: number, code?: string) =>
  bot.connector.refusals.set(`${chatIdOf(who)}/activities`, [{ status, headers: { 'retry-after': '60' }, ...(code ? { code } : {}) }]);
const messages = (who: PersonId) => bot.chatOf(who).length;

describe('welcomes', () => {
  it('leave in the turn of prompts, each once', async () => {
    const people = [person(), person(), person()];
    for (const who of people) await install(who);
    expect(people.map(messages)).toEqual([0, 0, 0]);
    turns = 0;
    expect(await bot.welcome()).toBe(3);
    expect([turns, people.map(messages)]).toEqual([3, [1, 1, 1]]);
    expect(await bot.welcome()).toBe(0);
    expect(people.map(messages)).toEqual([1, 1, 1]);
  });

  it('that the channel did not take are logged and tried again', async () => {
    const [busy, switchedOff] = [person(), person()];
    for (const who of [busy, switchedOff]) await install(who);
    refuse(busy, 429);
    refuse(switchedOff, 403, 'BotDisabledByAdmin');
    expect(await bot.welcome()).toBe(0);
    expect([busy, switchedOff].map(messages)).toEqual([0, 0]);
    const reasons = bot.world.log.lines.map((line) => /a welcome did not arrive.+(channelBusy|botDisabled)/.exec(line)?.[1]);
    expect(new Set(reasons)).toEqual(new Set([undefined, 'channelBusy', 'botDisabled']));
    // The test's queue hides nothing: the next look is the next try.
    expect(await bot.welcome()).toBe(2);
    expect([busy, switchedOff].map(messages)).toEqual([1, 1]);
    expect(bot.world.log.lines.join()).not.toContain('00000000-0000-4000-8000');
  });

  it('are tried again soon where the channel was busy, and hours later where it may have arrived', async () => {
    const hidden: [number, number][] = [];
    for (const status of [429, 500]) {
      const who = person();
      await install(who);
      refuse(who, status);
      const slow: WelcomeQueue = {
        ...bot.deps.welcomes,
        take: async () =>
          (await bot.deps.welcomes.take()).map((queued) => ({
            ...queued,
            hide: async (seconds) => {
              hidden.push([status, seconds]);
              await queued.remove();
            },
          })),
      };
      await sendWelcomes({ ...bot.deps, welcomes: slow });
    }
    expect(hidden).toEqual([
      [429, 300],
      [500, 21_600],
    ]);
  });

  it('are no more for who answered meanwhile, declined, or left the roster; blocking is a quiet no', async () => {
    const [answered, blocks, left] = [person(), person(), person()];
    for (const who of [answered, blocks, left]) await install(who);
    await takePart(bot.deps, answered);
    refuse(blocks, 403, 'ConversationBlockedByUser');
    const roster = new Map(await bot.web.roster.read());
    roster.delete(left);
    await bot.web.roster.replace(roster);
    expect(await bot.welcome()).toBe(3);
    expect([answered, blocks, left].map(messages)).toEqual([0, 0, 0]);
    expect((await bot.world.tables.people.find(blocks))?.value.participation).toBe('declined');
    expect(await bot.deps.welcomes.take()).toEqual([]);
  });

  it('come out of turn where the queue cannot be written: better so than never', async () => {
    const who = person();
    const put = bot.deps.welcomes.put;
    Reflect.set(bot.deps.welcomes, 'put', () => Promise.reject(new HeldError('storage-down')));
    await install(who);
    Reflect.set(bot.deps.welcomes, 'put', put);
    expect(messages(who)).toBe(1);
  });
});
