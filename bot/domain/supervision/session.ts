import { Temporal } from 'temporal-polyfill';
import { isTermDay, type SchoolDays } from '../prompting/schoolCalendar.ts';

export const rhythms = ['fortnight', 'month'] as const;
export type Rhythm = (typeof rhythms)[number];
export const formats = ['oneToOne', 'group'] as const;
export type Format = (typeof formats)[number];

/** What a unit's people are entitled to. */
export interface Entitlement {
  readonly minutes: number;
  readonly every: Rhythm;
  readonly format: Format;
}

/** About an hour, one to one (S0, S1), until leaders say otherwise. */
export const defaultEntitlement: Entitlement = { minutes: 60, every: 'month', format: 'oneToOne' };
export const sessionMinutes = { least: 15, most: 180 } as const;

/** When a session is: local date and wall time of the deployment's time zone. With `every` it is one of a fixed series. */
export interface SessionTime {
  readonly date: string;
  readonly time: string;
  readonly minutes: number;
  readonly every?: Rhythm;
}

/** The next session. */
export interface Session extends SessionTime {
  /** Random: by it a calendar knows its entry again when the file is fetched anew, a date is moved, or a series has gone on. */
  readonly entry: string;
}

/** Whether two are at the same time, one or none. */
export const isSameTime = (a: SessionTime | undefined, b: SessionTime | undefined): boolean =>
  a?.date === b?.date && a?.time === b?.time && a?.minutes === b?.minutes && a?.every === b?.every;

/** A moved date, or a series set anew, stays the same entry in a calendar; after a single session the next one is another. */
export const keepsEntry = (before: Session, today: string): boolean => before.every !== undefined || before.date > today;

/** The hour's agenda with its minutes; both sides know it beforehand. */
export const agenda = [
  ['space', 5],
  ['here', 10],
  ['depth', 25],
  ['whose', 10],
  ['next', 5],
  ['close', 5],
] as const;
export type AgendaItem = (typeof agenda)[number][0];

/** Weeks from one session to the next: monthly is every fourth week, so that the weekday stays. */
const weeksBetween: Readonly<Record<Rhythm, number>> = { fortnight: 2, month: 4 };

/** Dates of a series from its next one on, up to `until`; those that are no term days are passed over, as the holidays are. */
export function datesOf(
  { date, every }: SessionTime,
  days: SchoolDays,
  until: string,
): { readonly held: readonly string[]; readonly skipped: readonly string[] } {
  if (every === undefined) return { held: [date], skipped: [] };
  const held: string[] = [];
  const skipped: string[] = [];
  for (let day = Temporal.PlainDate.from(date); day.toString() <= until; day = day.add({ weeks: weeksBetween[every] })) {
    // Both agreed on the first date, whatever the calendar says of it.
    (day.toString() === date || isTermDay(days, day) ? held : skipped).push(day.toString());
  }
  return { held, skipped };
}

/** The session that comes after this one in its series; undefined for a single one, or where the calendar ends before. */
export function sessionAfter(session: Session, days: SchoolDays, until: string): Session | undefined {
  const [, next] = datesOf(session, days, until).held;
  return next === undefined ? undefined : { ...session, date: next };
}

export const weekIntervalOf = (every: Rhythm): number => weeksBetween[every];

/** The last working day before a date; the day before it where there is none within two weeks. */
export function workdayBefore(days: SchoolDays, date: string): string {
  const start = Temporal.PlainDate.from(date);
  for (let back = 1; back <= 14; back += 1) {
    const day = start.subtract({ days: back });
    if (isTermDay(days, day)) return day.toString();
  }
  return start.subtract({ days: 1 }).toString();
}

/** The n-th working day after a date; plain days where there are none within three weeks. */
export function workdaysAfter(days: SchoolDays, date: string, n: number): string {
  const start = Temporal.PlainDate.from(date);
  let left = n;
  for (let ahead = 1; ahead <= 21; ahead += 1) {
    const day = start.add({ days: ahead });
    if (isTermDay(days, day)) left -= 1;
    if (left === 0) return day.toString();
  }
  return start.add({ days: n }).toString();
}
