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

/** What the deployment's nation calls things, as far as the tab says them. `height`: month and day. */
export const nationBody = z.strictObject({
  role: z.string(),
  roles: z.string(),
  field: z.string(),
  codeOnRole: z.string(),
  lead: z.string(),
  seasons: z.array(z.strictObject({ height: z.string().check(z.regex(/^\d\d-\d\d$/)), says: z.string() })),
});
export type NationBody = z.infer<typeof nationBody>;

/** `GET /api/me`. `units`: the person's own unit first, then each above it up to the root. */
export const meBody = z.strictObject({ ...personBody.shape, units: z.array(unitBody).check(z.minLength(1)), nation: nationBody });
export type MeBody = z.infer<typeof meBody>;
