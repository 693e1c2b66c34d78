import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parsePersonId, type PersonId } from '../../../bot/domain/ids.ts';
import { HeldError } from '../../../bot/errors.ts';
import { startAzurite, type Azurite } from '../../helpers/azurite.ts';
import {
  accountOf,
  actionNamed,
  actionsOf,
  cardOf,
  chatIdOf,
  freePace,
  startTestBot,
  type Json,
  type TestBot,
} from '../../helpers/teamsBot.ts';
import { autumnTwo, rosterOf, sencos } from '../../helpers/world.ts';

let azurite: Azurite;
let bot: TestBot;
const stranger = parsePersonId('abababab-abab-4bab-8bab-abababababab');

beforeAll(async () => {
  azurite = await startAzurite();
  bot = await startTestBot(azurite);
});
afterAll(async () => {
  await bot?.stop();
  await azurite?.stop();
});

const personAt = (n: number): PersonId => {
  const person = bot.people[n];
  if (!person) throw new Error('no such person');
  return person;
};
const said = async (person: PersonId, text: string): Promise<string> => JSON.stringify(await bot.type(person, text));
const execute = (person: PersonId, data: Json) =>
  bot.post(bot.from(person, { type: 'invoke', name: 'adaptiveCard/action', value: { action: { type: 'Action.Execute', data } } }));
const participation = async (person: PersonId) => (await bot.world.tables.people.find(person))?.value.participation;
async function install(person: PersonId, action = 'add'): Promise<readonly Json[]> {
  const before = bot.chatOf(person).length;
  await bot.post(bot.from(person, { type: 'installationUpdate', action }));
  await bot.welcome();
  return bot.chatOf(person).slice(before);
}

describe('an installation', () => {
  it('welcomes, keeps the address without a name, and forgets it on uninstall', async () => {
    const person = personAt(0);
    const [message] = await install(person);
    const card = cardOf(message);
    expect(JSON.stringify(card)).toContain('Held asks one short question after some meetings, up to three a week.');
    expect(
      actionsOf(card)
        .slice(0, 3)
        .map(({ title }) => title),
    ).toEqual(['Take part', 'Not for me', 'How it works']);
    const reference = await bot.world.tables.conversations.find(person);
    expect(reference).toContain(chatIdOf(person));
    expect(reference).not.toContain('Invented');
    await install(person, 'remove');
    expect(await bot.world.tables.conversations.find(person)).toBeUndefined();
  });

  it('takes part on the chosen days, or not at all; who declined is not asked again', async () => {
    const [joins, declines] = [personAt(1), personAt(2)];
    const card = cardOf((await install(joins))[0]);
    const joined = await execute(joins, { ...actionNamed(card, 'Take part').data, days: '1,3,4,9,x' });
    expect(JSON.stringify(joined)).toContain('Monday, Wednesday and Thursday');
    expect((await bot.world.tables.people.find(joins))?.value).toMatchObject({ participation: 'takingPart', workingDays: [1, 3, 4] });
    await execute(declines, actionNamed(card, 'Not for me').data);
    expect(await participation(declines)).toBe('declined');
    expect(await install(declines)).toEqual([]);
    expect(await said(declines, 'check in')).toContain('Take part');
  });
});

describe('somebody enrolled who was not asked yet', () => {
  const titles = (message: Json | undefined) => actionsOf(cardOf(message)).map(({ title }) => title);

  it('gets the welcome with whatever they type, after the answer, until they have answered it', async () => {
    const person = personAt(10);
    for (const typed of ['hello', 'check in', 'help', 'pause']) {
      const [answer, welcome, ...more] = await bot.type(person, typed);
      expect([typed, titles(welcome).slice(0, 2), more]).toEqual([typed, ['Take part', 'Not for me'], []]);
      expect(titles(answer)).not.toContain('Take part');
    }
    const [question] = await bot.type(person, 'check in');
    expect(titles(question)[0]).toBe('Check in');
    await execute(person, { held: 'takePart' });
    expect(await bot.type(person, 'check in')).toHaveLength(1);
    expect(await bot.type(person, 'hello')).toHaveLength(1);
  });

  it('is not promised questions by resume, nor is somebody who declined: the welcome comes, once', async () => {
    const [unasked, declined] = [personAt(11), personAt(12)];
    await execute(declined, { held: 'decline' });
    for (const person of [unasked, declined]) {
      const [welcome, ...more] = await bot.type(person, 'resume');
      expect([titles(welcome)[0], more]).toEqual(['Take part', []]);
    }
    expect(await participation(declined)).toBe('declined');
    expect(await bot.type(declined, 'hello')).toHaveLength(1);
  });
});

describe('during an outage', () => {
  it('help comes at once: nothing in front of it waits for storage', async () => {
    const person = personAt(13);
    const find = bot.web.roster.find;
    let restore = (): void => undefined;
    const down = new Promise<void>((resolve) => (restore = resolve));
    Reflect.set(bot.web.roster, 'find', async (who: PersonId) => {
      await down;
      return find(who);
    });
    const posted = bot.post(bot.from(person, { type: 'message', text: 'help' }));
    for (let i = 0; i < 300 && bot.chatOf(person).length === 0; i += 1) await sleep(10);
    const said = bot.chatOf(person);
    const kept = await bot.world.tables.conversations.find(person);
    Reflect.set(bot.web.roster, 'find', find);
    restore();
    expect([JSON.stringify(said), kept]).toEqual([expect.stringContaining('999 first'), undefined]);
    expect((await posted).status).toBe(200);
    expect(await bot.world.tables.conversations.find(person)).toContain(chatIdOf(person));
  });

  it('nobody waits twice: one trouble is said, and no welcome is looked for', async () => {
    const find = bot.web.roster.find;
    let asked = 0;
    Reflect.set(bot.web.roster, 'find', () => {
      asked += 1;
      return Promise.reject(new HeldError('storage-down'));
    });
    const [trouble, ...more] = await bot.type(personAt(14), 'check in');
    Reflect.set(bot.web.roster, 'find', find);
    expect([JSON.stringify(trouble), more]).toEqual([expect.stringContaining('try again in a minute'), []]);
    // Once for the answer, once beside it for the address.
    expect(asked).toBe(2);
  });
});

describe('a typed message', () => {
  it('is answered for each command, whatever its case', async () => {
    const person = personAt(3);
    await execute(person, { held: 'takePart' });
    expect(await said(person, '  HELP ')).toContain('Samaritans 116 123');
    expect(await said(person, 'Privacy?')).toContain('confidential');
    for (const kept of ['supervisor', 'working days and hours', 'this chat', 'date of your last question', 'envelope', 'random number'])
      expect(await said(person, 'privacy')).toContain(kept);
    expect(await said(person, 'pause.')).toContain('The next half-term');
    expect(await said(person, 'withdraw')).toContain('Withdraw my answers');
    expect(await said(person, 'resume')).toContain('may ask again');
    expect(await said(person, 'check-in')).toContain('task/fetch');
    expect(await said(person, 'I am exhausted by 7b')).toContain('understands a few words only');
    expect(bot.world.log.lines.join()).not.toContain('7b');
  });

  it('pauses and resumes', async () => {
    const person = personAt(4);
    const until = async () => (await bot.world.tables.people.find(person))?.value.pausedUntil;
    const paused = await execute(person, { held: 'pause', until: 'nextHalfTerm' });
    expect(JSON.stringify(paused)).toContain('Monday 4 January 2027');
    expect(await until()).toBe('2027-01-04T00:00:00Z');
    expect(await said(person, 'check in')).toContain('A quiet minute');
    await bot.type(person, 'resume');
    expect(await until()).toBeUndefined();
  });

  it('withdraws by writing fresh blanks into every slot', async () => {
    const person = personAt(5);
    const open = bot.web.watch.open;
    if (!open) throw new Error('closed');
    const read = async () => {
      const row = await bot.world.tables.envelopes.find(open.period.id, open.sealer.placeOf(person));
      return Object.entries(row?.value.columns ?? {}).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')] as const);
    };
    const before = new Map(await read());
    const changed = async () => (await read()).filter(([name, bytes]) => before.get(name) !== bytes).map(([name]) => name);
    const card = cardOf((await bot.type(person, 'withdraw'))[0]);
    expect(JSON.stringify(await execute(person, actionNamed(card, 'Keep them').data))).toContain('Nothing was taken back');
    expect(await changed()).toEqual([]);
    const { data } = actionNamed(card, 'Withdraw my answers');
    // The same card in a later half-term must not take that one's answers back.
    expect(JSON.stringify(await execute(person, { ...data, period: '2025-26-2' }))).toContain('This card has passed');
    expect(await changed()).toEqual([]);
    expect(JSON.stringify(await execute(person, data))).toContain('taken back');
    expect(await changed()).toHaveLength(open.period.slots);
    expect(await changed()).not.toContain('H');
  });

  it('tells a stranger kindly how to join and stores nothing', async () => {
    if (!stranger) throw new Error('no stranger');
    await install(stranger);
    for (const text of ['hello', 'check in', 'pause', 'withdraw'])
      expect(await said(stranger, text)).toContain('Held does not know you yet');
    expect(await said(stranger, 'help')).toContain('999 first');
    for (const data of [
      { held: 'takePart' },
      { held: 'decline' },
      { held: 'pause', until: 'monday' },
      { held: 'answer', period: autumnTwo.id, ticket: 'x', option: 1 },
      { held: 'withdraw', period: autumnTwo.id },
    ]) {
      expect(JSON.stringify(await execute(stranger, data))).toContain('Held does not know you yet');
    }
    expect(await bot.world.tables.people.find(stranger)).toBeUndefined();
    expect(await bot.world.tables.conversations.find(stranger)).toBeUndefined();
  });

  it('tells who joined after the freeze that they join later, and a leader that check-ins are for SENCos', async () => {
    const [late, leader] = [parsePersonId('cdcdcdcd-cdcd-4dcd-8dcd-cdcdcdcdcdcd'), parsePersonId('efefefef-efef-4fef-8fef-efefefefefef')];
    const [model] = sencos(1, ['Northern Trust/East']);
    if (!late || !leader || !model) throw new Error('no people');
    const all = [...(await bot.web.roster.read()).values()];
    await bot.web.roster.replace(rosterOf([...all, { ...model, person: late }, { ...model, person: leader, roles: ['leader'] }]));
    expect(await said(late, 'check in')).toContain('You join from the next half-term');
    expect(JSON.stringify(await execute(late, { held: 'withdraw', period: autumnTwo.id }))).toContain('You join from the next half-term');
    expect(await said(leader, 'check in')).toContain('Check-ins are for SENCos');
    await bot.web.roster.replace(rosterOf(all.filter(({ person }) => person !== personAt(6))));
    expect(await said(personAt(6), 'check in')).toContain('Held does not know you yet');
    await bot.web.roster.replace(rosterOf(all));
  });

  it('says in a group only where Held works, and only when named', async () => {
    const person = personAt(7);
    const group = { id: '19:group@thread.v2', conversationType: 'groupChat', isGroup: true };
    const sent = bot.connector.sent.length;
    await bot.post(bot.from(person, { type: 'message', text: 'check in', conversation: group }));
    await bot.post(bot.from(person, { type: 'message', value: { held: 'decline' }, conversation: group }));
    expect(bot.connector.sent).toHaveLength(sent);
    const entities = [{ type: 'mention', mentioned: { id: '28:held', name: 'Held' }, text: '<at>Held</at>' }];
    await bot.post(bot.from(person, { type: 'message', text: '<at>Held</at> check in', conversation: group, entities }));
    const replies = bot.connector.sent.slice(sent);
    expect(replies).toHaveLength(1);
    expect(JSON.stringify(replies)).toContain('only in your own chat');
    expect(await bot.world.tables.conversations.find(person)).toBeUndefined();
  });
});

describe('bad input', () => {
  it.each([
    ['nothing', undefined],
    ['text', 'hello'],
    ['a list', []],
    ['no type', { channelId: 'msteams' }],
    ['an unknown type', { type: 'nonsense', channelId: 'msteams', serviceUrl: 'http://127.0.0.1:1', conversation: { id: 'x' } }],
    ['no conversation', { type: 'message', channelId: 'msteams', serviceUrl: 'http://127.0.0.1:1', text: 'help' }],
    [
      'text that is no text',
      { type: 'message', channelId: 'msteams', serviceUrl: 'http://127.0.0.1:1', conversation: { id: 'x' }, text: {} },
    ],
    ['no address', { type: 'message', channelId: 'msteams', serviceUrl: 'nowhere', conversation: { id: 'x' } }],
  ])('with %s is a 400', async (_name, activity) => {
    expect((await bot.post(activity)).status).toBe(400);
  });

  it('takes what it has no use for and stays alive', async () => {
    const person = personAt(8);
    for (const type of ['typing', 'messageReaction', 'conversationUpdate', 'event']) {
      expect((await bot.post(bot.from(person, { type, name: 'whatever' }))).status).toBe(200);
    }
    expect((await bot.post(bot.from(person, { type: 'invoke', name: 'composeExtension/query', value: {} }))).status).toBe(404);
    expect(await said(person, 'help')).toContain('999 first');
  });

  it('survives a channel that takes no answer', async () => {
    const person = personAt(9);
    bot.connector.refusals.set(
      chatIdOf(person),
      Array.from({ length: 20 }, () => ({ status: 403, code: 'BotDisabledByAdmin' })),
    );
    expect((await bot.post(bot.from(person, { type: 'message', text: 'help' }))).status).toBe(200);
    bot.connector.refusals.clear();
    expect(bot.world.log.lines.join()).not.toContain(accountOf(person));
  });
});

describe('with authentication', () => {
  it('refuses whoever brings no valid token, and will not start half-configured', async () => {
    const { createTeamsBot } = await import('../../../bot/adapters/teams/bot.ts');
    const { englandDates } = await import('../../../bot/domain/prompting/englandDates.ts');
    const options = {
      ...bot.web,
      conversations: bot.world.tables.conversations,
      queue: { put: () => Promise.resolve(), take: () => Promise.resolve([]) },
      calendar: englandDates,
      settleSeconds: 120,
      cards: { put: () => Promise.resolve(), take: () => Promise.resolve([]) },
      welcomes: { put: () => Promise.resolve(), take: () => Promise.resolve([]) },
      days: bot.world.tables.days,
      pace: freePace,
      answerIn: 'dialog' as const,
    };
    const auth = { id: personAt(0), tenant: personAt(1), type: 'SingleTenant' as const, password: 'invented' };
    const strict = createTeamsBot({ ...options, auth });
    const response = { status: () => undefined, send: () => undefined, end: () => undefined };
    const activity = bot.from(personAt(0), { type: 'message', text: 'help' });
    for (const headers of [{}, { authorization: 'Bearer forged' }, { authorization: 'nonsense' }]) {
      await expect(strict.process({ body: activity, headers, method: 'POST' }, response)).rejects.toMatchObject({ code: 'not-signed-in' });
    }
    expect(() => createTeamsBot({ ...options, auth: { ...auth, id: ' ' } })).toThrow('id is empty');
    expect(() => createTeamsBot({ ...options, auth: { ...auth, password: '' } })).toThrow('password is empty');
  });
});
