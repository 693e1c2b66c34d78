import type { Bench } from './bench.ts';
import { sealAndStore } from './sealAndStore.ts';

/** Every bench, in the order in which they run. */
export const benches: readonly Bench[] = [sealAndStore];
