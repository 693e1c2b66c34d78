import * as z from 'zod/mini';
import { offeredSteps } from '../domain/supervision/offered.ts';
import { unitBody } from './me.ts';

/** `GET /api/supervision/offered`, for everyone in a unit alike. `step` is absent where the unit has too few schools to say. */
export const offeredBody = z.strictObject({
  units: z.array(z.strictObject({ unit: unitBody, step: z.optional(z.enum(offeredSteps)) })),
});
export type OfferedBody = z.infer<typeof offeredBody>;
