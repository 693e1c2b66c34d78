import * as z from 'zod/mini';
import { dateBody } from './releases.ts';

const school = z.string().check(z.minLength(1), z.maxLength(400));
const span = { school, starts: dateBody, ends: dateBody };

/** `GET /api/quiet-days`: days from today on, both ends included, on which a school is left alone; and the schools there are. */
export const quietDaysBody = z.strictObject({ schools: z.array(z.string()), quiet: z.array(z.strictObject(span)) });
export type QuietDaysBody = z.infer<typeof quietDaysBody>;

/** `POST /api/quiet-days`. A file is CSV with `school,starts,ends`, or iCalendar whose entries are called as the schools are. */
export const quietDaysAsk = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('add'), ...span }),
  z.strictObject({ kind: z.literal('remove'), ...span }),
  z.strictObject({
    kind: z.literal('import'),
    name: z.string().check(z.minLength(1), z.maxLength(200)),
    text: z.string().check(z.minLength(1)),
  }),
]);
export type QuietDaysAsk = z.infer<typeof quietDaysAsk>;

/** What became of it. Refused: nothing changed. `leftOut`: titles of a calendar's entries that are no school's name. */
export const quietDaysOutcomeBody = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('refused'),
    problems: z.array(z.strictObject({ line: z.int().check(z.nonnegative()), reason: z.string() })),
  }),
  z.strictObject({ kind: z.literal('changed'), now: quietDaysBody, leftOut: z.array(z.string()) }),
]);
export type QuietDaysOutcomeBody = z.infer<typeof quietDaysOutcomeBody>;
