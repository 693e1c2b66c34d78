/** The daily work under restarts and in two processes at once: nothing announced twice, nothing unreadable. */
import { describe, expect, it } from '@jest/globals';
import type { PersonId } from '../../../bot/domain/ids.ts';
import type { RosterEntry } from '../../../bot/domain/roster.ts';
import type { LeaseStore, RosterStore } from '../../../bot/ports.ts';
import { agree, asSupervisee, asSupervisor } from '../../../bot/usecases/supervision/agree.ts';
import { changeFlags } from '../../../bot/usecases/supervision/changeFlags.ts';
import { announceNews, markNews } from '../../../bot/usecases/supervision/announce.ts';
import { readUpkeep } from '../../../bot/usecases/supervision/readUpkeep.ts';
import { setBooking } from '../../../bot/usecases/supervision/library.ts';
import { readSeries } from '../../../bot/usecases/supervision/readSeries.ts';
import { readSupervisees } from '../../../bot/usecases/supervision/readSupervisees.ts';
import { draftRecord } from '../../../bot/usecases/supervision/records.ts';
import { SealedRows } from '../../../bot/usecases/supervision/sealedRows.ts';
import { everyone } from '../../../bot/usecases/supervision/supervisionDeps.ts';
import type { TendSupervisionDeps } from '../../../bot/usecases/supervision/tendDeps.ts';
import { SupervisionUpkeep } from '../../../bot/usecases/supervision/tendSupervision.ts';
import { createSupervisionSealing } from '../../../bot/adapters/sealing/supervision.ts';
import { digestCard } from '../../../bot/adapters/teams/supervisionCards.ts';
import { supervisionWords } from '#words/supervisionChat.ts';
import { Crash, Killed } from '../../helpers/crash.ts';
import { entry, recordingLogger, rosterOf, type LogLine } from '../../helpers/server.ts';
import { setDate, testSupervision } from '../../helpers/supervision.ts';
import { TestClock } from '../../helpers/world.ts';

const sol = entry(50, ['supervisor'], 'Trust');
const tilda = entry(51, ['supervisor'], 'Trust');
const supervisee = (n: number, by: RosterEntry = sol): RosterEntry => ({ ...entry(n, ['senco'], 'Trust/East'), supervisor: by.person });
const terms = { copies: 'supervisee', years: 2 } as const;

async function school(entries: readonly RosterEntry[], at = '2026-11-18T10:30:00Z') {
  const clock = new TestClock(at);
  const people = { entries };
  const roster: RosterStore = {
    read: () => rosterOf(...people.entries).read(),
    find: (person) => rosterOf(...people.entries).find(person),
    replace: async () => undefined,
  };
  const { log, lines } = recordingLogger();
  const supervision = await testSupervision(roster, clock, log);
  const deps = supervision.deps;
  // One that any number of processes get at once: what the lease keeps apart must hold without it too.
  const noLease: LeaseStore = { withLease: (_, work) => work() };
  const tending: TendSupervisionDeps = { ...deps, supervision: supervision.store, leases: noLease, policy: { k: 8 } };
  return { ...supervision, deps, tending, clock, lines, people };
}
type School = Awaited<ReturnType<typeof school>>;

async function agreed({ deps }: School, person: PersonId, supervisor: PersonId): Promise<void> {
  await agree(deps, await asSupervisee(deps, person), terms);
  await agree(deps, await asSupervisor(deps, supervisor, person), terms);
}

const keep = (deps: School['deps'], person: PersonId, id: string, note: string) =>
  changeFlags(deps, person, { do: 'keep', id, topic: 'team', note, sure: true });

const digestsSaid = ({ said }: School): readonly PersonId[] => said.flatMap(({ person, notice }) => (notice === 'digest' ? [person] : []));

/** A process of its own over the same stores, which dies at a point. */
async function processOf(whole: School, crash: Crash): Promise<SupervisionUpkeep> {
  const supervision = crash.wrap(whole.store);
  const vault = { supervisionKey: async () => new Uint8Array(32).fill(7) };
  const rows = new SealedRows({ supervision, vault, supervisionSealing: await createSupervisionSealing() });
  const boards = Object.fromEntries(Object.entries(whole.tending.boards).map(([name, board]) => [name, crash.wrap(board)]));
  const deps = {
    ...whole.tending,
    rows,
    supervision,
    boards: { ...whole.tending.boards, ...boards },
    notices: crash.wrap(whole.deps.notices),
  };
  return new SupervisionUpkeep(deps);
}

async function prepared(): Promise<School> {
  const whole = await school([sol, tilda, supervisee(1), supervisee(2), supervisee(3, tilda)]);
  for (const [n, by] of [
    [1, sol],
    [2, sol],
    [3, tilda],
  ] as const) {
    const { person } = supervisee(n);
    await agreed(whole, person, by.person);
    await keep(whole.deps, person, `flag-of-person-${n}-0000`, `words of ${n}`);
  }
  // The Monday on which weekly digests go.
  whole.clock.set('2026-11-23T08:00:00Z');
  return whole;
}

async function whatSupervisorsRead(whole: School): Promise<readonly string[]> {
  const all = await Promise.all([sol, tilda].map(({ person }) => readSupervisees(whole.deps, person)));
  return all.flatMap(({ supervisees }) => supervisees.flatMap(({ digest }) => digest.topics.map(({ note }) => note ?? ''))).toSorted();
}

describe('the morning', () => {
  it('dies at any call and is begun again: announced never twice, and always readable', async () => {
    const count = Crash.never();
    await (await processOf(await prepared(), count)).tend();
    const points = count.calls;
    expect(points).toBeGreaterThan(20);
    // Every other point, before and after it took effect; all of them take too long for every run.
    for (let at = 1; at <= points; at += 2) {
      for (const when of ['before', 'after'] as const) {
        const whole = await prepared();
        const dying = await processOf(whole, new Crash(at, when));
        await dying.tend().catch((error: unknown) => {
          if (!(error instanceof Killed)) throw error;
        });
        await (await processOf(whole, Crash.never())).tend();
        await (await processOf(whole, Crash.never())).tend();
        const said = digestsSaid(whole);
        expect([at, when, said.filter((person) => person === sol.person).length <= 1, said.length <= 2]).toEqual([at, when, true, true]);
        expect([at, when, await whatSupervisorsRead(whole)]).toEqual([at, when, ['words of 1', 'words of 2', 'words of 3']]);
        // The next day nothing of it is announced again.
        whole.clock.set('2026-11-24T08:00:00Z');
        await (await processOf(whole, Crash.never())).tend();
        const later = digestsSaid(whole);
        expect([at, when, new Set(later).size]).toEqual([at, when, later.length]);
      }
    }
  }, 60_000);

  it('runs in two processes at the same moment without a lease, and says everything once', async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      const whole = await prepared();
      const both = [await processOf(whole, Crash.never()), await processOf(whole, Crash.never())];
      await Promise.all(both.map((each) => each.tend()));
      expect(digestsSaid(whole).toSorted()).toEqual([sol.person, tilda.person]);
      whole.clock.set('2026-11-24T08:00:00Z');
      await Promise.all(both.map((each) => each.tend()));
      expect(digestsSaid(whole)).toHaveLength(2);
      expect(await whatSupervisorsRead(whole)).toEqual(['words of 1', 'words of 2', 'words of 3']);
    }
  });

  it('goes before a session, previewed the working day before, and says so in its account', async () => {
    const whole = await prepared();
    const { person } = supervisee(1);
    whole.clock.set('2026-11-19T08:00:00Z');
    await setDate(whole.deps, await asSupervisee(whole.deps, person), { date: '2026-11-24', time: '10:00', minutes: 60 });
    const days = ['2026-11-20', '2026-11-23', '2026-11-24', '2026-11-25'];
    for (const day of days) {
      whole.clock.set(`${day}T08:00:00Z`);
      await new SupervisionUpkeep(whole.tending).tend();
    }
    const mine = whole.said.flatMap(({ person: to, notice }) => (to === person ? [notice] : []));
    expect(mine.slice(0, 2)).toEqual(['preview', 'agenda']);
    expect((await readSupervisees(whole.deps, sol.person)).supervisees[0]?.toDraft).toEqual([{ date: '2026-11-24', by: '2026-11-26' }]);
    const account = (lines: readonly LogLine[]) => lines.filter(({ message }) => message.includes('morning')).map(({ fields }) => fields);
    expect(account(whole.lines)[1]).toMatchObject({ digests: 3, announced: 2 });
    expect(await whole.tending.boards.upkeep.find(everyone, 'morning')).toMatchObject({ day: '2026-11-25' });
  });
});

describe('an announcement', () => {
  /** Mornings of two days: on the first the channel does this, on the second it works again. */
  async function overTwoDays(first: Partial<Pick<TendSupervisionDeps, 'notices' | 'conversations'>>) {
    const whole = await prepared();
    await new SupervisionUpkeep({ ...whole.tending, ...first }).tend();
    const sameDay = await readUpkeep(whole.deps);
    whole.clock.set('2026-11-24T06:00:00Z');
    const { unsure } = await readUpkeep(whole.deps);
    whole.clock.set('2026-11-24T08:00:00Z');
    await new SupervisionUpkeep(whole.tending).tend();
    const counted = (await whole.deps.boards.upkeep.find(everyone, 'morning'))?.did['unsure'];
    return { sameDay: sameDay.unsure, unsure, counted, said: digestsSaid(whole), whole };
  }
  const failing = (arrived: 'no' | 'maybe'): Pick<TendSupervisionDeps, 'notices'> => ({
    notices: { sendNotice: async () => ({ kind: 'failed', reason: 'channelBusy', arrived }) },
  });

  it('of a session stays to be written up when the next date is set in the hour itself', async () => {
    const whole = await prepared();
    const { person } = supervisee(1);
    const pair = await asSupervisor(whole.deps, sol.person, person);
    const at = { time: '15:30', minutes: 60 };
    const held = async () => (await whole.deps.rows.drawerOf(person)).bond?.held;
    const before = (await held()) ?? [];
    await setDate(whole.deps, pair, { ...at, date: '2026-11-25' });
    whole.clock.set('2026-11-25T15:20:00Z');
    await setDate(whole.deps, pair, { ...at, date: '2026-11-25', time: '15:40' });
    expect(await held()).toEqual(before);
    whole.clock.set('2026-11-25T16:10:00Z');
    await setDate(whole.deps, pair, { ...at, date: '2026-12-09' });
    await setDate(whole.deps, pair, { ...at, date: '2026-12-10' });
    expect(await held()).toEqual([...before, '2026-11-25']);
  });

  it('of which nobody knows is not made again, and stands on the administrator’s list until the next one', async () => {
    const { sameDay, unsure, counted, said, whole } = await overTwoDays(failing('maybe'));
    expect([sameDay, unsure, counted, said]).toEqual([[], [sol, tilda].map(({ displayName }) => displayName), 2, []]);
    whole.clock.set('2026-11-30T08:00:00Z');
    await new SupervisionUpkeep(whole.tending).tend();
    whole.clock.set('2026-12-01T06:00:00Z');
    expect([digestsSaid(whole), (await readUpkeep(whole.deps)).unsure]).toEqual([[sol.person, tilda.person], []]);
  });

  it('that surely did not arrive comes the next morning, and so does one for which no chat was known yet', async () => {
    const unknown = {
      conversations: { find: async () => undefined, people: async () => [], save: async () => undefined, remove: async () => undefined },
    };
    for (const first of [failing('no'), unknown]) {
      const { unsure, counted, said } = await overTwoDays(first);
      expect([unsure, counted, said]).toEqual([[], 0, [sol.person, tilda.person]]);
    }
  });

  it('is not made again by a process that is still at the day before’s work', async () => {
    const whole = await prepared();
    await new SupervisionUpkeep(whole.tending).tend();
    whole.clock.set('2026-11-24T06:00:00Z');
    await markNews(whole.deps, sol.person, { morning: '2026-11-23' });
    await announceNews(whole.tending, sol.person, { morning: '2026-11-23' });
    whole.clock.set('2026-11-24T08:00:00Z');
    await new SupervisionUpkeep(whole.tending).tend();
    await markNews(whole.deps, sol.person, { morning: '2026-11-23' });
    expect(digestsSaid(whole)).toEqual([sol.person, tilda.person]);
    expect((await whole.deps.rows.deskOf(sol.person)).news).toBe(false);
  });
});

describe('the calendar file', () => {
  it('is one entry however a series goes on or is moved, and another after a single session', async () => {
    const whole = await prepared();
    const { person } = supervisee(1);
    const pair = await asSupervisee(whole.deps, person);
    const on = async (day: string): Promise<void> => {
      whole.clock.set(`${day}T08:00:00Z`);
      await new SupervisionUpkeep(whole.tending).tend();
    };
    const lineOf = async (name: string): Promise<string> =>
      (await readSeries(whole.deps, pair))
        .replaceAll('\r\n ', '')
        .split('\r\n')
        .find((line) => line.startsWith(name)) ?? '';
    await setDate(whole.deps, pair, { date: '2026-11-24', time: '15:30', minutes: 60, every: 'fortnight' });
    const series = await lineOf('UID');
    expect(series).toMatch(/^UID:[\w-]{16,}\.supervision\.held$/);
    await on('2026-11-25');
    expect(await lineOf('DTSTART;')).toContain('20261208T153000');
    expect(await lineOf('UID')).toBe(series);
    await setDate(whole.deps, pair, { date: '2026-12-09', time: '14:00', minutes: 60 });
    expect(await lineOf('UID')).toBe(series);
    await on('2026-12-09');
    await setDate(whole.deps, pair, { date: '2026-12-16', time: '14:00', minutes: 60 });
    const next = await lineOf('UID');
    expect(next).not.toBe(series);
    await setDate(whole.deps, pair, undefined);
    await setDate(whole.deps, pair, { date: '2026-12-17', time: '14:00', minutes: 60 });
    expect([series, next]).not.toContain(await lineOf('UID'));
  });
});

describe('the night', () => {
  it('makes a drawer for everyone in the order of places, and seals every one anew', async () => {
    const whole = await prepared();
    const before = new Map(whole.store.rows);
    expect([...before.keys()].filter((key) => key.endsWith('.drawer'))).toHaveLength(3);
    whole.people.entries = [...whole.people.entries, supervisee(4), entry(5, ['senco'], 'Trust/East')];
    whole.clock.set('2026-11-19T03:00:00Z');
    await new SupervisionUpkeep(whole.tending).tend();
    const after = [...whole.store.rows];
    expect(after.filter(([key]) => key.endsWith('.drawer'))).toHaveLength(5);
    for (const [key, { value }] of before) {
      expect(Buffer.from(whole.store.rows.get(key)?.value.sealed ?? []).equals(Buffer.from(value.sealed))).toBe(false);
    }
    const made = after.flatMap(([key]) => (before.has(key) ? [] : [key.split('.')[0] ?? '']));
    expect(made).toEqual(made.toSorted());
    const lengths = new Set(after.filter(([key]) => key.endsWith('.drawer')).map(([, { value }]) => value.sealed.length));
    expect(lengths.size).toBe(1);
  });
});

async function damage(whole: School, person: PersonId, name: string): Promise<void> {
  const [row] = await whole.store.list((await whole.deps.rows.sealer()).placeOf(person), name);
  if (!row) throw new Error('no row');
  const sealed = Uint8Array.from(row.value.sealed, (byte, i) => (i === 40 ? byte ^ 1 : byte));
  expect(await whole.store.save({ ...row.value, sealed }, row.etag)).toBe(true);
}

describe('a row that somebody damaged', () => {
  it('is left out of their supervisor’s page with a word, and everybody else is there', async () => {
    const whole = await prepared();
    await damage(whole, supervisee(1).person, 'drawer');
    const page = await readSupervisees(whole.deps, sol.person);
    expect([page.supervisees.map(({ entry: { person } }) => person), page.unreadable]).toEqual([
      [supervisee(2).person],
      [supervisee(1).displayName],
    ]);
    expect(JSON.stringify(digestCard([], undefined, page.unreadable))).toContain(supervisionWords.unreadable);
  });

  it('is that person’s trouble: everybody else’s day goes on', async () => {
    const whole = await prepared();
    await whole.deps.rows.changeDesk(tilda.person, (desk) => ({ ...desk, agendaOn: '2026-11-02' }));
    await damage(whole, supervisee(1).person, 'drawer');
    await damage(whole, tilda.person, 'desk');
    await new SupervisionUpkeep(whole.tending).tend();
    expect(digestsSaid(whole)).toEqual([sol.person]);
    expect((await whole.deps.rows.drawerOf(supervisee(2).person)).flags[0]?.sentOn).toBe('2026-11-23');
    expect(whole.lines.filter(({ level }) => level === 'error').length).toBeGreaterThan(0);
  });
});

describe('what is over its time', () => {
  it('goes too where somebody is no SENCo any more', async () => {
    const whole = await prepared();
    const { person } = supervisee(1);
    await whole.deps.rows.changeDrawer(person, (drawer) => ({
      ...drawer,
      flags: drawer.flags.map((flag) => ({ ...flag, sentOn: '2026-11-20', discussedOn: '2026-11-20' })),
    }));
    whole.people.entries = whole.people.entries.map((each) => (each.person === person ? { ...each, roles: ['leader'] } : each));
    whole.clock.set('2026-12-21T09:00:00Z');
    await new SupervisionUpkeep(whole.tending).tend();
    expect((await whole.deps.rows.drawerOf(person)).flags).toEqual([]);
  });

  it('goes: topics 30 days after discussion, records after the years agreed, people 30 days after they left', async () => {
    const whole = await prepared();
    const { person } = supervisee(1);
    await new SupervisionUpkeep(whole.tending).tend();
    await whole.deps.rows.changeDrawer(person, (drawer) => ({
      ...drawer,
      flags: drawer.flags.map((flag) => ({ ...flag, discussedOn: '2026-11-23' })),
    }));
    const record = {
      id: 'record-of-a-session-1',
      version: 0,
      date: '2026-11-23',
      minutes: 60,
      format: 'oneToOne',
      focus: 'f',
      mine: '',
      shared: '',
      systems: '',
      actions: [],
      reading: [],
      mayLeave: '',
    } as const;
    await draftRecord(whole.deps, sol.person, person, record);
    const on = async (day: string): Promise<void> => {
      whole.clock.set(`${day}T09:00:00Z`);
      await new SupervisionUpkeep(whole.tending).tend();
    };
    await on('2026-12-07');
    // Confirmed, it is the supervisee's alone: a refused draft of another date does not decide when it goes.
    for (const date of ['2025-01-06', '2020-01-06']) {
      await expect(draftRecord(whole.deps, sol.person, person, { ...record, date })).rejects.toMatchObject({
        code: date < '2024' ? 'bad-request' : 'refused',
      });
    }
    expect((await whole.deps.rows.drawerOf(person)).records).toMatchObject([{ date: '2026-11-23', endsOn: '2028-11-23' }]);
    expect((await whole.deps.rows.recordsOf(person))[0]?.confirmedOn).toBe('2026-12-07');
    await on('2026-12-22');
    expect((await whole.deps.rows.drawerOf(person)).flags).toHaveLength(1);
    await on('2026-12-23');
    expect((await whole.deps.rows.drawerOf(person)).flags).toHaveLength(0);
    await on('2028-11-22');
    expect(await whole.deps.rows.recordsOf(person)).toHaveLength(1);
    await on('2028-11-23');
    expect(await whole.deps.rows.recordsOf(person)).toHaveLength(0);

    whole.people.entries = whole.people.entries.filter((each) => each.person !== person);
    const place = (await whole.deps.rows.sealer()).placeOf(person);
    await on('2028-11-24');
    expect(await whole.store.list(place, '')).toHaveLength(1);
    await on('2028-12-23');
    expect(await whole.store.list(place, '')).toHaveLength(1);
    await on('2028-12-24');
    expect(await whole.store.list(place, '')).toHaveLength(0);
  });
});

describe('another supervisor', () => {
  it('gets nothing of before until the person gives it', async () => {
    const whole = await prepared();
    const { person } = supervisee(1);
    whole.people.entries = whole.people.entries.map((each) => (each.person === person ? { ...each, supervisor: tilda.person } : each));
    await agreed(whole, person, tilda.person);
    await new SupervisionUpkeep(whole.tending).tend();
    const seen = async () =>
      (await readSupervisees(whole.deps, tilda.person)).supervisees.find(({ entry: each }) => each.person === person);
    expect((await seen())?.digest).toMatchObject({ topics: [], on: '2026-11-23' });
    expect((await readSupervisees(whole.deps, sol.person)).supervisees.map(({ entry: each }) => each.person)).toEqual([
      supervisee(2).person,
    ]);
    await changeFlags(whole.deps, person, { do: 'readdress', id: 'flag-of-person-1-0000', version: 1 });
    whole.clock.set('2026-11-30T08:00:00Z');
    await new SupervisionUpkeep(whole.tending).tend();
    expect((await seen())?.digest.topics).toHaveLength(1);
  });

  it('who has left the roster gets nothing, and the person is told', async () => {
    const whole = await prepared();
    const { person } = supervisee(3);
    for (const each of [sol, tilda]) await setBooking(whole.deps, each.person, { session: `https://booking.example/${each.person}` });
    whole.people.entries = whole.people.entries.filter((each) => each.person !== tilda.person);
    await new SupervisionUpkeep(whole.tending).tend();
    expect((await whole.deps.boards.booking.list(everyone)).map(({ supervisor }) => supervisor)).toEqual([sol.person]);
    expect(digestsSaid(whole)).toEqual([sol.person]);
    await expect(keep(whole.deps, person, 'another-flag-000000', 'x')).rejects.toMatchObject({ code: 'no-supervisor' });
    // What was kept for somebody who is gone can be taken back all the same.
    await changeFlags(whole.deps, person, { do: 'withdraw', id: 'flag-of-person-3-0000', version: 1 });
    expect((await whole.deps.rows.drawerOf(person)).flags).toEqual([]);
  });
});

describe('a group', () => {
  it('counts nobody who has not agreed yet, and takes nothing of theirs', async () => {
    const members = Array.from({ length: 8 }, (_, n) => supervisee(n + 1));
    const whole = await school([sol, ...members]);
    await whole.deps.boards.entitlements.put(everyone, 'trust', { minutes: 90, every: 'month', format: 'group' });
    for (const [n, { person }] of members.entries()) {
      if (n > 0) await agreed(whole, person, sol.person);
      await keep(whole.deps, person, `flag-of-person-${n}-0000`, `words of ${n}`);
    }
    whole.clock.set('2026-12-01T08:00:00Z');
    await new SupervisionUpkeep(whole.tending).tend();
    expect((await readSupervisees(whole.deps, sol.person)).groups.map(({ topics }) => topics)).toEqual([[]]);
    expect((await whole.deps.rows.drawerOf(supervisee(1).person)).flags[0]?.sentOn).toBeUndefined();
  });

  it('has one digest a half-term, of topics that eight people kept, without counts or single topics', async () => {
    const members = Array.from({ length: 9 }, (_, n) => supervisee(n + 1));
    const whole = await school([sol, ...members]);
    await whole.deps.boards.entitlements.put(everyone, 'trust', { minutes: 90, every: 'month', format: 'group' });
    for (const [n, { person }] of members.entries()) {
      await agreed(whole, person, sol.person);
      await keep(whole.deps, person, `flag-of-person-${n}-0000`, `words of ${n}`);
      if (n < 7) await changeFlags(whole.deps, person, { do: 'keep', id: `other-of-person-${n}-000`, topic: 'well', sure: true });
    }
    // Before the half-way week nothing, then once.
    for (const day of ['2026-11-18', '2026-11-24', '2026-11-25', '2026-12-01']) {
      whole.clock.set(`${day}T08:00:00Z`);
      await new SupervisionUpkeep(whole.tending).tend();
    }
    const { groups, supervisees } = await readSupervisees(whole.deps, sol.person);
    expect(groups.map(({ period, topics }) => [period, topics])).toEqual([['2026-27-2', ['team']]]);
    expect(supervisees.flatMap(({ digest }) => digest.topics)).toEqual([]);
    expect(digestsSaid(whole)).toEqual([sol.person]);
  });
});
