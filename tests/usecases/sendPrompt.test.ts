import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PersonId } from '../../bot/domain/ids.ts';
import { Temporal } from 'temporal-polyfill';
import { englandDates } from '../../bot/domain/prompting/englandDates.ts';
import type { Busy } from '../../bot/domain/prompting/gaps.ts';
import type { PersonSettings } from '../../bot/domain/roster.ts';
import { HeldError } from '../../bot/errors.ts';
import type {
  Addressee,
  DayTimes,
  DeadPrompt,
  DuePrompt,
  LedgerStore,
  PromptCard,
  PromptQueue,
  PromptSender,
  QueuedPrompt,
  SendOutcome,
} from '../../bot/ports.ts';
import { replayDeadPrompt } from '../../bot/usecases/deadPrompts.ts';
import { dispatchPrompts, type DispatchPromptsDeps } from '../../bot/usecases/dispatchPrompts.ts';
import { PeriodWatch } from '../../bot/usecases/periodWatch.ts';
import { listLostSends } from '../../bot/usecases/sendMarks.ts';
import { sendPrompt, type SendPromptDeps } from '../../bot/usecases/sendPrompt.ts';
import { defaultSettings } from '../../bot/usecases/settings.ts';
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
  readonly cards: PromptCard[] = [];
  readonly outcome: SendOutcome | Error;
  constructor(outcome: SendOutcome | Error = { kind: 'sent', message: 'm1' }) {
    this.outcome = outcome;
  }
  sendPrompt({ person }: Addressee, card: PromptCard): Promise<SendOutcome> {
    this.sent.push(person);
    this.cards.push(card);
    return this.outcome instanceof Error ? Promise.reject(this.outcome) : Promise.resolve(this.outcome);
  }
  passCard(): Promise<'done'> {
    return Promise.resolve('done');
  }
}

const fail = (): never => {
  throw new Error('nobody');
};
const deps = (sender: PromptSender): DispatchPromptsDeps => ({
  ...bot.deps,
  conversations: { ...bot.deps.conversations, find: () => Promise.resolve('an address') },
  sender,
});
const outcomeOf = async (sender: PromptSender, prompt: DuePrompt, changed: Partial<SendPromptDeps> = {}) => {
  const handled = await sendPrompt({ ...deps(sender), ...changed }, prompt);
  return handled.kind === 'done' ? handled.outcome : handled.kind;
};
const due = (changed: Partial<DuePrompt> = {}): DuePrompt & { readonly person: PersonId } => {
  const person = bot.people[next++];
  if (!person) throw new Error('no more people');
  return { person, whom: bot.whom(person), period: autumnTwo.id, dueAt: '2026-11-18T10:05:00Z', occasion: 'meeting', ...changed };
};
const agreed = (person: PersonId): PersonSettings => ({
  ...defaultSettings(person, englandDates),
  participation: 'takingPart',
  calendar: true,
});
const ledgerOf = (person: PersonId) => ledgerEntryOf(bot.web, person);
const markOf = async (person: PersonId) => (await ledgerOf(person))?.sending;
const deadOf = async (person: PersonId) =>
  (await bot.world.tables.deadPrompts.list()).filter(({ whom }) => bot.personIn(whom) === person).map(({ reason }) => reason);

describe('a due prompt', () => {
  it('is sent once, however many processes handle the same message at once', async () => {
    const prompt = due();
    const sender = new Sender();
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => outcomeOf(sender, prompt)));
    expect(outcomes.toSorted()).toEqual(['nothingToAsk', 'nothingToAsk', 'nothingToAsk', 'sent']);
    expect(sender.sent).toEqual([prompt.person]);
    expect(await markOf(prompt.person)).toBeUndefined();
    expect(await ledgerOf(prompt.person)).toEqual({
      person: prompt.person,
      week: '2026-W47',
      prompts: 1,
      others: 0,
      day: '2026-11-18',
      places: 1,
      weeks: 1,
    });
  });

  it('is never doubled by a crash between ledger and answer: the day is used, and the operator sees it', async () => {
    const prompt = due();
    await expect(sendPrompt(deps(new Sender(new Error('crash'))), prompt)).rejects.toThrow('crash');
    const sender = new Sender();
    expect(await outcomeOf(sender, prompt)).toBe('nothingToAsk');
    expect(sender.sent).toEqual([]);
    expect(await markOf(prompt.person)).toBe('2026-11-18T10:05:00Z');

    expect(await listLostSends({ ...bot.deps, leases: bot.web.leases })).toBe(0);
    bot.world.clock.set('2026-11-18T10:11:00Z');
    expect(await listLostSends({ ...bot.deps, leases: bot.web.leases })).toBe(1);
    expect(await listLostSends({ ...bot.deps, leases: bot.web.leases })).toBe(0);
    bot.world.clock.set('2026-11-18T10:05:00Z');
    expect([await markOf(prompt.person), await deadOf(prompt.person)]).toEqual([undefined, ['processDied']]);
    expect(await outcomeOf(sender, prompt)).toBe('nothingToAsk');
  });

  it('gives its day back when it surely did not arrive, and not when it may have', async () => {
    const [refused, unsure] = [due(), due()];
    expect(await outcomeOf(new Sender({ kind: 'failed', reason: 'channelBusy', arrived: 'no' }), refused)).toBe('failed');
    expect(await outcomeOf(new Sender({ kind: 'failed', reason: 'noAnswer', arrived: 'maybe' }), unsure)).toBe('failed');
    expect([await deadOf(refused.person), await deadOf(unsure.person)]).toEqual([['channelBusy'], ['noAnswer']]);
    expect([await markOf(refused.person), await markOf(unsure.person)]).toEqual([undefined, undefined]);
    expect(await outcomeOf(new Sender(), refused)).toBe('sent');
    expect(await outcomeOf(new Sender(), unsure)).toBe('nothingToAsk');
  });

  it('does not come into a meeting that began at or after the end it follows, as early as that may have been', async () => {
    const prompt = due({ dueAt: '2026-11-18T10:05:00Z' });
    const begun = async (time: string) => {
      await bot.world.tables.days.note('2026-11-18', prompt.person, { meetingBegan: `2026-11-18T${time}Z` });
      return outcomeOf(new Sender(), prompt);
    };
    // After the end; at it; at it, had chance put the prompt off by the most; a moment before, its event having come first.
    for (const time of ['10:04:00', '10:03:00', '10:02:30', '10:01:30']) expect([time, await begun(time)]).toEqual([time, 'inAMeeting']);
    expect(await begun('10:01:29')).toBe('sent');
  });

  it('calls a meeting of some time ago by another name', async () => {
    const sender = new Sender();
    for (const dueAt of ['2026-11-18T09:50:00Z', '2026-11-18T09:49:00Z']) expect(await outcomeOf(sender, due({ dueAt }))).toBe('sent');
    expect(sender.cards).toMatchObject([{ moment: 'meeting' }, { moment: 'deferred' }]);
  });

  it('waits while a calendar cannot be read, moves with the day’s gap, and drops without one', async () => {
    const prompt = due();
    const settings = { ...bot.deps.people, find: async () => ({ value: agreed(prompt.person), etag: '' }) };
    const reading = (times: DayTimes) =>
      sendPrompt(
        {
          ...deps(new Sender()),
          people: settings,
          calendarTimes: { timesOf: () => Promise.resolve(new Map([[prompt.person, times]])) },
        },
        prompt,
      );
    expect(await reading('away')).toEqual({ kind: 'unknown', seconds: 120 });
    const busy = (starts: string, ends: string): Busy => ({
      starts: Temporal.Instant.from(`2026-11-18T${starts}:00Z`),
      ends: Temporal.Instant.from(`2026-11-18T${ends}:00Z`),
      meeting: true,
    });
    // The meeting overran.
    expect(await reading([busy('09:00', '10:30')])).toEqual({ kind: 'later', at: Temporal.Instant.from('2026-11-18T10:32:00Z') });
    expect(await reading([busy('09:00', '18:00')])).toEqual({ kind: 'done', outcome: 'noGap' });
    // A call of the moment, which no calendar shows; joining what it shows, or having joined before the end in question, is none.
    const began = async (at: string) => {
      await bot.deps.days.note('2026-11-18', prompt.person, { met: true, meetingBegan: `2026-11-18T${at}:00Z` });
      return reading([busy('09:00', '10:03')]);
    };
    expect(await began('10:04')).toEqual({ kind: 'done', outcome: 'inAMeeting' });
    expect(await began('08:50')).toEqual({ kind: 'done', outcome: 'sent' });
  });

  it('is for nobody when its message was edited by hand, or made for another half-term', async () => {
    const [prompt, other] = [due(), due()];
    const sender = new Sender();
    const cut = (text: string): string => `${text.slice(0, 40)}${text[40] === 'A' ? 'B' : 'A'}${text.slice(41)}`;
    for (const whom of [cut(prompt.whom), prompt.person, '', 'rubbish', prompt.whom + other.whom]) {
      expect(await outcomeOf(sender, { ...prompt, whom })).toBe('unreadable');
    }
    expect(sender.sent).toEqual([]);
  });

  it.each([
    ['another period', 'noPeriod', { period: 'other' }],
    ['a gap that is over', 'gapIsOver', { dueAt: '2026-11-18T09:30:00Z' }],
  ])('is dropped for %s', async (_name, outcome, changed) => {
    const sender = new Sender();
    const period = 'period' in changed ? englandDates.halfTerms[0]?.id : undefined;
    const { dueAt } = { dueAt: '2026-11-18T10:05:00Z', ...changed };
    expect(await outcomeOf(sender, due({ dueAt, ...(period ? { period } : {}) }))).toBe(outcome);
    expect(sender.sent).toEqual([]);
  });

  it('is dropped for somebody without a ledger row, who joined after the freeze', async () => {
    const prompt = due();
    expect(await ledgerOf(prompt.person)).toBeDefined();
    const missing = { ...bot.web.ledger, find: () => Promise.resolve(undefined) };
    expect(await outcomeOf(new Sender(), prompt, { ledger: missing })).toBe('joinsNextPeriod');
  });

  it('costs nothing where the chat is not known, and is sent at the next occasion', async () => {
    const prompt = due();
    const lost = new Sender();
    expect(await outcomeOf(lost, prompt, { conversations: bot.deps.conversations })).toBe('notInstalled');
    expect(lost.sent).toEqual([]);
    expect(await ledgerOf(prompt.person)).toMatchObject({ prompts: 0, day: '', places: 0 });
    expect(await deadOf(prompt.person)).toEqual([]);
    expect(await outcomeOf(new Sender(), prompt)).toBe('sent');
  });

  it('makes a blocked chat a quiet no', async () => {
    const prompt = due();
    expect(await outcomeOf(new Sender({ kind: 'gone' }), prompt)).toBe('gone');
    expect(await deadOf(prompt.person)).toEqual([]);
    expect((await bot.world.tables.people.find(prompt.person))?.value.participation).toBe('declined');
  });

  it('never brings a meeting question to a day without a meeting', async () => {
    bot.world.clock.set('2026-11-18T15:45:00Z');
    const sender = new Sender();
    expect(await outcomeOf(sender, due({ occasion: 'day', dueAt: '2026-11-18T15:45:00Z' }))).toBe('sent');
    expect(sender.cards).toMatchObject([{ kind: 'question', moment: 'deferred' }]);
    expect(['load', 'mine']).not.toContain(sender.cards.map((card) => (card.kind === 'question' ? card.question : ''))[0]);
    const met = due({ occasion: 'day', dueAt: '2026-11-18T15:45:00Z' });
    await bot.world.tables.days.note('2026-11-18', met.person, { met: true });
    expect(await outcomeOf(new Sender(), met)).toBe('hadMeetings');
    bot.world.clock.set('2026-11-18T10:05:00Z');
  });

  it('waits where the state of the half-term was not read lately, as after an outage', async () => {
    const prompt = due();
    let elapsed = 0;
    const watch = new PeriodWatch({ ...bot.web, elapsed: () => elapsed, nextHalfTerm: () => undefined });
    await watch.refresh();
    elapsed = 6 * 60_000;
    expect(await sendPrompt({ ...deps(new Sender()), watch }, prompt)).toEqual({ kind: 'unknown', seconds: 60 });
    await watch.refresh();
    expect(await outcomeOf(new Sender(), prompt, { watch })).toBe('sent');
  });

  it('is not listed as lost when it arrived and its card could not be queued', async () => {
    const prompt = due();
    const cards = { ...bot.deps.cards, put: () => Promise.reject(new HeldError('storage-down')) };
    await expect(outcomeOf(new Sender(), prompt, { cards })).rejects.toMatchObject({ code: 'storage-down' });
    expect(await markOf(prompt.person)).toBeUndefined();
  });

  it('reads its ledger entry once, again only where somebody else wrote it meanwhile, and no session that the plan does not ask about', async () => {
    const prompt = due();
    let reads = 0;
    const ledger = { ...bot.web.ledger, find: (...of: Parameters<LedgerStore['find']>) => ((reads += 1), bot.web.ledger.find(...of)) };
    const sessions: PersonId[] = [];
    const sessionHeld = (person: PersonId) => Promise.resolve(void sessions.push(person));
    expect(await outcomeOf(new Sender(), prompt, { ledger, sessionHeld })).toBe('sent');
    expect([reads, sessions, await markOf(prompt.person)]).toEqual([1, [], undefined]);

    const touched = due();
    const key = bot.web.watch.open?.sealer.ledgerKeyOf(touched.person) ?? fail();
    const touching: PromptSender = {
      passCard: async () => 'done',
      async sendPrompt() {
        const found = await bot.web.ledger.find(autumnTwo.id, key);
        if (found) await bot.web.ledger.update(autumnTwo.id, found.value, found.etag);
        return { kind: 'sent', message: 'm1' };
      },
    };
    expect(await outcomeOf(touching, touched)).toBe('sent');
    expect(await ledgerOf(touched.person)).toMatchObject({ prompts: 1 });
    expect(await markOf(touched.person)).toBeUndefined();
  });
});

describe('a prompt that an operator asks for again', () => {
  const person = (n: number): PersonId => bot.people[n] ?? fail();
  const store = () => bot.world.tables.deadPrompts;
  const dies = async (of: PersonId, reason: DeadPrompt['reason'] = 'channelBusy') => {
    await store().add({ whom: bot.whom(of), period: autumnTwo.id, occasion: 'meeting', reason, day: '2026-11-18' });
    return (await store().list()).find(({ whom }) => bot.personIn(whom) === of)?.id ?? fail();
  };
  const replay = (id: string) => replayDeadPrompt({ ...bot.deps, deadPrompts: store() }, id);
  const look = async (at: string) => {
    bot.world.clock.set(at);
    const sender = new Sender();
    await dispatchPrompts(deps(sender));
    return sender;
  };
  beforeAll(async () => {
    for (const { id } of await store().list()) await store().remove(id);
  });
  afterAll(() => bot.world.clock.set('2026-11-18T10:05:00Z'));

  it('comes at the day’s quiet time, not at once, and stays on the list until then', async () => {
    bot.world.clock.set('2026-11-19T09:30:00Z');
    const id = await dies(person(0));
    expect(await replay(id)).toBe(true);
    expect((await look('2026-11-19T09:30:05Z')).sent).toEqual([]);
    expect(await deadOf(person(0))).toEqual(['channelBusy']);
    expect((await look('2026-11-19T15:45:05Z')).sent).toEqual([person(0)]);
    expect(await deadOf(person(0))).toEqual([]);
    expect(await replay(id)).toBe(false);
  });

  it('is asked about a meeting only where there was one, and never comes into one', async () => {
    bot.world.clock.set('2026-11-19T15:50:00Z');
    const ids = await Promise.all([1, 2, 3].map((n) => dies(person(n))));
    await bot.world.tables.days.note('2026-11-19', person(2), { met: true, meetingBegan: '2026-11-19T10:00:00Z' });
    await bot.world.tables.days.note('2026-11-19', person(3), { met: true, meetingBegan: '2026-11-19T15:30:00Z' });
    for (const id of ids) await replay(id);
    const { sent, cards } = await look('2026-11-19T15:50:05Z');
    expect(new Set(sent)).toEqual(new Set([person(1), person(2)]));
    const asked = new Map(cards.map((card, i) => [sent[i], card.kind === 'question' ? card.question : '']));
    expect(['load', 'mine']).not.toContain(asked.get(person(1)));
    expect(await deadOf(person(3))).toEqual(['channelBusy']);
  });

  it('keeps its place where its day is used, is sent once however often it is asked for, and is listed anew where it fails again', async () => {
    bot.world.clock.set('2026-11-19T15:50:00Z');
    const id = await dies(person(1), 'processDied');
    await replay(id);
    expect((await look('2026-11-19T15:50:10Z')).sent).toEqual([]);
    expect(await deadOf(person(1))).toEqual(['processDied']);
    bot.world.clock.set('2026-11-20T15:50:00Z');
    await Promise.all([replay(id), replay(id)]);
    bot.world.clock.set('2026-11-20T15:50:05Z');
    await dispatchPrompts(deps(new Sender({ kind: 'failed', reason: 'refused', arrived: 'maybe' })));
    expect(await deadOf(person(1))).toEqual(['refused']);
  });
});

describe('the dispatcher', () => {
  const queueOf = (prompt: DuePrompt, notes: string[]): PromptQueue => {
    const queued: QueuedPrompt = {
      prompt,
      remove: () => Promise.resolve(void notes.push('removed')),
      hide: (seconds) => Promise.resolve(void notes.push(`hidden ${seconds}`)),
    };
    let shown = [queued];
    return {
      put: () => Promise.resolve(),
      take: () => {
        const taken = shown;
        shown = [];
        return Promise.resolve(taken);
      },
    };
  };
  const run = (prompt: DuePrompt, sender: PromptSender, notes: string[]) =>
    dispatchPrompts({ ...deps(sender), queue: queueOf(prompt, notes), log: bot.world.log });

  it('hides what is not due', async () => {
    const notes: string[] = [];
    const soon = due({ dueAt: '2026-11-18T10:05:20Z' });
    await run(soon, new Sender(), notes);
    await run({ ...soon, dueAt: '2026-11-18T11:05:00Z' }, new Sender(), notes);
    expect(notes).toEqual(['hidden 20', 'hidden 3600']);
  });

  it('takes nothing more once it is to end, and ends with what is under way', async () => {
    const ending = new AbortController();
    let takes = 0;
    const earlier = englandDates.halfTerms[0]?.id ?? fail();
    const prompt: DuePrompt = { whom: '', period: earlier, dueAt: '2026-11-18T10:05:00Z', occasion: 'meeting' };
    const queued: QueuedPrompt = { prompt, remove: () => Promise.resolve(), hide: () => Promise.resolve() };
    // As a queue does that never runs dry.
    const queue: PromptQueue = {
      put: () => Promise.resolve(),
      async take() {
        takes += 1;
        if (takes === 3) ending.abort();
        return [queued];
      },
    };
    expect(await dispatchPrompts({ ...deps(new Sender()), queue, log: bot.world.log }, ending.signal)).toBe(2);
    expect(takes).toBe(3);
  });

  it('removes what was sent or dropped, and keeps what met an outage', async () => {
    const notes: string[] = [];
    const sent = due();
    await run(sent, new Sender(), notes);
    await run({ ...sent, dueAt: '2026-11-18T09:00:00Z' }, new Sender(), notes);
    await run(due(), new Sender(new HeldError('storage-down')), notes);
    expect(notes).toEqual(['removed', 'removed']);
    expect(bot.world.log.lines.join()).not.toContain('00000000-0000-4000-8000');
  });
});
