import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { askingHours, momentIn, type Busy } from '../../../bot/domain/prompting/gaps.ts';

const at = (time: string, day = '2026-11-18'): Temporal.Instant => Temporal.Instant.from(`${day}T${time}:00Z`);
const busy = (starts: string, ends: string, meeting = true): Busy => ({ starts: at(starts), ends: at(ends), meeting });
const settings = { hours: { from: '08:00', to: '17:30' }, timeZone: 'Europe/London' };
const hours = askingHours(settings, at('07:00'));
const look = (entries: readonly Busy[], time: string): string => {
  const moment = momentIn(entries, hours, at(time), 120);
  if (moment.kind === 'ask') return moment.occasion;
  return moment.kind === 'wait' ? moment.until.toZonedDateTimeISO('UTC').toPlainTime().toString().slice(0, 5) : 'none';
};

describe('the gap of a day', () => {
  it('comes two minutes after a meeting, or sooner where the gap is short', () => {
    expect(look([busy('09:00', '10:00')], '07:00')).toBe('10:02');
    expect(look([busy('09:00', '10:00'), busy('10:06', '11:00')], '07:00')).toBe('10:01');
    expect(look([busy('09:00', '10:00'), busy('10:05', '11:00')], '07:00')).toBe('10:00');
    expect(look([busy('09:00', '10:00')], '10:02')).toBe('meeting');
  });

  it('is met when it is five minutes long, although a prompt leaves some seconds after its time', () => {
    const usual = [busy('09:00', '09:55'), busy('10:00', '10:55'), busy('11:00', '12:00')];
    expect(look(usual, '07:00')).toBe('09:55');
    const at5 = (seconds: number) => momentIn(usual, hours, at('09:55').add({ seconds }), 120);
    expect([0, 1, 60].map((seconds) => at5(seconds))).toEqual([0, 1, 60].map(() => ({ kind: 'ask', occasion: 'meeting' })));
    expect(at5(61)).toEqual({ kind: 'wait', until: at('10:55') });
    expect(look([busy('09:00', '09:56'), busy('10:00', '11:00')], '09:56')).toBe('11:02');
  });

  it('defers back-to-back meetings to the next gap, and comes not at all where none is left', () => {
    const packed = [busy('09:00', '10:00'), busy('10:04', '12:00'), busy('12:00', '13:00', false)];
    expect(look(packed, '10:02')).toBe('13:02');
    expect(look(packed, '13:02')).toBe('deferred');
    expect(look([busy('09:00', '17:29')], '07:00')).toBe('none');
    expect(look([busy('09:00', '17:27')], '07:00')).toBe('17:29');
    expect(look([busy('09:00', '12:00'), busy('12:00', '19:00', false)], '07:00')).toBe('none');
  });

  it('moves with a meeting that overruns, overlaps or is gone', () => {
    expect(look([busy('09:00', '10:30')], '10:02')).toBe('10:32');
    expect(look([busy('09:00', '10:00'), busy('09:30', '11:00')], '10:02')).toBe('11:02');
    expect(look([], '10:02')).toBe('15:45');
  });

  it('calls a meeting of some time ago by another name', () => {
    expect(look([busy('09:00', '10:00')], '10:15')).toBe('meeting');
    expect(look([busy('09:00', '10:00')], '10:16')).toBe('deferred');
  });

  it('comes at 15:45 on a day without meetings, or in the next quiet moment', () => {
    expect(look([], '15:45')).toBe('day');
    expect(look([busy('15:00', '16:00', false)], '07:00')).toBe('16:00');
    expect(look([busy('15:48', '16:00', false)], '15:45')).toBe('16:00');
    expect(look([busy('00:00', '23:59', false)], '07:00')).toBe('none');
    expect(look([busy('16:30', '17:00')], '15:45')).toBe('17:02');
  });

  it('keeps wall time on the days when the clocks change', () => {
    const spring = askingHours(settings, Temporal.Instant.from('2027-03-28T12:00:00Z'));
    expect([spring.from.toString(), spring.withoutMeetings.toString()]).toEqual(['2027-03-28T07:00:00Z', '2027-03-28T14:45:00Z']);
    const autumn = askingHours(settings, Temporal.Instant.from('2026-10-25T12:00:00Z'));
    expect([autumn.from.toString(), autumn.until.toString()]).toEqual(['2026-10-25T08:00:00Z', '2026-10-25T17:30:00Z']);
  });

  it('never asks outside the hours, in or just before an entry, nor before a meeting where there is one; and misses no gap', () => {
    const minute = fc.integer({ min: 6 * 60, max: 20 * 60 });
    const entry = fc
      .record({ from: minute, lasts: fc.integer({ min: -5, max: 180 }), meeting: fc.boolean() })
      .map(({ from, lasts, meeting }): Busy => {
        const starts = at('00:00').add({ minutes: from });
        return { starts, ends: starts.add({ minutes: lasts }), meeting };
      });
    const compare = Temporal.Instant.compare;
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 8 }), minute, (entries, from) => {
        const real = entries.filter(({ starts, ends }) => compare(starts, ends) < 0);
        const isGap = (time: Temporal.Instant, left = 5): boolean =>
          compare(time, hours.from) >= 0 &&
          compare(time, hours.until) < 0 &&
          real.every(({ starts, ends }) => compare(time, ends) >= 0 || compare(time.add({ minutes: left }), starts) <= 0) &&
          (real.some(({ meeting }) => meeting)
            ? real.some(({ meeting, ends }) => meeting && compare(ends, time) <= 0)
            : compare(time, hours.withoutMeetings) >= 0);
        const now = at('00:00').add({ minutes: from });
        const moment = momentIn(entries, hours, now, 120);
        if (moment.kind === 'ask') {
          // Planned for five minutes before what comes next, and up to a minute late.
          expect(isGap(now, 4)).toBe(true);
          expect(isGap(now) || isGap(now.subtract({ minutes: 1 }))).toBe(true);
          expect(moment.occasion === 'day').toBe(!real.some(({ meeting }) => meeting));
        }
        if (moment.kind === 'wait') {
          expect(compare(moment.until, now)).toBeGreaterThan(0);
          expect(momentIn(entries, hours, moment.until, 120).kind).toBe('ask');
        }
        // Two minutes of settling aside, the first gap is never passed over.
        const end = moment.kind === 'none' ? hours.until : moment.kind === 'wait' ? moment.until.subtract({ minutes: 2 }) : now;
        for (let time = now; compare(time, end) < 0; time = time.add({ minutes: 1 })) {
          const settled = moment.kind === 'none' && compare(time.add({ minutes: 2 }), hours.until) >= 0;
          if (!settled && isGap(time) && isGap(time.add({ minutes: 2 }))) throw new Error(`passed over ${time.toString()}`);
        }
      }),
      { numRuns: 600 },
    );
  });
});
