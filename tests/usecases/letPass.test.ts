import { describe, expect, it } from '@jest/globals';
import type { PassingCard } from '../../bot/ports.ts';
import { defaultSettings } from '../../bot/usecases/settings.ts';
import { englandDates } from '../../bot/domain/prompting/englandDates.ts';
import { letPass } from '../../bot/usecases/letPass.ts';
import { personId, TestClock } from '../helpers/world.ts';

/** When the card passes, and when its queue message is gone; undefined where it stays. */
async function passing(now: string, timeZone: string): Promise<readonly string[] | undefined> {
  let put: readonly string[] | undefined;
  const clock = new TestClock(now);
  const cards = {
    put: async (card: PassingCard, delay: number, kept: number) => {
      put = [
        card.passesAt,
        clock
          .now()
          .add({ seconds: delay + kept })
          .toString(),
      ];
      expect(clock.now().add({ seconds: delay }).toString()).toBe(card.passesAt);
    },
    take: async () => [],
  };
  await letPass({ cards, clock, calendar: englandDates }, { ...defaultSettings(personId(1), englandDates), timeZone }, 'm1');
  return put;
}

describe('a card passes', () => {
  it.each([
    ['at the end of the day’s hours', '2026-11-18T10:05:00Z', 'Europe/London', '2026-11-18T17:30:00Z', '2026-11-19T02:00:00Z'],
    ['at midnight when sent after them', '2026-11-18T20:00:00Z', 'Europe/London', '2026-11-19T00:00:00Z', '2026-11-19T02:00:00Z'],
    ['before the touch when sent in the night', '2026-11-19T00:30:00Z', 'Europe/London', '2026-11-19T01:30:00Z', '2026-11-19T02:00:00Z'],
    ['by the person’s own clock', '2026-11-18T15:05:00Z', 'America/New_York', '2026-11-18T22:30:00Z', '2026-11-19T02:00:00Z'],
    [
      'before the schools’ touch, far west of it',
      '2026-11-18T20:05:00Z',
      'Pacific/Honolulu',
      '2026-11-19T01:30:00Z',
      '2026-11-19T02:00:00Z',
    ],
    [
      'before the touch that follows, east of it',
      '2026-11-18T21:05:00Z',
      'Pacific/Auckland',
      '2026-11-19T01:30:00Z',
      '2026-11-19T02:00:00Z',
    ],
    ['an hour sooner by universal time in summer', '2026-07-08T10:05:00Z', 'Europe/London', '2026-07-08T16:30:00Z', '2026-07-09T01:00:00Z'],
  ])('%s', async (_when, now, zone, passesAt, gone) => expect(await passing(now, zone)).toEqual([passesAt, gone]));

  it('never when sent right before the touch: nothing that tells of it outlives the night', async () =>
    expect(await passing('2026-11-19T01:45:00Z', 'Europe/London')).toBeUndefined());
});
