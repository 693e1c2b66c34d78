import { describe, expect, it } from '@jest/globals';
import { parseTermDates } from '../../../bot/adapters/files/termDatesFile.ts';

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

  it('names every line that cannot be used', () => {
    expect(reasons('kind,starts,ends,unit\nholyday,2026-09-01,,\nterm,1 Sept,,\nterm,2026-02-30,,\nterm,2026-09-01\n')).toMatch(
      /2: “holyday” is none of[^]*3: “1 Sept” is no date[^]*4: “2026-02-30” is no date[^]*5: has 2 columns/,
    );
  });

  it.each([
    ['another header', 'when,what\n1,2\n'],
    ['nothing', ''],
    ['a calendar file', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR'],
  ])('with %s is refused', (_name, text) => expect(() => parse(text)).toThrow(/dates/));

  it('that is not UTF-8 is refused', () => expect(() => parseTermDates(new Uint8Array([0xff, 0xfe, 0x41]), 'dates')).toThrow(/UTF-8/));
});
