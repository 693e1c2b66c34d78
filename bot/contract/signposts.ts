import { z } from 'zod';
import { dateBody } from './releases.ts';

const text = z.string().trim().min(1).max(100);
export const linkBody = z.strictObject({ title: text, url: z.url({ protocol: /^https$/ }).max(500) });
export type LinkBody = z.infer<typeof linkBody>;

/** `POST /api/signposts`, for administrators: the whole of what they may set. */
export const signpostsAsk = z.strictObject({ booking: z.array(linkBody).max(10), resources: z.array(linkBody).max(30) });
export type SignpostsAsk = z.infer<typeof signpostsAsk>;

/** `GET /api/signposts`. Helplines are the nation's, with the date on which they were last checked. */
export const signpostsBody = z.strictObject({
  ...signpostsAsk.shape,
  roleTitle: z.string(),
  helplines: z.strictObject({ lastChecked: dateBody, child: z.array(z.string()), yourself: z.array(z.string()) }),
});
export type SignpostsBody = z.infer<typeof signpostsBody>;
