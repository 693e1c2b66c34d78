import type { Temporal } from 'temporal-polyfill';
import { HeldError } from '../errors.ts';
import type { Clock } from '../ports.ts';

export interface SteadyClockDeps {
  readonly clock: Clock;
  /** The storage service's own time. Left out where the clock is moved on purpose, on a laptop. */
  readonly storageTime?: () => Promise<Temporal.Instant>;
}

/** Minutes that two honest clocks may differ. */
export const longestSkew = 5;

/**
 * Rejects with `refused` when this machine's clock is more than 5 minutes away from the storage service's. Periods are closed, cut and opened
 * by the clock, and none of it can be undone: one that jumped must not shorten the day between a close and its release.
 */
export async function refuseUnsteadyClock({ clock, storageTime }: SteadyClockDeps): Promise<void> {
  if (!storageTime) return;
  const minutes = Math.round(
    clock
      .now()
      .since(await storageTime())
      .total('minutes'),
  );
  if (Math.abs(minutes) <= longestSkew) return;
  const way = minutes > 0 ? 'ahead of' : 'behind';
  throw new HeldError(
    'refused',
    `This machine’s clock is ${Math.abs(minutes)} minutes ${way} the storage service’s. No half-term was moved on. Set the machine’s time (NTP), then it goes on by itself.`,
  );
}
