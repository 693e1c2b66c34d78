import * as z from 'zod/mini';
import { pauseChoices } from '../domain/prompting/gap.ts';
import { participations } from '../domain/roster.ts';

const time = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/));
const days = z.array(z.int().check(z.minimum(1), z.maximum(7))).check(z.minLength(1), z.maxLength(7));
const hours = z.strictObject({ from: time, to: time });

export const pauseBody = z.enum(pauseChoices);
export type PauseBody = z.infer<typeof pauseBody>;

/** `POST /api/mine`: one change of one's own settings. */
export const mineAsk = z.discriminatedUnion('change', [
  z
    .strictObject({ change: z.literal('hours'), workingDays: days, hours, calendar: z.optional(z.boolean()) })
    .check(z.refine(({ hours: { from, to } }) => from < to, 'Hours end after they begin.')),
  z.strictObject({ change: z.literal('pause'), until: pauseBody }),
  z.strictObject({ change: z.literal('fewer') }),
  z.strictObject({ change: z.literal('resume') }),
  /** Takes back `fewer`, and nothing else. */
  z.strictObject({ change: z.literal('asBefore') }),
  z.strictObject({ change: z.literal('takePart') }),
  z.strictObject({ change: z.literal('decline') }),
]);
export type MineAsk = z.infer<typeof mineAsk>;

/** `GET /api/mine`: everything that Held holds about the person who asks, but for sealed rows that cannot be tied to anybody's eyes. */
export const mineBody = z.strictObject({
  settings: z.strictObject({
    participation: z.enum(participations),
    workingDays: days,
    hours,
    timeZone: z.string(),
    /** ISO instant, or `until-resumed`; only while it lasts. */
    pausedUntil: z.optional(z.string()),
    /** They asked for fewer prompts. */
    fewer: z.optional(z.literal(true)),
    /** Whether Held may look at the times in their calendar. Absent where the administrator has calendars turned off. */
    calendar: z.optional(z.boolean()),
  }),
  /** Prompts a week, all kinds together. */
  budget: z.int().check(z.positive()),
  roster: z.strictObject({
    displayName: z.string(),
    roles: z.array(z.string()),
    school: z.string(),
    unit: z.string(),
    supervisor: z.optional(z.string()),
  }),
  /** Prompts of this week and the day of the last, in the half-term under way. Absent where there is none, or the person joins with the next. */
  ledger: z.optional(z.strictObject({ prompts: z.int().check(z.nonnegative()), day: z.string() })),
  /** Whether answers can be taken back now. */
  open: z.boolean(),
});
export type MineBody = z.infer<typeof mineBody>;

/** `POST /api/mine/withdraw` takes nothing and tells nothing. */
export const nothingAsk = z.strictObject({});
export const doneNothing = z.strictObject({});
