import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PeriodId } from '../../bot/domain/ids.ts';
import { alarmsOf } from '../../bot/domain/period.ts';
import { defaultPlan } from '../../bot/domain/questions/plan.ts';
import { abandonPeriod } from '../../bot/usecases/abandonPeriod.ts';
import { advanceInOpener } from '../../bot/usecases/advanceInOpener.ts';
import { advanceInWeb } from '../../bot/usecases/advanceInWeb.ts';
import { askRelease } from '../../bot/usecases/askRelease.ts';
import { closePeriod } from '../../bot/usecases/closePeriod.ts';
import { requestPeriod } from '../../bot/usecases/requestPeriod.ts';
import { sealAnswer } from '../../bot/usecases/sealAnswer.ts';
import { withdrawAnswers } from '../../bot/usecases/withdrawAnswers.ts';
import { startAzurite, type Azurite } from '../helpers/azurite.ts';
import { Pair, ticketFor, walkPeriod, type GivenAnswer } from '../helpers/lifecycle.ts';
import { autumnTwo, createWorld, personId, rosterOf, sencos, springOne, type World } from '../helpers/world.ts';

let azurite: Azurite;
let world: World;
let pair: Pair;

beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(() => azurite.stop());

/** Everyone answers every question of the plan once with the same option. */
function everyoneAnswers(period: PeriodId, people: number, option: number): GivenAnswer[] {
  return Array.from({ length: people }, (_, n) =>
    defaultPlan(period).questions.map((question, place) => ({ person: personId(n + 1), place, answer: { question, option } })),
  ).flat();
}

async function state(id: PeriodId): Promise<string | undefined> {
  return (await world.tables.periods.find(id))?.value.state;
}

/** Keys of half-terms; those of private records stand beside them. */
const periodKeys = async (folder: string): Promise<readonly string[]> =>
  (await readdir(join(world.keys, folder))).filter((name) => !name.startsWith('lasting.'));

describe('a period', () => {
  beforeEach(async () => {
    azurite = await restart(azurite);
    world = await createWorld(azurite.tables, '2026-11-02T10:00:00Z');
    await world.tables.roster.replace(rosterOf(sencos(8, ['Trust'])));
    // Making everybody's private records takes long, and few of these tests need them.
    pair = await Pair.start(world, { records: false });
  });
  afterEach(() => world.dispose());

  it('goes from its request to its shred and leaves only a release', async () => {
    pair = await Pair.start(world);
    await walkPeriod(world, pair, autumnTwo, everyoneAnswers(autumnTwo.id, 8, 3));

    const [published] = await world.tables.releases.list();
    expect(published?.release.units).toEqual([
      {
        unit: { id: 'trust', path: 'Trust' },
        respondents: '8 to 13',
        figures: defaultPlan(autumnTwo.id).questions.map((question) => ({ question, mean: 3, step: 0.5 })),
      },
    ]);
    expect((await world.tables.periods.find(autumnTwo.id))?.value.alarms).toEqual({});
    for await (const page of world.tables.envelopes.pages(autumnTwo.id)) expect(page).toEqual([]);
    for await (const page of world.tables.ledger.pages(autumnTwo.id)) expect(page).toEqual([]);
    for (const folder of ['shared', 'web', 'opener']) expect(await periodKeys(folder)).toEqual([]);
  });

  it('counts an answer that replaced another once, and not what was withdrawn', async () => {
    world.clock.set('2026-11-02T10:00:00Z');
    await requestPeriod({ ...world.tables, policy: world.policy }, autumnTwo);
    await pair.until(autumnTwo.id, 'OPEN');
    const [question] = defaultPlan(autumnTwo.id).questions;
    if (!question) throw new Error('empty plan');
    for (let n = 1; n <= 8; n += 1) {
      const ticket = ticketFor(pair.web, personId(n), 0, question);
      await sealAnswer(pair.web, { person: personId(n), ticket, option: 0 });
      await sealAnswer(pair.web, { person: personId(n), ticket, option: 4 });
    }
    await withdrawAnswers(pair.web, personId(8));
    const stored = await world.tables.periods.find(autumnTwo.id);
    if (!stored) throw new Error('no period');
    await closePeriod({ periods: world.tables.periods, clock: world.clock }, stored);
    world.clock.move({ minutes: 11 });
    await pair.until(autumnTwo.id, 'CUT');
    world.clock.move({ hours: 25 });
    await pair.until(autumnTwo.id, 'SHREDDED');
    const figures = (await world.tables.releases.list())[0]?.release.units[0]?.figures;
    expect(figures?.find((figure) => figure.question === question)).toEqual({ question, label: 'Not enough responses to show' });
  });

  it('refuses late answers, another person’s card, foreign cards and options that do not exist', async () => {
    await requestPeriod({ ...world.tables, policy: world.policy }, autumnTwo);
    await pair.until(autumnTwo.id, 'OPEN');
    const [question] = defaultPlan(autumnTwo.id).questions;
    if (!question) throw new Error('empty plan');
    const ticket = ticketFor(pair.web, personId(1), 0, question);
    const refused = { code: 'card-not-yours' };
    await expect(sealAnswer(pair.web, { person: personId(2), ticket, option: 1 })).rejects.toMatchObject(refused);
    await expect(sealAnswer(pair.web, { person: personId(1), ticket: `${ticket.slice(0, -2)}xx`, option: 1 })).rejects.toMatchObject(
      refused,
    );
    for (const option of [5, -1, 0.5, Number.NaN]) {
      await expect(sealAnswer(pair.web, { person: personId(1), ticket, option })).rejects.toMatchObject(refused);
    }
    const stranger = ticketFor(pair.web, personId(99), 0, question);
    await expect(sealAnswer(pair.web, { person: personId(99), ticket: stranger, option: 1 })).rejects.toMatchObject({
      code: 'joins-next-period',
    });

    const stored = await world.tables.periods.find(autumnTwo.id);
    if (!stored) throw new Error('no period');
    await closePeriod({ periods: world.tables.periods, clock: world.clock }, stored);
    await pair.web.watch.refresh();
    await expect(sealAnswer(pair.web, { person: personId(1), ticket, option: 1 })).rejects.toMatchObject({ code: 'period-closed' });
    await expect(withdrawAnswers(pair.web, personId(1))).rejects.toMatchObject({ code: 'period-closed' });
  });

  it('is not cut before 10 minutes, nor while a living web process has not seen the close, nor opened before 24 hours', async () => {
    await requestPeriod({ ...world.tables, policy: world.policy }, autumnTwo);
    await pair.until(autumnTwo.id, 'OPEN');
    const other = await world.web();
    await advanceInWeb(other);
    const stored = await world.tables.periods.find(autumnTwo.id);
    if (!stored) throw new Error('no period');
    await closePeriod({ periods: world.tables.periods, clock: world.clock }, stored);
    world.clock.move({ minutes: 9 });
    await advanceInWeb(pair.web);
    await advanceInWeb(other);
    await advanceInWeb(pair.web);
    expect(await state(autumnTwo.id)).toBe('CLOSED');

    const late = await world.web();
    await world.tables.processes.beat({ process: late.process, sees: `${autumnTwo.id}:OPEN` });
    world.clock.move({ minutes: 2 });
    await advanceInWeb(pair.web);
    expect(await state(autumnTwo.id)).toBe('CLOSED');
    await late.watch.refresh();
    await advanceInWeb(pair.web);
    expect(await state(autumnTwo.id)).toBe('CUT');
    expect(await periodKeys('web')).toEqual([]);

    await advanceInOpener(pair.opener);
    expect(await state(autumnTwo.id)).toBe('CUT');
    world.clock.move({ hours: 24 });
    await advanceInOpener(pair.opener);
    expect(await state(autumnTwo.id)).toBe('RELEASED');
  });

  it('on a laptop in a hurry waits for the confirmations only', async () => {
    await requestPeriod({ ...world.tables, policy: world.policy }, autumnTwo);
    await pair.until(autumnTwo.id, 'OPEN');
    const find = async () => {
      const stored = await world.tables.periods.find(autumnTwo.id);
      if (!stored) throw new Error('no period');
      return stored;
    };
    const deps = { periods: world.tables.periods, clock: world.clock };
    await expect(askRelease(deps, await find(), true)).rejects.toMatchObject({ code: 'refused' });
    await closePeriod(deps, await find());
    await expect(askRelease(deps, await find(), false)).rejects.toMatchObject({ code: 'refused' });
    await askRelease(deps, await find(), true);
    await pair.until(autumnTwo.id, 'SHREDDED');
    const [published] = await world.tables.releases.list();
    expect(published?.release.units[0]).not.toHaveProperty('respondents');
  });

  it('refuses to overlap, to start twice, to start empty and to start with a root that is too small', async () => {
    const deps = { ...world.tables, policy: world.policy };
    await requestPeriod(deps, autumnTwo);
    await expect(requestPeriod(deps, autumnTwo)).rejects.toMatchObject({ code: 'refused' });
    await expect(requestPeriod(deps, springOne)).rejects.toMatchObject({ code: 'refused' });
    await pair.until(autumnTwo.id, 'OPEN');
    const stored = await world.tables.periods.find(autumnTwo.id);
    if (!stored) throw new Error('no period');
    await closePeriod({ periods: world.tables.periods, clock: world.clock }, stored);
    world.clock.move({ hours: 25 });
    await pair.until(autumnTwo.id, 'SHREDDED');
    await world.tables.roster.replace(rosterOf(sencos(7, ['Trust'])));
    await expect(requestPeriod(deps, springOne)).rejects.toMatchObject({ code: 'refused' });
    await world.tables.roster.replace(rosterOf([]));
    await expect(requestPeriod(deps, springOne)).rejects.toMatchObject({ code: 'refused' });
  });

  it('stops with an alarm, once, when the closed rows change after their digest, and goes on when they are mended', async () => {
    await requestPeriod({ ...world.tables, policy: world.policy }, autumnTwo);
    await pair.until(autumnTwo.id, 'OPEN');
    const find = async () => {
      const stored = await world.tables.periods.find(autumnTwo.id);
      if (!stored) throw new Error('no period');
      return stored;
    };
    await closePeriod({ periods: world.tables.periods, clock: world.clock }, await find());
    world.clock.move({ minutes: 11 });
    await pair.until(autumnTwo.id, 'CUT');
    const cut = await find();
    await world.tables.periods.update({ ...cut.value, digest: 'of other rows' }, cut.etag);
    world.clock.move({ hours: 25 });
    for (let turn = 0; turn < 3; turn += 1) await advanceInOpener(pair.opener);
    const { value: stopped } = await find();
    expect(stopped).toMatchObject({ state: 'CUT', stopped: expect.stringContaining('changed after their digest') });
    expect(alarmsOf(stopped, world.clock.now())).toEqual({ openingStopped: 1 });
    expect(alarmsOf(stopped, world.clock.now().add({ hours: 24 }))).toEqual({ openingStopped: 1, releaseOverdue: 1 });
    expect(world.log.lines.filter((line) => line.includes('changed after their digest'))).toHaveLength(1);
    expect(await world.tables.releases.list()).toEqual([]);

    const { digest: _spoilt, ...mended } = stopped;
    await world.tables.periods.update(mended, (await find()).etag);
    await pair.until(autumnTwo.id, 'SHREDDED');
    expect((await find()).value).not.toHaveProperty('stopped');
  });

  it('is not cut while the opener’s half of its keys is missing, nor when H_p was lost before the last touch', async () => {
    const given = everyoneAnswers(autumnTwo.id, 8, 3);
    await requestPeriod({ ...world.tables, policy: world.policy }, autumnTwo);
    await pair.until(autumnTwo.id, 'OPEN');
    for (const { person, place, answer } of given) {
      await sealAnswer(pair.web, { person, ticket: ticketFor(pair.web, person, place, answer.question), option: answer.option });
    }
    const find = async () => {
      const stored = await world.tables.periods.find(autumnTwo.id);
      if (!stored) throw new Error('no period');
      return stored;
    };
    await closePeriod({ periods: world.tables.periods, clock: world.clock }, await find());
    world.clock.move({ minutes: 11 });
    const [outer, places] = [
      join(world.keys, 'shared', `${autumnTwo.id}.outer.key`),
      join(world.keys, 'web', `${autumnTwo.id}.places.key`),
    ];

    await rename(outer, `${world.keys}/outer`);
    for (let turn = 0; turn < 2; turn += 1) await advanceInWeb(pair.web);
    expect(await state(autumnTwo.id)).toBe('CLOSED');
    expect(world.log.lines.some((line) => line.includes('W_p or the public half of K_p'))).toBe(true);
    await rename(`${world.keys}/outer`, outer);

    await rename(places, `${world.keys}/places`);
    for (let turn = 0; turn < 2; turn += 1) await advanceInWeb(pair.web);
    expect((await find()).value).toMatchObject({ state: 'CLOSED', stopped: expect.stringContaining('Recover the deleted key') });
    await rename(`${world.keys}/places`, places);

    await pair.until(autumnTwo.id, 'CUT');
    world.clock.move({ hours: 25 });
    await pair.until(autumnTwo.id, 'SHREDDED');
    const [published] = await world.tables.releases.list();
    expect(published?.release.units[0]?.figures).toHaveLength(defaultPlan(autumnTwo.id).questions.length);
  });

  it('ends without figures when H_p stays lost', async () => {
    await requestPeriod({ ...world.tables, policy: world.policy }, autumnTwo);
    await pair.until(autumnTwo.id, 'OPEN');
    const stored = await world.tables.periods.find(autumnTwo.id);
    if (!stored) throw new Error('no period');
    await closePeriod({ periods: world.tables.periods, clock: world.clock }, stored);
    await rm(join(world.keys, 'web', `${autumnTwo.id}.places.key`));
    world.clock.move({ hours: 7 * 24 - 1 });
    await advanceInWeb(pair.web);
    expect(await state(autumnTwo.id)).toBe('CLOSED');
    world.clock.move({ hours: 2 });
    await pair.until(autumnTwo.id, 'SHREDDED');
    expect((await world.tables.periods.find(autumnTwo.id))?.value.alarms).toMatchObject({ rowsMissing: 8 });
  });

  it('can be given up: cut, and destroyed unopened, whatever keys are left; nothing else of it goes on', async () => {
    const find = async () => {
      const stored = await world.tables.periods.find(autumnTwo.id);
      if (!stored) throw new Error('no period');
      return stored;
    };
    const abandon = async () => abandonPeriod({ periods: world.tables.periods, clock: world.clock }, await find());
    await requestPeriod({ ...world.tables, policy: world.policy }, autumnTwo);
    await pair.until(autumnTwo.id, 'KEYED');
    await expect(abandon()).rejects.toMatchObject({ code: 'refused' });
    await pair.until(autumnTwo.id, 'OPEN');
    await rm(join(world.keys, 'opener', `${autumnTwo.id}.inner-private.key`));
    await abandon();
    expect(await state(autumnTwo.id)).toBe('CLOSED');
    world.clock.move({ minutes: 11 });
    await pair.until(autumnTwo.id, 'SHREDDED');
    expect(await world.tables.releases.list()).toEqual([]);
    for await (const page of world.tables.envelopes.pages(autumnTwo.id)) expect(page).toEqual([]);
    for (const folder of ['shared', 'web', 'opener']) expect(await periodKeys(folder)).toEqual([]);
    await expect(abandon()).rejects.toMatchObject({ code: 'refused' });
  });

  it('says so when its keys are lost while it runs, until they are back', async () => {
    await requestPeriod({ ...world.tables, policy: world.policy }, autumnTwo);
    await pair.until(autumnTwo.id, 'OPEN');
    const places = join(world.keys, 'web', `${autumnTwo.id}.places.key`);
    await rename(places, `${world.keys}/places`);
    const restarted = await world.web();
    await advanceInWeb(restarted);
    expect((await world.tables.periods.find(autumnTwo.id))?.value.stopped).toContain('no answer can be sealed');
    await rename(`${world.keys}/places`, places);
    world.clock.set('2026-11-03T02:30:00Z');
    await advanceInWeb(restarted);
    expect((await world.tables.periods.find(autumnTwo.id))?.value).not.toHaveProperty('stopped');
  });

  it('opens late without an alarm: its rows are as fresh as after a touch', async () => {
    await requestPeriod({ ...world.tables, policy: world.policy }, autumnTwo);
    world.clock.set('2026-11-18T10:05:00Z');
    await pair.until(autumnTwo.id, 'OPEN');
    const stored = await world.tables.periods.find(autumnTwo.id);
    expect(stored && alarmsOf(stored.value, world.clock.now())).toEqual({});
  });

  it('alarms when two nights went by without a touch', async () => {
    await requestPeriod({ ...world.tables, policy: world.policy }, autumnTwo);
    await pair.until(autumnTwo.id, 'OPEN');
    const alarms = async (): Promise<unknown> => {
      const stored = await world.tables.periods.find(autumnTwo.id);
      return stored && alarmsOf(stored.value, world.clock.now());
    };
    world.clock.set('2026-11-04T01:00:00Z');
    expect(await alarms()).toEqual({});
    world.clock.set('2026-11-04T03:00:00Z');
    expect(await alarms()).toEqual({ touchOverdue: 1 });
    await advanceInWeb(pair.web);
    expect(await alarms()).toEqual({});
  });

  it('publishes nothing where not one envelope opens though all were moved', async () => {
    await requestPeriod({ ...world.tables, policy: world.policy }, autumnTwo);
    await pair.until(autumnTwo.id, 'OPEN');
    const find = async () => {
      const stored = await world.tables.periods.find(autumnTwo.id);
      if (!stored) throw new Error('no period');
      return stored;
    };
    await closePeriod({ periods: world.tables.periods, clock: world.clock }, await find());
    const closed = await find();
    await world.tables.periods.update({ ...closed.value, movedForOpening: true }, closed.etag);
    await rm(join(world.keys, 'web', `${autumnTwo.id}.places.key`));
    world.clock.move({ minutes: 11 });
    await pair.until(autumnTwo.id, 'CUT');
    world.clock.move({ hours: 25 });
    await advanceInOpener(pair.opener);
    expect((await find()).value).toMatchObject({ state: 'CUT', stopped: expect.stringContaining('Not one of 8 envelopes') });
    expect(await world.tables.releases.list()).toEqual([]);
  });

  it('says what stands in the way when the roster shrinks before it opens', async () => {
    world.clock.set('2026-11-01T10:00:00Z');
    await requestPeriod({ ...world.tables, policy: world.policy }, autumnTwo);
    await pair.until(autumnTwo.id, 'KEYED');
    await world.tables.roster.replace(rosterOf(sencos(7, ['Trust'])));
    world.clock.set('2026-11-02T10:00:00Z');
    await advanceInWeb(pair.web);
    await advanceInWeb(pair.web);
    expect((await world.tables.periods.find(autumnTwo.id))?.value.stopped).toContain('7 eligible people');
    expect(world.log.lines.filter((line) => line.includes('7 eligible people'))).toHaveLength(1);
    await world.tables.roster.replace(rosterOf(sencos(8, ['Trust'])));
    await pair.until(autumnTwo.id, 'OPEN');
    expect((await world.tables.periods.find(autumnTwo.id))?.value).not.toHaveProperty('stopped');
  });

  it('closes by itself after its last day', async () => {
    await requestPeriod({ ...world.tables, policy: world.policy }, autumnTwo);
    await pair.until(autumnTwo.id, 'OPEN');
    world.clock.set('2026-12-18T23:59:00Z');
    await advanceInWeb(pair.web);
    expect(await state(autumnTwo.id)).toBe('OPEN');
    world.clock.set('2026-12-19T00:01:00Z');
    await advanceInWeb(pair.web);
    expect(await state(autumnTwo.id)).toBe('CLOSED');
  });

  it('is touched once a night: every column of every row changes, every answer stays', async () => {
    await requestPeriod({ ...world.tables, policy: world.policy }, autumnTwo);
    await pair.until(autumnTwo.id, 'OPEN');
    const dump = async (): Promise<Map<string, Buffer>> => {
      const columns = new Map<string, Buffer>();
      for await (const page of world.tables.envelopes.pages(autumnTwo.id)) {
        for (const { value } of page) {
          for (const [column, sealed] of Object.entries(value.columns)) columns.set(`${value.rowKey}/${column}`, Buffer.from(sealed));
        }
      }
      return columns;
    };
    const before = await dump();
    world.clock.set('2026-11-03T01:59:00Z');
    await advanceInWeb(pair.web);
    expect([...(await dump()).values()]).toEqual([...before.values()]);
    world.clock.set('2026-11-03T02:01:00Z');
    await advanceInWeb(pair.web);
    const after = await dump();
    expect([...after.keys()]).toEqual([...before.keys()]);
    for (const [column, sealed] of after) expect(sealed.equals(before.get(column) ?? sealed)).toBe(false);
    await advanceInWeb(pair.web);
    expect([...(await dump()).values()]).toEqual([...after.values()]);
  });
});

async function restart(running: Azurite): Promise<Azurite> {
  await running.stop();
  return startAzurite();
}
