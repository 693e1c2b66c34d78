import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../../ports.ts';

/** The system's time. */
export const systemClock: Clock = { now: () => Temporal.Now.instant() };
