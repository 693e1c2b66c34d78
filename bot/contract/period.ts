import * as z from 'zod/mini';
import { dateBody, halfTermBody } from './releases.ts';

/** `GET /api/period`: dates only. `open`: the half-term that answers are gathered in now; `next`: the one after. Absent where unknown. */
export const periodBody = z.strictObject({
  open: z.optional(halfTermBody),
  /** The open half-term's middle is reached: what was done since the last figures is shown again. */
  halfWay: z.optional(z.literal(true)),
  next: z.optional(z.strictObject({ starts: dateBody })),
});
export type PeriodBody = z.infer<typeof periodBody>;
