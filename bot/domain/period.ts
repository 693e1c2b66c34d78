import { Temporal } from 'temporal-polyfill';
import type { Alarms } from './alarms.ts';
import type { PeriodId, QuestionId } from './ids.ts';

/**
 * A period's life, one way only.
 *
 * | state | what holds | who moves it on |
 * | --- | --- | --- |
 * | REQUESTED | an administrator asked for it | opener: makes K_p and W_p |
 * | KEYED | keys exist | web: makes H_p, freezes the roster, inserts the rows |
 * | OPEN | answers are sealed | web or CLI: closes it |
 * | CLOSED | late answers are refused | web, 10 minutes later: last touch, deletes the ledger and H_p |
 * | CUT | no row can be tied to a person | opener, 24 hours after the close: opens, discloses, publishes |
 * | CUT, abandoned | nobody may open it | opener: deletes rows and keys |
 * | RELEASED | the manifest stands | opener: deletes rows and keys |
 * | SHREDDING | the purge of keys is under way | opener |
 * | SHREDDED | nothing of the period opens any more | |
 */
export const periodStates = ['REQUESTED', 'KEYED', 'OPEN', 'CLOSED', 'CUT', 'RELEASED', 'SHREDDING', 'SHREDDED'] as const;
export type PeriodState = (typeof periodStates)[number];

/** A half-term of the deployment's one calendar (R6). Dates are local and inclusive, `YYYY-MM-DD`. */
export interface HalfTerm {
  readonly id: PeriodId;
  readonly starts: string;
  readonly ends: string;
}

/** What everyone is asked in a period: the same for all, frozen at its start. */
export interface Plan {
  readonly questions: readonly QuestionId[];
}

export interface Period extends HalfTerm {
  readonly state: PeriodState;
  readonly plan: Plan;
  /** Slots in every envelope: three a week, rounded up to a multiple of 8. */
  readonly slots: number;
  /** ISO instant of the close. */
  readonly closedAt?: string;
  /** ISO date of the last nightly touch, or of the opening. */
  readonly touchedOn?: string;
  /** An operator gave it up: it is cut and shredded, and never opened. */
  readonly abandoned?: true;
  /** The last touch has moved the outer envelopes under W_p: H_p may go, and only then. */
  readonly movedForOpening?: true;
  /** Local mode only: skip the waits between close, cut and release. */
  readonly hurry?: true;
  /** Digest of the closed rows, taken before any was opened: a rerun that meets other rows stops. */
  readonly digest?: string;
  /** ISO date on which a vault with purge protection forgets the period's keys. */
  readonly purgedOn?: string;
  /** Why the opener stopped before publishing, for the operator: what, why, fix. */
  readonly stopped?: string;
  /** What the opener set aside or missed, for the operator: counts, never contents. Another version may have written names that are not in the list (alarms.ts). */
  readonly alarms?: Readonly<Record<string, number>>;
}

/** Weeks from the first to the last day, begun ones counted. */
export function weeksOf(halfTerm: HalfTerm): number {
  const days = (Date.parse(halfTerm.ends) - Date.parse(halfTerm.starts)) / 86_400_000 + 1;
  return Math.max(1, Math.ceil(days / 7));
}

/** Three prompts a week, rounded up to a multiple of 8, so that lengths of periods do not show in a row's size more than they must. */
export function slotsFor(halfTerm: HalfTerm): number {
  return Math.ceil((weeksOf(halfTerm) * 3) / 8) * 8;
}

/** Writes that finished this long after the close still count; only then is the link cut. */
export const graceAfterClose = { minutes: 10 } as const;
/** A release comes at least this long after the close (R6). */
export const waitBeforeRelease = { hours: 24 } as const;
/** Where H_p was lost before the last touch, it is waited for this long after the close: vaults give back what was deleted by mistake. */
export const waitForLostPlaces = { hours: 7 * 24 } as const;
/** A web process re-reads the period's state at least this often. */
export const stateReadEvery = { minutes: 5 } as const;

/** The period with what its last touch could not open among its alarms; the newest count is the whole count. */
export function withDamage(period: Period, unreadable: number): Period {
  const { damaged: _before, ...others } = period.alarms ?? {};
  const own: Alarms = unreadable > 0 ? { damaged: unreadable } : {};
  const alarms = { ...others, ...own };
  const { alarms: _earlier, ...rest } = period;
  return Object.keys(alarms).length > 0 ? { ...rest, alarms } : rest;
}

/** When a period may be opened: 24 hours after its close; undefined while it is not closed. */
export function releaseDue(period: Period): Temporal.Instant | undefined {
  return period.closedAt === undefined ? undefined : Temporal.Instant.from(period.closedAt).add(waitBeforeRelease);
}

/** A night's touch is missed when another night has gone by without one. Before it, dumps and timestamps of two days tell who answered. */
const longestWithoutTouch = { hours: 50 } as const;
/** After this long a link that still stands has something in its way. */
const longestToCut = { hours: 2 } as const;

/**
 * What an operator must look at, by name and count: what the opener set aside, and envelopes that lie longer than they should.
 */
export function alarmsOf(period: Period, now: Temporal.Instant): Readonly<Record<string, number>> {
  const due = releaseDue(period);
  const dayOver = due !== undefined && Temporal.Instant.compare(now, due.add(waitBeforeRelease)) > 0;
  const cutDue = period.closedAt === undefined ? undefined : Temporal.Instant.from(period.closedAt).add(longestToCut);
  const cutOverdue = period.state === 'CLOSED' && cutDue !== undefined && Temporal.Instant.compare(now, cutDue) > 0;
  // From the local midnight that began the day of the last touch, or of the half-term: the night that follows it ends a day and some hours later.
  const lastTouch = Temporal.PlainDate.from(period.touchedOn ?? period.starts)
    .toZonedDateTime('UTC')
    .toInstant();
  const touchOverdue = period.state === 'OPEN' && Temporal.Instant.compare(now, lastTouch.add(longestWithoutTouch)) > 0;
  const awaitsPurge = period.state === 'SHREDDING' && period.purgedOn !== undefined && now.toString().slice(0, 10) <= period.purgedOn;
  const own: Alarms = {
    ...(period.stopped === undefined ? {} : { openingStopped: 1 }),
    ...(touchOverdue ? { touchOverdue: 1 } : {}),
    ...(cutOverdue ? { cutOverdue: 1 } : {}),
    ...(dayOver && (period.state === 'CLOSED' || period.state === 'CUT') ? { releaseOverdue: 1 } : {}),
    ...(dayOver && (period.state === 'RELEASED' || period.state === 'SHREDDING') && !awaitsPurge ? { envelopesOutliveTheRelease: 1 } : {}),
  };
  return { ...period.alarms, ...own };
}

/** Local hour from which a night's touch is due: long after the last prompt and card of a day, before the first of the next. */
export const touchHour = 2;
