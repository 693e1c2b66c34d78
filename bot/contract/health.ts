import * as z from 'zod/mini';

/** `GET /healthz`: the process is up. */
export const healthBody = z.strictObject({ up: z.literal(true) });
export type HealthBody = z.infer<typeof healthBody>;

/** `GET /readyz`: 200 with nothing away, or 503 with what cannot be reached. */
export const readyBody = z.strictObject({
  ready: z.boolean(),
  away: z.array(z.enum(['storage', 'keys'])),
});
export type ReadyBody = z.infer<typeof readyBody>;
