import { Temporal } from 'temporal-polyfill';
import { gapIsOver } from '../domain/prompting/gap.ts';
import { askingHours, momentIn, stillThatMeeting, type AskingHours, type Busy, type Occasion } from '../domain/prompting/gaps.ts';
import { schoolDate, type SchoolCalendar } from '../domain/prompting/schoolCalendar.ts';
import type { PersonSettings } from '../domain/roster.ts';
import type { CalendarTimes, Clock, DayNotes, DayStore, DuePrompt, Randomness } from '../ports.ts';
import { settledAtMost, settledFor } from './settledFor.ts';

export interface GapDeps {
  readonly days: DayStore;
  readonly calendar: SchoolCalendar;
  readonly clock: Clock;
  /** Absent while the administrator has calendars turned off. */
  readonly calendarTimes?: CalendarTimes;
  /** Seconds between a meeting's end and its prompt. */
  readonly settleSeconds: number;
  readonly randomness: Pick<Randomness, 'fraction'>;
}

export type GapNow =
  | { readonly kind: 'ask'; readonly occasion: Occasion }
  /** The gap is elsewhere in the day. */
  | { readonly kind: 'later'; readonly at: Temporal.Instant }
  /** Not known now; worth asking again in so many seconds. */
  | { readonly kind: 'unknown'; readonly seconds: number }
  | { readonly kind: 'none'; readonly because: 'gapIsOver' | 'inAMeeting' | 'hadMeetings' | 'noGap' };

/** Seconds between two looks at a calendar that could not be read. */
const lookAgain = 120;
/** Seconds: who leaves or joins is dated by the event's arrival, and events of one moment come in any order. */
const outOfOrder = 60;

/**
 * Whether the gap that a prompt was meant for is there at this moment. With a calendar the day is read again, since meetings overrun or
 * are cancelled; a call that stands in none and that Held heard begin keeps the prompt away while it may last. Without, a meeting that began at or after the end in question says that the gap is over, and so does time; and a day with any
 * meeting that Held heard of is no day without. The end itself is kept nowhere: it is taken for as early as chance may have made it, so that
 * a meeting joined a moment after another was left, or a dropped call joined again, keeps the prompt away.
 */
export async function gapNow(deps: GapDeps, settings: PersonSettings, due: DuePrompt): Promise<GapNow> {
  const { person } = settings;
  const now = deps.clock.now();
  const dueAt = Temporal.Instant.from(due.dueAt);
  if (deps.calendarTimes && settings.calendar) {
    const { from, until } = localDay(settings.timeZone, now);
    const times = (await deps.calendarTimes.timesOf([person], from, until)).get(person) ?? 'refused';
    if (times === 'away') return gapIsOver(dueAt, now) ? { kind: 'none', because: 'gapIsOver' } : { kind: 'unknown', seconds: lookAgain };
    if (times !== 'refused') {
      const hours = askingHours(settings, now);
      const moment = momentIn(times, hours, now, deps.settleSeconds);
      if (moment.kind === 'ask') {
        const { meetingBegan } = await deps.days.find(schoolDate(deps.calendar, now), person);
        const began = meetingBegan === undefined ? undefined : Temporal.Instant.from(meetingBegan);
        return began && isUnplanned(began, times) && mayStillRun(began, due, deps, now) ? { kind: 'none', because: 'inAMeeting' } : moment;
      }
      const later = nextLook(times, hours, now, deps);
      return later ? { kind: 'later', at: later } : { kind: 'none', because: 'noGap' };
    }
  }
  if (gapIsOver(dueAt, now)) return { kind: 'none', because: 'gapIsOver' };
  const notes = await deps.days.find(schoolDate(deps.calendar, now), person);
  if (due.replays !== undefined) return replayNow(notes, askingHours(settings, now), now);
  const { met, meetingBegan } = notes;
  if (
    meetingBegan !== undefined &&
    Temporal.Instant.compare(Temporal.Instant.from(meetingBegan), earliestEnd(due, deps.settleSeconds)) >= 0
  ) {
    return { kind: 'none', because: 'inAMeeting' };
  }
  if (due.occasion === 'day') {
    if (met) return { kind: 'none', because: 'hadMeetings' };
    // Planned from a calendar that may no longer be read: whether the day has meetings is not known any more.
    if (Temporal.Instant.compare(now, askingHours(settings, now).withoutMeetings) < 0) return { kind: 'none', because: 'noGap' };
  }
  const long = Temporal.Instant.compare(dueAt.add(stillThatMeeting), now) < 0;
  return { kind: 'ask', occasion: due.occasion === 'meeting' && long ? 'deferred' : due.occasion };
}

/** No meeting of a school day is longer. */
const longestMeeting = { hours: 3 } as const;
/** Who joins earlier joins something else. */
const joinedEarly = { minutes: 15 } as const;

/** Whether what began then stands in no calendar: a call of the moment. */
const isUnplanned = (began: Temporal.Instant, times: readonly Busy[]): boolean =>
  !times.some(
    ({ starts, ends }) => Temporal.Instant.compare(starts.subtract(joinedEarly), began) <= 0 && Temporal.Instant.compare(began, ends) <= 0,
  );

/** Whether a call that Held heard begin may be running: its end would bring a prompt of its own. */
function mayStillRun(began: Temporal.Instant, due: DuePrompt, { settleSeconds }: GapDeps, now: Temporal.Instant): boolean {
  const isOver = due.occasion === 'meeting' && Temporal.Instant.compare(began, earliestEnd(due, settleSeconds)) < 0;
  return !isOver && Temporal.Instant.compare(now, began.add(longestMeeting)) < 0;
}

/** When the meeting that a prompt follows ended, at the earliest. */
const earliestEnd = ({ dueAt }: DuePrompt, settleSeconds: number): Temporal.Instant =>
  Temporal.Instant.from(dueAt).subtract({ seconds: settledAtMost(settleSeconds) + outOfOrder });

/**
 * A prompt that follows nothing in particular, where no calendar tells of gaps: from the time on at which days without meetings are asked about,
 * and not while a meeting may be running that Held heard begin.
 */
function replayNow({ met, meetingBegan }: DayNotes, { withoutMeetings }: AskingHours, now: Temporal.Instant): GapNow {
  if (Temporal.Instant.compare(now, withoutMeetings) < 0) return { kind: 'later', at: withoutMeetings };
  const began = meetingBegan === undefined ? undefined : Temporal.Instant.from(meetingBegan);
  if (began && Temporal.Instant.compare(now, began.add(longestMeeting)) < 0) return { kind: 'none', because: 'inAMeeting' };
  return { kind: 'ask', occasion: met ? 'deferred' : 'day' };
}

/** When to look at a day next: at its next gap, each person a little apart; undefined where none is left. */
export function nextLook(
  times: readonly Busy[],
  hours: AskingHours,
  now: Temporal.Instant,
  deps: Pick<GapDeps, 'settleSeconds' | 'randomness'>,
): Temporal.Instant | undefined {
  const moment = momentIn(times, hours, now, settledFor(deps));
  if (moment.kind === 'none') return undefined;
  return moment.kind === 'ask' ? now : moment.until.round({ smallestUnit: 'second', roundingMode: 'ceil' });
}

/** From midnight to midnight; 23 or 25 hours where the clocks change. */
export function localDay(timeZone: string, at: Temporal.Instant): { readonly from: Temporal.Instant; readonly until: Temporal.Instant } {
  const date = at.toZonedDateTimeISO(timeZone).toPlainDate();
  return { from: date.toZonedDateTime(timeZone).toInstant(), until: date.add({ days: 1 }).toZonedDateTime(timeZone).toInstant() };
}
