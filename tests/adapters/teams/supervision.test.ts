/** Supervision in Teams: who may press what, as a table; and that nothing of it ever stands in a chat. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { supervisionWords as words } from '#words/supervisionChat.ts';
import { words as botWords } from '#words/chat.ts';
import { asLastingId, type PersonId } from '../../../bot/domain/ids.ts';
import { englandDates } from '../../../bot/domain/prompting/englandDates.ts';
import type { Role, RosterEntry } from '../../../bot/domain/roster.ts';
import { topicWords } from '../../../bot/domain/supervision/topics.ts';
import { myDataOf } from '../../../bot/adapters/http/present.ts';
import { myDataBody } from '../../../bot/contract/myData.ts';
import { wordsOf } from '../../../bot/errors.ts';
import { myData } from '../../../bot/usecases/myData.ts';
import { agree, asSupervisee, asSupervisor } from '../../../bot/usecases/supervision/agree.ts';
import { changeFlags } from '../../../bot/usecases/supervision/changeFlags.ts';
import { announceNews, markNews, notify } from '../../../bot/usecases/supervision/announce.ts';
import { startAzurite, type Azurite } from '../../helpers/azurite.ts';
import { dumpTables, formsOf } from '../../helpers/storageDump.ts';
import { actionNamed, actionsOf, cardOf, isRecord, startTestBot, type Json, type TestBot } from '../../helpers/teamsBot.ts';
import { personId, rosterOf } from '../../helpers/world.ts';
import { said } from '../../../words/nation.ts';

let azurite: Azurite;
let bot: TestBot;

const made = (n: number, roles: readonly Role[], more: Partial<RosterEntry> = {}): RosterEntry => ({
  person: personId(n),
  lastingId: asLastingId(`made${n}`),
  displayName: `Person Number ${n}`,
  roles,
  school: `School ${n}`,
  unitPath: 'Northern Trust/East',
  team: false,
  ...more,
});
const supervisor = made(101, ['supervisor']);
const senco = made(102, ['senco'], { supervisor: supervisor.person });
const leader = made(103, ['leader']);
const admin = made(104, ['admin']);
const stranger = personId(199);

beforeAll(async () => {
  azurite = await startAzurite();
  bot = await startTestBot(azurite);
  const before = [...(await bot.web.roster.read()).values()];
  await bot.web.roster.replace(rosterOf([...before, supervisor, senco, leader, admin]));
});
afterAll(async () => {
  await bot?.stop();
  await azurite?.stop();
});

/** What a dialog answers: its card, or its words. */
async function dialog(person: PersonId, name: 'task/fetch' | 'task/submit', data: Json): Promise<Json> {
  const { body } = await bot.post(bot.from(person, { type: 'invoke', name, value: { data, context: { theme: 'default' } } }));
  const task = isRecord(body) ? body['task'] : undefined;
  return isRecord(task) ? task : {};
}
const cardIn = (task: Json): Json => {
  const value = isRecord(task['value']) ? task['value'] : {};
  const attachment = isRecord(value['card']) ? value['card'] : {};
  if (!isRecord(attachment['content'])) throw new Error(`No card in ${JSON.stringify(task)}`);
  return attachment['content'];
};

const people = { senco: senco.person, supervisor: supervisor.person, leader: leader.person, admin: admin.person } as const;
type Who = keyof typeof people;
const keep = { held: 'keepFlag', id: 'k'.repeat(20), topic: 'team' };

/** Card action, and who may press it. */
const matrix: readonly (readonly [how: 'task/fetch' | 'task/submit', data: Json, may: readonly Who[]])[] = [
  ['task/fetch', { held: 'flag' }, ['senco']],
  ['task/submit', { held: 'flag' }, ['senco']],
  ['task/submit', keep, ['senco']],
  ['task/fetch', { held: 'preview' }, ['senco']],
  ['task/fetch', { held: 'digest' }, ['supervisor']],
  ['task/fetch', { held: 'agenda' }, ['senco', 'supervisor']],
];

describe('who may press what', () => {
  it.each(matrix)('%s %j', async (how, data, may) => {
    const denied = { type: 'message', value: wordsOf('not-allowed') };
    for (const [who, person] of Object.entries(people)) {
      const task = await dialog(person, how, data);
      if (may.some((each) => each === who)) expect([who, task['type'] ?? 'closed']).toEqual([who, data === keep ? 'closed' : 'continue']);
      else expect([who, task]).toEqual([who, denied]);
    }
    expect(await dialog(stranger, how, data)).toEqual({ type: 'message', value: said(botWords.notOnRoster) });
  });

  it('in a chat every one of them is answered alike, and tells nothing', async () => {
    for (const [, data] of matrix) {
      for (const person of Object.values(people)) {
        const { body } = await bot.post(
          bot.from(person, { type: 'invoke', name: 'adaptiveCard/action', value: { action: { type: 'Action.Execute', data } } }),
        );
        expect(JSON.stringify(body)).toContain(words.tabFor);
        expect(JSON.stringify(body)).not.toContain('Input.');
      }
    }
  });
});

describe('keeping a topic', () => {
  it('is offered under every question in a dialog, and carries nothing of the question', async () => {
    const [message] = await bot.type(senco.person, 'flag');
    const { data } = actionNamed(cardOf(message), words.keep);
    expect(data).toEqual({ held: 'flag', msteams: { type: 'task/fetch' } });
    const person = bot.people[0];
    if (!person) throw new Error('nobody');
    const [card] = await bot.type(person, 'check in');
    const question = cardIn(await dialog(person, 'task/fetch', actionNamed(cardOf(card), 'Check in').data));
    expect(actionNamed(question, words.keepFor).data).toEqual({ held: 'flag' });
  });

  it('asks about a name or a link, and about nothing twice', async () => {
    const form = cardIn(await dialog(senco.person, 'task/fetch', { held: 'flag' }));
    expect(JSON.stringify(form)).toContain(words.besideNote);
    const { data } = actionNamed(form, words.keep);
    const given = { ...data, topic: 'parent', note: 'About Jamie Oakes', hope: 'think', access: '', notToday: 'false' };
    const asked = cardIn(await dialog(senco.person, 'task/submit', given));
    expect(JSON.stringify(asked)).toContain(words.warnings.name);
    expect((await bot.web.rows.drawerOf(senco.person)).flags.some(({ topic }) => topic === 'parent')).toBe(false);
    const sure = { ...given, ...actionNamed(asked, words.keepAnyway).data };
    expect(await dialog(senco.person, 'task/submit', sure)).toEqual({});
    // The same tap again, its answer lost on the way.
    await dialog(senco.person, 'task/submit', sure);
    const { flags } = await bot.web.rows.drawerOf(senco.person);
    expect(flags.filter(({ topic }) => topic === 'parent')).toEqual([
      {
        id: data['id'],
        version: 1,
        topic: 'parent',
        note: 'About Jamie Oakes',
        hope: 'think',
        supervisor: supervisor.person,
        keptOn: '2026-11-18',
      },
    ]);
  });

  it('leaves wishes that were not touched as they stand, and asks where another change came first', async () => {
    const wish = async (access: string) => {
      const { access: now, notToday } = (await bot.web.rows.drawerOf(senco.person)).wishes;
      const was = { ...(now ? { access: now } : {}), ...(notToday ? { notToday } : {}) };
      await changeFlags({ ...bot.web, calendar: englandDates }, senco.person, { do: 'wishes', access, was, sure: true });
    };
    const stands = async () => (await bot.web.rows.drawerOf(senco.person)).wishes.access;
    await wish('by the door');
    const { data } = actionNamed(cardIn(await dialog(senco.person, 'task/fetch', { held: 'flag' })), words.keep);
    await wish('by the window');
    const given = { ...data, topic: 'team', notToday: 'false' };
    expect(await dialog(senco.person, 'task/submit', { ...given, access: 'by the door' })).toEqual({});
    expect(await stands()).toBe('by the window');
    const asked = cardIn(await dialog(senco.person, 'task/submit', { ...given, id: 'w'.repeat(20), access: 'on the ground floor' }));
    expect(JSON.stringify(asked)).toContain(words.wishesChanged('by the window', false));
    expect([JSON.stringify(asked).includes('on the ground floor'), await stands()]).toEqual([true, 'by the window']);
    const again = { ...given, ...actionNamed(asked, words.keep).data, access: 'on the ground floor' };
    expect(await dialog(senco.person, 'task/submit', again)).toEqual({});
    expect(await stands()).toBe('on the ground floor');
    await wish('');
  });

  it('says what is missing or too long, and keeps what was typed', async () => {
    const form = cardIn(await dialog(senco.person, 'task/fetch', { held: 'flag' }));
    const { data } = actionNamed(form, words.keep);
    const none = cardIn(await dialog(senco.person, 'task/submit', { ...data, topic: '', note: 'typed words' }));
    expect(JSON.stringify(none)).toContain('typed words');
    const long = cardIn(await dialog(senco.person, 'task/submit', { ...data, topic: 'team', note: 'x'.repeat(141), sure: true }));
    expect(JSON.stringify(long)).toContain(words.tooLong);
    expect(await dialog(senco.person, 'task/submit', { ...data, id: 'short', topic: 'team' })).toMatchObject({ type: 'message' });
  });
});

describe('what reaches a chat', () => {
  it('is that a digest is ready, once; what it says is in the dialog, and readable nowhere in storage', async () => {
    const { web, world } = bot;
    const deps = {
      ...web,
      calendar: englandDates,
      conversations: world.tables.conversations,
      notices: bot.sender,
    };
    const terms = { copies: 'supervisee', years: 2 } as const;
    await agree(deps, await asSupervisee(deps, senco.person), terms);
    await agree(deps, await asSupervisor(deps, supervisor.person, senco.person), terms);
    const note = 'canary words for the hour';
    await changeFlags(deps, senco.person, { do: 'keep', id: 'c'.repeat(20), topic: 'values', note, sure: true });
    const preview = JSON.stringify(await dialog(senco.person, 'task/fetch', { held: 'preview' }));
    expect(preview).toContain(note);
    expect(JSON.stringify(await dialog(supervisor.person, 'task/fetch', { held: 'digest' }))).not.toContain(note);
    // An installed bot knows where to reach them.
    for (const { person } of [supervisor, senco, leader]) await bot.type(person, 'help');
    const before = bot.chatOf(supervisor.person).length;
    await markNews(deps, supervisor.person, 'release');
    await changeFlags(deps, senco.person, { do: 'release', id: 'c'.repeat(20), version: 1 });
    await Promise.all([announceNews(deps, supervisor.person, 'release'), announceNews(deps, supervisor.person, 'release')]);
    const sent = bot.chatOf(supervisor.person).slice(before);
    expect(sent.map((message) => message['summary'])).toEqual([words.notices.digest]);
    expect(actionsOf(cardOf(sent[0])).map(({ data }) => data)).toEqual([{ held: 'digest', msteams: { type: 'task/fetch' } }]);
    const shown = JSON.stringify(await dialog(supervisor.person, 'task/fetch', { held: 'digest' }));
    for (const part of [note, topicWords.values, senco.displayName]) expect(shown).toContain(part);
    for (const notice of ['preview', 'agenda', 'receipt', 'record', 'ask'] as const)
      expect(await notify(deps, leader.person, notice)).toBe('sent');

    // It is in the file of everything that is kept about them, and in nobody else's.
    const fileOf = async (person: PersonId) =>
      myDataBody.parse(myDataOf(await myData({ ...bot.deps, deadPrompts: world.tables.deadPrompts }, person)));
    expect((await fileOf(senco.person)).supervision?.topics.map((topic) => topic.note)).toContain(note);
    expect(JSON.stringify(await fileOf(leader.person))).not.toContain(note);

    const rows = JSON.stringify([...(await dumpTables(azurite.tables))].filter(([name]) => name !== 'HeldRoster'));
    const chats = JSON.stringify(bot.connector.sent.map(({ body }) => body));
    for (const text of [note, topicWords.values, 'values', 'Jamie']) {
      for (const form of formsOf(text)) expect([text, rows.includes(form)]).toEqual([text, false]);
      expect([text, chats.includes(text)]).toEqual([text, false]);
    }
    expect(chats).not.toContain(senco.displayName);
    expect(JSON.stringify(world.log.lines)).not.toContain(note);
  });
});
