import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FreezeRefused, freezeUnits, type PersonToFreeze } from '../../../bot/domain/disclosure/freeze.ts';
import { people } from './organisation.ts';

const at = (unitPath: string, count: number, more: Partial<PersonToFreeze> = {}): PersonToFreeze[] =>
  people(`${unitPath}:`, count).map((lastingId) => ({ lastingId, school: `School of ${lastingId}`, unitPath, team: false, ...more }));
const sizes = (roster: readonly PersonToFreeze[], k?: number): Record<string, number> =>
  Object.fromEntries(freezeUnits(roster, k).units.map(({ id, people: own }) => [id, own.length]));

it('makes a unit of every path and its ancestors, sorted by id', () => {
  const { units, placed } = freezeUnits([
    ...at('North Trust/West', 8, { supervisor: 'y' }),
    ...at('North Trust/East', 9, { supervisor: 'x' }),
    ...at('South', 8),
  ]);
  expect(units.map(({ id, path, parent, kind, people: own, supervisors }) => [id, path, parent, kind, own.length, supervisors])).toEqual([
    ['north-trust', 'North Trust', null, 'group', 0, []],
    ['north-trust.east', 'North Trust/East', 'north-trust', 'group', 9, ['x']],
    ['north-trust.west', 'North Trust/West', 'north-trust', 'group', 8, ['y']],
    ['south', 'South', null, 'group', 8, []],
  ]);
  expect(placed.get(at('South', 1)[0]!.lastingId)).toBe('south');
});

it('counts each school’s people by a mark that is the same in all units, however the name is spelled, and names none', () => {
  const [a, b, c] = [
    at('T/A', 8, { school: 'St Mary’s' }),
    at('T/B', 8).map((each, n) => ({ ...each, school: n < 3 ? ' st mary’s ' : 'Zoë’s' })),
    at('T/C', 8, { school: 'Zoe\u0308’s' }),
  ];
  const { units } = freezeUnits([...c, ...b, ...a]);
  expect(units.map(({ id, schools }) => [id, schools])).toEqual([
    ['t', {}],
    ['t.a', { s1: 8 }],
    ['t.b', { s1: 3, s2: 5 }],
    ['t.c', { s2: 8 }],
  ]);
});

describe('units with too few people of their own', () => {
  it.each([
    { small: 0, east: 0, root: 12 },
    { small: 1, east: 0, root: 13 },
    { small: 7, east: 0, root: 19 },
    { small: 8, east: 8, root: 12 },
    { small: 9, east: 9, root: 12 },
  ])('$small people: $east stay, the root has $root', ({ small, east, root }) => {
    expect(sizes([...at('T', 12), ...at('T/West', 8), ...at('T/East', small)])).toEqual(
      small === 0 ? { t: 12, 't.west': 8 } : { t: root, 't.east': east, 't.west': 8 },
    );
  });

  it('freeze into their parent from the bottom up, with their supervisors', () => {
    const { units, placed } = freezeUnits([
      ...at('N/T/A', 3, { supervisor: 'x' }),
      ...at('N/T/B', 4, { supervisor: 'y' }),
      ...at('N/T', 1),
      ...at('N/U/C', 7),
      ...at('N', 1),
    ]);
    expect(Object.fromEntries(units.map(({ id, people: own, supervisors }) => [id, [own.length, supervisors]]))).toEqual({
      n: [8, []],
      'n.t': [8, ['x', 'y']],
      'n.t.a': [0, []],
      'n.t.b': [0, []],
      'n.u': [0, []],
      'n.u.c': [0, []],
    });
    expect(placed.get(at('N/T/A', 1)[0]!.lastingId)).toBe('n.t');
    expect(placed.get(at('N/U/C', 1)[0]!.lastingId)).toBe('n');
  });

  it('are refused at a root, which is named with the way out', () => {
    expect(() => freezeUnits(at('T', 7))).toThrow(FreezeRefused);
    expect(() => freezeUnits([...at('T/A', 20), ...at('T/B', 1)])).toThrow(
      /“T” would have 1 eligible person .* needs none, or 8 or more.*roster file/,
    );
    expect(sizes(at('T', 8))).toEqual({ t: 8 });
  });

  it('are those below a raised k', () => {
    expect(sizes([...at('T', 12), ...at('T/A', 11)], 12)).toEqual({ t: 23, 't.a': 0 });
    expect(() => freezeUnits(at('T', 11), 12)).toThrow(/12 or more/);
  });
});

describe('declared teams', () => {
  it('are teams', () => {
    expect(freezeUnits([...at('T/School', 12, { team: true }), ...at('T/East', 8)]).units.map(({ id, kind }) => [id, kind])).toEqual([
      ['t', 'group'],
      ['t.east', 'group'],
      ['t.school', 'team'],
    ]);
  });

  it('are groups when somebody there was not declared so', () => {
    const [one, ...others] = at('T', 12, { team: true });
    expect(freezeUnits([{ ...one!, team: false }, ...others]).units[0]?.kind).toBe('group');
  });

  it('have no units below them', () => {
    expect(() => freezeUnits([...at('T/School', 12, { team: true }), ...at('T/School/Nursery', 8)])).toThrow(
      /“T\/School\/Nursery” lies below “T\/School”/,
    );
  });
});

it('refuses two spellings of one unit and a person twice', () => {
  expect(() => freezeUnits([...at('North Trust', 8), ...at('North-Trust', 8)])).toThrow(/cannot be told apart/);
  expect(() => freezeUnits([...at('T', 8), ...at('T', 1)])).toThrow(/twice/);
});

it('places everyone once, in their unit or one above, and leaves no unit with 1 to 7 people', () => {
  const paths = ['T', 'T/A', 'T/A/X', 'T/A/Y', 'T/B', 'U', 'U/A'];
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 12 }), { minLength: 7, maxLength: 7 }), fc.boolean(), (counts, backwards) => {
      const roster = paths.flatMap((path, index) => at(path, counts[index] ?? 0));
      const given = backwards ? roster.toReversed() : roster;
      let frozen;
      try {
        frozen = freezeUnits(given);
      } catch (error) {
        expect(error).toBeInstanceOf(FreezeRefused);
        return;
      }
      expect(frozen).toEqual(freezeUnits(roster));
      expect(frozen.placed.size).toBe(roster.length);
      expect(frozen.units.reduce((sum, { people: own }) => sum + own.length, 0)).toBe(roster.length);
      for (const { people: own } of frozen.units) expect(own.length === 0 || own.length >= 8).toBe(true);
      for (const { lastingId, unitPath } of roster) {
        const unit = frozen.units.find(({ id }) => id === frozen.placed.get(lastingId));
        expect(`${unitPath}/`.startsWith(`${unit?.path}/`)).toBe(true);
      }
    }),
  );
});
