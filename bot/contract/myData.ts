import { z } from 'zod';
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
    supervisorId: z.guid().optional(),
    /** A random id kept with releases, so that two half-terms' rosters can be compared without names. */
    lastingId: z.string(),
  }),
  /** Absent where the person has told Held nothing yet. */
  settings: z
    .strictObject({
      participation: z.enum(participations),
      workingDays: z.array(z.number()),
      hours: z.strictObject({ from: z.string(), to: z.string() }),
      timeZone: z.string(),
      pausedUntil: z.string().optional(),
      fewer: z.boolean(),
      calendar: z.boolean(),
    })
    .optional(),
  /** The address of the person's chat, as the bot keeps it. */
  chat: z.string().optional(),
  /** Kept until the night. */
  today: z.strictObject({ planned: z.boolean(), met: z.boolean(), meetingBegan: z.string().optional() }),
  /** Of the open half-term: how many prompts came, never whether they were answered. */
  prompts: z.strictObject({ week: z.string(), thisWeek: z.number(), lastOn: z.string(), weeks: z.number(), places: z.number() }).optional(),
  undelivered: z.array(z.strictObject({ day: z.string(), reason: z.string() })),
  supervision: heldOfSupervisionBody.optional(),
  answers: z.literal('Sealed. Nobody can take one out or tell which are yours; they are not in this file.'),
});
export type MyDataBody = z.infer<typeof myDataBody>;
