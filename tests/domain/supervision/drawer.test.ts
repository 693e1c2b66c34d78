import { describe, expect, it } from '@jest/globals';
import {
  editFlag,
  emptyDrawer,
  keepFlag,
  markDiscussed,
  readableBy,
  readdressFlag,
  releaseFlag,
  withdrawFlag,
  type Drawer,
} from '../../../bot/domain/supervision/drawer.ts';
import { mostFlags, type Flag } from '../../../bot/domain/supervision/flag.ts';
import { counted, groupTopics } from '../../../bot/domain/supervision/group.ts';
import { closedBy, endsOn, mayDraft, mayRead, type SessionRecord } from '../../../bot/domain/supervision/record.ts';
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
const drawer = (...flags: Flag[]): Drawer => ({ ...emptyDrawer(ada), flags });
const after = (change: ReturnType<typeof keepFlag>): Drawer => {
  if ('refused' in change) throw new Error(change.refused);
  return change.drawer;
};

describe('a flag', () => {
  it('is changed and withdrawn in the version that the person saw, until it is sent', () => {
    const kept = drawer(flag('a'));
    const edited = after(editFlag(kept, { id: 'a', version: 1 }, { topic: 'team', note: 'words' }));
    expect(edited.flags).toEqual([{ ...flag('a'), topic: 'team', note: 'words', version: 2 }]);
    expect(editFlag(edited, { id: 'a', version: 1 }, { topic: 'well' })).toEqual({ refused: 'changed' });
    expect(withdrawFlag(edited, { id: 'a', version: 1 })).toEqual({ refused: 'changed' });
    expect(after(withdrawFlag(edited, { id: 'a', version: 2 })).flags).toEqual([]);
    const sent = after(releaseFlag(edited, { id: 'a', version: 2 }, '2026-11-18'));
    expect(withdrawFlag(sent, { id: 'a', version: 2 })).toEqual({ refused: 'sent' });
    expect(withdrawFlag(sent, { id: 'b', version: 1 })).toEqual({ refused: 'missing' });
  });

  it('is kept once for one tap, and no more than fit', () => {
    const full = drawer(...Array.from({ length: mostFlags }, (_, n) => flag(String(n))));
    expect(after(keepFlag(full, flag('3'))).flags).toHaveLength(mostFlags);
    expect(keepFlag(full, flag('new'))).toEqual({ refused: 'full' });
  });

  it('is read by its own supervisor only, once sent; a new one gets what is given to them', () => {
    const two = drawer(flag('a', { sentOn: '2026-11-18' }), flag('b'));
    expect(readableBy(two, sol).map(({ id }) => id)).toEqual(['a']);
    expect(readableBy(two, tilda)).toEqual([]);
    const given = after(readdressFlag(two, { id: 'b', version: 1 }, tilda));
    expect(given.flags[1]).toMatchObject({ supervisor: tilda, version: 2 });
    expect(markDiscussed(two, tilda, ['a'], '2026-11-20')).toEqual(two);
    expect(markDiscussed(two, sol, ['a', 'b'], '2026-11-20').flags.map(({ discussedOn }) => discussedOn)).toEqual([
      '2026-11-20',
      undefined,
    ]);
  });
});

describe('a group', () => {
  const people = (n: number, topic: Flag['topic']): Drawer[] =>
    Array.from({ length: n }, (_, i) => ({ ...emptyDrawer(personId(i + 10)), flags: [flag('x', { topic }), flag('y', { topic })] }));

  it('shows a topic from k different people on, and neither counts nor who', () => {
    expect(groupTopics([...people(7, 'well'), ...people(8, 'team')], sol, 8)).toEqual(['team']);
    expect(groupTopics(people(9, 'team'), tilda, 8)).toEqual([]);
  });

  it('counts once, and nobody reads what was counted', () => {
    const once = people(8, 'team').map((each) => counted(each, sol, '2026-11-20'));
    expect(groupTopics(once, sol, 8)).toEqual([]);
    expect(once.flatMap((each) => readableBy(each, sol))).toEqual([]);
  });
});

describe('a record', () => {
  const record: SessionRecord = {
    id: 'r',
    person: ada,
    supervisor: sol,
    version: 1,
    date: '2026-11-20',
    draftedOn: '2026-11-23',
    minutes: 60,
    format: 'oneToOne',
    focus: '',
    mine: '',
    shared: '',
    systems: '',
    actions: [],
    reading: [],
    mayLeave: '',
    supervisorKeeps: false,
    years: 2,
  };

  it('is the supervisor’s to draft until it is confirmed, then theirs no more', () => {
    expect([mayRead(record, sol), mayDraft(record, sol), mayRead(record, tilda)]).toEqual([true, true, false]);
    const confirmed = { ...record, confirmedOn: '2026-11-25' };
    expect([mayRead(confirmed, sol), mayDraft(confirmed, sol)]).toEqual([false, false]);
    expect(mayRead({ ...confirmed, supervisorKeeps: true }, sol)).toBe(true);
    expect(mayRead({ ...confirmed, sharedWith: tilda }, tilda)).toBe(true);
  });

  it('closes by itself, and is forgotten after the years agreed', () => {
    expect(closedBy(record, '2026-12-06')).toBe(record);
    expect(closedBy(record, '2026-12-07')).toMatchObject({ confirmedOn: '2026-12-07', version: 2 });
    expect(endsOn(record)).toBe('2028-11-20');
  });
});
