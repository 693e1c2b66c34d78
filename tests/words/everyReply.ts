/**
 * Everything that the bot can say, as far as this knows how to make it speak: each card with every part, each command from somebody new, taking
 * part, unknown, and each tap. Built against the bracketed language and run by words.test.ts; writes what a person would read into a file.
 */
import { writeFile } from 'node:fs/promises';
import { commands } from '#words/commands.ts';
import { errorWords } from '#words/errors.ts';
import * as cards from '../../bot/adapters/teams/cards.ts';
import * as supervision from '../../bot/adapters/teams/supervisionCards.ts';
import { speakForNation, nationIds } from '../../bot/domain/nations.ts';
import { bank } from '../../bot/domain/questions/bank.ts';
import { moments } from '../../bot/domain/questions/wording.ts';
import type { PersonId } from '../../bot/domain/ids.ts';
import { topicIds } from '../../bot/domain/supervision/topics.ts';
import { wordsOf } from '../../bot/errors.ts';
import type { Digest } from '../../bot/usecases/supervision/readDigest.ts';
import type { Azurite } from '../helpers/azurite.ts';
import { actionsOf, startTestBot, type Json } from '../helpers/teamsBot.ts';
import { autumnTwo, personId } from '../helpers/world.ts';
import { said } from '../../words/nation.ts';

/** Where a card, a message or a dialog holds what a person reads. */
const read = new Set(['text', 'title', 'label', 'placeholder', 'fallbackText', 'altText', 'errorMessage', 'summary']);

function readIn(value: unknown, key = '', found: string[] = []): string[] {
  if (typeof value === 'string') {
    if (read.has(key)) found.push(value);
  } else if (Array.isArray(value)) for (const each of value) readIn(each, key, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, each] of Object.entries(value)) readIn(each, name, found);
    // A dialog that only speaks: its words stand in `value`.
    if ('type' in value && value.type === 'message' && 'value' in value) readIn(value.value, 'text', found);
  }
  return found;
}

const digest: Digest = {
  on: '2026-11-23',
  topics: topicIds.map((topic, i) => ({
    id: `flag-${i}`,
    version: 1,
    supervisor: personId(3),
    keptOn: '2026-11-17',
    sentOn: '2026-11-23',
    topic,
    note: 'NOTE',
    hope: 'think',
  })),
  wishes: { access: 'ACCESS', notToday: true },
  actions: (['supervisee', 'supervisor', 'school'] as const).map((owner) => ({ what: 'ACTION', owner, by: '2026-12-01' })),
  session: { date: '2026-11-24', time: '15:30', minutes: 60, entry: 'an-entry' },
};
const { on: _none, ...never } = digest;
const link = 'https://example.org/tab';

function everyCard(): readonly unknown[] {
  const questions = [...bank.keys()].flatMap((question) =>
    moments.flatMap((moment) => {
      const asked = { period: autumnTwo.id, ticket: 't', question, moment };
      return [
        cards.promptCard(asked, 'dialog', link),
        cards.chatQuestionCard(asked, wordsOf('storage-down'), link),
        cards.dialogQuestionCard(asked),
      ];
    }),
  );
  const days = { workingDays: [1, 2], calendar: { mayOffer: true, agreed: false } };
  const notices = ['digest', 'preview', 'agenda', 'receipt', 'record', 'ask'] as const;
  const ways = [{ answerIn: 'dialog' }, { answerIn: 'chat' }, { answerIn: 'chat', tab: () => link }] as const;
  return [
    ...questions,
    cards.passedCard(),
    cards.pauseCard(),
    cards.helpCard(),
    cards.privacyCard('chat'),
    cards.privacyCard('dialog'),
    cards.withdrawCard(autumnTwo.id),
    cards.welcomeCard(days),
    cards.hoursCard({ ...days, hours: { from: '08:00', to: '16:00' } }),
    ...[0, 1, 2].map((done) => cards.halfWayCard({ booking: [{ title: 'BOOK', url: link }], done }, link)),
    cards.halfWayCard({ booking: [1, 2].map((n) => ({ title: 'BOOK', url: `${link}/${n}` })), done: 0 }),
    ...ways.flatMap((way) => [...notices.map((notice) => supervision.noticeOf(notice, way)), supervision.flagInvitation(way)]),
    ...([undefined, ['name'], ['link', 'name']] as const).map((warnings) =>
      supervision.flagForm({ id: 'f'.repeat(20), topic: 'team', was: {} }, warnings ?? []),
    ),
    supervision.digestCard(
      [
        { name: 'NAME', digest },
        { name: 'NAME', digest: never },
      ],
      { period: '2026-27-1', on: '2026-10-14', topics: ['team'] },
      ['NAME'],
    ),
    supervision.digestCard([]),
    supervision.digestCard([{ name: 'NAME', digest: { on: '2026-11-23', topics: [], wishes: {}, actions: [] } }]),
    supervision.previewCard(digest),
    supervision.agendaCard(),
    ...Object.values(errorWords).map((words) => ({ text: said(words) })),
  ];
}

/** A whole talk with the bot on real stores: what it sent and what it answered to taps. */
async function everyReply(azurite: Pick<Azurite, 'tables' | 'queues'>): Promise<readonly unknown[]> {
  const bot = await startTestBot(azurite);
  const answered: unknown[] = [];
  const tap = async (person: PersonId, name: string, data: Json): Promise<void> => {
    const value = name === 'adaptiveCard/action' ? { action: { type: 'Action.Execute', verb: data['held'], data } } : { data };
    answered.push((await bot.post(bot.from(person, { type: 'invoke', name, value }))).body);
  };
  const stranger = personId(999);
  const people = bot.people.slice(0, 3);
  const talk = async (): Promise<void> => {
    for (const person of [...people, stranger]) {
      for (const text of ['hello', ...Object.values(commands)]) {
        for (const message of await bot.type(person, text)) {
          // Each button once, as both kinds of client press it.
          for (const { data } of actionsOf(message)) {
            if (data['held'] === 'withdraw' || data['held'] === 'decline') continue;
            await tap(person, 'msteams' in data ? 'task/fetch' : 'adaptiveCard/action', data);
            await tap(person, 'task/submit', data);
          }
        }
      }
      await bot.post(
        bot.from(person, { type: 'message', text: 'hello', conversation: { id: 'a-group', isGroup: true, conversationType: 'groupChat' } }),
      );
      for (const held of ['flag', 'preview', 'digest', 'agenda', 'fewer', 'nothing']) await tap(person, 'task/fetch', { held });
      for (const topic of [undefined, 'team'])
        await tap(person, 'task/submit', { held: 'keepFlag', id: 'k'.repeat(20), ...(topic ? { topic } : {}), note: 'x'.repeat(150) });
      await tap(person, 'adaptiveCard/action', { held: 'hours', days: '', from: '06:00', to: '05:00' });
      await tap(person, 'adaptiveCard/action', { held: 'withdraw', period: autumnTwo.id });
    }
  };
  try {
    await talk();
    await bot.everyoneTakesPart();
    await talk();
    for (const person of people) await tap(person, 'adaptiveCard/action', { held: 'decline' });
    return [...bot.connector.sent.map(({ body }) => body), ...answered];
  } finally {
    await bot.stop();
  }
}

const [tables, queues, into] = process.argv.slice(2);
if (!tables || !queues || !into) throw new Error('connection strings of tables and queues, then a file');
const byNation = nationIds.map((id) => {
  speakForNation(id);
  return readIn(everyCard());
});
speakForNation('england');
const replies = readIn(await everyReply({ tables, queues }));
await writeFile(into, JSON.stringify({ cards: Object.fromEntries(nationIds.map((id, i) => [id, byNation[i]])), replies }));
process.exit(0);
