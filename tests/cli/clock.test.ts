import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { movedTo } from '../../bot/cli/demo.ts';

const now = Temporal.Instant.from('2026-10-24T09:05:00Z');
const at = (text: string): string | undefined => movedTo(text, now)?.toString();

describe('demo clock', () => {
  it('moves on by days, hours and minutes; a day later is the same local hour, also where the clocks go back', () => {
    expect(at('+2h')).toBe('2026-10-24T11:05:00Z');
    expect(at('+10m')).toBe('2026-10-24T09:15:00Z');
    // 10:05 in London, the day after: British Summer Time has ended.
    expect(at('+1d')).toBe('2026-10-25T10:05:00Z');
  });

  it('takes an instant, or a local date and time', () => {
    expect(at('2026-11-18T10:05:00Z')).toBe('2026-11-18T10:05:00Z');
    expect(at('2026-07-01T10:05')).toBe('2026-07-01T09:05:00Z');
  });

  it('goes back to real time', () => {
    expect(Math.abs((movedTo('now', now)?.epochMilliseconds ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  it.each(['', 'tomorrow', '+1', '1d', '+1w', '2026-13-01T00:00'])('knows no time in “%s”', (text) => expect(at(text)).toBeUndefined());
});
