import { z } from 'zod';

const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
/** A compact JWE. */
const jwe = z.string().regex(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/);

/** The public half of a device's key pair. A private half does not fit in here. */
export const publicKeyBody = z.strictObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: coordinate, y: coordinate });
export type PublicKeyBody = z.infer<typeof publicKeyBody>;

/** `POST /api/record`: keep a record for this key. `recovery`: the private half inside a JWE that only the recovery code opens. */
export const recordAsk = z.strictObject({ publicKey: publicKeyBody, recovery: jwe.max(700) });
export type RecordAsk = z.infer<typeof recordAsk>;

/** `GET /api/record`. `copies`: sealed to the public half, blanks among them; which is which only the device can tell. */
export const recordBody = z.union([
  z.strictObject({ on: z.literal(false) }),
  z.strictObject({ on: z.literal(true), publicKey: publicKeyBody, recovery: jwe, copies: z.array(jwe) }),
]);
export type RecordBody = z.infer<typeof recordBody>;

/** What a device finds in a copy once opened. `{}` in a blank. */
export const copyContent = z.union([
  z.strictObject({ q: z.string().min(1), o: z.int().nonnegative(), d: z.iso.date(), p: z.string() }),
  z.strictObject({}),
]);
export type CopyContent = z.infer<typeof copyContent>;
