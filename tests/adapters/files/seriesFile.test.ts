import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { convertIcsCalendar, type IcsCalendar } from 'ts-ics';
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

const read = (text: string): IcsCalendar => convertIcsCalendar(undefined, text);

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

  it('keeps a fortnightly 15:30 at 15:30 over both changes of clocks, by the rules that the file itself brings', () => {
    const weeks = 2;
    const text = seriesFiles.write({
      ...given,
      date: '2027-03-16',
      time: '15:30',
      series: { weeks, until: '2027-11-23', except: ['2027-05-25'] },
    });
    const rule = read(text).events?.[0]?.recurrenceRule;
    expect(rule).toMatchObject({ frequency: 'WEEKLY', interval: weeks });
    const last = Temporal.PlainDateTime.from('2027-11-23T15:30').toZonedDateTime('Europe/London');
    expect(rule?.until?.date.getTime()).toBe(last.epochMilliseconds);
    const offsets = new Set<string>();
    for (let day = Temporal.PlainDate.from('2027-03-16'); Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ weeks })) {
      // Under a name that no reader knows, only the file's own rules can tell what a wall time is.
      const own = text
        .replaceAll('Europe/London', 'Held/Only')
        .replace(/(DTSTART;TZID=[^:]+:)\d{8}/, `$1${day.toString().replaceAll('-', '')}`);
      const here = day.toPlainDateTime('15:30').toZonedDateTime('Europe/London');
      offsets.add(here.offset);
      expect([day.toString(), read(own).events?.[0]?.start.date.toISOString()]).toEqual([
        day.toString(),
        new Date(here.epochMilliseconds).toISOString(),
      ]);
    }
    expect([...offsets]).toEqual(['+00:00', '+01:00']);
    const dropped = Temporal.PlainDateTime.from('2027-05-25T15:30').toZonedDateTime('Europe/London');
    expect(read(text).events?.[0]?.exceptionDates?.map(({ date }) => date.getTime())).toEqual([dropped.epochMilliseconds]);
  });

  it('is written as RFC 5545 wants it: CRLF, folded lines, one entry with id, stamp and number', () => {
    const uid = `${'0123456789abcdef'.repeat(6)}.supervision.held`;
    const text = seriesFiles.write({ ...given, uid });
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    const [event, ...others] = read(text).events ?? [];
    expect(others).toEqual([]);
    expect(event).toMatchObject({ uid, summary: 'Protected time', stamp: { date: new Date('2026-11-18T10:00:00Z') } });
    // Fetched later, the same entry has a later stamp and a higher number: a calendar takes it as the newer.
    const later = read(seriesFiles.write({ ...given, uid, stamp: given.stamp.add({ hours: 1 }) })).events?.[0];
    expect(later?.uid).toBe(uid);
    expect((later?.sequence ?? 0) - (event?.sequence ?? 0)).toBe(60);
    // It is a signed number of 32 bits to many calendars.
    expect(later?.sequence).toBeLessThan(2 ** 31);
  });

  it('has rules for a zone whose clocks never change', () => {
    const file = lines(seriesFiles.write({ ...given, timeZone: 'Asia/Kolkata' }));
    expect(file).toEqual(expect.arrayContaining(['TZID:Asia/Kolkata', 'TZOFFSETFROM:+0530', 'TZOFFSETTO:+0530']));
  });
});
