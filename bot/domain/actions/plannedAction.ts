import { Temporal } from 'temporal-polyfill';
import type { UnitId } from '../ids.ts';
import { isTermDay, type SchoolCalendar } from '../prompting/schoolCalendar.ts';
import type { ActionChoice, Decision, Way } from './ways.ts';

/** What a leader decided about a signal. Of a unit, never about a person; nothing in it comes from answers but the way. */
export interface PlannedAction {
  readonly id: string;
  /** The group in which it was heard. */
  readonly unit: UnitId;
  readonly way: Way;
  readonly action: ActionChoice;
  readonly decision: Decision;
  /** Why not now; only with `notNow`. */
  readonly because?: string;
  /** Who sees to it, as the leader wrote it. */
  readonly owner: string;
  /** Local dates, `YYYY-MM-DD`. */
  readonly due: string;
  readonly decidedOn: string;
  readonly doneOn?: string;
  /** Everyone in the unit may read that it was done. */
  readonly published: boolean;
}

/** Days to decide in: act, ask first, or not now and why. */
const schoolDaysToDecide = 10;
/** A year: a calendar that ends before the tenth school day gives no date. */
const longestLook = 366;

/** The tenth school day after a half-term's end; undefined where the calendar does not reach so far. */
export function decideBy(calendar: SchoolCalendar, periodEnds: string): string | undefined {
  let day = Temporal.PlainDate.from(periodEnds);
  let left = schoolDaysToDecide;
  for (let looked = 0; looked < longestLook; looked += 1) {
    day = day.add({ days: 1 });
    if (isTermDay(calendar, day)) left -= 1;
    if (left === 0) return day.toString();
  }
  return undefined;
}
