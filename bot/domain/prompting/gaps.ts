import { Temporal } from 'temporal-polyfill';
import type { PersonSettings } from '../roster.ts';

/** Time taken in a person's day. `meeting`: its end may be followed by a prompt; other entries only stand in the way. */
export interface Busy {
  readonly starts: Temporal.Instant;
  readonly ends: Temporal.Instant;
  readonly meeting: boolean;
}

/**
 * What a prompt follows. `meeting`: one that has just ended. `deferred`: an earlier one, since no gap came right after it. `day`: a day
 * without meetings.
 */
export type Occasion = 'meeting' | 'deferred' | 'day';

/** The part of one local day in which a person may be asked, and the time to ask on a day without meetings. */
export interface AskingHours {
  readonly from: Temporal.Instant;
  /** Not included. */
  readonly until: Temporal.Instant;
  readonly withoutMeetings: Temporal.Instant;
}

export type Moment =
  | { readonly kind: 'ask'; readonly occasion: Occasion }
  /** Nothing can be asked now; look again then. */
  | { readonly kind: 'wait'; readonly until: Temporal.Instant }
  /** No gap is left today. */
  | { readonly kind: 'none' };

/** Less than this between two entries is no gap: they count as back to back. */
export const shortestGap = { minutes: 5 } as const;
/** A prompt that is due at the start of the shortest gap leaves a little later: the queue is looked at every few seconds, and messages wait for a turn. */
const mayBeLate = { minutes: 1 } as const;
/** Local time of the prompt on a day without meetings. */
export const timeWithoutMeetings = '15:45';
/** A meeting that ended longer ago is no longer “that meeting”. */
export const stillThatMeeting = { minutes: 15 } as const;

/** A person's hours on the local day of an instant. Wall times that a clock change skips move forward, as clocks do. */
export function askingHours(settings: Pick<PersonSettings, 'hours' | 'timeZone'>, at: Temporal.Instant): AskingHours {
  const date = at.toZonedDateTimeISO(settings.timeZone).toPlainDate();
  const on = (time: string): Temporal.Instant =>
    date.toZonedDateTime({ timeZone: settings.timeZone, plainTime: Temporal.PlainTime.from(time) }).toInstant();
  return { from: on(settings.hours.from), until: on(settings.hours.to), withoutMeetings: on(timeWithoutMeetings) };
}

/**
 * Whether a person with this day can be asked now, or when next. Asked is only in a gap: planned at least 5 minutes before whatever comes next,
 * within the hours, after a meeting of the day, `settleSeconds` after its end or a little earlier where the gap is short. Back-to-back
 * meetings defer to the day's next gap. On a day without meetings the gap is at 15:45 or the first quiet moment after.
 */
export function momentIn(busy: readonly Busy[], hours: AskingHours, now: Temporal.Instant, settleSeconds: number): Moment {
  const blocks = blocksOf(busy);
  const earliest = latest(now, hours.from);
  const firstWithMeeting = blocks.findIndex(({ meetingEnds }) => meetingEnds !== undefined);
  const gaps = firstWithMeeting < 0 ? gapsAround(blocks, hours.withoutMeetings) : gapsAfter(blocks.slice(firstWithMeeting), settleSeconds);
  for (const gap of gaps) {
    const at = latest(earliest, gap.opens);
    if (!before(at, hours.until)) return { kind: 'none' };
    if (gap.closes && isTooLate(latest(gap.opens, hours.from), gap.closes, at)) continue;
    if (before(now, at)) return { kind: 'wait', until: at };
    return { kind: 'ask', occasion: occasionAt(gap.meetingEnds, gap.follows, at) };
  }
  return { kind: 'none' };
}

/** Whether an instant within a gap leaves less than the shortest gap until its close, a little lateness aside. */
function isTooLate(opens: Temporal.Instant, closes: Temporal.Instant, at: Temporal.Instant): boolean {
  const last = closes.subtract(shortestGap);
  return before(last, opens) || before(last.add(mayBeLate), at);
}

/** Entries without a gap between them. */
interface Block {
  readonly starts: Temporal.Instant;
  readonly ends: Temporal.Instant;
  /** End of its last meeting, where it holds one. */
  readonly meetingEnds: Temporal.Instant | undefined;
}

interface Gap {
  /** From here on a prompt may come. */
  readonly opens: Temporal.Instant;
  /** Start of the next entry; undefined where nothing follows. */
  readonly closes: Temporal.Instant | undefined;
  /** End of the entries before it. */
  readonly follows: Temporal.Instant | undefined;
  /** End of the day's last meeting before it. */
  readonly meetingEnds: Temporal.Instant | undefined;
}

function blocksOf(busy: readonly Busy[]): readonly Block[] {
  const blocks: Block[] = [];
  const sane = busy.filter(({ starts, ends }) => before(starts, ends));
  for (const { starts, ends, meeting } of sane.toSorted((a, b) => Temporal.Instant.compare(a.starts, b.starts))) {
    const last = blocks.at(-1);
    const own = meeting ? ends : undefined;
    if (!last || !before(starts, last.ends.add(shortestGap))) blocks.push({ starts, ends, meetingEnds: own });
    else blocks[blocks.length - 1] = { ...last, ends: latest(last.ends, ends), meetingEnds: latestOf(last.meetingEnds, own) };
  }
  return blocks;
}

function gapsAfter(blocks: readonly Block[], settleSeconds: number): readonly Gap[] {
  let meetingEnds: Temporal.Instant | undefined;
  return blocks.map(({ ends, meetingEnds: own }, i): Gap => {
    meetingEnds = latestOf(meetingEnds, own);
    const closes = blocks[i + 1]?.starts;
    const settled = ends.add({ seconds: settleSeconds });
    const opens = closes ? latest(ends, earlier(settled, closes.subtract(shortestGap))) : settled;
    return { opens, closes, follows: ends, meetingEnds };
  });
}

/** The gaps that hold `from` or lie after it, on a day without meetings. */
function gapsAround(blocks: readonly Block[], from: Temporal.Instant): readonly Gap[] {
  const none = { follows: undefined, meetingEnds: undefined };
  const first: Gap = { opens: from, closes: blocks[0]?.starts, ...none };
  const rest = blocks.map(({ ends }, i): Gap => ({ opens: latest(ends, from), closes: blocks[i + 1]?.starts, ...none }));
  return [first, ...rest];
}

function occasionAt(meetingEnds: Temporal.Instant | undefined, follows: Temporal.Instant | undefined, at: Temporal.Instant): Occasion {
  if (!meetingEnds) return 'day';
  const itsOwnGap = follows !== undefined && Temporal.Instant.compare(follows, meetingEnds) === 0;
  return itsOwnGap && !before(meetingEnds.add(stillThatMeeting), at) ? 'meeting' : 'deferred';
}

const before = (a: Temporal.Instant, b: Temporal.Instant): boolean => Temporal.Instant.compare(a, b) < 0;
const latest = (a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant => (before(a, b) ? b : a);
const earlier = (a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant => (before(a, b) ? a : b);
const latestOf = (a: Temporal.Instant | undefined, b: Temporal.Instant | undefined): Temporal.Instant | undefined =>
  a && b ? latest(a, b) : (a ?? b);
