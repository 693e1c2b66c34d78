import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { seriesFiles } from '../../../bot/adapters/files/seriesFile.ts';

const given = {
  uid: '2027-03-02T1400.supervision.held',
  date: '2027-03-02',
  time: '14:00',
  minutes: 60,
  timeZone: 'Europe/London',
  stamp: Temporal.Instant.from('2026-11-18T10:00:00Z'),
};

/** Unfolded lines (RFC 5545, 3.1). */
const lines = (text: string): readonly string[] => text.replaceAll('\r\n ', '').split('\r\n');

describe('a calendar file', () => {
  it('gives one session in the zone’s own time, and names nobody', () => {
    const file = lines(seriesFiles.write(given));
    expect(file).toEqual(expect.arrayContaining(['METHOD:PUBLISH', 'SUMMARY:Protected time', 'DTSTAMP:20261118T100000Z']));
    expect(file).toContain('DTSTART;TZID=Europe/London:20270302T140000');
    expect(file).toContain('DTEND;TZID=Europe/London:20270302T150000');
    expect(file.some((line) => line.startsWith('RRULE'))).toBe(false);
    expect(file[0]).toBe('BEGIN:VCALENDAR');
    expect(file.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(1);
  });

  it('gives a series with its end in UTC and the days that fall out, over a change of clocks', () => {
    const text = seriesFiles.write({ ...given, series: { weeks: 2, until: '2027-05-25', except: ['2027-03-30', '2027-04-13'] } });
    const file = lines(text);
    expect(file).toContain('RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20270525T130000Z');
    expect(file).toContain('EXDATE;TZID=Europe/London:20270330T140000');
    expect(file).toContain('EXDATE;TZID=Europe/London:20270413T140000');
    // Clocks go forward on 28 March 2027 at 01:00: the zone's rules say so, with the wall time of before.
    const at = file.indexOf('DTSTART:20270328T010000');
    expect(file.slice(at - 1, at + 3)).toEqual(['BEGIN:DAYLIGHT', 'DTSTART:20270328T010000', 'TZOFFSETFROM:+0000', 'TZOFFSETTO:+0100']);
    expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  });

  it('has rules for a zone whose clocks never change', () => {
    const file = lines(seriesFiles.write({ ...given, timeZone: 'Asia/Kolkata' }));
    expect(file).toEqual(expect.arrayContaining(['TZID:Asia/Kolkata', 'TZOFFSETFROM:+0530', 'TZOFFSETTO:+0530']));
  });
});
