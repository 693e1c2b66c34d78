import { z } from 'zod';
import { pauseChoices } from '../../domain/prompting/gap.ts';

const ticket = z.string().min(1).max(2_000);
/** Whether the question follows a meeting or a person's own `check in`: only its wording depends on it. */
const moment = z.enum(['meeting', 'checkIn']).catch('meeting');

/** What the buttons of our cards carry. It comes back from outside: anything else is somebody else's card or tampered with. */
const cardDataSchema = z.discriminatedUnion('held', [
  z.object({ held: z.literal('open'), ticket, moment }),
  z.object({ held: z.literal('answer'), ticket, moment, option: z.int().min(0).max(20) }),
  z.object({ held: z.literal('skip') }),
  z.object({ held: z.literal('notNow') }),
  z.object({ held: z.literal('pause'), until: z.enum(pauseChoices) }),
  z.object({ held: z.literal('takePart'), days: z.string().max(40).optional() }),
  z.object({ held: z.literal('decline') }),
]);

export type CardData = z.infer<typeof cardDataSchema>;

/** The data of one of our buttons, or undefined for anything else. */
export function parseCardData(value: unknown): CardData | undefined {
  const parsed = cardDataSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
