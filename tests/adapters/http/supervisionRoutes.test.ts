/** What is refused of what somebody may do with supervision over HTTP, and what they then see. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { offeredBody } from '../../../bot/contract/offered.ts';
import { paths } from '../../../bot/contract/paths.ts';
import {
  coverageBody,
  flagOutcomeBody,
  mySupervisionBody,
  networkLinksBody,
  recordsBody,
  supervisingBody,
} from '../../../bot/contract/supervision.ts';
import type { PersonId } from '../../../bot/domain/ids.ts';
import { admin, entry, leader, stranger, supervisor, type TestServer } from '../../helpers/server.ts';
import type { TestSupervision } from '../../helpers/supervision.ts';
import {
  alone,
  draft,
  eastLeader,
  everybody,
  linkId,
  mine,
  otherSupervisor,
  others,
  post,
  startSupervisionServer,
  terms,
  unit,
  type SupervisionServer,
} from '../../helpers/supervisionServer.ts';

let supervision: TestSupervision;
let server: TestServer;
let enrol: SupervisionServer['enrol'];
beforeAll(async () => {
  ({ supervision, server, enrol } = await startSupervisionServer());
  await server.as(mine.person, paths.supervision, post({ do: 'agree', terms }));
  await server.as(supervisor.person, paths.supervisee, post({ do: 'agree', person: mine.person, terms }));
});
afterAll(() => server.stop());

describe('bad input', () => {
  const flags = (body: unknown, person = mine.person) => server.as(person, paths.supervisionFlags, post(body));
  const keep = { do: 'keep', topic: 'team', sure: false } as const;

  it.each([
    ['a note over length', { ...keep, id: 'd'.repeat(20), note: 'x'.repeat(141), sure: true }, 400],
    ['a topic that is none', { ...keep, id: 'd'.repeat(20), topic: 'load' }, 400],
    ['an id that could be anything', { ...keep, id: '../../x' }, 400],
    ['a field too many', { ...keep, id: 'd'.repeat(20), ticket: 'x' }, 400],
    ['a session yesterday', undefined, 400],
  ])('%s', async (name, body, status) => {
    const response =
      name === 'a session yesterday'
        ? await server.as(
            mine.person,
            paths.supervision,
            post({ do: 'session', session: { date: '2026-11-17', time: '10:00', minutes: 60 } }),
          )
        : await flags(body);
    expect(response.status).toBe(status);
  });

  it.each([
    ['a link', 'see https://example.org/x', ['link']],
    ['what looks like a full name', 'About Jamie Oakes today', ['name']],
  ])('%s is asked about, kept if the person wants, and the asking is stored nowhere', async (_, note, warnings) => {
    const id = `e${'0'.repeat(20)}${warnings[0]}`;
    const before = JSON.stringify([...supervision.store.rows.keys()]);
    const rows = new Map([...supervision.store.rows].map(([key, { etag }]) => [key, etag]));
    const asked = flagOutcomeBody.parse(await (await flags({ ...keep, id, note })).json());
    expect(asked).toEqual({ kind: 'asked', warnings });
    expect(JSON.stringify([...supervision.store.rows.keys()])).toBe(before);
    expect([...supervision.store.rows].every(([key, { etag }]) => rows.get(key) === etag)).toBe(true);
    const kept = flagOutcomeBody.parse(await (await flags({ ...keep, id, note, sure: true })).json());
    if (kept.kind !== 'done') throw new Error('not kept');
    expect(kept.mine.flags.find((flag) => flag.id === id)).toEqual({
      id,
      version: 1,
      topic: 'team',
      note,
      keptOn: '2026-11-18',
      forEarlier: false,
    });
  });

  it('two edits at once: the second is told, and sees the first', async () => {
    const id = 'f'.repeat(20);
    await flags({ ...keep, id, note: 'first' });
    const edit = (note: string) => flags({ do: 'edit', id, version: 1, topic: 'team', note, sure: true });
    const answers = await Promise.all([edit('one'), edit('two')]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const lost = answers.find(({ status }) => status === 409);
    expect(await lost?.json()).toMatchObject({ error: { code: 'changed-meanwhile' } });
    const now_ = mySupervisionBody.parse(await (await server.as(mine.person, paths.supervision)).json());
    expect(now_.flags.find((flag) => flag.id === id)).toMatchObject({ version: 2, note: expect.stringMatching(/^(one|two)$/) });
  });

  it('two dates and two wishes at once: the second is told, and nothing of the first is lost', async () => {
    const read = async () => mySupervisionBody.parse(await (await server.as(mine.person, paths.supervision)).json());
    const before = await read();
    const was = before.session;
    const date = (who: PersonId, day: string) => {
      const by = who === supervisor.person ? { person: mine.person } : {};
      const session = { date: day, time: '09:00', minutes: 45 };
      return server.as(who, who === mine.person ? paths.supervision : paths.supervisee, post({ do: 'session', session, was, ...by }));
    };
    const dates = await Promise.all([date(mine.person, '2026-12-01'), date(supervisor.person, '2026-12-02')]);
    const wish = (access: string) => flags({ do: 'wishes', access, was: before.wishes, sure: true });
    const wishes = await Promise.all([wish('by the door'), wish('by the window')]);
    const after = await read();
    for (const [answers, stands] of [
      [dates, after.session?.date === '2026-12-01' ? 0 : 1],
      [wishes, after.wishes.access === 'by the door' ? 0 : 1],
    ] as const) {
      expect(answers.map(({ status }, i) => [status, i === stands])).toContainEqual([200, true]);
      const lost = answers.find(({ status }) => status !== 200);
      expect([lost?.status, await lost?.json()]).toMatchObject([409, { error: { code: 'changed-meanwhile' } }]);
    }
    // The same again, its answer lost on the way, is no second edit.
    expect((await date(after.session?.date === '2026-12-01' ? mine.person : supervisor.person, after.session?.date ?? '')).status).toBe(
      200,
    );
    expect((await wish(after.wishes.access ?? '')).status).toBe(200);
  });

  it('booking links and library links are https, or refused', async () => {
    for (const url of ['http://example.org', 'javascript:alert(1)', 'ftp://x']) {
      expect((await server.as(supervisor.person, paths.supervisorBooking, post({ session: url }))).status).toBe(400);
      const reading = { do: 'keep', title: 'x', url, why: '' };
      expect((await server.as(supervisor.person, paths.supervisionReading, post(reading))).status).toBe(400);
      const link = { do: 'keep', id: linkId, unit, kind: 'cpd', title: 'x', url };
      expect((await server.as(leader.person, paths.supervisionNetwork, post(link))).status).toBe(400);
    }
  });

  it('nobody supervises: said so, and nothing is kept', async () => {
    const refused = await flags({ ...keep, id: 'd'.repeat(20) }, alone.person);
    expect([refused.status, await refused.json()]).toMatchObject([409, { error: { code: 'no-supervisor' } }]);
    const read = mySupervisionBody.parse(await (await server.as(alone.person, paths.supervision)).json());
    expect([read.supervisor, read.flags]).toEqual([undefined, []]);
  });

  it('nothing is drafted or released before both agreed', async () => {
    const before = await server.as(otherSupervisor.person, paths.supervisee, post({ ...draft, person: others.person }));
    expect([before.status, await before.json()]).toMatchObject([409, { error: { code: 'not-agreed' } }]);
    await flags({ ...keep, id: '9'.repeat(20) }, others.person);
    const released = await flags({ do: 'release', id: '9'.repeat(20), version: 1 }, others.person);
    expect(released.status).toBe(409);
  });

  it('a link outside one’s own units is not found', async () => {
    const link = { do: 'keep', id: linkId, unit: 'southern-trust', kind: 'cpd', title: 'x', url: 'https://example.org' };
    expect((await server.as(leader.person, paths.supervisionNetwork, post(link))).status).toBe(404);
  });
});

describe('what is offered in a unit', () => {
  const offer = { do: 'offer', minutes: 60, every: 'month', cover: true };
  const heads = ['a', 'b', 'c', 'd', 'e'].map((school, i) => ({ ...entry(30 + i, ['leader'], 'Northern Trust/North'), school }));
  const taught = heads.map((head, i) => ({ ...entry(40 + i, ['senco'], 'Northern Trust/North'), school: head.school }));
  const read = async (person: PersonId) => offeredBody.parse(await (await server.as(person, paths.supervisionOffered)).json());
  const steps = async (person: PersonId) => (await read(person)).units.map(({ unit: { path }, step }) => [path, step]);
  afterEach(() => enrol(everybody));

  it('is said in steps, the same bytes for everyone in it, and never which school states it', async () => {
    const office = entry(50, ['admin'], 'Northern Trust/North');
    enrol([...everybody, ...heads, ...taught, office]);
    const seen: unknown[] = [];
    for (const head of heads) {
      seen.push((await steps(office.person))[0]);
      await server.as(head.person, paths.supervisionCoverage, post(offer));
    }
    seen.push((await steps(office.person))[0]);
    const [few, some, most] = ['few', 'some', 'most'].map((step) => ['Northern Trust/North', step]);
    expect(seen).toEqual([few, few, some, some, most, most]);
    const texts = await Promise.all(
      [office, ...heads, ...taught].map(async ({ person }) => (await server.as(person, paths.supervisionOffered)).text()),
    );
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).not.toMatch(/school|\d/);
  });

  it('is not said of fewer than five schools', async () => {
    enrol([...everybody, ...heads.slice(1), ...taught.slice(1)]);
    for (const { person } of heads.slice(1)) await server.as(person, paths.supervisionCoverage, post(offer));
    expect((await steps(heads[1]?.person ?? mine.person))[0]).toEqual(['Northern Trust/North', undefined]);
  });
});

describe('an entitlement', () => {
  it('is set for one’s own unit, and not for those above it', async () => {
    const { units } = coverageBody.parse(await (await server.as(eastLeader.person, paths.supervisionCoverage)).json());
    const set = async (id: string | undefined) => {
      const entitlement = { minutes: 45, every: 'fortnight', format: 'oneToOne' };
      return (await server.as(eastLeader.person, paths.supervisionCoverage, post({ do: 'entitlement', unit: id, entitlement }))).status;
    };
    expect(units).toHaveLength(2);
    expect([await set(units[0]?.unit.id), await set(units[1]?.unit.id), await set('southern-trust')]).toEqual([200, 404, 404]);
  });
});

describe('what a supervisor sees', () => {
  it('is no news where a release was refused', async () => {
    const news = async () => (await supervision.deps.rows.deskOf(supervisor.person)).news;
    expect(await news()).toBe(false);
    const refused = await server.as(mine.person, paths.supervisionFlags, post({ do: 'release', id: '7'.repeat(20), version: 1 }));
    expect([refused.status, await news()]).toEqual([404, false]);
  });

  it('is what was sent and nothing that waits; a digest is announced once a day', async () => {
    const id = '8'.repeat(20);
    const send = (each: string) => server.as(mine.person, paths.supervisionFlags, post({ do: 'release', id: each, version: 1 }));
    await server.as(mine.person, paths.supervisionFlags, post({ do: 'keep', id, topic: 'urgent', note: 'waits', sure: true }));
    const seen = async () => supervisingBody.parse(await (await server.as(supervisor.person, paths.supervisees)).json());
    const text = JSON.stringify(await seen());
    expect(text).not.toContain('waits');
    const announced = (): number =>
      supervision.said.filter(({ person, notice }) => person === supervisor.person && notice === 'digest').length;
    const said = announced();
    await send(id);
    const first = announced();
    await server.as(mine.person, paths.supervisionFlags, post({ do: 'keep', id: 'z'.repeat(20), topic: 'well', sure: true }));
    await send('z'.repeat(20));
    expect((await seen()).supervisees[0]?.digest.topics).toContainEqual(expect.objectContaining({ id, note: 'waits' }));
    expect([said, first, announced()]).toEqual([0, 1, 1]);
    expect((await seen()).supervisees).toHaveLength(1);
  });

  it('is no record that was deleted, when its first draft comes once more', async () => {
    const record = { ...draft, id: 'g'.repeat(20) };
    await server.as(supervisor.person, paths.supervisee, post(record));
    await server.as(mine.person, paths.supervisionRecords, post({ do: 'delete', id: record.id }));
    expect((await server.as(supervisor.person, paths.supervisee, post(record))).status).toBe(409);
    const { records } = recordsBody.parse(await (await server.as(mine.person, paths.supervisionRecords)).json());
    expect(records.filter(({ id }) => id === record.id)).toEqual([]);
  });

  it('ends with the record’s confirmation, and a new supervisor sees what the supervisee shares', async () => {
    const record = { ...draft, id: 'r'.repeat(20) };
    await server.as(supervisor.person, paths.supervisee, post(record));
    // The same again, its answer lost on the way.
    expect((await server.as(supervisor.person, paths.supervisee, post(record))).status).toBe(200);
    const theirs = async () =>
      recordsBody.parse(await (await server.as(supervisor.person, `${paths.supervisee}?person=${mine.person}`)).json()).records;
    expect((await theirs()).map(({ focus }) => focus)).toEqual(['f']);
    const stale = { ...record, version: 3, focus: 'other' };
    expect((await server.as(supervisor.person, paths.supervisee, post(stale))).status).toBe(409);
    await server.as(mine.person, paths.supervisionRecords, post({ do: 'confirm', id: record.id, version: 1 }));
    expect(await theirs()).toEqual([]);
    expect((await server.as(supervisor.person, paths.supervisee, post({ ...record, version: 2 }))).status).toBe(409);
    await server.as(mine.person, paths.supervisionRecords, post({ do: 'share', id: record.id, shared: true }));
    expect(await theirs()).toHaveLength(1);
    await server.as(mine.person, paths.supervisionRecords, post({ do: 'share', id: record.id, shared: false }));
    expect(await theirs()).toEqual([]);
  });
});

describe('asking to join', () => {
  it('tells whoever keeps the link, once, and nobody else', async () => {
    const id = 'group'.repeat(4);
    const link = { do: 'keep', id, unit, kind: 'supportGroup', title: 'A group', url: 'https://example.org/g' };
    await server.as(leader.person, paths.supervisionNetwork, post(link));
    await server.as(mine.person, paths.supervisionJoin, post({ id }));
    await server.as(mine.person, paths.supervisionJoin, post({ id }));
    const asksOf = async (person: PersonId) => {
      const { asks } = networkLinksBody.parse(await (await server.as(person, paths.supervisionNetwork)).json());
      return asks.filter(({ title }) => title === 'A group');
    };
    const asks = await asksOf(leader.person);
    expect(asks.map(({ name }) => name)).toEqual([mine.displayName]);
    expect([await asksOf(admin.person), await asksOf(mine.person)]).toEqual([[], []]);
    await server.as(leader.person, paths.supervisionNetwork, post({ do: 'answered', ask: asks[0]?.id }));
    expect(await asksOf(leader.person)).toEqual([]);
  });

  it('is not offered where whoever kept the link has left', async () => {
    const id = 'orphan'.repeat(4);
    const link = { id, unit, kind: 'cpd', title: 'A course', url: 'https://example.org/c' } as const;
    await supervision.deps.boards.network.put(unit, id, { ...link, contact: stranger });
    const { links } = networkLinksBody.parse(await (await server.as(mine.person, paths.supervisionNetwork)).json());
    expect(links).toContainEqual({ ...link, answered: false });
    expect((await server.as(mine.person, paths.supervisionJoin, post({ id }))).status).toBe(404);
  });
});
