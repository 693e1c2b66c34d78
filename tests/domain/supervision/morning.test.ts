import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { accept, isAgreed } from '../../../bot/domain/supervision/contract.ts';
import { bondWith, emptyDrawer, heldKept, sessionsOf, withBond, type Drawer } from '../../../bot/domain/supervision/drawer.ts';
import { isWaiting, type Flag } from '../../../bot/domain/supervision/flag.ts';
import { comingDigest, dueDigest, morning, type MorningContext } from '../../../bot/domain/supervision/morning.ts';
import { englandDates } from '../../../bot/domain/prompting/englandDates.ts';
import type { SessionTime } from '../../../bot/domain/supervision/session.ts';
import { digestFor, previewFor } from '../../../bot/usecases/supervision/readDigest.ts';
import { personId } from '../../helpers/server.ts';

const [ada, sol, tilda] = [personId(1), personId(3), personId(5)];

const flag = (id: string, more: Partial<Flag> = {}): Flag => ({
  id,
  topic: 'stayed',
  version: 1,
  supervisor: sol,
  keptOn: '2026-11-16',
  ...more,
});

const on = (today: string, more: Partial<MorningContext> = {}): MorningContext => ({
  today,
  supervisor: sol,
  format: 'oneToOne',
  days: englandDates,
  until: '2027-07-31',
  ...more,
});

const terms = { copies: 'supervisee', years: 2 } as const;
const agreed = (drawer: Drawer): Drawer =>
  withBond(drawer, sol, (bond) => ({
    ...bond,
    contract: accept(accept(bond.contract, 'supervisee', terms, '2026-11-02'), 'supervisor', terms, '2026-11-02'),
  }));
const withSession = (drawer: Drawer, session: SessionTime): Drawer =>
  withBond(drawer, sol, (bond) => ({ ...bond, session: { ...session, entry: 'an-entry' } }));
const drawerOf = (...flags: Flag[]): Drawer => agreed({ ...emptyDrawer(ada), flags });

describe('when a digest goes', () => {
  it('is the working day before the session, over a weekend too', () => {
    const monday = { date: '2026-11-23', time: '10:00', minutes: 60 };
    expect(dueDigest(monday, '2026-11-19', englandDates)).toBeUndefined();
    expect(dueDigest(monday, '2026-11-20', englandDates)).toEqual({ key: 'session 2026-11-23', due: '2026-11-20' });
  });

  it('is weekly without a session, on the first term day of the week', () => {
    expect(dueDigest(undefined, '2026-11-18', englandDates)).toEqual({ key: 'week 2026-11-16', due: '2026-11-16', weekly: true });
    expect(comingDigest(undefined, '2026-11-18', englandDates)).toEqual({ key: 'week 2026-11-23', due: '2026-11-23', weekly: true });
    // Over the winter holidays the next one is the first day of the next term.
    const next = comingDigest(undefined, '2026-12-18', englandDates);
    expect(next?.due.slice(0, 7)).toBe('2027-01');
  });
});

describe('a morning', () => {
  it('sends what waits for this supervisor, empty or not, and only once', () => {
    const before = withSession(drawerOf(flag('a'), flag('other', { supervisor: tilda })), {
      date: '2026-11-23',
      time: '10:00',
      minutes: 60,
    });
    const first = morning(before, on('2026-11-20'));
    expect([first.digest, first.drawer.flags.map(({ sentOn }) => sentOn)]).toEqual([true, ['2026-11-20', undefined]]);
    expect(morning(first.drawer, on('2026-11-20'))).toEqual({ ...first, digest: false, preview: false, agenda: false });
    expect(morning(first.drawer, on('2026-11-22')).digest).toBe(false);
    expect(morning(drawerOf(), on('2026-11-16')).digest).toBe(true);
  });

  it('sends nothing before both have agreed, and nothing of one person’s to a group’s supervisor', () => {
    expect(morning({ ...emptyDrawer(ada), flags: [flag('a')] }, on('2026-11-16')).digest).toBe(false);
    const inGroup = morning(drawerOf(flag('a')), on('2026-11-16', { format: 'group' }));
    expect([inGroup.digest, inGroup.drawer.flags.every(isWaiting)]).toEqual([false, true]);
  });

  it('tells of a preview the working day before, and of the agenda on the day', () => {
    const before = withSession(drawerOf(flag('a')), { date: '2026-11-24', time: '10:00', minutes: 60 });
    const days = ['2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25'];
    const told: string[] = [];
    let drawer = before;
    for (const day of days) {
      const next = morning(drawer, on(day));
      if (next.preview) told.push(`preview ${day}`);
      if (next.digest) told.push(`digest ${day}`);
      if (next.agenda) told.push(`agenda ${day}`);
      drawer = next.drawer;
    }
    // The day after the session brings no second digest in the same week.
    expect(told).toEqual(['preview 2026-11-20', 'digest 2026-11-23', 'agenda 2026-11-24']);
    expect(bondWith(drawer, sol).held).toEqual(['2026-11-24']);
    expect(bondWith(drawer, sol).session).toBeUndefined();
  });

  it('brings no weekly digest in a week that has had its session', () => {
    let drawer = withSession(drawerOf(flag('a')), { date: '2026-11-23', time: '10:00', minutes: 60 });
    const went: string[] = [];
    for (const day of ['2026-11-20', '2026-11-23', '2026-11-24', '2026-11-27', '2026-11-30']) {
      const next = morning(drawer, on(day));
      if (next.digest) went.push(day);
      drawer = next.drawer;
    }
    expect(went).toEqual(['2026-11-20', '2026-11-30']);
  });

  it('goes on with a series and passes over holidays', () => {
    const series = withSession(drawerOf(), { date: '2026-12-15', time: '10:00', minutes: 60, every: 'fortnight' });
    const after = morning(series, on('2026-12-16')).drawer;
    expect(bondWith(after, sol).session?.date).toBe('2027-01-12');
  });

  it('forgets 30 days after discussion', () => {
    const talked = drawerOf(flag('a', { sentOn: '2026-10-01', discussedOn: '2026-10-20' }));
    expect(morning(talked, on('2026-11-18')).drawer.flags).toHaveLength(1);
    expect(morning(talked, on('2026-11-19'))).toMatchObject({ forgotten: 1, drawer: { flags: [] } });
  });

  it('done twice is done once, whatever the day and the drawer (property)', () => {
    const days = fc.integer({ min: 0, max: 200 }).map((n) => Temporal.PlainDate.from('2026-11-02').add({ days: n }).toString());
    const session = fc.option(
      fc
        .record({ date: days, time: fc.constant('10:00'), minutes: fc.constant(60) })
        .map((each): SessionTime => ({ ...each, every: 'fortnight' })),
      { nil: undefined },
    );
    fc.assert(
      fc.property(days, session, fc.array(fc.constantFrom(sol, tilda), { maxLength: 4 }), (today, next, whom) => {
        const flags = whom.map((supervisor, n) => flag(String(n), { supervisor }));
        const drawer = next ? withSession(drawerOf(...flags), next) : drawerOf(...flags);
        const once = morning(drawer, on(today));
        const twice = morning(once.drawer, on(today));
        expect([twice.drawer, twice.digest, twice.preview, twice.agenda, twice.forgotten]).toEqual([once.drawer, false, false, false, 0]);
        // Nothing of another supervisor's is ever sent.
        expect(once.drawer.flags.filter(({ supervisor }) => supervisor === tilda).every(isWaiting)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('what is wished of a session', () => {
  const { date, ...at } = { date: '2026-11-24', time: '10:00', minutes: 60 };
  const wishing = (drawer: Drawer, wishes: Drawer['wishes']): Drawer => ({ ...drawer, wishes });
  const seen = (drawer: Drawer, supervisor = sol) => digestFor(drawer, supervisor).wishes;

  it('of that day alone is over once the session was held, or a week’s digest went', () => {
    const asked = wishing(drawerOf(), { access: 'a quiet room', notToday: true, supervisor: sol });
    const sent = morning(withSession(asked, { ...at, date }), on('2026-11-23')).drawer;
    expect([seen(sent), sent.wishes.notToday]).toEqual([{ access: 'a quiet room', notToday: true }, true]);
    const after = morning(morning(sent, on(date)).drawer, on('2026-11-25')).drawer;
    expect([seen(after), after.wishes]).toEqual([{ access: 'a quiet room' }, { access: 'a quiet room', supervisor: sol }]);
    const weekly = morning(asked, on('2026-11-23')).drawer;
    expect([seen(weekly).notToday, weekly.wishes.notToday]).toEqual([true, undefined]);
    expect(seen(morning(weekly, on('2026-11-30')).drawer)).toEqual({ access: 'a quiet room' });
  });

  it('stays as it went, and a later change goes with the next digest', () => {
    const sent = morning(withSession(wishing(drawerOf(), { access: 'before', supervisor: sol }), { ...at, date }), on('2026-11-23')).drawer;
    const typed = wishing(sent, { access: 'half a sen', supervisor: sol });
    expect([seen(typed).access, previewFor(typed, sol, 'oneToOne').wishes.access]).toEqual(['before', 'half a sen']);
    // One that went before wishes were kept with it shows what stands.
    const old = withBond(typed, sol, (bond) => ({ ...bond, digest: { key: 'week 2026-11-16', on: '2026-11-16' } }));
    expect(seen(old).access).toBe('half a sen');
  });

  it('goes to no other supervisor, whenever it was kept', () => {
    for (const wishes of [{ access: 'for Sol' }, { access: 'for Sol', supervisor: sol }]) {
      const before = withBond(wishing(drawerOf(), wishes), sol, (bond) => bond);
      expect(previewFor(before, tilda, 'oneToOne').wishes).toEqual({});
      const agreedAnew = withBond(before, tilda, (bond) => ({
        ...bond,
        contract: { ...terms, superviseeOn: '2026-11-20', supervisorOn: '2026-11-20' },
      }));
      const after = morning(agreedAnew, on('2026-11-23', { supervisor: tilda })).drawer;
      expect([bondWith(after, tilda).digest?.on, seen(after, tilda), after.wishes]).toEqual(['2026-11-23', {}, {}]);
    }
  });

  it('is over where nobody is there to meet', () => {
    const nobody = morning(wishing(drawerOf(), { access: 'for Sol', supervisor: sol }), on('2026-11-23', { supervisor: undefined }));
    expect(nobody.drawer.wishes).toEqual({});
  });
});

describe('sessions', () => {
  it('go on being counted when old dates are forgotten, also those that were only ever dates', () => {
    let drawer = withSession(
      withBond(drawerOf(), sol, (bond) => ({ ...bond, held: ['2026-09-01'] })),
      { date: '2026-09-08', time: '10:00', minutes: 60, every: 'fortnight' },
    );
    const counts: number[] = [];
    for (let day = Temporal.PlainDate.from('2026-09-09'); day.toString() < '2027-07-20'; day = day.add({ weeks: 1 })) {
      drawer = morning(drawer, on(day.toString())).drawer;
      counts.push(sessionsOf(bondWith(drawer, sol)));
    }
    expect(counts[0]).toBe(2);
    expect(counts.at(-1)).toBeGreaterThan(heldKept + 2);
    expect(new Set(counts).size).toBe((counts.at(-1) ?? 0) - 1);
    expect(bondWith(drawer, sol).held).toHaveLength(heldKept);
  });
});

describe('the agreement', () => {
  it('asks the other side again when terms change', () => {
    const both = accept(accept({ ...terms }, 'supervisee', terms, '2026-11-02'), 'supervisor', terms, '2026-11-03');
    expect(isAgreed(both)).toBe(true);
    const other = accept(both, 'supervisor', { copies: 'both', years: 2 }, '2026-11-04');
    expect([isAgreed(other), other.superviseeOn, other.supervisorOn]).toEqual([false, undefined, '2026-11-04']);
  });
});
