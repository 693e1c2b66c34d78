import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { parsePersonId } from '../../../bot/domain/ids.ts';
import { englandDates } from '../../../bot/domain/prompting/englandDates.ts';
import {
  defaultDays,
  defaultHours,
  gapIsOver,
  isPaused,
  meetingEnd,
  pauseChoices,
  pauseEnd,
  quietBecause,
  untilResumed,
} from '../../../bot/domain/prompting/gap.ts';
import { isPromptDay } from '../../../bot/domain/prompting/schoolCalendar.ts';
import type { PersonSettings } from '../../../bot/domain/roster.ts';

const person = parsePersonId('11111111-1111-4111-8111-111111111111');
if (!person) throw new Error('no person');
const settings: PersonSettings = {
  person,
  participation: 'takingPart',
  workingDays: defaultDays,
  hours: defaultHours,
  timeZone: 'Europe/London',
};
const at = (text: string): Temporal.Instant => Temporal.Instant.from(text);
const quiet = (instant: string, changed: Partial<PersonSettings> = {}) =>
  quietBecause({ ...settings, ...changed }, englandDates, at(instant));
/** A Wednesday in term; London is on GMT. */
const wednesday = '2026-11-18T10:05:00Z';

describe('quiet times', () => {
  it('lets a prompt come on a working day in hours in term', () => {
    expect(quiet(wednesday)).toBeUndefined();
  });

  it.each([
    ['notTakingPart', wednesday, { participation: 'notAsked' }],
    ['notTakingPart', wednesday, { participation: 'declined' }],
    ['paused', wednesday, { pausedUntil: untilResumed }],
    ['paused', wednesday, { pausedUntil: '2026-11-18T10:06:00Z' }],
    ['notAWorkingDay', wednesday, { workingDays: [1, 2] }],
    ['notAWorkingDay', '2026-11-21T10:05:00Z', {}],
    ['outsideHours', '2026-11-18T07:59:59Z', {}],
    ['outsideHours', '2026-11-18T17:30:00Z', {}],
    ['notInTerm', '2026-12-22T10:05:00Z', {}],
    ['notInTerm', '2026-12-18T10:05:00Z', {}],
  ] as const)('is %s at %s', (reason, instant, changed) => {
    expect(quiet(instant, changed)).toBe(reason);
  });

  it('counts hours in the person’s own time zone, summer time included', () => {
    expect(quiet('2026-11-18T08:00:00Z')).toBeUndefined();
    expect(quiet('2026-11-18T17:29:59Z')).toBeUndefined();
    // 2027-06-16 is on British Summer Time: 07:30 UTC is 08:30 in London.
    expect(quiet('2027-06-16T07:30:00Z')).toBeUndefined();
    expect(quiet('2027-06-16T06:59:00Z')).toBe('outsideHours');
    expect(quiet('2026-11-18T10:05:00Z', { timeZone: 'America/New_York' })).toBe('outsideHours');
  });

  it('never lets a prompt out of hours, days or term', () => {
    const instants = fc.integer({ min: 0, max: 60 * 24 * 400 }).map((minutes) => at('2026-08-25T00:00:00Z').add({ minutes }));
    const days = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 });
    fc.assert(
      fc.property(instants, days, (instant, workingDays) => {
        if (quietBecause({ ...settings, workingDays }, englandDates, instant)) return;
        const local = instant.toZonedDateTimeISO('Europe/London');
        expect(workingDays).toContain(local.dayOfWeek);
        expect(local.hour * 60 + local.minute).toBeGreaterThanOrEqual(8 * 60);
        expect(local.hour * 60 + local.minute).toBeLessThan(17 * 60 + 30);
        expect(isPromptDay(englandDates, local.toPlainDate())).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a meeting’s end', () => {
  const arrival = at(wednesday);
  it('is what the event says, however late it comes, else the arrival', () => {
    expect(meetingEnd(arrival.subtract({ hours: 3 }), arrival)).toEqual(arrival.subtract({ hours: 3 }));
    expect(meetingEnd(arrival.subtract({ hours: 25 }), arrival)).toEqual(arrival);
    expect(meetingEnd(arrival.add({ minutes: 1 }), arrival)).toEqual(arrival);
    expect(meetingEnd(undefined, arrival)).toEqual(arrival);
  });

  it('loses its prompt when the gap is long over', () => {
    expect(gapIsOver(arrival, arrival.add({ minutes: 30 }))).toBe(false);
    expect(gapIsOver(arrival, arrival.add({ minutes: 31 }))).toBe(true);
  });
});

describe('a pause', () => {
  it('ends at the start of a local day, or when the person says', () => {
    const end = (choice: (typeof pauseChoices)[number], now = wednesday) => pauseEnd(choice, at(now), 'Europe/London', englandDates);
    expect(end('tomorrow')).toBe('2026-11-19T00:00:00Z');
    expect(end('monday')).toBe('2026-11-23T00:00:00Z');
    expect(end('monday', '2026-11-23T09:00:00Z')).toBe('2026-11-30T00:00:00Z');
    expect(end('nextHalfTerm')).toBe('2027-01-04T00:00:00Z');
    expect(end('nextHalfTerm', '2028-07-10T09:00:00Z')).toBe(untilResumed);
    expect(end('untilISay')).toBe(untilResumed);
    expect(end('tomorrow', '2027-06-16T09:00:00Z')).toBe('2027-06-16T23:00:00Z');
  });

  it('holds until its end and no longer', () => {
    fc.assert(
      fc.property(fc.constantFrom(...pauseChoices), fc.nat(60 * 24 * 300), (choice, minutes) => {
        const now = at('2026-09-10T00:00:00Z').add({ minutes });
        const pausedUntil = pauseEnd(choice, now, 'Europe/London', englandDates);
        const paused = { ...settings, pausedUntil };
        expect(isPaused(paused, now)).toBe(true);
        if (pausedUntil !== untilResumed) expect(isPaused(paused, at(pausedUntil))).toBe(false);
      }),
    );
  });
});
