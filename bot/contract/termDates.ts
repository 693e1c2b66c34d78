import * as z from 'zod/mini';
import { dateKinds } from '../domain/prompting/termDates.ts';
import { dateBody, halfTermBody } from './releases.ts';

/** `POST /api/term-dates`: dates as a file's text, CSV with `kind,starts,ends,unit` or iCalendar. They hold once they are confirmed. */
export const termDatesAsk = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  text: z.string().check(z.minLength(1)),
});
export type TermDatesAsk = z.infer<typeof termDatesAsk>;

/** An empty unit is everybody. */
export const dateLineBody = z.strictObject({ kind: z.enum(dateKinds), starts: dateBody, ends: dateBody, unit: z.string() });
export type DateLineBody = z.infer<typeof dateLineBody>;

const datesBody = z.strictObject({ halfTerms: z.array(halfTermBody), lines: z.array(dateLineBody) });
export type DatesBody = z.infer<typeof datesBody>;

/** `GET /api/term-dates`. Unconfirmed dates are a country's usual ones: a starting point. */
export const termDatesBody = z.strictObject({ today: dateBody, confirmed: z.boolean(), dates: datesBody, draft: z.optional(datesBody) });
export type TermDatesBody = z.infer<typeof termDatesBody>;

/** `POST /api/term-dates/confirm`: exactly the draft that was looked at; absent where the starting point is confirmed as it is. */
export const termDatesConfirmAsk = z.strictObject({ draft: z.optional(datesBody) });
export type TermDatesConfirmAsk = z.infer<typeof termDatesConfirmAsk>;

/** What became of dates that were sent. Refused: nothing changed. `leftOut`: entries of a calendar that are not about term dates. */
export const termDatesOutcomeBody = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('refused'),
    problems: z.array(z.strictObject({ line: z.int().check(z.nonnegative()), reason: z.string() })),
  }),
  z.strictObject({ kind: z.literal('draft'), draft: datesBody, leftOut: z.array(z.string()) }),
]);
export type TermDatesOutcomeBody = z.infer<typeof termDatesOutcomeBody>;
