import { afterEach, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { localRoutes } from '../../../bot/adapters/http/localRoutes.ts';
import { bookingBody } from '../../../bot/contract/booking.ts';
import { errorBody } from '../../../bot/contract/errors.ts';
import { healthBody, readyBody } from '../../../bot/contract/health.ts';
import { localClockBody, localPeopleBody, localTokenBody } from '../../../bot/contract/local.ts';
import { meBody } from '../../../bot/contract/me.ts';
import { nations } from '../../../bot/domain/nations.ts';
import { paths } from '../../../bot/contract/paths.ts';
import { periodBody } from '../../../bot/contract/period.ts';
import { questionsBody } from '../../../bot/contract/questions.ts';
import { releasesBody } from '../../../bot/contract/releases.ts';
import { suppressedLabel, type Release } from '../../../bot/domain/disclosure/release.ts';
import { asQuestionId, parsePeriodId, unitIdOf } from '../../../bot/domain/ids.ts';
import type { Period } from '../../../bot/domain/period.ts';
import { bank } from '../../../bot/domain/questions/bank.ts';
import { HeldError } from '../../../bot/errors.ts';
import type { Published } from '../../../bot/ports.ts';
import {
  admin,
  leader,
  noPeriod,
  releasesOf,
  rosterOf,
  senco,
  startServer,
  stranger,
  supervisor,
  tokenFor,
  type ServerChanges,
  type TestServer,
} from '../../helpers/server.ts';

const running: TestServer[] = [];
const start = async (changes: ServerChanges = {}): Promise<TestServer> => {
  const server = await startServer(changes);
  running.push(server);
  return server;
};
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

async function expectError(response: Response, status: number, code: string): Promise<void> {
  expect([response.status, errorBody.parse(await response.json()).error.code]).toEqual([status, code]);
}

function periodId(text: string) {
  const id = parsePeriodId(text);
  if (!id) throw new Error(text);
  return id;
}

const unit = (path: string) => ({ id: unitIdOf(path), path });
function published(id: string, starts: string, ends: string): Published {
  const release: Release = {
    period: { id: periodId(id), starts, ends },
    units: [
      {
        unit: unit('Northern Trust'),
        respondents: '14 to 29',
        figures: [
          { question: asQuestionId('load'), mean: 2.5, step: 0.5 },
          { question: asQuestionId('whose'), top: 3 },
        ],
      },
      {
        unit: unit('Northern Trust/East'),
        respondents: '8 to 13',
        figures: [
          { question: asQuestionId('load'), mean: 3.5, step: 0.5, clamped: 'high' },
          { question: asQuestionId('room'), label: suppressedLabel },
        ],
      },
      { unit: unit('Northern Trust/West'), figures: [{ question: asQuestionId('spent'), shares: [0.25, 0.75, 0, 0, 0, 0] }] },
    ],
  };
  return { release, cells: { cells: { secret: [[unitIdOf('Northern Trust/West')]] }, rosters: {}, units: {} }, hash: 'abc' };
}
const autumn = published('2025-26-1', '2025-09-03', '2025-10-24');
const winter = published('2025-26-2', '2025-11-03', '2025-12-19');

const open: Period = {
  id: periodId('2026-27-1'),
  starts: '2026-09-02',
  ends: '2026-10-23',
  state: 'OPEN',
  plan: { questions: [asQuestionId('load')] },
  slots: 24,
};

const forEverybody = [paths.me, paths.questions, paths.booking, paths.period, paths.signposts];
const signedIn = [...forEverybody, paths.releases];

describe.each(signedIn)('GET %s', (path) => {
  it('needs a token', async () => {
    const server = await start();
    const response = await server.get(path);
    expect(response.headers.get('WWW-Authenticate')).toBe('Bearer');
    await expectError(response, 401, 'not-signed-in');
  });

  it('refuses a forged or expired one, and says no more than that', async () => {
    const server = await start();
    const forged = await tokenFor(senco.person, server.key, { claims: { tid: stranger } });
    const expired = await tokenFor(senco.person, server.key, { claims: { exp: 1 } });
    const answers = await Promise.all(
      [forged, expired, 'rubbish'].map(async (token) => {
        const response = await server.get(path, { headers: { Authorization: `Bearer ${token}` } });
        expect(response.status).toBe(401);
        return response.text();
      }),
    );
    expect(new Set(answers).size).toBe(1);
  });

  it('refuses somebody who is not on the roster', async () => {
    const server = await start();
    await expectError(await server.as(stranger, path), 403, 'not-on-roster');
  });

  it('says so when storage is down, and serves again afterwards', async () => {
    let down = true;
    const roster = rosterOf(senco);
    const find = (person: typeof senco.person) => (down ? Promise.reject(new HeldError('storage-down')) : roster.find(person));
    const server = await start({ deps: { roster: { ...roster, find } } });
    await expectError(await server.as(senco.person, path), 503, 'storage-down');
    down = false;
    expect((await server.as(senco.person, path)).status).toBe(200);
  });

  it('answers HEAD, tells OPTIONS what it takes, and refuses the rest', async () => {
    const server = await start();
    const head = await server.as(senco.person, path, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const options = await server.get(path, { method: 'OPTIONS' });
    const takes = path === paths.signposts ? ['GET, HEAD, POST', 401] : ['GET, HEAD', 405];
    const post = await server.postJson(path, {});
    expect([options.status, options.headers.get('Allow'), post.status]).toEqual([204, ...takes]);
    await expectError(await server.as(senco.person, path, { method: 'DELETE' }), 405, 'method-not-allowed');
  });
});

describe('who may read what', () => {
  it.each([
    ['a SENCo', senco],
    ['a leader', leader],
    ['a supervisor', supervisor],
    ['an administrator', admin],
  ] as const)('%s: everything that is for people on the roster', async (_, { person }) => {
    const server = await start();
    for (const path of signedIn) expect((await server.as(person, path)).status).toBe(200);
  });

  it('is the same bytes for everyone in a unit, whatever their role', async () => {
    const server = await start({ deps: { releases: releasesOf(autumn, winter) } });
    const read = async ({ person }: typeof senco) => (await server.as(person, paths.releases)).text();
    expect(await read(supervisor)).toBe(await read(senco));
    expect(await read(admin)).toBe(await read(leader));
    expect(await read(leader)).not.toBe(await read(senco));
  });
});

describe('bodies', () => {
  it('me: own unit first, then those above', async () => {
    const server = await start();
    const me = meBody.parse(await (await server.as(senco.person, paths.me)).json());
    expect(me).toEqual({
      objectId: senco.person,
      displayName: 'Person 1',
      roles: ['senco'],
      units: [
        { id: 'northern-trust.east', path: 'Northern Trust/East' },
        { id: 'northern-trust', path: 'Northern Trust' },
      ],
      nation: nations.england.terms,
    });
  });

  it('releases: the own unit and those above, newest last, nothing of a sibling', async () => {
    const server = await start({ deps: { releases: releasesOf(autumn, winter) } });
    const { releases } = releasesBody.parse(await (await server.as(senco.person, paths.releases)).json());
    expect(releases.map(({ period, unit: { path } }) => [period.id, path])).toEqual([
      ['2025-26-1', 'Northern Trust/East'],
      ['2025-26-1', 'Northern Trust'],
      ['2025-26-2', 'Northern Trust/East'],
      ['2025-26-2', 'Northern Trust'],
    ]);
    expect(releases[0]).toEqual({
      period: { id: '2025-26-1', starts: '2025-09-03', ends: '2025-10-24' },
      unit: { id: 'northern-trust.east', path: 'Northern Trust/East' },
      respondents: '8 to 13',
      figures: [
        { question: 'load', mean: 3.5, step: 0.5, clamped: 'high' },
        { question: 'room', label: suppressedLabel },
      ],
    });
    const ofLeader = releasesBody.parse(await (await server.as(leader.person, paths.releases)).json());
    expect(ofLeader.releases).toEqual(releases.filter(({ unit: { path } }) => path === 'Northern Trust'));
  });

  it('releases: the same bytes and ETag each time; 304 for who has them; another ETag after the next release', async () => {
    const shown = [autumn];
    const server = await start({ deps: { releases: { ...releasesOf(), list: async () => shown } } });
    const first = await server.as(senco.person, paths.releases);
    const etag = first.headers.get('ETag') ?? '';
    const text = await first.text();
    expect(first.headers.get('Cache-Control')).toBe('private, no-cache');
    for (const held of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await server.as(senco.person, paths.releases, { headers: { 'If-None-Match': held } });
      expect([again.status, await again.text(), again.headers.get('ETag')]).toEqual([304, '', etag]);
    }
    const other = await server.as(senco.person, paths.releases, { headers: { 'If-None-Match': '"other"' } });
    expect([other.status, await other.text()]).toEqual([200, text]);
    shown.push(winter);
    const next = await server.as(senco.person, paths.releases, { headers: { 'If-None-Match': etag } });
    expect(next.status).toBe(200);
    expect(next.headers.get('ETag')).not.toBe(etag);
  });

  it('questions: every public one, none of the private ones', async () => {
    const server = await start();
    const { questions } = questionsBody.parse(await (await server.as(senco.person, paths.questions)).json());
    const secret = [...bank.values()].filter(({ occasion }) => occasion === 'private').map(({ id }) => id);
    expect(questions.length).toBe(bank.size - secret.length);
    expect(questions.map(({ id }) => id)).not.toEqual(expect.arrayContaining(secret));
  });

  it('booking: the administrator’s link, or none', async () => {
    const without = await start();
    expect(bookingBody.parse(await (await without.as(senco.person, paths.booking)).json())).toEqual({ links: [] });
    const url = 'https://book.example.org/supervision';
    const withLink = await start({ deps: { bookingLink: url } });
    expect(bookingBody.parse(await (await withLink.as(senco.person, paths.booking)).json()).links.map((link) => link.url)).toEqual([url]);
  });

  it('period: dates only', async () => {
    const none = await start();
    expect(periodBody.parse(await (await none.as(senco.person, paths.period)).json())).toEqual({});
    const during = await start({ deps: { watch: { ...noPeriod, latest: open, next: { starts: '2026-11-02' } } } });
    expect(periodBody.parse(await (await during.as(senco.person, paths.period)).json())).toEqual({
      open: { id: '2026-27-1', starts: '2026-09-02', ends: '2026-10-23' },
      next: { starts: '2026-11-02' },
      // It is November in this test.
      halfWay: true,
    });
    const early = { clock: { now: () => Temporal.Instant.from('2026-09-10T10:00:00Z') } };
    const first = await start({ deps: { ...early, watch: { ...noPeriod, latest: open } } });
    expect(periodBody.parse(await (await first.as(senco.person, paths.period)).json()).halfWay).toBeUndefined();
    const closed = await start({ deps: { watch: { ...noPeriod, latest: { ...open, state: 'CLOSED' } } } });
    expect(periodBody.parse(await (await closed.as(senco.person, paths.period)).json())).toEqual({});
  });
});

describe('health', () => {
  it('is up without storage', async () => {
    const server = await start({
      deps: { reach: { storage: () => Promise.reject(new Error()), keys: () => Promise.reject(new Error()) } },
    });
    const response = await server.get(paths.healthz);
    expect([response.status, healthBody.parse(await response.json())]).toEqual([200, { up: true }]);
  });

  it.each([
    [true, true, 200, []],
    [false, true, 503, ['storage']],
    [true, false, 503, ['keys']],
    [false, false, 503, ['storage', 'keys']],
  ])('is ready with storage %s and keys %s: %i', async (storage, keys, status, away) => {
    const reach = (there: boolean) => () => (there ? Promise.resolve() : Promise.reject(new HeldError('storage-down')));
    const server = await start({ deps: { reach: { storage: reach(storage), keys: reach(keys) } } });
    const response = await server.get(paths.readyz);
    expect([response.status, readyBody.parse(await response.json())]).toEqual([status, { ready: status === 200, away }]);
  });
});

describe('the laptop’s own routes', () => {
  const laptop = (set: Temporal.Instant[] = []): ServerChanges => ({
    local: {
      issuer: { token: async (person) => ({ token: `token-of.${person}`, expiresIn: 3600 }) },
      setClock: async (now) => void set.push(now),
    },
  });

  it('do not exist elsewhere', async () => {
    const server = await start();
    const { issuer, setClock } = laptop().local ?? {};
    if (!issuer || !setClock) throw new Error('no laptop');
    for (const { method, path } of localRoutes({ roster: rosterOf(), issuer, setClock })) {
      const response = method === 'GET' ? await server.get(path) : await server.postJson(path, { objectId: senco.person });
      await expectError(response, 404, 'not-found');
      await expectError(await server.as(senco.person, path, { method }), 404, 'not-found');
    }
  });

  it('give a token to people on the roster only', async () => {
    const server = await start(laptop());
    const good = await server.postJson(paths.localToken, { objectId: senco.person.toUpperCase() });
    expect(localTokenBody.parse(await good.json())).toEqual({ token: `token-of.${senco.person}`, expiresIn: 3600 });
    await expectError(await server.postJson(paths.localToken, { objectId: stranger }), 404, 'not-found');
    for (const body of [{}, { objectId: 'me' }, { objectId: senco.person, admin: true }, [], null, 'x']) {
      await expectError(await server.postJson(paths.localToken, body), 400, 'bad-request');
    }
  });

  it('set the clock to an instant', async () => {
    const set: Temporal.Instant[] = [];
    const server = await start(laptop(set));
    const response = await server.postJson(paths.localClock, { now: '2026-11-18T10:05:00+00:00' });
    expect(localClockBody.parse(await response.json())).toEqual({ now: '2026-11-18T10:05:00Z' });
    expect(set.map(String)).toEqual(['2026-11-18T10:05:00Z']);
    for (const now of ['tomorrow', '2026-11-18', '2026-13-18T10:05:00Z', 5, '+999999-01-01T00:00:00Z']) {
      await expectError(await server.postJson(paths.localClock, { now }), 400, 'bad-request');
    }
    expect(set).toHaveLength(1);
  });

  it('name the people to view the tab as', async () => {
    const server = await start(laptop());
    const { people } = localPeopleBody.parse(await (await server.get(paths.localPeople)).json());
    expect(people).toContainEqual({ objectId: senco.person, displayName: 'Person 1', roles: ['senco'] });
    expect(people).toHaveLength(4);
  });
});
