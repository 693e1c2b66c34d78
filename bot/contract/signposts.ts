import * as z from 'zod/mini';
import { dateBody } from './releases.ts';

const text = z.string().check(z.trim(), z.minLength(1), z.maxLength(100));
export const linkBody = z.strictObject({ title: text, url: z.url({ protocol: /^https$/ }).check(z.maxLength(500)) });
export type LinkBody = z.infer<typeof linkBody>;

/** `POST /api/signposts`, for administrators: the whole of what they may set. */
export const signpostsAsk = z.strictObject({
  booking: z.array(linkBody).check(z.maxLength(10)),
  resources: z.array(linkBody).check(z.maxLength(30)),
});
export type SignpostsAsk = z.infer<typeof signpostsAsk>;

/** `GET /api/signposts`. Helplines are the nation's, with the date on which they were last checked. */
export const signpostsBody = z.strictObject({
  ...signpostsAsk.shape,
  roleTitle: z.string(),
  /** What the deployment says, for administrators to look at. */
  nation: z.strictObject({ name: z.string(), plan: z.string(), code: z.string(), safeguardingLead: z.string() }),
  /** Where the nation's words are not confirmed yet: what is to be confirmed. */
  toConfirm: z.optional(z.string()),
  helplines: z.strictObject({ lastChecked: dateBody, child: z.array(z.string()), yourself: z.array(z.string()) }),
});
export type SignpostsBody = z.infer<typeof signpostsBody>;
