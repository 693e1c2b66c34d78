import { z } from 'zod';
import { dateBody, halfTermBody } from './releases.ts';

/** `GET /api/period`: dates only. `open`: the half-term that answers are gathered in now; `next`: the one after. Absent where unknown. */
export const periodBody = z.strictObject({
  open: halfTermBody.optional(),
  /** The open half-term's middle is reached: what was done since the last figures is shown again. */
  halfWay: z.literal(true).optional(),
  next: z.strictObject({ starts: dateBody }).optional(),
});
export type PeriodBody = z.infer<typeof periodBody>;
