import { describe, expect, it } from '@jest/globals';
import { parseTermDates } from '../../../bot/adapters/files/termDatesFile.ts';

const parse = (text: string) => parseTermDates(new TextEncoder().encode(text), 'dates', 'Europe/London');
const reasons = (text: string): string =>
  parse(text)
    .problems.map(({ line, reason }) => `${line}: ${reason}`)
    .join('\n');

const csv = `\uFEFFkind,starts,ends,unit\r
Term,2026-09-01,2026-12-18,\r
half-term break,2026-10-24,2026-11-01,\r
inset,2026-11-27,,Trust/West\r
`;
describe('a file of term dates', () => {
  it('is read as CSV, with or without a byte order mark, an end or a unit', () => {
    expect(parse(csv)).toEqual({
      problems: [],
      leftOut: [],
      lines: [
        { line: 2, kind: 'term', starts: '2026-09-01', ends: '2026-12-18', unitPath: '' },
        { line: 3, kind: 'half-term break', starts: '2026-10-24', ends: '2026-11-01', unitPath: '' },
        { line: 4, kind: 'inset', starts: '2026-11-27', ends: '2026-11-27', unitPath: 'Trust/West' },
      ],
    });
  });

  it('names every line that cannot be used', () => {
    expect(reasons('kind,starts,ends,unit\nholyday,2026-09-01,,\nterm,1 Sept,,\nterm,2026-02-30,,\nterm,2026-09-01\n')).toMatch(
      /2: “holyday” is none of[^]*3: “1 Sept” is no date[^]*4: “2026-02-30” is no date[^]*5: has 2 columns/,
    );
  });

  it.each([
    ['another header', 'when,what\n1,2\n'],
    ['nothing', ''],
    ['a broken calendar file', 'BEGIN:VCALENDAR\r\nrubbish'],
  ])('with %s is refused', (_name, text) => expect(() => parse(text)).toThrow(/dates/));

  it('that is not UTF-8 is refused', () =>
    expect(() => parseTermDates(new Uint8Array([0xff, 0xfe, 0x41]), 'dates', 'Europe/London')).toThrow(/UTF-8/));
});

const event = (summary: string, starts: string, ends?: string, more = ''): string =>
  [
    'BEGIN:VEVENT',
    `UID:${summary}@school`,
    'DTSTAMP:20260101T000000Z',
    `DTSTART${starts}`,
    ...(ends ? [`DTEND${ends}`] : []),
    ...(more ? [more] : []),
    `SUMMARY:${summary}`,
    'END:VEVENT',
  ].join('\r\n');
const calendar = (...events: readonly string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//School//EN', ...events, 'END:VCALENDAR', ''].join('\r\n');
const day = (date: string): string => `;VALUE=DATE:${date}`;

describe('an iCalendar file', () => {
  it('is read by what its entries are called, whole days and times of day alike', () => {
    const { lines, problems, leftOut } = parse(
      calendar(
        event('Autumn Term 2026', day('20260901'), day('20261219')),
        event('Autumn half-term', day('20261024'), day('20261102')),
        event('INSET day (staff training)', ';TZID=Europe/London:20260901T090000', ';TZID=Europe/London:20260901T150000'),
        event('Non-pupil day', ':20270104T230000Z'),
        event('Early May bank holiday', day('20270503')),
        event('Christmas holiday', day('20261219'), day('20270104')),
        event('Sports day', day('20270610')),
        event('Spring term begins', day('20270104')),
        event('Spring term ends', day('20270325')),
      ),
    );
    expect(problems).toEqual([]);
    expect(lines.map(({ kind, starts, ends }) => `${kind} ${starts} ${ends}`)).toEqual([
      'term 2026-09-01 2026-12-18',
      'half-term break 2026-10-24 2026-11-01',
      'inset 2026-09-01 2026-09-01',
      'inset 2027-01-04 2027-01-04',
      'holiday 2027-05-03 2027-05-03',
      'term 2027-01-04 2027-03-25',
    ]);
    expect(leftOut).toEqual(['Sports day']);
  });

  it('names every entry that cannot be used, by its line', () => {
    expect(
      reasons(
        calendar(
          event('Autumn term', day('2026xx01')),
          event('INSET', day('20260901'), undefined, 'RRULE:FREQ=WEEKLY;COUNT=3'),
          event('Summer term starts', day('20270412')),
          event('Easter term ends', day('20270325')),
        ),
      ),
    ).toMatch(/^4: this entry has no title[^]*10: this entry repeats[^]*17: no end follows[^]*23: no beginning/);
  });
});
