import { Temporal } from 'temporal-polyfill';
import { generateIcsCalendar, type IcsDateObject, type IcsTimezoneProp } from 'ts-ics';
import type { SeriesFile, SeriesFiles } from '../../ports.ts';

/** What stands in a calendar that others may see: no name, no topic. */
const summary = 'Protected time';

/** Calendar files. The zone's own rules come with each, as Outlook wants them. */
export const seriesFiles: SeriesFiles = { write };

function write({ uid, date, time, minutes, timeZone, stamp, series }: SeriesFile): string {
  const at = (day: string): Temporal.ZonedDateTime => Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(timeZone);
  const starts = at(date);
  const last = at(series?.until ?? date);
  return generateIcsCalendar({
    version: '2.0',
    prodId: '-//Held//Supervision//EN',
    method: 'PUBLISH',
    timezones: [{ id: timeZone, props: rulesOf(starts, last) }],
    events: [
      {
        uid,
        summary,
        stamp: { date: new Date(stamp.epochMilliseconds) },
        // Of two files with one entry a calendar takes the higher number: the later one.
        sequence: Math.floor(stamp.epochMilliseconds / 60_000),
        start: inZone(starts),
        end: inZone(starts.add({ minutes })),
        ...(series
          ? {
              recurrenceRule: { frequency: 'WEEKLY', interval: series.weeks, until: { date: new Date(last.epochMilliseconds) } },
              ...(series.except.length > 0 ? { exceptionDates: series.except.map((day) => inZone(at(day))) } : {}),
            }
          : {}),
      },
    ],
  });
}

const inZone = (at: Temporal.ZonedDateTime): IcsDateObject => ({
  date: new Date(at.epochMilliseconds),
  local: { date: asIfUtc(at.toPlainDateTime()), timezone: at.timeZoneId, tzoffset: at.offset.replace(':', '') },
});

/** The library writes a wall time from the UTC fields of a date. */
const asIfUtc = (wall: Temporal.PlainDateTime): Date => new Date(wall.toZonedDateTime('UTC').epochMilliseconds);

/** What the zone's clocks do, from a year before the first date to after the last. */
function rulesOf(first: Temporal.ZonedDateTime, last: Temporal.ZonedDateTime): IcsTimezoneProp[] {
  const rules: IcsTimezoneProp[] = [];
  const end = last.add({ months: 1 });
  for (let at = first.subtract({ years: 1 }).getTimeZoneTransition('next'); at && Temporal.ZonedDateTime.compare(at, end) < 0;) {
    rules.push(changeAt(at));
    at = at.getTimeZoneTransition('next');
  }
  // A zone whose clocks never change has one offset for ever.
  const always = first.subtract({ years: 1 });
  return rules.length > 0 ? rules : [{ type: 'STANDARD', start: ruleStart(always.toPlainDateTime(), always), ...offsets(always, always) }];
}

function changeAt(change: Temporal.ZonedDateTime): IcsTimezoneProp {
  const before = change.subtract({ nanoseconds: 1 });
  const gained = change.offsetNanoseconds - before.offsetNanoseconds;
  // The wall time at which the change happens, by the clock of before.
  const wall = change.toPlainDateTime().subtract({ nanoseconds: gained });
  return { type: gained > 0 ? 'DAYLIGHT' : 'STANDARD', start: ruleStart(wall, change), ...offsets(before, change) };
}

/** The library adds the new offset to a rule's start before it writes its wall time. */
const ruleStart = (wall: Temporal.PlainDateTime, { offsetNanoseconds }: Temporal.ZonedDateTime): Date =>
  asIfUtc(wall.subtract({ nanoseconds: offsetNanoseconds }));

const offsets = (from: Temporal.ZonedDateTime, to: Temporal.ZonedDateTime) => ({
  offsetFrom: from.offset.replace(':', ''),
  offsetTo: to.offset.replace(':', ''),
});
