import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { graphTimes } from '../../bot/adapters/calendar/graphTimes.ts';
import type { DuePrompt } from '../../bot/ports.ts';
import { planDay, type PlanDayDeps } from '../../bot/usecases/planDay.ts';
import { takePart } from '../../bot/usecases/takePart.ts';
import { startAzurite, type Azurite } from '../helpers/azurite.ts';
import { Crash, Killed } from '../helpers/crash.ts';
import { startGraph, type MockGraph } from '../helpers/graph.ts';
import { startTestBot, type TestBot } from '../helpers/teamsBot.ts';

let azurite: Azurite;
let bot: TestBot;
let graph: MockGraph;
let put: DuePrompt[] = [];

beforeAll(async () => {
  azurite = await startAzurite();
  bot = await startTestBot(azurite);
  graph = await startGraph();
});
afterAll(async () => {
  await graph?.stop();
  await bot?.stop();
  await azurite?.stop();
});
beforeEach(() => {
  put = [];
});

const deps = (crash = Crash.never()): PlanDayDeps => ({
  ...bot.deps,
  leases: crash.wrapLeases(bot.world.tables.leases),
  days: crash.wrap(bot.world.tables.days),
  queue: crash.wrap({ put: async (prompt: DuePrompt) => void put.push(prompt), take: () => Promise.resolve([]) }),
  calendarTimes: crash.wrap(
    graphTimes({ address: graph.url, token: () => Promise.resolve('invented'), log: bot.world.log, patienceMs: 1_000 }),
  ),
});
const dueOf = (index: number): string[] =>
  put.filter(({ whom }) => bot.personIn(whom) === bot.people[index]).map(({ dueAt }) => dueAt.slice(11, 16));

describe('the day’s plan', () => {
  it('looks at the calendars of those who agreed, gives the rest 15:45, and plans each person once', async () => {
    for (const [i, person] of bot.people.entries()) await takePart(bot.deps, person, [1, 2, 3, 4, 5], i < 12);
    const [first, second, third, fourth] = bot.people;
    graph.calendars.set(first!, [{ starts: '2026-11-18T09:00:00', ends: '2026-11-18T10:00:00' }]);
    graph.calendars.set(second!, [
      { starts: '2026-11-18T09:00:00', ends: '2026-11-18T10:00:00' },
      { starts: '2026-11-18T10:00:00', ends: '2026-11-18T11:00:00' },
    ]);
    graph.calendars.set(third!, [{ starts: '2026-11-18T08:00:00', ends: '2026-11-18T18:00:00' }]);
    graph.calendars.set(bot.people[12]!, [{ starts: '2026-11-18T09:00:00', ends: '2026-11-18T10:00:00' }]);
    graph.userTroubles.set(fourth!, [{ status: 503, retryAfter: '30' }]);

    bot.world.clock.set('2026-11-18T05:59:00Z');
    expect(await planDay(deps())).toBe(0);
    bot.world.clock.set('2026-11-18T06:00:00Z');
    // A process that is to end begins nothing.
    expect(await planDay(deps(), AbortSignal.abort())).toBe(0);
    expect(await planDay(deps())).toBe(23);
    expect([0, 1, 2, 3, 4, 12].map(dueOf)).toEqual([['10:02'], ['11:02'], [], [], ['15:45'], ['15:45']]);
    expect(graph.urls.some((url) => url.includes(bot.people[12]!))).toBe(false);
    expect(JSON.stringify(put)).not.toContain('canary');

    // The one whose calendar was away is planned at the next turn, nobody else again.
    put = [];
    expect(await planDay(deps())).toBe(1);
    expect(await planDay(deps())).toBe(0);
    expect(put).toHaveLength(1);
  });

  it('goes on where it stopped, wherever it is killed, and leaves out whom nobody may ask', async () => {
    bot.world.clock.set('2026-11-19T06:00:00Z');
    await takePart(bot.deps, bot.people[0]!, [3]);
    const runs: number[] = [];
    for (let at = 3; runs.length < 40; at += 4) {
      try {
        await planDay(deps(new Crash(at, at % 2 === 0 ? 'before' : 'after')));
        break;
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
        runs.push(at);
      }
    }
    expect(runs.length).toBeGreaterThan(1);
    await planDay(deps());
    const planned = new Set(put.map(({ whom }) => bot.personIn(whom)));
    expect(planned.size).toBe(23);
    expect(planned.has(bot.people[0])).toBe(false);
    expect(await planDay(deps())).toBe(0);
  });
});
