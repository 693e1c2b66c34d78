/** Bodies of the `/local/` routes, which exist in local mode only. */
import * as z from 'zod/mini';
import { personBody } from './me.ts';

/** `POST /local/token`: whose token; only people on the roster have one. */
export const localTokenAsk = z.strictObject({ objectId: z.guid() });
export const localTokenBody = z.strictObject({
  token: z.string().check(z.minLength(1)),
  /** Seconds. */
  expiresIn: z.int().check(z.positive()),
});
export type LocalTokenBody = z.infer<typeof localTokenBody>;

/** `POST /local/clock`: an ISO instant with an offset or `Z`. */
export const localClockAsk = z.strictObject({ now: z.iso.datetime({ offset: true }) });
export const localClockBody = z.strictObject({ now: z.iso.datetime() });
export type LocalClockBody = z.infer<typeof localClockBody>;

/** `GET /local/people`: whom the tab can be viewed as outside Teams. */
export const localPeopleBody = z.strictObject({ people: z.array(personBody) });
export type LocalPeopleBody = z.infer<typeof localPeopleBody>;
