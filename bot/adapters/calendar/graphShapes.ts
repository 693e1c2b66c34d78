import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

/** Graph writes UTC without an offset: `2026-11-18T09:00:00.0000000`. */
const utc = z.object({
  dateTime: z.string().transform((text, context) => {
    try {
      return Temporal.Instant.from(/Z$|[+-]\d\d:\d\d$/.test(text) ? text : `${text}Z`);
    } catch {
      context.addIssue({ code: 'custom', message: 'not a time' });
      return z.NEVER;
    }
  }),
});

/** A day of one person. Parsed to these fields and no others, whatever else came. */
export const dayView = z.object({
  value: z.array(
    z.object({
      start: utc,
      end: utc,
      isCancelled: z
        .boolean()
        .nullish()
        .transform((is) => is === true),
      showAs: z.string().nullish(),
      isOnlineMeeting: z
        .boolean()
        .nullish()
        .transform((is) => is === true),
    }),
  ),
  '@odata.nextLink': z.string().optional(),
});

const part = z.object({
  id: z.string(),
  status: z.number(),
  headers: z.record(z.string(), z.string()).optional().catch(undefined),
  body: z.unknown(),
});
export type BatchPart = z.output<typeof part>;
export const batchAnswer = z.object({ responses: z.array(part) });
