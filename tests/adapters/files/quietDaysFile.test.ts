import { describe, expect, it } from '@jest/globals';
import { parseQuietDays } from '../../../bot/adapters/files/quietDaysFile.ts';

const parse = (text: string) => parseQuietDays(new TextEncoder().encode(text), 'dates', 'Europe/London');

describe('a file of quiet days', () => {
  it('is read as CSV, with ranges and single days', () => {
    expect(parse('\uFEFFschool,starts,ends\r\n"Oak, Upper",2026-11-18,2026-11-20\r\nAsh,2026-12-01,\r\n')).toEqual({
      problems: [],
      lines: [
        { line: 2, school: 'Oak, Upper', starts: '2026-11-18', ends: '2026-11-20' },
        { line: 3, school: 'Ash', starts: '2026-12-01', ends: '2026-12-01' },
      ],
    });
  });

  it('names every line that cannot be used', () => {
    const { lines, problems } = parse('school,starts,ends\nOak,18 Nov,\nOak,2026-11-18\nOak,2026-11-18,2026-02-30\nOak,2026-11-18,\n');
    expect(lines).toHaveLength(1);
    expect(problems.map(({ line, reason }) => `${line}: ${reason}`)).toEqual([
      '2: “18 Nov” is no date such as 2026-09-01',
      '3: has 2 columns instead of 3',
      '4: “2026-02-30” is no date such as 2026-09-01',
    ]);
  });

  it('is read as a calendar whose entries are called as the schools are; what else they say is not read', () => {
    const entry = (...more: readonly string[]) => ['BEGIN:VEVENT', 'UID:1', 'DTSTAMP:20260101T000000Z', ...more, 'END:VEVENT'];
    const text = [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//School//EN',
      ...entry('DTSTART;VALUE=DATE:20261118', 'DTEND;VALUE=DATE:20261121', 'SUMMARY:Oak', 'DESCRIPTION:a bereavement'),
      ...entry('DTSTART:20261201T090000Z', 'DTEND:20261201T110000Z', 'SUMMARY:Governors meet'),
      ...entry('DTSTART;VALUE=DATE:20261201', 'SUMMARY:Ash', 'RRULE:FREQ=WEEKLY'),
      'END:VCALENDAR',
      '',
    ].join('\r\n');
    const file = parse(text);
    expect(file.lines).toEqual([
      { line: 4, school: 'Oak', starts: '2026-11-18', ends: '2026-11-20', fromCalendar: true },
      { line: 12, school: 'Governors meet', starts: '2026-12-01', ends: '2026-12-01', fromCalendar: true },
    ]);
    expect(file.problems).toEqual([{ line: 19, reason: 'this entry repeats: give each time an entry' }]);
    expect(JSON.stringify(file)).not.toContain('bereavement');
  });

  it.each([
    ['another header', 'kind,starts,ends,unit\n'],
    ['nothing', ''],
    ['a broken calendar file', 'BEGIN:VCALENDAR\r\nrubbish'],
  ])('with %s is refused', (_name, text) => expect(() => parse(text)).toThrow(/dates/));
});
