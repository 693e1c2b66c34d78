/** Who may do what with supervision over HTTP, as a table. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { paths } from '../../../bot/contract/paths.ts';
import {
  coverageAsk,
  flagAsk,
  libraryAsk,
  mySupervisionAsk,
  mySupervisionBody,
  networkAsk,
  recordChangeAsk,
  recordsBody,
  superviseeAsk,
  supervisingBody,
} from '../../../bot/contract/supervision.ts';
import type { PersonId } from '../../../bot/domain/ids.ts';
import { admin, leader, personId, stranger, supervisor, type TestServer } from '../../helpers/server.ts';
import {
  changing,
  double,
  draft,
  everybody,
  flagId,
  linkId,
  mine,
  others,
  post,
  recordId,
  shapeOf,
  startSupervisionServer,
  terms,
  theirSupervisor,
  unit,
  type SupervisionServer,
} from '../../helpers/supervisionServer.ts';

let server: TestServer;
let enrol: SupervisionServer['enrol'];
beforeAll(async () => ({ server, enrol } = await startSupervisionServer()));
afterAll(() => server.stop());

const otherFlagId = 'dddddddddddddddddddddddd';
const firstDate = { date: '2026-11-24', time: '10:00', minutes: 60, every: 'fortnight' } as const;

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

    enrol(everybody.map((each) => (each.person === person ? { ...each, roles: ['leader'] } : each)));
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
    enrol(everybody);
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
