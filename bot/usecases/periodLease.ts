import type { PeriodId } from '../domain/ids.ts';

/** One process at a time works on a period's rows and keys, whichever kind of process it is. */
export const periodLease = (period: PeriodId): string => `period.${period}`;
