import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { unitIdOf, type PersonId } from '../../../bot/domain/ids.ts';
import { myData } from '../../../bot/usecases/myData.ts';
import { takePart } from '../../../bot/usecases/takePart.ts';
import { startAzurite, type Azurite } from '../../helpers/azurite.ts';
import {
  actionNamed,
  actionsOf,
  cardOf,
  chatIdOf,
  meetingEnd,
  memberFor,
  startTestBot,
  type Json,
  type TestBot,
} from '../../helpers/teamsBot.ts';
import { ledgerEntryOf } from '../../helpers/lifecycle.ts';

let azurite: Azurite;
let bot: TestBot;

beforeAll(async () => {
  azurite = await startAzurite();
  bot = await startTestBot(azurite, {
    calendarTimes: { timesOf: () => Promise.resolve(new Map()) },
    ownTimeZones: true,
  });
});
afterAll(async () => {
  await bot?.stop();
  await azurite?.stop();
});
beforeEach(() => bot.world.clock.set('2026-11-18T10:05:00Z'));

const personAt = (n: number): PersonId => {
  const person = bot.people[n];
  if (!person) throw new Error('no such person');
  return person;
};
const settingsOf = async (person: PersonId) => (await bot.world.tables.people.find(person))?.value;
/** A tap on a card in the chat; gives the card that takes its place. */
async function tap(person: PersonId, data: Json, more: Json = {}): Promise<string> {
  const activity = { type: 'invoke', name: 'adaptiveCard/action', value: { action: { data } }, ...more };
  const { body } = await bot.post(bot.from(person, activity));
  return JSON.stringify(body);
}
async function prompt(person: PersonId, at: string): Promise<readonly Json[]> {
  const before = bot.chatOf(person).length;
  bot.world.clock.set(at);
  bot.connector.chats.set('19:m', [memberFor(person)]);
  await bot.post(meetingEnd(bot, '19:m', {}));
  bot.world.clock.move({ seconds: 121 });
  await bot.look();
  return bot.chatOf(person).slice(before);
}

describe('the welcome', () => {
  it('asks for days and, where the administrator turned calendars on, for the calendar, which is off until the person agrees', async () => {
    const person = personAt(0);
    await bot.post(bot.from(person, { type: 'installationUpdate', action: 'add' }));
    await bot.welcome();
    const card = JSON.stringify(cardOf(bot.chatOf(person).at(-1)));
    expect(card).toContain('Which days do you work?');
    expect(card).toMatch(/"id":"calendar"[^}]*"value":"false"/);
    const { data } = actionNamed(cardOf(bot.chatOf(person).at(-1)), 'Take part');
    expect(await tap(person, { ...data, days: '1,3', calendar: 'true' })).toContain('Monday and Wednesday, 08:00 to 17:30');
    expect(await settingsOf(person)).toMatchObject({ participation: 'takingPart', workingDays: [1, 3], calendar: true });
  });
});

describe('my hours', () => {
  it('changes days, hours and the calendar, and keeps all as it is where they cannot be', async () => {
    const person = personAt(0);
    const [said] = await bot.type(person, 'my hours');
    const { data } = actionNamed(cardOf(said), 'Save');
    expect(await tap(person, { ...data, days: '1,2,4', from: '08:30', to: '15:15', calendar: 'false' })).toContain('08:30 to 15:15');
    const saved = await settingsOf(person);
    expect(saved).toMatchObject({ workingDays: [1, 2, 4], hours: { from: '08:30', to: '15:15' } });
    expect(saved).not.toHaveProperty('calendar');
    for (const wrong of [
      { days: '', from: '09:00', to: '15:00' },
      { days: '1', from: '15:00', to: '09:00' },
      { days: '1', from: '09:00', to: '22:00' },
      { days: '1', from: 'nine', to: '15:00' },
      { days: '8,x', from: '09:00', to: '15:00' },
      {},
    ]) {
      expect(await tap(person, { ...data, ...wrong })).toContain('a start before the end');
    }
    expect(await settingsOf(person)).toEqual(saved);
  });
});

describe('somebody in another zone', () => {
  it('is asked by the clock where they were when they chose, and by no clock that there is not', async () => {
    const person = personAt(20);
    expect(await tap(person, { held: 'takePart', days: '1,2,3,4,5' }, { localTimezone: 'America/New_York' })).toContain(
      '08:00 to 17:30 (America/New_York)',
    );
    expect(await settingsOf(person)).toMatchObject({ timeZone: 'America/New_York' });
    // 05:05 there.
    expect(await prompt(person, '2026-11-18T10:05:00Z')).toEqual([]);
    // 16:05 there, an evening at home.
    expect(await prompt(person, '2026-11-18T21:05:00Z')).toHaveLength(1);

    const hours = { held: 'hours', days: '1,2,3,4,5', from: '09:00', to: '16:00' };
    for (const localTimezone of ['Mars/Olympus', '+05:00', '', 7, undefined])
      expect(await tap(person, hours, { localTimezone })).toContain('09:00 to 16:00 (America/New_York)');
    expect(await tap(person, hours, { localTimezone: 'Europe/London' })).not.toContain('(');
    expect(await settingsOf(person)).toMatchObject({ timeZone: 'Europe/London', hours: { from: '09:00', to: '16:00' } });
  });

  it('counts only where the deployment asks people by their own clocks', async () => {
    const person = personAt(21);
    const elsewhere = await bot.another({ ownTimeZones: false });
    const activity = { type: 'invoke', name: 'adaptiveCard/action', value: { action: { data: { held: 'takePart' } } } };
    await elsewhere(bot.from(person, { ...activity, localTimezone: 'America/New_York' }));
    expect(await settingsOf(person)).toMatchObject({ participation: 'takingPart', timeZone: 'Europe/London' });
  });
});

describe('leave', () => {
  it('ends prompts and removes address and notes; what is typed later is answered and keeps nothing; taking part brings the address back', async () => {
    const person = personAt(1);
    await takePart(bot.deps, person);
    expect(await prompt(person, '2026-11-18T10:05:00Z')).toHaveLength(1);
    const [said] = await bot.type(person, 'leave');
    expect(JSON.stringify(said)).toContain('will not ask any more');
    await bot.type(person, 'help');
    expect(await bot.world.tables.conversations.find(person)).toBeUndefined();
    expect(await bot.world.tables.days.find('2026-11-18', person)).toEqual({});
    expect(await prompt(person, '2026-11-19T10:05:00Z')).toEqual([]);
    expect(await ledgerEntryOf(bot.web, person)).toBeDefined();
    const [welcome] = await bot.type(person, 'check in');
    await tap(person, { ...actionNamed(cardOf(welcome), 'Take part').data, days: '1,2,3,4,5' });
    expect(await bot.world.tables.conversations.find(person)).toBeDefined();
    expect(await prompt(person, '2026-11-20T10:05:00Z')).toHaveLength(1);
  });
});

describe('cards', () => {
  it('pass at the end of the person’s day, answered or not, the check-in’s too, once', async () => {
    const person = personAt(2);
    await takePart(bot.deps, person);
    expect(await prompt(person, '2026-11-18T10:05:00Z')).toHaveLength(1);
    await bot.type(person, 'check in');
    await bot.type(person, 'help');
    const updates = () => bot.connector.sent.filter(({ method, conversation }) => method === 'PUT' && conversation === chatIdOf(person));
    bot.world.clock.set('2026-11-18T17:29:00Z');
    await bot.passCards();
    expect(updates()).toHaveLength(0);
    bot.world.clock.set('2026-11-18T17:30:00Z');
    await bot.passCards();
    await bot.passCards();
    expect(updates()).toHaveLength(2);
    const cards = updates().map(({ body }) => JSON.stringify(cardOf(body)));
    expect(new Set(cards).size).toBe(1);
    expect(cards[0]).toContain('This one has passed.');
  }, 90_000);

  it('pass later in the evening where the channel was busy at the day’s end', async () => {
    const person = personAt(4);
    await takePart(bot.deps, person);
    await prompt(person, '2026-11-18T10:05:00Z');
    const updates = () => bot.connector.sent.filter(({ method, conversation }) => method === 'PUT' && conversation === chatIdOf(person));
    const busy = { status: 503, headers: { 'retry-after': '60' } };
    bot.connector.refusals.set(`${chatIdOf(person)}/activities`, [busy]);
    bot.world.clock.set('2026-11-18T17:30:00Z');
    await bot.passCards();
    expect([updates().length, bot.connector.refusals.get(`${chatIdOf(person)}/activities`)]).toEqual([0, []]);
    bot.world.clock.set('2026-11-18T17:40:00Z');
    await bot.passCards();
    expect(updates()).toHaveLength(1);
    // A card that is gone is not asked for again and again.
    await prompt(person, '2026-11-19T10:05:00Z');
    bot.connector.refusals.set(`${chatIdOf(person)}/activities`, [{ status: 404, code: 'ActivityNotFound' }]);
    bot.world.clock.set('2026-11-19T17:30:00Z');
    await bot.passCards();
    bot.world.clock.set('2026-11-19T17:40:00Z');
    await bot.passCards();
    expect(updates()).toHaveLength(1);
  }, 90_000);

  it('half-way bring no question but the next session, what leaders have done, fewer and rest, once', async () => {
    const person = personAt(3);
    await takePart(bot.deps, person);
    const { signposts, actions } = bot.world.tables;
    await signposts.write({ booking: [{ title: 'Northern Trust', url: 'https://example.org/set-in-the-tab' }], resources: [] });
    const days = { due: '2026-11-20', decidedOn: '2026-11-02', doneOn: '2026-11-18' };
    const done = { way: 'time', action: 'protectHours', decision: 'act', owner: 'Invented Head', ...days } as const;
    for (const [i, [path, published]] of (
      [
        ['Northern Trust', true],
        ['Northern Trust/East', true],
        ['Northern Trust/East', false],
        ['Northern Trust/West', true],
      ] as const
    ).entries()) {
      await actions.save({ ...done, id: `a${i}`, unit: unitIdOf(path), published });
    }
    const [sent] = await prompt(person, '2026-11-23T10:05:00Z');
    const card = cardOf(sent);
    expect(actionsOf(card).map(({ title }) => title)).toEqual(
      expect.arrayContaining(['Book or change a session', 'Fewer, please', 'Rest until half-term', 'Help now']),
    );
    expect(JSON.stringify(card)).toContain('https://example.org/set-in-the-tab');
    // Of their own unit and the one above it, published: never one beside, nor whose it was.
    expect(JSON.stringify(card)).toContain('leaders have done 2 things');
    expect(JSON.stringify(card)).not.toContain('Invented');
    await tap(person, actionNamed(card, 'Fewer, please').data);
    expect(await settingsOf(person)).toMatchObject({ fewer: true });
    const [next] = await prompt(person, '2026-11-25T10:05:00Z');
    expect(actionsOf(cardOf(next)).map(({ title }) => title)).toContain('Check in');
    await tap(person, actionNamed(card, 'Rest until half-term').data);
    expect(await prompt(person, '2026-11-26T10:05:00Z')).toEqual([]);
    // One word for two things: the pause ends first, the wish for fewer with the second time.
    expect(JSON.stringify(await bot.type(person, 'resume'))).toContain('once less a week as you asked');
    const resumed = await settingsOf(person);
    expect(resumed).toMatchObject({ fewer: true });
    expect(resumed).not.toHaveProperty('pausedUntil');
    expect(JSON.stringify(await bot.type(person, 'resume'))).toContain('as often as the rest');
    expect(await settingsOf(person)).not.toHaveProperty('fewer');
  }, 90_000);
});

describe('my data', () => {
  it('is everything beside the person’s id, and no answer', async () => {
    const person = personAt(2);
    const data = await myData({ ...bot.deps, deadPrompts: bot.world.tables.deadPrompts }, person);
    expect(data).toMatchObject({ roster: { person }, settings: { participation: 'takingPart' }, ledger: { prompts: 1 } });
    expect(data.address).toContain(chatIdOf(person));
    expect(data.today).toEqual({ met: true });
    expect(JSON.stringify(data)).not.toContain('load');
    await expect(myData({ ...bot.deps }, 'abababab-abab-4bab-8bab-abababababab' as PersonId)).rejects.toMatchObject({
      code: 'not-on-roster',
    });
  });
});
