import { cutOff } from './cutOff.ts';
import type { Fault } from './fault.ts';
import { fuzz } from './fuzz.ts';
import { kills } from './kills.ts';
import { soak } from './soak.ts';
import { together } from './together.ts';

/** Every fault, in the order in which they run. */
export const faults: readonly Fault[] = [kills, cutOff, together, fuzz, soak];
