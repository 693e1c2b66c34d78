import * as z from 'zod/mini';
import { questionBody } from './questions.ts';

const coordinate = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));
/**
 * Compact JWEs of one length each and with one beginning of the header each: what a device sends must look like what the server makes for
 * those who keep no record, or it would tell who keeps one.
 */
const recovery = z
  .string()
  .check(z.length(446), z.regex(/^eyJhbGciOiJQQkVTMi1IUzUxMitBMjU2S1ciLCJlbmMiOiJBMjU2R0NNIiwicDJjIjoyMDQ4LCJwMnMiOi[\w-]+(\.[\w-]+){4}$/));
const copy = z
  .string()
  .check(z.length(392), z.regex(/^eyJhbGciOiJFQ0RILUVTIiwiZW5jIjoiQTI1NkdDTSIsImVwayI6eyJ4Ijoi[\w-]+\.(\.[\w-]+){3}$/));

/** The public half of a device's key pair. A private half does not fit in here. */
export const publicKeyBody = z.strictObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: coordinate, y: coordinate });
export type PublicKeyBody = z.infer<typeof publicKeyBody>;

/** `POST /api/record`: begin a record for this key. `recovery`: the private half inside a JWE that only the recovery code opens. */
export const recordAsk = z.strictObject({ publicKey: publicKeyBody, recovery });
export type RecordAsk = z.infer<typeof recordAsk>;

/** Places that `POST /api/record/note` knows, from 0. */
export const notePlaces = 16;
/** `POST /api/record/note`: what the device sealed to its own key. The server sees neither question nor answer. */
export const recordNoteAsk = z.strictObject({
  place: z.int().check(z.minimum(0), z.maximum(notePlaces - 1)),
  copy,
});
export type RecordNoteAsk = z.infer<typeof recordNoteAsk>;

/**
 * `GET /api/record`: of this shape for everyone, whether they keep a record or not; the server does not know. `copies`: sealed to the public
 * half, blanks among them; which is which only the device that has the private half can tell. `questions`: those that are asked nowhere else.
 */
export const recordBody = z.strictObject({ publicKey: publicKeyBody, recovery, copies: z.array(copy), questions: z.array(questionBody) });
export type RecordBody = z.infer<typeof recordBody>;

/** Characters of a copy's content before it is sealed, spaces at its end. */
export const copyCharacters = 96;
/** What a device finds in a copy once opened. `{}` in a blank. */
export const copyContent = z.union([
  z.strictObject({ q: z.string().check(z.minLength(1)), o: z.int().check(z.nonnegative()), d: z.iso.date(), p: z.string() }),
  z.strictObject({}),
]);
export type CopyContent = z.infer<typeof copyContent>;
