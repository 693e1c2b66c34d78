import * as z from 'zod/mini';
import { participations, roles } from '../domain/roster.ts';
import { heldOfSupervisionBody } from './supervision.ts';

/** `GET /api/my-data`: everything that Held keeps of the caller, for them alone, as a file. Answers are not among it. */
export const myDataBody = z.strictObject({
  roster: z.strictObject({
    objectId: z.guid(),
    displayName: z.string(),
    roles: z.array(z.enum(roles)),
    school: z.string(),
    unit: z.string(),
    supervisorId: z.optional(z.guid()),
    /** A random id kept with releases, so that two half-terms' rosters can be compared without names. */
    lastingId: z.string(),
  }),
  /** Absent where the person has told Held nothing yet. */
  settings: z.optional(
    z.strictObject({
      participation: z.enum(participations),
      workingDays: z.array(z.number()),
      hours: z.strictObject({ from: z.string(), to: z.string() }),
      timeZone: z.string(),
      pausedUntil: z.optional(z.string()),
      fewer: z.boolean(),
      calendar: z.boolean(),
    }),
  ),
  /** The address of the person's chat, as the bot keeps it. */
  chat: z.optional(z.string()),
  /** Kept until the night. */
  today: z.strictObject({ planned: z.boolean(), met: z.boolean(), meetingBegan: z.optional(z.string()) }),
  /** Of the open half-term: how many prompts came, never whether they were answered. */
  prompts: z.optional(
    z.strictObject({ week: z.string(), thisWeek: z.number(), lastOn: z.string(), weeks: z.number(), places: z.number() }),
  ),
  undelivered: z.array(z.strictObject({ day: z.string(), reason: z.string() })),
  supervision: z.optional(heldOfSupervisionBody),
  answers: z.literal('Sealed. Nobody can take one out or tell which are yours; they are not in this file.'),
});
export type MyDataBody = z.infer<typeof myDataBody>;
