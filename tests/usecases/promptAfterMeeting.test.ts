import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import type { PersonId } from '../../bot/domain/ids.ts';
import { englandDates } from '../../bot/domain/prompting/englandDates.ts';
import type { DuePrompt } from '../../bot/ports.ts';
import { promptAfterMeeting, type EndedMeeting, type PromptAfterMeetingDeps } from '../../bot/usecases/promptAfterMeeting.ts';
import { startAzurite, type Azurite } from '../helpers/azurite.ts';
import { startTestBot, type TestBot } from '../helpers/teamsBot.ts';

let azurite: Azurite;
let bot: TestBot;
beforeAll(async () => {
  azurite = await startAzurite();
  bot = await startTestBot(azurite);
  await bot.everyoneTakesPart();
});
afterAll(async () => {
  await bot?.stop();
  await azurite?.stop();
});

const ended = Temporal.Instant.from('2026-11-18T10:04:30.123Z');
const anybody: EndedMeeting['reach'] = () => Promise.resolve(true);

/** What is put in the queue after a meeting of everybody, each with the next of these draws. */
async function queued(
  settleSeconds: number,
  draws: readonly number[],
  reach = anybody,
): Promise<readonly (DuePrompt & { delay: number })[]> {
  const put: (DuePrompt & { delay: number })[] = [];
  let next = 0;
  const deps: PromptAfterMeetingDeps = {
    ...bot.web,
    calendar: englandDates,
    randomness: { fraction: () => draws[next++ % draws.length] ?? 0 },
    queue: { put: (prompt, delay) => Promise.resolve(void put.push({ ...prompt, delay })), take: () => Promise.resolve([]) },
    days: bot.world.tables.days,
    settleSeconds,
  };
  await promptAfterMeeting(deps, { people: bot.people, ended, reach });
  return put;
}

describe('what the queue learns of a meeting', () => {
  it('is a time of each person’s own, in whole seconds, so that it names nobody’s company', async () => {
    const draws = bot.people.map((_, n) => n / bot.people.length);
    const put = await queued(120, draws);
    expect(put).toHaveLength(bot.people.length);
    expect(new Set(put.map(({ dueAt }) => dueAt)).size).toBeGreaterThan(bot.people.length / 2);
    for (const { dueAt, delay } of put) {
      const due = Temporal.Instant.from(dueAt);
      expect(due.epochMilliseconds % 1_000).toBe(0);
      const after = ended.until(due).total('seconds');
      expect(after).toBeGreaterThan(119);
      expect(after).toBeLessThan(150);
      // Not shown before it is due.
      expect(delay).toBe(bot.world.clock.now().until(due).total('seconds'));
    }
  });

  it('is moved by no more than the settling itself, so that two seconds on a laptop stay a few', async () => {
    const put = await queued(2, [0.999_999]);
    expect(new Set(put.map(({ dueAt }) => dueAt))).toEqual(new Set(['2026-11-18T10:04:34Z']));
  });

  it('is nothing about people who cannot be reached', async () => {
    const [reachable] = bot.people;
    const asked: PersonId[] = [];
    const put = await queued(2, [0], (person) => {
      asked.push(person);
      return Promise.resolve(person === reachable);
    });
    expect(asked).toHaveLength(bot.people.length);
    expect(put.map(({ whom }) => bot.personIn(whom))).toEqual([reachable]);
  });
});
