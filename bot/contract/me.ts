import * as z from 'zod/mini';
import { roles } from '../domain/roster.ts';

export const unitBody = z.strictObject({
  id: z.string().check(z.minLength(1)),
  /** Levels joined by `/`, the widest first. */
  path: z.string().check(z.minLength(1)),
});
export type UnitBody = z.infer<typeof unitBody>;

export const personBody = z.strictObject({
  objectId: z.guid(),
  displayName: z.string(),
  roles: z.array(z.enum(roles)),
});
export type PersonBody = z.infer<typeof personBody>;

/** `GET /api/me`. `units`: the person's own unit first, then each above it up to the root. */
export const meBody = z.strictObject({ ...personBody.shape, units: z.array(unitBody).check(z.minLength(1)) });
export type MeBody = z.infer<typeof meBody>;
