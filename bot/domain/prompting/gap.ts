import { Temporal } from 'temporal-polyfill';
import type { PersonSettings } from '../roster.ts';
import { nextHalfTerm, schoolQuietOn, type SchoolCalendar, type Workplace } from './schoolCalendar.ts';

/** Monday to Friday, and the hours of questions.md, until a person chooses their own. */
export const defaultDays: readonly number[] = [1, 2, 3, 4, 5];
export const defaultHours = { from: '08:00', to: '17:30' } as const;

/** Nobody is asked outside these, whatever hours they choose: never in the evening. */
export const widestHours = { from: '07:00', to: '18:30' } as const;

/** Hours that a person may choose, from what they typed, or undefined where they cannot be. */
export function hoursFrom(from: string, to: string): PersonSettings['hours'] | undefined {
  const wallTime = /^([01]\d|2[0-3]):[0-5]\d$/;
  if (!wallTime.test(from) || !wallTime.test(to) || from >= to) return undefined;
  return from >= widestHours.from && to <= widestHours.to ? { from, to } : undefined;
}

/** Seconds between a meeting's end and its prompt: long enough to leave, short enough to be the same gap. */
export const defaultSettleSeconds = 120;
/** An end reported longer ago than this is no late event but another clock: the event's arrival stands for it. */
const latestEvent = { hours: 24 } as const;
/** A prompt that could not go out within this time of being due is dropped: its gap is over. */
export const gapIsOverAfter = { minutes: 30 } as const;

export type Quiet = 'notTakingPart' | 'paused' | 'notAWorkingDay' | 'outsideHours' | 'notInTerm' | 'quietDay';

const minuteOf = (time: Temporal.PlainTime): string => time.toString({ smallestUnit: 'minute' });

/** Why no prompt may come at this instant, or undefined when one may. Budgets and gaps are looked at elsewhere. */
export function quietBecause(
  settings: PersonSettings,
  calendar: SchoolCalendar,
  at: Temporal.Instant,
  workplace?: Workplace,
): Quiet | undefined {
  const all = quietAllDay(settings, calendar, at, workplace);
  if (all) return all;
  const minute = minuteOf(at.toZonedDateTimeISO(settings.timeZone).toPlainTime());
  return minute < settings.hours.from || minute >= settings.hours.to ? 'outsideHours' : undefined;
}

/** Why no prompt may come on the day of this instant, whatever the hour; a pause that ends later that day counts. */
export function quietAllDay(
  settings: PersonSettings,
  calendar: SchoolCalendar,
  at: Temporal.Instant,
  workplace?: Workplace,
): Quiet | undefined {
  if (settings.participation !== 'takingPart') return 'notTakingPart';
  if (isPaused(settings, at)) return 'paused';
  if (!settings.workingDays.includes(at.toZonedDateTimeISO(settings.timeZone).dayOfWeek)) return 'notAWorkingDay';
  // School days follow the schools' own zone, hours the person's.
  return schoolQuietOn(calendar, workplace, at.toZonedDateTimeISO(calendar.timeZone).toPlainDate());
}

export function isPaused(settings: PersonSettings, at: Temporal.Instant): boolean {
  const until = settings.pausedUntil;
  if (until === undefined) return false;
  return until === untilResumed || Temporal.Instant.compare(at, Temporal.Instant.from(until)) < 0;
}

/**
 * When a meeting ended: what its event reports unless that is in the future or of another day, else the event's arrival. An event that comes
 * hours late so brings no prompt: its gap is over, and the person may be in the next meeting.
 */
export function meetingEnd(reported: Temporal.Instant | undefined, arrival: Temporal.Instant): Temporal.Instant {
  if (!reported) return arrival;
  const ofToday = Temporal.Instant.compare(reported, arrival.subtract(latestEvent)) >= 0;
  return ofToday && Temporal.Instant.compare(reported, arrival) <= 0 ? reported : arrival;
}

/** When a meeting began: what its event reports unless that is in the future, else the event's arrival. */
export function meetingStart(reported: Temporal.Instant | undefined, arrival: Temporal.Instant): Temporal.Instant {
  return reported && Temporal.Instant.compare(reported, arrival) <= 0 ? reported : arrival;
}

/** Whether a prompt that was due then still meets its gap now. */
export function gapIsOver(due: Temporal.Instant, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(now, due.add(gapIsOverAfter)) > 0;
}

export const untilResumed = 'until-resumed';
export const pauseChoices = ['tomorrow', 'monday', 'nextHalfTerm', 'untilISay'] as const;
export type PauseChoice = (typeof pauseChoices)[number];

/**
 * The ISO instant at which a pause ends, the start of a local day; `until-resumed` for an open end, also where the calendar knows no
 * next half-term.
 */
export function pauseEnd(choice: PauseChoice, now: Temporal.Instant, timeZone: string, calendar: SchoolCalendar): string {
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
  const startOf = (date: Temporal.PlainDate): string => date.toZonedDateTime(timeZone).toInstant().toString();
  if (choice === 'tomorrow') return startOf(today.add({ days: 1 }));
  if (choice === 'monday') return startOf(today.add({ days: 8 - today.dayOfWeek }));
  const next = choice === 'nextHalfTerm' ? nextHalfTerm(calendar, today) : undefined;
  return next ? startOf(Temporal.PlainDate.from(next.starts)) : untilResumed;
}
