import ical, { ICalCalendarMethod, ICalEventRepeatingFreq } from 'ical-generator';
import { Temporal } from 'temporal-polyfill';
import type { SeriesFile, SeriesFiles } from '../../ports.ts';

/** What stands in a calendar that others may see: no name, no topic. */
const summary = 'Protected time';

/** Calendar files by ical-generator, which folds and escapes as RFC 5545 asks. The zone's own rules come with the file, as Outlook wants them. */
export const seriesFiles: SeriesFiles = { write };

function write({ uid, date, time, minutes, timeZone, stamp, series }: SeriesFile): string {
  const starts = Temporal.PlainDateTime.from(`${date}T${time}`);
  const last = Temporal.PlainDate.from(series?.until ?? date);
  const calendar = ical({ prodId: { company: 'Held', product: 'Supervision', language: 'EN' }, method: ICalCalendarMethod.PUBLISH });
  // Without a zone of its own the calendar gives its stamps in UTC, as the standard asks; the zone is the event's.
  calendar.timezone({ name: null, generator: () => zoneText(timeZone, starts.toPlainDate(), last) });
  calendar.createEvent({
    id: uid,
    // Floating local times: the zone is named beside them.
    start: asLocal(starts),
    end: asLocal(starts.add({ minutes })),
    stamp: new Date(stamp.epochMilliseconds),
    timezone: timeZone,
    summary,
    ...(series
      ? {
          repeating: {
            freq: ICalEventRepeatingFreq.WEEKLY,
            interval: series.weeks,
            until: new Date(last.toPlainDateTime('23:59:59').toZonedDateTime(timeZone).epochMilliseconds),
            exclude: series.except.map((day) => asLocal(Temporal.PlainDateTime.from(`${day}T${time}`))),
          },
        }
      : {}),
  });
  return calendar.toString();
}

const asLocal = (at: Temporal.PlainDateTime): string => at.toString({ smallestUnit: 'second' });

/** A VTIMEZONE that says what the zone's clocks do from a little before the first date to the last. */
function zoneText(timeZone: string, from: Temporal.PlainDate, to: Temporal.PlainDate): string {
  const start = from.subtract({ years: 1 }).toZonedDateTime(timeZone);
  const end = to.add({ months: 1 }).toZonedDateTime(timeZone);
  const parts: string[] = [];
  let at: Temporal.ZonedDateTime | null = start;
  while (at && Temporal.ZonedDateTime.compare(at, end) < 0) {
    const next: Temporal.ZonedDateTime | null = at.getTimeZoneTransition('next');
    if (!next) break;
    parts.push(observance(next));
    at = next;
  }
  // A zone whose clocks never change has one offset for ever.
  if (parts.length === 0) parts.push(part('STANDARD', start.toPlainDateTime(), start.offset, start.offset));
  return ['BEGIN:VTIMEZONE', `TZID:${timeZone}`, ...parts, 'END:VTIMEZONE'].join('\r\n');
}

function observance(change: Temporal.ZonedDateTime): string {
  const before = change.subtract({ nanoseconds: 1 });
  const forward = change.offsetNanoseconds > before.offsetNanoseconds;
  // The wall time at which the change happens, by the clock of before.
  const wall = change.toPlainDateTime().subtract({ nanoseconds: change.offsetNanoseconds - before.offsetNanoseconds });
  return part(forward ? 'DAYLIGHT' : 'STANDARD', wall, before.offset, change.offset);
}

const part = (kind: string, wall: Temporal.PlainDateTime, from: string, to: string): string =>
  [
    `BEGIN:${kind}`,
    `DTSTART:${wall.toString({ smallestUnit: 'second' }).replace(/[-:]/g, '')}`,
    `TZOFFSETFROM:${from.replace(':', '')}`,
    `TZOFFSETTO:${to.replace(':', '')}`,
    `END:${kind}`,
  ].join('\r\n');
