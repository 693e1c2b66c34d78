import { describe, expect, it } from '@jest/globals';
import { checkCalendar, schoolQuietOn } from '../../../bot/domain/prompting/schoolCalendar.ts';
import { checkTermDates, type DateKind, type DateLine } from '../../../bot/domain/prompting/termDates.ts';
import { Temporal } from 'temporal-polyfill';

type Given = readonly [kind: DateKind, starts: string, ends?: string, unitPath?: string];
const year: readonly Given[] = [
  ['term', '2026-09-01', '2026-12-18'],
  ['half-term break', '2026-10-24', '2026-11-01'],
  ['term', '2027-01-04', '2027-03-25'],
  ['half-term break', '2027-02-13', '2027-02-21'],
  ['term', '2027-04-12', '2027-07-21'],
  ['half-term break', '2027-05-31', '2027-06-04'],
  ['holiday', '2027-05-03'],
  ['inset', '2026-09-01'],
];
const lines = (given: readonly Given[]): DateLine[] =>
  given.map(([kind, starts, ends = starts, unitPath = ''], i) => ({ line: i + 2, kind, starts, ends, unitPath }));
const check = (given: readonly Given[], today = '2026-10-01') => checkTermDates(lines(given), 'Europe/London', today);
const problems = (given: readonly Given[], today?: string): string => {
  const checked = check(given, today);
  return 'problems' in checked ? checked.problems.map(({ line, reason }) => `${line}: ${reason}`).join('\n') : '';
};
const calendarOf = (given: readonly Given[]) => {
  const checked = check(given);
  if ('problems' in checked) throw new Error(problems(given));
  return checked.calendar;
};

describe('term dates', () => {
  it('become six half-terms of a school year, from school day to school day', () => {
    const calendar = calendarOf(year);
    expect(calendar.halfTerms.map(({ id, starts, ends }) => `${id} ${starts} ${ends}`)).toEqual([
      '2026-27-1 2026-09-01 2026-10-23',
      '2026-27-2 2026-11-02 2026-12-18',
      '2026-27-3 2027-01-04 2027-02-12',
      '2026-27-4 2027-02-22 2027-03-25',
      '2026-27-5 2027-04-12 2027-05-28',
      '2026-27-6 2027-06-07 2027-07-21',
    ]);
    expect([calendar.insetDays, calendar.holidays]).toEqual([['2026-09-01'], ['2027-05-03']]);
    expect(() => checkCalendar(calendar)).not.toThrow();
  });

  it('give a unit its own terms or days, for silence only', () => {
    const calendar = calendarOf([
      ...year,
      ['inset', '2026-11-27', '2026-11-27', 'Trust/West'],
      ['holiday', '2026-11-25', '2026-11-26', 'Trust/West'],
    ]);
    const on = (unitPath: string, day: string) => schoolQuietOn(calendar, { school: 'S', unitPath }, Temporal.PlainDate.from(day));
    expect(calendar.halfTerms).toHaveLength(6);
    expect([
      on('Trust/West', '2026-11-25'),
      on('Trust/West/A', '2026-11-26'),
      on('Trust/Wester', '2026-11-25'),
      on('Trust', '2026-11-25'),
    ]).toEqual(['notInTerm', 'notInTerm', undefined, undefined]);
    const quiet = { ...calendar, quietDays: [{ school: 'S', date: '2026-11-24' }] };
    const day = Temporal.PlainDate.from('2026-11-24');
    expect(schoolQuietOn(quiet, { school: 'S', unitPath: 'Trust' }, day)).toBe('quietDay');
    expect(schoolQuietOn(quiet, { school: 'T', unitPath: 'Trust' }, day)).toBeUndefined();
  });

  it.each<[string, readonly Given[], RegExp]>([
    ['an overlap', [...year, ['term', '2026-12-10', '2026-12-20']], /overlaps the one that starts on 2026-09-01/],
    ['an end before its start', [...year, ['holiday', '2027-05-05', '2027-05-04']], /10: ends on 2027-05-04, before/],
    ['a term without a break', year.filter(([, starts]) => starts !== '2027-02-13'), /4: this term has 0 half-term breaks/],
    ['a break in no term', [...year, ['half-term break', '2027-08-02', '2027-08-06']], /lies in no term/],
    [
      'a break of a month',
      [...year.slice(0, 1), ['half-term break', '2026-10-24', '2026-11-22'], ...year.slice(2)],
      /longer than two weeks/,
    ],
    ['a missing term', year.filter(([, starts]) => !['2027-01-04', '2027-02-13'].includes(starts)), /2026-27 has 2 terms instead of three/],
    [
      'a long gap',
      year.map((given): Given => (given[1] === '2027-04-12' ? ['term', '2027-05-10', '2027-07-21'] : given)),
      /nothing is given between 2027-03-25/,
    ],
    ['an INSET week', [...year, ['inset', '2027-07-22', '2027-07-23']], /an INSET day is one day/],
    ['no term at all', [['inset', '2026-09-01']], /there is no term/],
    ['nothing', [], /there is no term/],
  ])('with %s are refused with the line and the reason', (_name, given, reason) => expect(problems(given)).toMatch(reason));

  it('with a year left out, or all over, are refused', () => {
    const later = year.map(([kind, starts, ends = starts]): Given => [
      kind,
      `${Number(starts.slice(0, 4)) + 2}${starts.slice(4)}`,
      `${Number(ends.slice(0, 4)) + 2}${ends.slice(4)}`,
    ]);
    expect(problems([...year, ...later])).toMatch(/the school year 2027-28 is missing/);
    expect(problems(year, '2027-09-01')).toMatch(/all dates are over/);
  });
});
