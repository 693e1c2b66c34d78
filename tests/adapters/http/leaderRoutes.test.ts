import { afterEach, describe, expect, it } from '@jest/globals';
import { actionsBody, type ActionAsk } from '../../../bot/contract/actions.ts';
import { paths } from '../../../bot/contract/paths.ts';
import type { Release } from '../../../bot/domain/disclosure/release.ts';
import { asQuestionId, parsePeriodId, unitIdOf } from '../../../bot/domain/ids.ts';
import type { Published } from '../../../bot/ports.ts';
import { admin, leader, releasesOf, senco, startServer, stranger, supervisor, testNow, type TestServer } from '../../helpers/server.ts';

let server: TestServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const id = parsePeriodId('2026-27-1');
if (!id) throw new Error('unreachable');
const trust = { id: unitIdOf('Northern Trust'), path: 'Northern Trust' };
const release: Release = {
  period: { id, starts: '2026-09-03', ends: '2026-10-23' },
  units: [
    {
      unit: trust,
      figures: [
        { question: asQuestionId('load'), mean: 2.25, step: 0.25 },
        { question: asQuestionId('with'), mean: 0.75, step: 0.25 },
      ],
    },
  ],
};
const published: Published = { release, cells: { cells: {}, rosters: {}, units: {} }, hash: '' };

const ask: ActionAsk = {
  unit: trust.id,
  way: 'network',
  action: 'releaseTime',
  decision: 'act',
  owner: 'Head of inclusion',
  due: '2026-12-09',
  done: false,
  published: false,
};
const start = async (): Promise<TestServer> => (server = await startServer({ deps: { releases: releasesOf(published) } }));
const post = (to: TestServer, person: typeof leader.person, body: unknown) =>
  to.as(person, paths.actions, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });
const readAs = async (from: TestServer, person: typeof leader.person) =>
  actionsBody.parse(await (await from.as(person, paths.actions)).json());

describe('actions', () => {
  it('are for everyone in the unit to read, and for leaders alone to decide', async () => {
    const to = await start();
    const read = await Promise.all(
      [senco, leader, supervisor, admin].map(async ({ person }) => (await to.as(person, paths.actions)).status),
    );
    expect(read).toEqual([200, 200, 200, 200]);
    const wrote = await Promise.all(
      [senco.person, supervisor.person, admin.person, stranger].map(async (who) => (await post(to, who, ask)).status),
    );
    expect(wrote).toEqual([403, 403, 403, 403]);
    expect((await to.postJson(paths.actions, ask)).status).toBe(401);
  });

  it('open on one signal of the newest release, with ten school days to decide in', async () => {
    const { plan, done } = await readAs(await start(), leader.person);
    expect(plan?.signals).toEqual([{ unit: trust, period: '2026-27-1', way: 'network', question: 'with', decideBy: '2026-11-13' }]);
    expect([plan?.actions, plan?.today, done]).toEqual([[], '2026-11-18', []]);
  });

  it('say nothing of signals and plans to a SENCo, and what was done only once it is published', async () => {
    const to = await start();
    const kept = actionsBody.parse(await (await post(to, leader.person, ask)).json()).plan?.actions[0];
    expect(kept).toMatchObject({ owner: 'Head of inclusion', decidedOn: '2026-11-18', published: false });
    expect(await readAs(to, senco.person)).toEqual({ done: [] });
    await post(to, leader.person, { ...ask, id: kept?.id, done: true });
    expect(await readAs(to, senco.person)).toEqual({ done: [] });
    await post(to, leader.person, { ...ask, id: kept?.id, done: true, published: true });
    expect(await readAs(to, senco.person)).toEqual({ done: [{ unit: trust, action: 'releaseTime', on: '2026-11-18' }] });
  });

  it('ask for a decision until there is one since these figures, whichever it is', async () => {
    const to = await start();
    for (const decision of ['askFirst', 'act'] as const) {
      const { plan } = actionsBody.parse(await (await post(to, leader.person, { ...ask, decision })).json());
      expect([decision, plan?.signals.map(({ way, decideBy }) => [way, decideBy])]).toEqual([decision, [['network', undefined]]]);
    }
  });

  it('ask for it although somebody decided before anybody could know these figures', async () => {
    const ending: Published = { ...published, release: { ...release, period: { ...release.period, ends: '2026-11-17' } } };
    server = await startServer({ deps: { releases: releasesOf(ending) } });
    const { plan } = actionsBody.parse(await (await post(server, leader.person, ask)).json());
    expect([plan?.today, plan?.signals.map(({ decideBy }) => decideBy)]).toEqual(['2026-11-18', ['2026-12-01']]);
  });

  it('are taken back from done, and from the group with it', async () => {
    const to = await start();
    const kept = actionsBody.parse(await (await post(to, leader.person, ask)).json()).plan?.actions[0];
    await post(to, leader.person, { ...ask, id: kept?.id, done: true, published: true });
    const { done, plan } = actionsBody.parse(await (await post(to, leader.person, { ...ask, id: kept?.id })).json());
    expect([done, plan?.actions]).toEqual([[], [kept]]);
  });

  it('may be done after their date, and are not taken up with one that has passed', async () => {
    let now = testNow;
    server = await startServer({ deps: { releases: releasesOf(published), clock: { now: () => now } } });
    const to = server;
    const kept = actionsBody.parse(await (await post(to, leader.person, { ...ask, due: '2026-11-18' })).json()).plan?.actions[0];
    now = testNow.add({ hours: 48 });
    const late = { ...ask, id: kept?.id, due: '2026-11-18' };
    expect((await post(to, leader.person, { ...late, done: true })).status).toBe(200);
    expect((await post(to, leader.person, { ...late, decision: 'askFirst' })).status).toBe(400);
    expect((await post(to, leader.person, { ...late, due: '2026-11-19' })).status).toBe(400);
    const again = await post(to, leader.person, { ...late, decision: 'askFirst', due: '2026-11-20' });
    // What is decided anew is decided that day.
    expect(actionsBody.parse(await again.json()).plan?.actions).toMatchObject([{ decision: 'askFirst', decidedOn: '2026-11-20' }]);
  });

  it.each([
    ['a date that has passed', { ...ask, due: '2026-11-17' }, 400],
    ['a unit of somebody else', { ...ask, unit: 'southern-trust' }, 404],
    ['an action that is not there', { ...ask, id: 'nothing' }, 404],
    ['an action of another way', { ...ask, action: 'bookHour' }, 400],
    ['not now without a reason', { ...ask, decision: 'notNow' }, 400],
    ['a reason without not now', { ...ask, because: 'budget' }, 400],
    ['a field of its own making', { ...ask, doneOn: '2020-01-01' }, 400],
    ['no date', { ...ask, due: 'soon' }, 400],
    ['nothing', {}, 400],
  ])('refuse %s', async (_, body, status) => {
    expect((await post(await start(), leader.person, body)).status).toBe(status);
  });
});
