import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PersonId } from '../../../bot/domain/ids.ts';
import { startAzurite, type Azurite } from '../../helpers/azurite.ts';
import { actionNamed, actionsOf, cardOf, isRecord, startTestBot, type Answered, type Json, type TestBot } from '../../helpers/teamsBot.ts';

let azurite: Azurite;
let bot: TestBot;

beforeAll(async () => {
  azurite = await startAzurite();
  bot = await startTestBot(azurite);
});
afterAll(async () => {
  await bot?.stop();
  await azurite?.stop();
});

const invoke = (person: PersonId, name: string, value: unknown): Promise<Answered> =>
  bot.post(bot.from(person, { type: 'invoke', name, value }));

/** All slots of a person's envelope, as text. */
async function envelopeOf(person: PersonId): Promise<Json> {
  const open = bot.web.watch.open;
  if (!open) throw new Error('closed');
  const row = await bot.world.tables.envelopes.find(open.period.id, open.sealer.placeOf(person));
  if (!row) throw new Error('no row');
  return Object.fromEntries(Object.entries(row.value.columns).map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]));
}

const changed = (before: Json, after: Json): string[] => Object.keys(after).filter((name) => before[name] !== after[name]);
const personAt = (n: number): PersonId => {
  const person = bot.people[n];
  if (!person) throw new Error('no such person');
  return person;
};

async function dialogFor(person: PersonId): Promise<{ card: unknown; data: Json }> {
  const [message] = await bot.type(person, 'Check in!');
  const { data } = actionNamed(cardOf(message), 'Check in');
  const { body } = await invoke(person, 'task/fetch', { data, context: { theme: 'default' } });
  const task = isRecord(body) ? body['task'] : undefined;
  const value = isRecord(task) ? task['value'] : undefined;
  const attachment = isRecord(value) ? value['card'] : undefined;
  return { card: isRecord(attachment) ? attachment['content'] : undefined, data };
}

describe('answering in a dialog', () => {
  it('says only the invitation on the card and shows one question with its exact words in the dialog', async () => {
    const person = personAt(0);
    const [message] = await bot.type(person, 'check in');
    const card = cardOf(message);
    expect(message?.['summary']).toBe('A quiet minute, if you have one.');
    expect(message?.['text']).toBeUndefined();
    expect(
      actionsOf(card)
        .slice(0, 2)
        .map(({ title }) => title),
    ).toEqual(['Check in', 'Not now']);
    expect(actionsOf(card).map(({ title }) => title)).toEqual(expect.arrayContaining(['Pause', 'Help now']));
    expect(JSON.stringify(card)).not.toContain('How ');
    expect(actionNamed(card, 'Check in')).toMatchObject({ type: 'Action.Submit', data: { msteams: { type: 'task/fetch' } } });

    const dialog = await dialogFor(person);
    const titles = actionsOf(dialog.card).map(({ title }) => title);
    expect(titles).toHaveLength(6);
    expect(titles.at(-1)).toBe('Skip');
    expect(actionsOf(dialog.card).every(({ type }) => type === 'Action.Submit')).toBe(true);
    expect(JSON.stringify(dialog.card)).toContain('Tell your safeguarding lead now');
  });

  it('seals one slot and closes with an empty response; a second tap writes the same slot', async () => {
    const person = personAt(1);
    const { card } = await dialogFor(person);
    const [first, second] = actionsOf(card);
    const before = await envelopeOf(person);
    const answered = await invoke(person, 'task/submit', { data: first?.data });
    expect(answered).toEqual({ status: 200, body: undefined });
    const after = await envelopeOf(person);
    expect(changed(before, after)).toHaveLength(1);
    await Promise.all([1, 2, 3].map(() => invoke(person, 'task/submit', { data: second?.data })));
    const last = await envelopeOf(person);
    expect(changed(before, last)).toEqual(changed(before, after));
    expect(last).not.toEqual(after);
  });

  it('closes on Skip without writing anything', async () => {
    const person = personAt(2);
    const { card } = await dialogFor(person);
    const before = await envelopeOf(person);
    expect(await invoke(person, 'task/submit', { data: actionNamed(card, 'Skip').data })).toEqual({ status: 200, body: undefined });
    expect(changed(before, await envelopeOf(person))).toEqual([]);
  });

  it('refuses another person’s ticket, a tampered one and foreign data with kind words, and writes nothing', async () => {
    const owner = personAt(3);
    const other = personAt(4);
    const { card, data } = await dialogFor(owner);
    const answer = actionsOf(card)[1]?.data ?? {};
    const ticket = String(answer['ticket']);
    const flipped = `${ticket.slice(0, 20)}${ticket[20] === 'A' ? 'B' : 'A'}${ticket.slice(21)}`;
    const [ours, theirs] = [await envelopeOf(owner), await envelopeOf(other)];
    const tries: [PersonId, unknown][] = [
      [other, answer],
      [owner, { ...answer, ticket: flipped }],
      [owner, { ...answer, option: 5 }],
      [owner, { ...answer, option: 1.5 }],
      [owner, { ...answer, option: 'Heavy' }],
      [owner, { ...answer, ticket: 'x'.repeat(5_000) }],
      [owner, { somebody: 'else' }],
      [owner, null],
      [owner, 'text'],
    ];
    for (const [person, tried] of tries) {
      const { status, body } = await invoke(person, 'task/submit', { data: tried });
      expect(status).toBe(200);
      expect(body).toEqual({ task: { type: 'message', value: expect.stringContaining('could not be read') } });
    }
    const fetched = await invoke(other, 'task/fetch', { data });
    expect(fetched.body).toEqual({ task: { type: 'message', value: expect.stringContaining('could not be read') } });
    expect(changed(ours, await envelopeOf(owner))).toEqual([]);
    expect(changed(theirs, await envelopeOf(other))).toEqual([]);
  });

  it('says of a card of an earlier half-term that it has passed, and writes nothing', async () => {
    const person = personAt(6);
    const { card, data } = await dialogFor(person);
    const answer = actionsOf(card)[1]?.data ?? {};
    expect([data['period'], answer['period']]).toEqual(['2026-27-2', '2026-27-2']);
    const before = await envelopeOf(person);
    // Its ticket was sealed with keys that are gone.
    const old = { period: '2026-27-1', ticket: 'x'.repeat(200) };
    const passed = { task: { type: 'message', value: 'This card has passed. Type “check in” for a new one.' } };
    expect((await invoke(person, 'task/fetch', { data: { ...data, ...old } })).body).toEqual(passed);
    expect((await invoke(person, 'task/submit', { data: { ...answer, ...old } })).body).toEqual(passed);
    expect((await invoke(person, 'task/submit', { data: { ...answer, period: 'whenever' } })).body).toEqual({
      task: { type: 'message', value: expect.stringContaining('could not be read') },
    });
    expect(changed(before, await envelopeOf(person))).toEqual([]);
  });

  it('gives each check-in its own place', async () => {
    const person = personAt(5);
    const before = await envelopeOf(person);
    for (let i = 0; i < 3; i += 1) {
      const { card } = await dialogFor(person);
      await invoke(person, 'task/submit', { data: actionsOf(card)[0]?.data });
    }
    expect(changed(before, await envelopeOf(person))).toHaveLength(3);
  });
});

describe('answering in the chat', () => {
  let chat: TestBot;
  let second: Azurite;
  beforeAll(async () => {
    second = await startAzurite();
    chat = await startTestBot(second, { answerIn: 'chat' });
  });
  afterAll(async () => {
    await chat?.stop();
    await second?.stop();
  });

  const execute = (person: PersonId, data: Json): Promise<Answered> =>
    chat.post(
      chat.from(person, {
        type: 'invoke',
        name: 'adaptiveCard/action',
        value: { action: { type: 'Action.Execute', verb: data['held'], data }, trigger: 'manual' },
      }),
    );

  it('shows question and options on the card, and leaves the same bytes for answered, skipped and put off', async () => {
    const person = personAt(0);
    const [message] = await chat.type(person, 'check in');
    const card = cardOf(message);
    const titles = actionsOf(card).map(({ title }) => title);
    expect(titles.slice(5, 7)).toEqual(['Skip', 'Not now']);
    for (const action of actionsOf(card).filter(({ type }) => type === 'Action.Execute')) {
      expect(action.fallback).toMatchObject({ type: 'Action.Submit', title: action.title, data: action.data });
    }
    const left = [];
    for (const title of [titles[3] ?? '', titles[0] ?? '', 'Skip', 'Not now']) {
      left.push(await execute(person, actionNamed(card, title).data));
    }
    expect(left[0]).toMatchObject({ status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' } });
    expect(JSON.stringify(left[0])).toContain('This one has passed.');
    expect(new Set(left.map((each) => JSON.stringify(each))).size).toBe(1);
  });

  it('takes a message with a button’s data too, and replaces the card', async () => {
    const person = personAt(1);
    const [message] = await chat.type(person, 'check in');
    const data = actionsOf(cardOf(message))[2]?.data;
    await chat.post(chat.from(person, { type: 'message', value: data, replyToId: 'the-card' }));
    const last = chat.connector.sent.at(-1);
    expect(last).toMatchObject({ method: 'PUT', path: expect.stringContaining('/activities/the-card') });
    expect(JSON.stringify(last)).toContain('This one has passed.');
  });

  it('says so on the same card when storage is down in mid-answer, and takes the answer once it is back', async () => {
    const person = personAt(2);
    const [message] = await chat.type(person, 'check in');
    const data = actionsOf(cardOf(message))[1]?.data ?? {};
    const merge = chat.web.envelopes.merge;
    const { HeldError } = await import('../../../bot/errors.ts');
    Reflect.set(chat.web.envelopes, 'merge', () => Promise.reject(new HeldError('storage-down')));
    const refused = await execute(person, data);
    Reflect.set(chat.web.envelopes, 'merge', merge);
    expect(JSON.stringify(refused)).toContain('Please try again in a minute: an answer counts once');
    const again = isRecord(refused.body) ? refused.body['value'] : undefined;
    const retried = await execute(person, actionsOf(again)[1]?.data ?? {});
    expect(JSON.stringify(retried)).toContain('This one has passed.');
  });

  it('answers an old card kindly once the period is closed, with the date of the next', async () => {
    const person = personAt(3);
    const [message] = await chat.type(person, 'check in');
    const data = actionsOf(cardOf(message))[1]?.data ?? {};
    const [stored] = await chat.world.tables.periods.list();
    if (!stored) throw new Error('no period');
    await chat.world.tables.periods.update({ ...stored.value, state: 'CLOSED', closedAt: '2026-11-18T10:05:00Z' }, stored.etag);
    await chat.web.watch.refresh();
    expect(JSON.stringify(await execute(person, data))).toContain('closed');
    expect(JSON.stringify(await chat.type(person, 'check in'))).toContain('closed');
    expect(JSON.stringify(await chat.type(person, 'withdraw'))).toContain('closed');
    await chat.world.tables.periods.update(stored.value, (await chat.world.tables.periods.find(stored.value.id))?.etag ?? '');
    await chat.web.watch.refresh();
  });
});
