import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomness } from '../../../bot/adapters/system/randomness.ts';
import type { PersonId } from '../../../bot/domain/ids.ts';
import { untilResumed } from '../../../bot/domain/prompting/gap.ts';
import type { PersonSettings } from '../../../bot/domain/roster.ts';
import { startAzurite, type Azurite } from '../../helpers/azurite.ts';
import { actionsOf, cardOf, chatIdOf, meetingEnd, memberFor, startTestBot, type TestBot } from '../../helpers/teamsBot.ts';
import { ledgerEntryOf } from '../../helpers/lifecycle.ts';

let azurite: Azurite;
let bot: TestBot;
/** What chance gives next: by how much prompts are moved. */
let fraction = 0;
const chat = '19:meeting_canary@thread.v2';
const title = 'Canary annual review';
const ended = { Id: 'canary-meeting-id', JoinUrl: 'https://x', MeetingType: 'Scheduled', Title: title, EndTime: '2026-11-18T10:04:00Z' };

const personAt = (n: number): PersonId => {
  const person = bot.people[n];
  if (!person) throw new Error('no such person');
  return person;
};
const prompts = (person: PersonId) => bot.chatOf(person).filter(({ summary }) => summary === 'A quiet minute, if you have one.');
const settle = async (): Promise<void> => {
  bot.world.clock.move({ seconds: 121 });
  await bot.look();
};
async function change(person: PersonId, changed: Partial<PersonSettings>): Promise<void> {
  const found = await bot.world.tables.people.find(person);
  if (!found) throw new Error('no settings');
  expect(await bot.world.tables.people.save({ ...found.value, ...changed }, found.etag)).toBe(true);
}

beforeAll(async () => {
  azurite = await startAzurite();
  bot = await startTestBot(azurite, { randomness: { ...randomness, fraction: () => fraction } });
  await bot.everyoneTakesPart();
});
afterAll(async () => {
  await bot?.stop();
  await azurite?.stop();
});
beforeEach(() => {
  fraction = 0;
  bot.world.clock.set('2026-11-18T10:05:00Z');
});

const named = (name: string, person: PersonId, inMeeting: boolean) => ({
  ...meetingEnd(bot, '19:named', { members: [{ user: memberFor(person), meeting: { role: 'Attendee', inMeeting } }] }),
  name: `application/vnd.microsoft.${name}`,
});
const leaves = (person: PersonId) => bot.post(named('meetingParticipantLeave', person, false));
const joins = (person: PersonId) => bot.post(named('meetingParticipantJoin', person, true));

describe('a meeting’s end', () => {
  it('prompts each eligible member once in their own chat, strangers and the meeting’s chat never; doubled events change nothing', async () => {
    const stranger = { id: '29:guest', aadObjectId: 'abababab-abab-4bab-8bab-abababababab', name: 'Parent' };
    const guest = { id: '29:anonymous', aadObjectId: '', name: 'Guest' };
    const members = [0, 1, 2].map(personAt);
    bot.connector.chats.set(chat, [stranger, ...members.map(memberFor), guest]);
    await Promise.all([1, 2].map(() => bot.post(meetingEnd(bot, chat, ended))));
    expect(await bot.look()).toBe(0);
    expect(bot.connector.sent).toHaveLength(0);
    await settle();
    for (const person of members) expect(prompts(person)).toHaveLength(1);
    expect(bot.connector.sent).toHaveLength(3);
    expect(bot.connector.sent.some(({ conversation }) => conversation === chat)).toBe(false);

    const card = cardOf(prompts(personAt(0))[0]);
    expect(actionsOf(card)[0]).toMatchObject({ title: 'Check in', data: { msteams: { type: 'task/fetch' } } });

    // Another meeting on the same day: the day is used.
    await bot.post(meetingEnd(bot, chat, ended));
    await settle();
    expect(bot.connector.sent).toHaveLength(3);
  });

  it('asks everyone the same question at the same count, a different one the next day', async () => {
    const tickets = async (person: PersonId) => {
      const open = bot.web.watch.open;
      const data = actionsOf(cardOf(prompts(person).at(-1)))[0]?.data;
      return open?.sealer.openTicket(String(data?.['ticket']));
    };
    const first = await Promise.all([0, 1].map((n) => tickets(personAt(n))));
    expect(first[0]?.question).toBe('load');
    expect(first[1]?.question).toBe('load');
    bot.world.clock.set('2026-11-19T10:05:00Z');
    await bot.post(meetingEnd(bot, chat, { ...ended, EndTime: '2026-11-19T10:05:00Z' }));
    await settle();
    expect(prompts(personAt(0))).toHaveLength(2);
    expect((await tickets(personAt(0)))?.question).toBe('with');
    expect((await tickets(personAt(0)))?.slot).not.toBe(first[0]?.slot);
  });

  it.each([
    ['camelCase', { id: 'm', endTime: '2026-11-18T10:05:00Z', meetingType: 'Scheduled' }],
    ['a missing title', { Id: 'm', JoinUrl: 'x', MeetingType: 'Scheduled', EndTime: '2026-11-18T10:05:00.1234567Z' }],
    ['an end by another clock', { ...ended, EndTime: '2025-11-18T03:00:00Z' }],
    ['an end that is no time', { ...ended, EndTime: 'yesterday' }],
    ['no fields at all', {}],
  ])('is understood with %s', async (_name, value) => {
    const person = personAt(10 + tried++);
    bot.connector.chats.set('19:other', [memberFor(person)]);
    await bot.post(meetingEnd(bot, '19:other', value));
    await settle();
    expect(prompts(person)).toHaveLength(1);
  });
  let tried = 0;

  it('prompts just who left, where Teams tells', async () => {
    const person = personAt(16);
    const stayed = personAt(17);
    bot.connector.chats.set('19:left', [memberFor(person), memberFor(stayed)]);
    const listed = bot.connector.count('pagedmembers');
    const leave = meetingEnd(bot, '19:left', {
      members: [{ user: memberFor(person), meeting: { role: 'Attendee', inMeeting: false } }],
    });
    await bot.post({ ...leave, name: 'application/vnd.microsoft.meetingParticipantLeave' });
    await settle();
    expect(prompts(person)).toHaveLength(1);
    expect(prompts(stayed)).toHaveLength(0);
    expect(bot.connector.count('pagedmembers')).toBe(listed);
  });

  it('asks nobody who was not there, nor anybody twice, where Teams tells who leaves', async () => {
    const [came, absent] = [personAt(18), personAt(19)];
    bot.connector.chats.set('19:told', [memberFor(came), memberFor(absent)]);
    const listed = bot.connector.count('pagedmembers');
    const post = await bot.another({ leavesAreTold: true });
    await post(named('meetingParticipantLeave', came, false));
    await post(meetingEnd(bot, '19:told', ended));
    await settle();
    expect([prompts(came).length, prompts(absent).length]).toEqual([1, 0]);
    expect(bot.connector.count('pagedmembers')).toBe(listed);
    // Where it does not, the end is all there is.
    await bot.post(meetingEnd(bot, '19:told', { ...ended, EndTime: '2026-11-18T10:07:00Z' }));
    await settle();
    expect([prompts(came).length, prompts(absent).length]).toEqual([1, 1]);
  });

  it('brings nothing into a call that dropped and was joined again, whatever chance puts between end and prompt', async () => {
    const person = personAt(4);
    for (fraction of [0, 0.9]) {
      await leaves(person);
      bot.world.clock.move({ seconds: 5 });
      await joins(person);
      bot.world.clock.move({ seconds: 150 });
      await bot.look();
      bot.world.clock.move({ hours: 1 });
    }
    expect(prompts(person)).toHaveLength(0);
  });

  it('brings nothing into a meeting that begins at the same instant', async () => {
    const person = personAt(5);
    bot.connector.chats.set('19:sharp', [memberFor(person)]);
    await bot.post(meetingEnd(bot, '19:sharp', { ...ended, EndTime: '2026-11-18T10:05:00Z' }));
    const start = meetingEnd(bot, '19:sharp', { StartTime: '2026-11-18T10:05:00Z' });
    await bot.post({ ...start, name: 'application/vnd.microsoft.meetingStart' });
    await settle();
    expect(prompts(person)).toHaveLength(0);
  });

  it('brings nothing when it is told hours late, be the person in another meeting or not', async () => {
    const [busy, free] = [personAt(6), personAt(7)];
    bot.connector.chats.set('19:late', [memberFor(busy), memberFor(free)]);
    bot.world.clock.set('2026-11-18T12:45:00Z');
    await joins(busy);
    bot.world.clock.set('2026-11-18T13:00:00Z');
    await bot.post(meetingEnd(bot, '19:late', { ...ended, EndTime: '2026-11-18T10:00:00Z' }));
    await settle();
    expect([prompts(busy), prompts(free)]).toEqual([[], []]);
  });

  it('is passed over quietly where Held may not list the chat', async () => {
    const sent = bot.connector.sent.length;
    const { status } = await bot.post(meetingEnd(bot, '19:unknown', ended));
    bot.connector.refusals.set('19:forbidden', [{ status: 403, code: 'BotNotInConversationRoster' }]);
    const refused = await bot.post(meetingEnd(bot, '19:forbidden', ended));
    expect([status, refused.status]).toEqual([200, 200]);
    expect(bot.connector.sent).toHaveLength(sent);
  });

  it.each([
    ['outside hours', '2026-11-18T17:29:30Z', {}],
    ['at the weekend', '2026-11-21T10:00:00Z', {}],
    ['in the holidays', '2026-12-22T10:00:00Z', {}],
    ['on the last day of term', '2026-12-18T10:00:00Z', {}],
    ['while paused', '2026-11-18T10:05:00Z', { pausedUntil: untilResumed }],
    ['on a day off', '2026-11-18T10:05:00Z', { workingDays: [1, 2] }],
    ['before the welcome was answered', '2026-11-18T10:05:00Z', { participation: 'notAsked' }],
    ['after declining', '2026-11-18T10:05:00Z', { participation: 'declined' }],
  ] as const)('prompts nobody %s', async (_name, now, changed) => {
    const person = personAt(20);
    await change(person, { participation: 'takingPart', workingDays: [1, 2, 3, 4, 5], ...changed });
    bot.world.clock.set(now);
    bot.connector.chats.set('19:quiet', [memberFor(person)]);
    await bot.post(meetingEnd(bot, '19:quiet', { ...ended, EndTime: now }));
    await settle();
    expect(prompts(person)).toHaveLength(0);
    const found = await bot.world.tables.people.find(person);
    if (found) {
      const { pausedUntil: _gone, ...rest } = found.value;
      await bot.world.tables.people.save(rest, found.etag);
    }
  });

  it('drops a prompt whose rules changed after it was queued, and one whose gap is over', async () => {
    const [paused, late] = [personAt(21), personAt(22)];
    bot.connector.chats.set('19:changed', [memberFor(paused), memberFor(late)]);
    await bot.post(meetingEnd(bot, '19:changed', ended));
    await change(paused, { pausedUntil: untilResumed });
    bot.world.clock.move({ minutes: 40 });
    await bot.look();
    expect([prompts(paused), prompts(late)]).toEqual([[], []]);
  });

  it('asks at most three times a week', async () => {
    const person = personAt(23);
    bot.connector.chats.set('19:week', [memberFor(person)]);
    for (const day of [16, 17, 18, 19, 20, 23]) {
      bot.world.clock.set(`2026-11-${day}T10:05:00Z`);
      await bot.post(meetingEnd(bot, '19:week', { ...ended, EndTime: `2026-11-${day}T10:05:00Z` }));
      await settle();
    }
    expect(prompts(person)).toHaveLength(4);
  });

  it('spends nothing on somebody whose chat cannot be opened, and prompts them once it can', async () => {
    const person = personAt(9);
    await bot.world.tables.conversations.remove(person);
    const leave = () => {
      const event = meetingEnd(bot, '19:closed', { members: [{ user: memberFor(person), meeting: { inMeeting: false } }] });
      return bot.post({ ...event, name: 'application/vnd.microsoft.meetingParticipantLeave' });
    };
    bot.connector.refusals.set('/v3/conversations', [{ status: 403, code: 'BotNotInConversationRoster' }]);
    await leave();
    expect(await bot.look()).toBe(0);
    expect(await ledgerEntryOf(bot.web, person)).toMatchObject({ prompts: 0, places: 0 });
    await leave();
    await settle();
    expect(prompts(person)).toHaveLength(1);
  });

  it('leaves no trace of the meeting in storage, queue or log', async () => {
    const held = bot.world.tables;
    const people = [...(await held.people.all()).values()];
    const ledger = await Promise.all(bot.people.map((person) => ledgerEntryOf(bot.web, person)));
    const references = await Promise.all(bot.people.map((person) => held.conversations.find(person)));
    const dump = JSON.stringify([people, ledger, references, bot.world.log.lines]);
    for (const trace of ['canary', title, '19:', 'Invented', 'abababab']) expect(dump).not.toContain(trace);
    expect(bot.world.log.lines.join()).not.toContain('00000000-0000-4000-8000');
    expect(references[0]).toContain(chatIdOf(personAt(0)));
  });
});
