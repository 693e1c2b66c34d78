import { z } from 'zod';
import { pauseChoices } from '../domain/prompting/gap.ts';
import { participations } from '../domain/roster.ts';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const days = z.array(z.int().min(1).max(7)).min(1).max(7);
const hours = z.strictObject({ from: time, to: time });

export const pauseBody = z.enum(pauseChoices);
export type PauseBody = z.infer<typeof pauseBody>;

/** `POST /api/mine`: one change of one's own settings. */
export const mineAsk = z.discriminatedUnion('change', [
  z
    .strictObject({ change: z.literal('hours'), workingDays: days, hours, calendar: z.boolean().optional() })
    .refine(({ hours: { from, to } }) => from < to, 'Hours end after they begin.'),
  z.strictObject({ change: z.literal('pause'), until: pauseBody }),
  z.strictObject({ change: z.literal('fewer') }),
  z.strictObject({ change: z.literal('resume') }),
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
    pausedUntil: z.string().optional(),
    /** They asked for fewer prompts. */
    fewer: z.literal(true).optional(),
  }),
  /** Prompts a week, all kinds together. */
  budget: z.int().positive(),
  roster: z.strictObject({
    displayName: z.string(),
    roles: z.array(z.string()),
    school: z.string(),
    unit: z.string(),
    supervisor: z.string().optional(),
  }),
  /** Prompts of this week and the day of the last, in the half-term under way. Absent where there is none, or the person joins with the next. */
  ledger: z.strictObject({ prompts: z.int().nonnegative(), day: z.string() }).optional(),
  /** Whether answers can be taken back now. */
  open: z.boolean(),
});
export type MineBody = z.infer<typeof mineBody>;

/** `POST /api/mine/withdraw` takes nothing and tells nothing. */
export const nothingAsk = z.strictObject({});
export const doneNothing = z.strictObject({});
