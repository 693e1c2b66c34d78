/** Who may do what with supervision over HTTP, as a table; and what is refused of what they may. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { offeredBody } from '../../../bot/contract/offered.ts';
import { paths } from '../../../bot/contract/paths.ts';
import {
  coverageAsk,
  coverageBody,
  flagAsk,
  flagOutcomeBody,
  libraryAsk,
  mySupervisionAsk,
  mySupervisionBody,
  networkAsk,
  networkLinksBody,
  recordChangeAsk,
  recordsBody,
  superviseeAsk,
  supervisingBody,
} from '../../../bot/contract/supervision.ts';
import type { PersonId } from '../../../bot/domain/ids.ts';
import type { RosterEntry } from '../../../bot/domain/roster.ts';
import type { Clock, RosterStore } from '../../../bot/ports.ts';
import {
  admin,
  entry,
  leader,
  personId,
  recordingLogger,
  rosterOf,
  senco,
  startServer,
  stranger,
  supervisor,
  type TestServer,
} from '../../helpers/server.ts';
import { testSupervision, type TestSupervision } from '../../helpers/supervision.ts';

const mine = { ...senco, supervisor: supervisor.person };
const otherSupervisor = entry(6, ['supervisor'], 'Northern Trust/West');
const others = { ...entry(7, ['senco'], 'Northern Trust/West'), supervisor: otherSupervisor.person };
const alone = entry(8, ['senco'], 'Northern Trust/West');
const eastLeader = entry(9, ['leader'], 'Northern Trust/East');
const double = { ...entry(10, ['senco', 'supervisor'], 'Northern Trust/East'), supervisor: otherSupervisor.person };
const theirSupervisor = entry(11, ['supervisor'], 'Northern Trust/West');
const changing = { ...entry(12, ['senco'], 'Northern Trust/West'), supervisor: theirSupervisor.person };
const everybody: readonly RosterEntry[] = [
  theirSupervisor,
  changing,
  double,
  mine,
  leader,
  supervisor,
  admin,
  otherSupervisor,
  others,
  alone,
  eastLeader,
];
const enrolledNow = { of: everybody };
const roster: RosterStore = {
  read: () => rosterOf(...enrolledNow.of).read(),
  find: (person) => rosterOf(...enrolledNow.of).find(person),
  replace: async () => undefined,
};
const now = { at: Temporal.Instant.from('2026-11-18T10:30:00Z') };
const clock: Clock = { now: () => now.at };

let supervision: TestSupervision;
let server: TestServer;
beforeAll(async () => {
  supervision = await testSupervision(roster, clock, recordingLogger().log);
  server = await startServer({ deps: { roster, clock, supervising: supervision.deps } });
});
afterAll(() => server.stop());

const post = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});

const flagId = 'aaaaaaaaaaaaaaaaaaaaaaaa';
const otherFlagId = 'dddddddddddddddddddddddd';
const recordId = 'bbbbbbbbbbbbbbbbbbbbbbbb';
const linkId = 'cccccccccccccccccccccccc';
const terms = { copies: 'supervisee', years: 2 } as const;
const texts = { focus: 'f', mine: 'm', shared: 's', systems: 'y', mayLeave: 'l' };
const draft = {
  do: 'draft',
  person: mine.person,
  id: recordId,
  version: 0,
  date: '2026-11-17',
  minutes: 60,
  format: 'oneToOne',
  ...texts,
  actions: [{ what: 'Ask for an hour', owner: 'supervisee', by: '2026-12-01' }],
  reading: [{ title: 'A guide', url: 'https://example.org/guide', why: 'Short' }],
};
const firstDate = { date: '2026-11-24', time: '10:00', minutes: 60, every: 'fortnight' } as const;
const unit = 'northern-trust';

type Who = 'senco' | 'leader' | 'supervisor' | 'admin';
const people: Readonly<Record<Who, PersonId>> = {
  senco: mine.person,
  leader: leader.person,
  supervisor: supervisor.person,
  admin: admin.person,
};
const roles: readonly Who[] = ['senco', 'leader', 'supervisor', 'admin'];

/**
 * Route, method, body, who may. In an order in which each good case can succeed. `own`: what one once kept is one's own in whatever role, so
 * that others are not denied: nothing of theirs is there.
 */
const matrix: readonly (readonly [path: string, body: unknown, may: readonly Who[], own?: 'own'])[] = [
  [paths.supervision, undefined, roles],
  [paths.supervision, { do: 'agree', terms }, ['senco']],
  [paths.supervisee, { do: 'agree', person: mine.person, terms }, ['supervisor']],
  [paths.supervision, { do: 'session', session: firstDate }, ['senco']],
  [
    paths.supervisee,
    { do: 'session', person: mine.person, session: { date: '2026-11-24', time: '11:00', minutes: 60 }, was: firstDate },
    ['supervisor'],
  ],
  [paths.supervisionCalendar, undefined, ['senco']],
  [paths.supervisionFlags, { do: 'keep', id: flagId, topic: 'team', sure: false }, ['senco']],
  [paths.supervisionFlags, { do: 'edit', id: flagId, version: 1, topic: 'well', note: 'changed', sure: false }, ['senco']],
  [paths.supervisionFlags, { do: 'wishes', access: 'A quiet room', was: {}, sure: false }, ['senco']],
  [paths.supervisionFlags, { do: 'release', id: flagId, version: 2 }, ['senco']],
  [paths.supervisionFlags, { do: 'keep', id: otherFlagId, topic: 'well', sure: false }, ['senco']],
  [paths.supervisionFlags, { do: 'readdress', id: otherFlagId, version: 1 }, ['senco']],
  [paths.supervisionFlags, { do: 'withdraw', id: otherFlagId, version: 2 }, ['senco'], 'own'],
  [paths.supervisees, undefined, ['supervisor']],
  [paths.supervisee, { do: 'discuss', person: mine.person, ids: [flagId] }, ['supervisor']],
  [paths.supervisee, draft, ['supervisor']],
  [`${paths.supervisee}?person=${mine.person}`, undefined, ['supervisor']],
  [paths.supervisionRecords, undefined, roles],
  [paths.supervisionRecords, { do: 'add', id: recordId, version: 1, added: 'Mine to add' }, ['senco'], 'own'],
  [paths.supervisionRecords, { do: 'confirm', id: recordId, version: 2 }, ['senco'], 'own'],
  [paths.supervisionRecords, { do: 'share', id: recordId, shared: true }, ['senco']],
  [paths.supervisionRecords, { do: 'share', id: recordId, shared: false }, ['senco'], 'own'],
  [paths.supervisionRecords, { do: 'delete', id: recordId }, ['senco'], 'own'],
  [paths.supervisorBooking, { session: 'https://example.org/book', first: 'https://example.org/first' }, ['supervisor']],
  [paths.supervisionReading, { do: 'keep', title: 'A guide', url: 'https://example.org/guide', why: 'Short' }, ['supervisor']],
  [paths.supervisionReading, undefined, ['supervisor']],
  [paths.supervisionReading, { do: 'remove', url: 'https://example.org/guide' }, ['supervisor']],
  [
    paths.supervisionNetwork,
    { do: 'keep', id: linkId, unit, kind: 'network', title: 'SENCo network', url: 'https://example.org/n' },
    ['leader', 'admin'],
  ],
  [paths.supervisionNetwork, undefined, roles],
  [paths.supervisionJoin, { id: linkId }, ['senco']],
  [paths.supervisionNetwork, { do: 'answered', ask: 'x' }, ['leader', 'admin']],
  [paths.supervisionNetwork, { do: 'remove', id: linkId, unit }, ['leader', 'admin']],
  [paths.supervisionCoverage, { do: 'offer', minutes: 60, every: 'month', cover: true }, ['leader']],
  [
    paths.supervisionCoverage,
    { do: 'entitlement', unit, entitlement: { minutes: 60, every: 'fortnight', format: 'oneToOne' } },
    ['leader'],
  ],
  [paths.supervisionCoverage, undefined, ['leader']],
  [paths.supervisionOffered, undefined, roles],
  [paths.supervisionUpkeep, undefined, ['admin']],
];

const shapeOf = async (response: Response): Promise<string> =>
  JSON.stringify([response.status, [...response.headers].filter(([name]) => name !== 'date'), await response.text()]);

describe('who may do what', () => {
  const [denials, absences] = [new Set<string>(), new Set<string>()];

  // A fourth argument of the test itself would be taken for a callback where a row has three.
  it.each(matrix)('%s %j', async (...[path, body, may, own]) => {
    const init = body === undefined ? {} : post(body);
    for (const role of roles.filter((each) => !may.includes(each))) {
      (own ? absences : denials).add(await shapeOf(await server.as(people[role], path, init)));
    }
    const unknown = await server.as(stranger, path, init);
    expect([unknown.status, await unknown.json()]).toMatchObject([403, { error: { code: 'not-on-roster' } }]);
    expect((await server.get(path, init)).status).toBe(401);
    for (const role of roles.filter((each) => may.includes(each))) {
      const response = await server.as(people[role], path, init);
      expect([role, response.status]).toEqual([role, 200]);
    }
  });

  it('every denial of a role has one shape, byte for byte', () => {
    expect([...denials]).toHaveLength(1);
    expect([...denials][0]).toContain('"not-allowed\\"');
    expect([...absences]).toEqual([expect.stringContaining('"not-found\\"')]);
  });

  it('covers every route of supervision', () => {
    const covered = new Set(matrix.map(([path]) => path.split('?')[0]));
    const all = Object.entries(paths).flatMap(([name, path]) => (/supervis/i.test(name) ? [path] : []));
    expect(all.filter((path) => !covered.has(path))).toEqual([]);
    // And of each everything that it can be asked to do.
    const asked = (path: string): readonly unknown[] =>
      matrix.flatMap(([to, body]) => (to === path && typeof body === 'object' && body !== null && 'do' in body ? [body.do] : []));
    for (const [path, schema] of [
      [paths.supervision, mySupervisionAsk],
      [paths.supervisionFlags, flagAsk],
      [paths.supervisionRecords, recordChangeAsk],
      [paths.supervisee, superviseeAsk],
      [paths.supervisionReading, libraryAsk],
      [paths.supervisionNetwork, networkAsk],
      [paths.supervisionCoverage, coverageAsk],
    ] as const) {
      const doable = schema.def.options.flatMap(({ shape }) => [...shape.do.def.values]);
      expect([path, doable.filter((each) => !asked(path).includes(each))]).toEqual([path, []]);
    }
  });
});

describe('somebody with two roles', () => {
  it('has what both may, of their own as a SENCo, and never supervises themselves', async () => {
    const flags = (body: unknown) => server.as(double.person, paths.supervisionFlags, post(body));
    const id = '4'.repeat(20);
    expect((await flags({ do: 'keep', id, topic: 'team', sure: true })).status).toBe(200);
    expect((await flags({ do: 'withdraw', id: flagId, version: 1 })).status).toBe(404);
    const supervisees = await server.as(double.person, paths.supervisees);
    expect(supervisingBody.parse(await supervisees.json()).supervisees).toEqual([]);
    const own = [
      await server.as(double.person, `${paths.supervisee}?person=${double.person}`),
      await server.as(double.person, paths.supervisee, post({ ...draft, person: double.person })),
      await server.as(double.person, paths.supervisee, post({ do: 'discuss', person: double.person, ids: [id] })),
      await server.as(double.person, paths.supervisionRecords, post({ do: 'confirm', id: recordId, version: 1 })),
    ];
    expect(own.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect((await server.as(double.person, paths.supervisionCoverage)).status).toBe(403);
    expect((await flags({ do: 'withdraw', id, version: 1 })).status).toBe(200);
  });
});

describe('who was a SENCo and now leads', () => {
  it('reads, saves, takes back and deletes what is theirs, and nobody else reads it', async () => {
    const person = changing.person;
    const flags = (body: unknown) => server.as(person, paths.supervisionFlags, post(body));
    for (const who of [person, theirSupervisor.person]) {
      const by = who === person ? {} : { person };
      await server.as(who, who === person ? paths.supervision : paths.supervisee, post({ do: 'agree', terms, ...by }));
    }
    const [waiting, sent, record] = ['1'.repeat(20), '2'.repeat(20), '3'.repeat(20)];
    for (const id of [waiting, sent]) await flags({ do: 'keep', id, topic: 'team', note: 'words', sure: true });
    await flags({ do: 'release', id: sent, version: 1 });
    await server.as(theirSupervisor.person, paths.supervisee, post({ ...draft, person, id: record }));

    enrolledNow.of = enrolledNow.of.map((each) => (each.person === person ? { ...each, roles: ['leader'] } : each));
    const kept = async () => mySupervisionBody.parse(await (await server.as(person, paths.supervision)).json());
    const theirs = await kept();
    expect([theirs.supervisor, theirs.flags.map(({ id }) => id), theirs.records]).toEqual([undefined, [waiting, sent], 1]);
    const { records } = recordsBody.parse(await (await server.as(person, paths.supervisionRecords)).json());
    expect(records.map(({ id, focus }) => [id, focus])).toEqual([[record, 'f']]);
    expect((await server.as(theirSupervisor.person, `${paths.supervisee}?person=${person}`)).status).toBe(404);
    for (const id of [waiting, sent]) expect((await flags({ do: 'withdraw', id, version: 1 })).status).toBe(200);
    const change = (body: unknown) => server.as(person, paths.supervisionRecords, post(body));
    expect((await change({ do: 'share', id: record, shared: true })).status).toBe(403);
    expect((await change({ do: 'delete', id: record })).status).toBe(200);
    const empty = await kept();
    expect([empty.flags, empty.records]).toEqual([[], 0]);
    enrolledNow.of = everybody;
  });
});

describe('what is not one’s own', () => {
  it('is not found, in the shape of what does not exist', async () => {
    const asked = async (person: string): Promise<readonly string[]> => [
      await shapeOf(await server.as(supervisor.person, `${paths.supervisee}?person=${person}`)),
      await shapeOf(await server.as(supervisor.person, paths.supervisee, post({ do: 'agree', person, terms }))),
      await shapeOf(await server.as(supervisor.person, paths.supervisee, post({ do: 'discuss', person, ids: [] }))),
      await shapeOf(await server.as(supervisor.person, paths.supervisee, post({ ...draft, person }))),
      await shapeOf(await server.as(supervisor.person, paths.supervisee, post({ do: 'session', person }))),
    ];
    const seen = new Set([
      ...(await asked(others.person)),
      ...(await asked(leader.person)),
      ...(await asked(supervisor.person)),
      ...(await asked(personId(98))),
    ]);
    expect([...seen]).toEqual([expect.stringContaining('not-found')]);
    expect(await shapeOf(await server.as(supervisor.person, `${paths.supervisee}?person=nobody`))).toBe([...seen][0]);
    expect(await shapeOf(await server.as(supervisor.person, paths.supervisee))).toBe([...seen][0]);
  });

  it('another person’s record and flag are not found either', async () => {
    const forged = [
      await server.as(others.person, paths.supervisionRecords, post({ do: 'delete', id: recordId })),
      await server.as(others.person, paths.supervisionRecords, post({ do: 'confirm', id: recordId, version: 1 })),
      await server.as(others.person, paths.supervisionFlags, post({ do: 'withdraw', id: flagId, version: 2 })),
    ];
    expect(forged.map(({ status }) => status)).toEqual([404, 404, 404]);
  });
});

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
  afterEach(() => void (enrolledNow.of = everybody));

  it('is said in steps, the same bytes for everyone in it, and never which school states it', async () => {
    const office = entry(50, ['admin'], 'Northern Trust/North');
    enrolledNow.of = [...everybody, ...heads, ...taught, office];
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
    enrolledNow.of = [...everybody, ...heads.slice(1), ...taught.slice(1)];
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
    await server.as(mine.person, paths.supervisionFlags, post({ do: 'keep', id, topic: 'urgent', note: 'waits', sure: true }));
    const seen = async () => supervisingBody.parse(await (await server.as(supervisor.person, paths.supervisees)).json());
    const text = JSON.stringify(await seen());
    expect(text).not.toContain('waits');
    const announced = (): number =>
      supervision.said.filter(({ person, notice }) => person === supervisor.person && notice === 'digest').length;
    const said = announced();
    await server.as(mine.person, paths.supervisionFlags, post({ do: 'release', id, version: 1 }));
    expect((await seen()).supervisees[0]?.digest.topics).toContainEqual(expect.objectContaining({ id, note: 'waits' }));
    // The first release of the day was announced in the table above.
    expect([said, announced()]).toEqual([1, 1]);
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
