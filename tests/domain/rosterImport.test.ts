import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asLastingId, unitIdOf } from '../../bot/domain/ids.ts';
import { checkRoster, rosterChanges, rosterFrom, type RosterColumn, type RosterLine } from '../../bot/domain/rosterImport.ts';

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
type Cells = Record<RosterColumn, string>;
const cells = (n: number, over: Partial<Cells> = {}): Cells => ({
  objectId: id(n),
  displayName: `Person ${n}`,
  roles: 'senco',
  school: `School ${n}`,
  unit: 'Trust/East',
  supervisorId: '',
  ...over,
});
const file = (...rows: readonly Cells[]): readonly RosterLine[] => rows.map((each, i) => ({ line: i + 2, cells: each }));
const reasonsFor = (...rows: readonly Cells[]): readonly string[] =>
  checkRoster(file(...rows)).problems.map(({ line, reason }) => `${line}: ${reason}`);

describe('a good roster', () => {
  it('is read as it stands, the declared team without its mark', () => {
    const { people, problems } = checkRoster(
      file(
        cells(1, { roles: 'leader; senco', supervisorId: id(3).toUpperCase() }),
        cells(2, { unit: 'Trust/Academy!', school: 'Academy' }),
        cells(3, { roles: 'supervisor', unit: 'Trust', school: 'Outside' }),
      ),
    );
    expect(problems).toEqual([]);
    expect(people[0]).toEqual({
      line: 2,
      person: id(1),
      displayName: 'Person 1',
      roles: ['senco', 'leader'],
      school: 'School 1',
      unitPath: 'Trust/East',
      team: false,
      supervisor: id(3),
    });
    expect(people[1]).toMatchObject({ unitPath: 'Trust/Academy', team: true });
  });

  it('lets a supervisor lead in another school', () => {
    expect(reasonsFor(cells(1, { supervisorId: id(2) }), cells(2, { roles: 'leader;supervisor' }))).toEqual([]);
  });
});

describe('one bad line', () => {
  const cases: readonly (readonly [string, Partial<Cells>, RegExp])[] = [
    ['no GUID', { objectId: 'E1' }, /not an Entra object id/],
    ['no name', { displayName: '' }, /displayName is empty/],
    ['a formula', { displayName: '=HYPERLINK("x")' }, /starts with “=”/],
    ['another formula', { school: '@SUM(1)' }, /school starts with “@”/],
    ['a formula in a level', { unit: 'Trust/-1+1' }, /unit level starts with “-”/],
    ['a control character', { displayName: 'A\u0007b' }, /invisible or control/],
    ['text that runs backwards', { school: 'A\u202eb' }, /invisible or control/],
    ['a zero-width space', { school: 'A\u200bb' }, /invisible or control/],
    ['a long name', { displayName: 'a'.repeat(101) }, /longer than 100/],
    ['only signs', { school: '***' }, /holds no letter or digit/],
    ['no role', { roles: '' }, /roles is empty/],
    ['an unknown role', { roles: 'senco;head' }, /role “head” is none of/],
    ['a role twice', { roles: 'senco;senco' }, /written twice/],
    ['no unit', { unit: '' }, /unit is empty/],
    ['an empty level', { unit: 'Trust//East' }, /empty level/],
    ['a closing slash', { unit: 'Trust/East/' }, /empty level/],
    ['only the team mark', { unit: '!' }, /unit is empty/],
    ['the team mark in the middle', { unit: 'Trust!/East' }, /“!” stands only once/],
    ['too deep', { unit: 'a/b/c/d/e/f' }, /more than 5 levels/],
    ['a long level', { unit: `Trust/${'a'.repeat(61)}` }, /longer than 60/],
    ['a long path', { unit: `${'a'.repeat(60)}/${'b'.repeat(60)}` }, /too long as a whole/],
    ['no such supervisor', { supervisorId: id(99) }, /not in the file/],
    ['a bad supervisor id', { supervisorId: 'x' }, /supervisorId “x”/],
    ['oneself as supervisor', { supervisorId: id(1) }, /supervises themselves/],
  ];
  it.each(cases)('%s is refused with its number and the reason', (_name, over, reason) => {
    const { problems } = checkRoster(file(cells(0), cells(1, over)));
    expect(problems).toEqual([{ line: 3, reason: expect.stringMatching(reason) }]);
  });

  it('names every reason at once', () => {
    expect(reasonsFor(cells(1, { objectId: '', roles: '', school: '' }))).toHaveLength(3);
  });

  it('never carries control characters of the file into its words', () => {
    expect(reasonsFor(cells(1, { roles: '\u001b[2J' })).join()).not.toContain('\u001b');
  });
});

describe('lines that disagree', () => {
  it('refuses a person on two lines, and says when the schools differ', () => {
    expect(reasonsFor(cells(1), cells(1))).toEqual(['2: the same person twice: see line 3', '3: the same person twice: see line 2']);
    expect(reasonsFor(cells(1), cells(1, { objectId: id(1).toUpperCase(), school: 'Other' })).join()).toContain('in two schools');
  });

  it('refuses units whose paths share an id, also above', () => {
    expect(reasonsFor(cells(1, { unit: 'Trust/East side' }), cells(2, { unit: 'Trust/East-Side' }))).toHaveLength(2);
    expect(reasonsFor(cells(1, { unit: 'Trust A/East' }), cells(2, { unit: 'trust a/West' })).join()).toContain('“Trust A”, “trust a”');
  });

  it('refuses two spellings of a school, which would count as two', () => {
    expect(reasonsFor(cells(1, { school: 'St. Ann’s' }), cells(2, { school: 'St Ann s' }))).toHaveLength(2);
  });

  it('keeps a declared team to one school, one declaration and no unit below', () => {
    expect(reasonsFor(cells(1, { unit: 'T/A!' }), cells(2, { unit: 'T/A!' })).join()).toContain('2 schools');
    expect(reasonsFor(cells(1, { unit: 'T/A!', school: 'A' }), cells(2, { unit: 'T/A', school: 'A' }))).toEqual([
      '3: unit “T/A” is a declared team (“!”) on another line; declare it on every line or on none',
    ]);
    expect(reasonsFor(cells(1, { unit: 'T!', school: 'A' }), cells(2, { unit: 'T/A', school: 'A' })).join()).toContain('lies below “T”');
  });

  it('refuses a supervisor without the role, and one who leads in the same school', () => {
    expect(reasonsFor(cells(1, { supervisorId: id(2) }), cells(2)).join()).toContain('does not have role supervisor');
    const same = [cells(1, { supervisorId: id(2), school: 'Oak' }), cells(2, { roles: 'leader;supervisor', school: 'Oak' })];
    expect(reasonsFor(...same).join()).toContain('leads in the same school');
  });

  it('refuses an empty file', () => {
    expect(reasonsFor()).toEqual(['1: the file lists nobody; the file is the whole roster']);
  });
});

const goodFile = fc
  .array(fc.record({ school: fc.nat(30), unit: fc.nat(4), supervised: fc.boolean(), leads: fc.boolean() }), { minLength: 1, maxLength: 60 })
  .map((people) => [
    cells(0, { roles: 'supervisor', school: 'Outside', unit: 'Trust' }),
    ...people.map(({ school, unit, supervised, leads }, i) =>
      cells(i + 1, {
        school: `School ${school}`,
        unit: `Trust/Unit ${unit}`,
        roles: leads ? 'leader;senco' : 'senco',
        supervisorId: supervised ? id(0) : '',
      }),
    ),
  ]);

describe('any roster', () => {
  it('that is good is taken whole, in any order of lines', () => {
    fc.assert(
      fc.property(goodFile, fc.infiniteStream(fc.nat()), (rows, chance) => {
        const shuffled = rows.map((row) => ({ row, at: chance.next().value ?? 0 })).sort((a, b) => a.at - b.at);
        const { people, problems } = checkRoster(file(...shuffled.map(({ row }) => row)));
        expect(problems).toEqual([]);
        expect(people.map(({ person }) => String(person)).sort()).toEqual(rows.map(({ objectId }) => objectId).sort());
      }),
    );
  });

  it('with arbitrary text never throws, and what is taken has one path per unit id', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('Trust/East', 'trust/east', 'Trust/East!', 'A-b', 'A b', 'senco', 'leader;supervisor', ''),
    );
    const line = fc.record({ objectId: fc.nat(5).map(id), displayName: text, roles: text, school: text, unit: text, supervisorId: text });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (rows) => {
        const { people, problems } = checkRoster(file(...rows));
        if (problems.length > 0) return;
        const pathOf = new Map<string, string>();
        for (const { unitPath } of people) {
          expect(pathOf.get(unitIdOf(unitPath)) ?? unitPath).toBe(unitPath);
          pathOf.set(unitIdOf(unitPath), unitPath);
        }
        expect(new Set(people.map(({ person }) => person)).size).toBe(people.length);
      }),
      { numRuns: 500 },
    );
  });

  it('with one line spoilt is refused with that line', () => {
    fc.assert(
      fc.property(goodFile, fc.nat(), (rows, at) => {
        const spoilt = at % rows.length;
        const { problems } = checkRoster(file(...rows.map((row, i) => (i === spoilt ? { ...row, roles: 'nobody' } : row))));
        expect(problems.map(({ line }) => line)).toContain(spoilt + 2);
      }),
    );
  });

  it('keeps lasting ids of people who stay, gives joiners new ones, and accounts for everyone once', () => {
    fc.assert(
      fc.property(goodFile, goodFile, (first, second) => {
        let made = 0;
        const make = () => asLastingId(`l${(made += 1)}`);
        const before = rosterFrom(checkRoster(file(...first)).people, new Map(), make);
        const after = rosterFrom(checkRoster(file(...second)).people, before, make);
        for (const [person, { lastingId }] of after) if (before.has(person)) expect(lastingId).toBe(before.get(person)?.lastingId);
        expect(new Set([...after.values()].map(({ lastingId }) => lastingId)).size).toBe(after.size);
        const { added, changed, removed, unchanged } = rosterChanges(before, after);
        expect(added.length + changed.length + unchanged).toBe(after.size);
        expect(before.size - removed.length + added.length).toBe(after.size);
      }),
    );
  });
});
