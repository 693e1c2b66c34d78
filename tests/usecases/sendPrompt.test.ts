import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PersonId } from '../../bot/domain/ids.ts';
import { englandDates } from '../../bot/domain/prompting/englandDates.ts';
import { HeldError } from '../../bot/errors.ts';
import type { DuePrompt, PromptQueue, PromptSender, QueuedPrompt, SendOutcome } from '../../bot/ports.ts';
import { dispatchPrompts } from '../../bot/usecases/dispatchPrompts.ts';
import { sendPrompt, type SendPromptDeps } from '../../bot/usecases/sendPrompt.ts';
import { startAzurite, type Azurite } from '../helpers/azurite.ts';
import { startTestBot, type TestBot } from '../helpers/teamsBot.ts';
import { ledgerEntryOf } from '../helpers/lifecycle.ts';
import { autumnTwo } from '../helpers/world.ts';

let azurite: Azurite;
let bot: TestBot;
let next = 0;

beforeAll(async () => {
  azurite = await startAzurite();
  bot = await startTestBot(azurite);
  await bot.everyoneTakesPart();
});
afterAll(async () => {
  await bot?.stop();
  await azurite?.stop();
});

/** Takes down what is sent instead of sending it. */
class Sender implements PromptSender {
  readonly sent: PersonId[] = [];
  readonly outcome: SendOutcome | Error;
  reaches(): Promise<boolean> {
    return Promise.resolve(true);
  }
  constructor(outcome: SendOutcome | Error = 'sent') {
    this.outcome = outcome;
  }
  sendPrompt(person: PersonId): Promise<SendOutcome> {
    this.sent.push(person);
    return this.outcome instanceof Error ? Promise.reject(this.outcome) : Promise.resolve(this.outcome);
  }
}

const deps = (sender: PromptSender): SendPromptDeps => ({ ...bot.web, calendar: englandDates, sender });
const due = (changed: Partial<DuePrompt> = {}): DuePrompt => {
  const person = bot.people[next++];
  if (!person) throw new Error('no more people');
  return { person, period: autumnTwo.id, dueAt: '2026-11-18T10:05:00Z', occasion: 'meeting', ...changed };
};
const ledgerOf = (person: PersonId) => ledgerEntryOf(bot.web, person);

describe('a due prompt', () => {
  it('is sent once, however many processes handle the same message at once', async () => {
    const prompt = due();
    const sender = new Sender();
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => sendPrompt(deps(sender), prompt)));
    expect(outcomes.toSorted()).toEqual(['noBudget', 'noBudget', 'noBudget', 'sent']);
    expect(sender.sent).toEqual([prompt.person]);
    expect(await ledgerOf(prompt.person)).toEqual({ person: prompt.person, week: '2026-W47', prompts: 1, day: '2026-11-18', places: 1 });
  });

  it('is never doubled by a crash between ledger and card: the day is used', async () => {
    const prompt = due();
    await expect(sendPrompt(deps(new Sender(new Error('crash'))), prompt)).rejects.toThrow('crash');
    const sender = new Sender();
    expect(await sendPrompt(deps(sender), prompt)).toBe('noBudget');
    expect(sender.sent).toEqual([]);
  });

  it.each([
    ['another period', 'noPeriod', { period: 'other' }],
    ['a gap that is over', 'gapIsOver', { dueAt: '2026-11-18T09:30:00Z' }],
  ])('is dropped for %s', async (_name, outcome, changed) => {
    const sender = new Sender();
    const period = 'period' in changed ? englandDates.halfTerms[0]?.id : undefined;
    const { dueAt } = { dueAt: '2026-11-18T10:05:00Z', ...changed };
    expect(await sendPrompt(deps(sender), due({ dueAt, ...(period ? { period } : {}) }))).toBe(outcome);
    expect(sender.sent).toEqual([]);
  });

  it('is dropped for somebody without a ledger row, who joined after the freeze', async () => {
    const prompt = due();
    expect(await ledgerOf(prompt.person)).toBeDefined();
    const missing = { ...bot.web.ledger, find: () => Promise.resolve(undefined) };
    expect(await sendPrompt({ ...deps(new Sender()), ledger: missing }, prompt)).toBe('joinsNextPeriod');
  });

  it('costs nothing where the chat is not known, and is sent at the next occasion', async () => {
    const prompt = due();
    const lost = Object.assign(new Sender(), { reaches: () => Promise.resolve(false) });
    expect(await sendPrompt(deps(lost), prompt)).toBe('later');
    expect(lost.sent).toEqual([]);
    expect(await ledgerOf(prompt.person)).toMatchObject({ prompts: 0, day: '', places: 0 });
    expect(await sendPrompt(deps(new Sender()), prompt)).toBe('sent');
  });

  it('makes a blocked chat a quiet no', async () => {
    const prompt = due();
    expect(await sendPrompt(deps(new Sender('gone')), prompt)).toBe('gone');
    expect((await bot.world.tables.people.find(prompt.person))?.value.participation).toBe('declined');
  });

  it('never brings a meeting question to a day without a meeting', async () => {
    const asked: string[] = [];
    const sender: PromptSender = {
      reaches: () => Promise.resolve(true),
      sendPrompt: (_person, { question }) => {
        asked.push(question);
        return Promise.resolve('sent');
      },
    };
    await sendPrompt(deps(sender), due({ occasion: 'day' }));
    expect(asked).not.toContain('load');
    expect(asked).not.toContain('mine');
  });
});

describe('the dispatcher', () => {
  const queueOf = (prompt: DuePrompt, notes: string[]): PromptQueue => {
    const queued: QueuedPrompt = {
      prompt,
      remove: () => Promise.resolve(void notes.push('removed')),
      hide: (seconds) => Promise.resolve(void notes.push(`hidden ${seconds}`)),
    };
    return { put: () => Promise.resolve(), take: () => Promise.resolve([queued]) };
  };
  const run = (prompt: DuePrompt, sender: PromptSender, notes: string[]) =>
    dispatchPrompts({ ...deps(sender), queue: queueOf(prompt, notes), log: bot.world.log, longestHideSeconds: 30 });

  it('hides what is not due, no longer than it may', async () => {
    const notes: string[] = [];
    await run(due({ dueAt: '2026-11-18T10:05:20Z' }), new Sender(), notes);
    await run(due({ dueAt: '2026-11-18T11:05:00Z' }), new Sender(), notes);
    expect(notes).toEqual(['hidden 20', 'hidden 30']);
  });

  it('removes what was sent or dropped, and keeps what met an outage', async () => {
    const notes: string[] = [];
    await run(due(), new Sender(), notes);
    await run(due({ dueAt: '2026-11-18T09:00:00Z' }), new Sender(), notes);
    await run(due(), new Sender(new HeldError('storage-down')), notes);
    expect(notes).toEqual(['removed', 'removed']);
    expect(bot.world.log.lines.join()).not.toContain('00000000-0000-4000-8000');
  });
});
