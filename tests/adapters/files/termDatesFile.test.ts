import { describe, expect, it } from '@jest/globals';
import { parseTermDates } from '../../../bot/adapters/files/termDatesFile.ts';
import { checkTermDates } from '../../../bot/domain/prompting/termDates.ts';

const parse = (text: string) => parseTermDates(new TextEncoder().encode(text), 'dates');
const reasons = (text: string): string =>
  parse(text)
    .problems.map(({ line, reason }) => `${line}: ${reason}`)
    .join('\n');

const csv = `\uFEFFkind,starts,ends,unit\r
Term,2026-09-01,2026-12-18,\r
half-term break,2026-10-24,2026-11-01,\r
inset,2026-11-27,,Trust/West\r
`;
const event = (summary: string, starts: string, ends?: string): string =>
  ['BEGIN:VEVENT', `SUMMARY:${summary}`, `DTSTART;VALUE=DATE:${starts}`, ...(ends ? [`DTEND;VALUE=DATE:${ends}`] : []), 'END:VEVENT'].join(
    '\r\n',
  );
const calendar = (...events: string[]): string => ['BEGIN:VCALENDAR', 'VERSION:2.0', ...events, 'END:VCALENDAR', ''].join('\r\n');

describe('a file of term dates', () => {
  it('is read as CSV, with or without a byte order mark, an end or a unit', () => {
    expect(parse(csv)).toEqual({
      problems: [],
      lines: [
        { line: 2, kind: 'term', starts: '2026-09-01', ends: '2026-12-18', unitPath: '' },
        { line: 3, kind: 'half-term break', starts: '2026-10-24', ends: '2026-11-01', unitPath: '' },
        { line: 4, kind: 'inset', starts: '2026-11-27', ends: '2026-11-27', unitPath: 'Trust/West' },
      ],
    });
  });

  it('is read as iCalendar, as schools publish it: folded lines, ends that are the day after', () => {
    const { lines, problems } = parse(
      calendar(
        event('Autumn term', '20260901', '20261219'),
        event('Autumn half term', '20261026', '20261031').replace('half term', 'half\r\n  term'),
        event('Spring term', '20270104', '20270326'),
        event('Half-term holiday', '20270215', '20270220'),
        event('Summer term', '20270412', '20270722'),
        event('Half term', '20270531', '20270605'),
        event('Early May bank holiday', '20270503'),
        event('INSET day', '20260901'),
      ),
    );
    expect(problems).toEqual([]);
    const checked = checkTermDates(lines, 'Europe/London', '2026-10-01');
    if ('problems' in checked) throw new Error(JSON.stringify(checked.problems));
    expect(checked.calendar.halfTerms.map(({ starts, ends }) => `${starts} ${ends}`).slice(0, 2)).toEqual([
      '2026-09-01 2026-10-23',
      '2026-11-02 2026-12-18',
    ]);
    expect(checked.calendar.holidays).toEqual(['2027-05-03']);
  });

  it('names every line that cannot be used', () => {
    expect(reasons('kind,starts,ends,unit\nholyday,2026-09-01,,\nterm,1 Sept,,\nterm,2026-02-30,,\nterm,2026-09-01\n')).toMatch(
      /2: “holyday” is none of[^]*3: “1 Sept” is no date[^]*4: “2026-02-30” is no date[^]*5: has 2 columns/,
    );
    expect(reasons(calendar(event('Sports day', '20260901'), event('Autumn term', '20260901T090000').replace(';VALUE=DATE', '')))).toMatch(
      /1: event “Sports day”[^]*2: event/,
    );
  });

  it.each([
    ['another header', 'when,what\n1,2\n'],
    ['nothing', ''],
    ['a broken calendar', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nnonsense'],
    ['an empty calendar', calendar()],
  ])('with %s is refused', (_name, text) => expect(() => parse(text)).toThrow(/dates/));

  it('that is not UTF-8 is refused', () => expect(() => parseTermDates(new Uint8Array([0xff, 0xfe, 0x41]), 'dates')).toThrow(/UTF-8/));
});
