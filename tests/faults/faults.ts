import { cutOff } from './cutOff.ts';
import { digestKills } from './digestKills.ts';
import type { Fault } from './fault.ts';
import { fuzz } from './fuzz.ts';
import { hanging } from './hanging.ts';
import { kills } from './kills.ts';
import { promptKills } from './promptKills.ts';
import { soak } from './soak.ts';
import { together } from './together.ts';

/** Every fault, in the order in which they run. */
export const faults: readonly Fault[] = [kills, promptKills, digestKills, cutOff, together, hanging, fuzz, soak];
