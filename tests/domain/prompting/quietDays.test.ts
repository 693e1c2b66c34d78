import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkQuietDays, longestQuiet, quietSpans, type QuietLine } from '../../../bot/domain/prompting/quietDays.ts';
import { Temporal } from 'temporal-polyfill';

const schools = new Set(['Oak', 'Ash']);
const line = (given: Partial<QuietLine>): QuietLine => ({ line: 2, school: 'Oak', starts: '2026-11-18', ends: '2026-11-18', ...given });
const reasons = (...lines: readonly QuietLine[]): string => {
  const checked = checkQuietDays(lines, schools);
  return 'problems' in checked ? checked.problems.map((each) => `${each.line}: ${each.reason}`).join('\n') : '';
};

describe('quiet days', () => {
  it('are every day of a range, both ends included, each once and in order', () => {
    const checked = checkQuietDays(
      [line({ starts: '2026-11-30', ends: '2026-12-02' }), line({ school: 'Ash' }), line({ starts: '2026-12-01', ends: '2026-12-01' })],
      schools,
    );
    expect(checked).toEqual({
      days: [
        { school: 'Ash', date: '2026-11-18' },
        { school: 'Oak', date: '2026-11-30' },
        { school: 'Oak', date: '2026-12-01' },
        { school: 'Oak', date: '2026-12-02' },
      ],
      leftOut: [],
    });
  });

  it('name every line that is wrong, and are taken whole or not at all', () => {
    expect(
      reasons(line({}), line({ line: 3, school: 'Elm' }), line({ line: 4, ends: '2026-11-17' }), line({ line: 5, ends: '2026-12-31' })),
    ).toBe(
      '3: no school on the roster is called “Elm”\n4: ends on 2026-11-17, before it starts on 2026-11-18\n5: is longer than 31 days: closures belong into the term dates',
    );
    expect(reasons()).toContain('no quiet day');
  });

  it('leave out what a calendar holds beside them, and refuse one that holds nothing else', () => {
    const other = line({ school: 'Governors meet', fromCalendar: true });
    expect(checkQuietDays([line({ fromCalendar: true }), other, other], schools)).toMatchObject({
      days: [{ school: 'Oak', date: '2026-11-18' }],
      leftOut: ['Governors meet'],
    });
    expect(reasons(other)).toContain('no quiet day');
  });

  it('are as many as the range has days, over months and leap years alike', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 1, max: longestQuiet }), (from, days) => {
        const starts = Temporal.PlainDate.from('2026-01-01').add({ days: from });
        const ends = starts.add({ days: days - 1 });
        const checked = checkQuietDays([line({ starts: starts.toString(), ends: ends.toString() })], schools);
        const dates = 'days' in checked ? checked.days.map(({ date }) => date) : [];
        expect([dates.length, dates[0], dates.at(-1)]).toEqual([days, starts.toString(), ends.toString()]);
      }),
    );
  });

  it('are read as spans again, each school its own, whatever the order', () => {
    const day = (school: string, date: string) => ({ school, date });
    expect(quietSpans([day('Oak', '2026-12-01'), day('Ash', '2026-12-01'), day('Oak', '2026-11-30'), day('Oak', '2026-12-03')])).toEqual([
      { school: 'Oak', starts: '2026-11-30', ends: '2026-12-01' },
      { school: 'Ash', starts: '2026-12-01', ends: '2026-12-01' },
      { school: 'Oak', starts: '2026-12-03', ends: '2026-12-03' },
    ]);
  });
});
