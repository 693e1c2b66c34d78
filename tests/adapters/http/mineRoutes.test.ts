import { afterEach, describe, expect, it } from '@jest/globals';
import { mineBody } from '../../../bot/contract/mine.ts';
import { paths } from '../../../bot/contract/paths.ts';
import { recordBody } from '../../../bot/contract/record.ts';
import { slotsFor } from '../../../bot/domain/period.ts';
import { defaultPlan } from '../../../bot/domain/questions/plan.ts';
import type { PeriodStore } from '../../../bot/ports.ts';
import { tendRecords } from '../../../bot/usecases/record/tendRecords.ts';
import { makeDeviceKeys, openCopies, sealNote } from '../../../tab/record/keys.ts';
import { recordPart } from '../../helpers/records.ts';
import {
  admin,
  entry,
  leader,
  noPeriods,
  peopleInMemory,
  personId,
  recordingLogger,
  rosterOf,
  senco,
  startServer,
  supervisor,
  testNow,
  type TestServer,
} from '../../helpers/server.ts';
import { autumnTwo } from '../../helpers/world.ts';

let server: TestServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});
const start = async (): Promise<TestServer> => (server = await startServer());
const post = (to: TestServer, path: string, body: unknown, person = senco.person) =>
  to.as(person, path, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });

const asks = [
  [paths.mine, { change: 'resume' }],
  [paths.mine, { change: 'asBefore' }],
  [paths.withdraw, {}],
  [paths.record, { publicKey: {}, recovery: '' }],
  [paths.recordOff, {}],
  [paths.recordNote, { place: 0, copy: '' }],
] as const;

describe('my place', () => {
  it('is for SENCos alone, and needs a token', async () => {
    const to = await start();
    for (const path of [paths.mine, paths.record]) {
      const statuses = await Promise.all([senco, leader, supervisor, admin].map(async ({ person }) => (await to.as(person, path)).status));
      // Nobody has a record before a half-term has begun.
      expect(statuses).toEqual([path === paths.record ? 409 : 200, 403, 403, 403]);
      expect((await to.get(path)).status).toBe(401);
    }
    for (const [path, body] of asks) {
      const statuses = await Promise.all(
        [leader, supervisor, admin].map(async ({ person }) => (await post(to, path, body, person)).status),
      );
      expect(statuses).toEqual([403, 403, 403]);
      expect((await to.postJson(path, body)).status).toBe(401);
    }
  });

  it('shows what Held holds about the one who asks, and nobody else', async () => {
    const body = mineBody.parse(await (await (await start()).as(senco.person, paths.mine)).json());
    expect(body).toEqual({
      settings: {
        participation: 'notAsked',
        workingDays: [1, 2, 3, 4, 5],
        hours: { from: '08:00', to: '17:30' },
        timeZone: 'Europe/London',
      },
      budget: 3,
      roster: { displayName: senco.displayName, roles: ['senco'], school: senco.school, unit: senco.unitPath },
      open: false,
    });
  });

  it('changes days and hours, pauses, resumes, takes part and declines', async () => {
    const to = await start();
    const change = async (body: unknown) => mineBody.parse(await (await post(to, paths.mine, body)).json()).settings;
    expect(await change({ change: 'hours', workingDays: [3, 1, 3], hours: { from: '09:15', to: '15:00' } })).toMatchObject({
      workingDays: [1, 3],
      hours: { from: '09:15', to: '15:00' },
    });
    expect((await change({ change: 'pause', until: 'tomorrow' })).pausedUntil).toBe('2026-11-19T00:00:00Z');
    expect((await change({ change: 'resume' })).pausedUntil).toBeUndefined();
    // Each undoes its own and leaves the other.
    const both = [{ change: 'fewer' }, { change: 'pause', until: 'tomorrow' }];
    for (const each of both) await change(each);
    expect(await change({ change: 'resume' })).toMatchObject({ fewer: true });
    await change({ change: 'pause', until: 'tomorrow' });
    const asBefore = await change({ change: 'asBefore' });
    expect([asBefore.fewer, asBefore.pausedUntil]).toEqual([undefined, '2026-11-19T00:00:00Z']);
    expect((await change({ change: 'decline' })).participation).toBe('declined');
    expect((await change({ change: 'takePart' })).participation).toBe('takingPart');
  });

  it('asks about the calendar where the administrator has turned calendars on, and nowhere else', async () => {
    const hours = { change: 'hours', workingDays: [1], hours: { from: '09:00', to: '15:00' } };
    const change = async (to: TestServer, body: unknown) =>
      mineBody.parse(await (await post(to, paths.mine, body)).json()).settings.calendar;
    const people = peopleInMemory();
    server = await startServer({ deps: { people } });
    expect(await change(server, { ...hours, calendar: true })).toBeUndefined();
    await server.stop();
    // What was said where it was not asked is not kept.
    server = await startServer({ deps: { people, calendarTimes: { timesOf: async () => new Map() } } });
    expect(await change(server, { change: 'takePart' })).toBe(false);
    expect(await change(server, { ...hours, calendar: true })).toBe(true);
    expect(await change(server, hours)).toBe(true);
    expect(await change(server, { ...hours, calendar: false })).toBe(false);
  });

  it.each([
    { change: 'hours', workingDays: [], hours: { from: '09:00', to: '15:00' } },
    { change: 'hours', workingDays: [8], hours: { from: '09:00', to: '15:00' } },
    { change: 'hours', workingDays: [1], hours: { from: '15:00', to: '09:00' } },
    { change: 'hours', workingDays: [1], hours: { from: '9', to: '15:00' } },
    { change: 'pause', until: 'never' },
    { change: 'pause', until: 'tomorrow', person: leader.person },
    {},
  ])('refuses %j', async (body) => {
    expect((await post(await start(), paths.mine, body)).status).toBe(400);
  });

  it('says that nothing can be taken back while no half-term is open', async () => {
    expect((await post(await start(), paths.withdraw, {})).status).toBe(409);
  });

  it('takes a public key and nothing private', async () => {
    const coordinate = 'a'.repeat(43);
    const publicKey = { kty: 'EC', crv: 'P-256', x: coordinate, y: coordinate };
    const to = await start();
    expect((await post(to, paths.record, { publicKey: { ...publicKey, d: coordinate }, recovery: 'a.b.c.d.e' })).status).toBe(400);
    expect((await post(to, paths.record, { publicKey, recovery: 'plain words' })).status).toBe(400);
  });

  it('begins a record, takes a note, ends it, and answers in one shape throughout', async () => {
    const roster = rosterOf(senco, entry(7, ['senco'], 'Northern Trust/East'));
    const period = { ...autumnTwo, state: 'OPEN', slots: slotsFor(autumnTwo), plan: defaultPlan(autumnTwo.id) } as const;
    const periods: PeriodStore = { ...noPeriods, list: async () => [{ value: period, etag: '1' }] };
    const { log } = recordingLogger();
    const record = await recordPart({ periods, roster, clock: { now: () => testNow }, log });
    await tendRecords(record);
    server = await startServer({ deps: { roster, periods, record } });
    const to = server;
    const read = async (response: Response) => recordBody.parse(await response.json());
    const nobodys = await read(await to.as(senco.person, paths.record));
    expect(nobodys.questions.map(({ id }) => id)).toEqual(['stayed', 'putoff']);
    const keys = await makeDeviceKeys();
    const begun = await read(await post(to, paths.record, { publicKey: keys.publicKey, recovery: keys.recovery }));
    const shapeOf = ({ copies, recovery }: typeof begun) => [recovery.length, ...copies.map((copy) => copy.length)];
    expect(shapeOf(begun)).toEqual(shapeOf(nobodys));
    const answer = { question: 'stayed', option: 3, day: '2026-11-18', period: '' };
    const note = await post(to, paths.recordNote, { place: 4, copy: await sealNote(answer, keys.publicKey) });
    expect([note.status, await note.json()]).toEqual([200, {}]);
    expect(await openCopies((await read(await to.as(senco.person, paths.record))).copies, keys.privateKey)).toEqual([answer]);
    for (const bad of [{ place: 16 }, { place: -1 }, { copy: `${(begun.copies[0] ?? '').slice(0, -1)}` }, { answer: 3 }]) {
      expect((await post(to, paths.recordNote, { place: 0, copy: begun.copies[0], ...bad })).status).toBe(400);
    }
    const ended = await read(await post(to, paths.recordOff, {}));
    expect(shapeOf(ended)).toEqual(shapeOf(nobodys));
    expect(await openCopies(ended.copies, keys.privateKey)).toEqual([]);
    expect((await to.as(personId(7), paths.record)).status).toBe(200);
  });
});
