import { z } from 'zod';
import { parsePeriodId, type PeriodId } from '../../domain/ids.ts';
import { pauseChoices } from '../../domain/prompting/gap.ts';
import { moments } from '../../domain/questions/wording.ts';
import { hopeIds, topicIds } from '../../domain/supervision/topics.ts';

const ticket = z.string().min(1).max(2_000);
/** Of which half-term a card is: a ticket of an earlier one opens no more, so nothing in it could tell. */
const period = z.custom<PeriodId>((value) => typeof value === 'string' && parsePeriodId(value) !== undefined);
/** What the question follows: only its wording depends on it. */
const moment = z.enum(moments).catch('meeting');
/** What a person chose on the card; a client sends each as text. */
const days = z.string().max(40).optional();
const time = z.string().max(20).optional();
/** Longer than what is kept: over length it is said so. */
const written = z.string().max(2_000).optional();
const toggle = z.enum(['true', 'false']).optional().catch(undefined);

/** What the buttons of our cards carry. It comes back from outside: anything else is somebody else's card or tampered with. */
const cardDataSchema = z.discriminatedUnion('held', [
  z.object({ held: z.literal('open'), period, ticket, moment }),
  z.object({ held: z.literal('answer'), period, ticket, moment, option: z.int().min(0).max(20) }),
  z.object({ held: z.literal('skip') }),
  z.object({ held: z.literal('notNow') }),
  z.object({ held: z.literal('pause'), until: z.enum(pauseChoices) }),
  z.object({ held: z.literal('takePart'), days, calendar: toggle }),
  z.object({ held: z.literal('hours'), days, from: time, to: time, calendar: toggle }),
  z.object({ held: z.literal('fewer') }),
  z.object({ held: z.literal('decline') }),
  z.object({ held: z.literal('withdraw'), period }),
  z.object({ held: z.literal('keep') }),
  z.object({ held: z.literal('flag') }),
  z.object({
    held: z.literal('keepFlag'),
    id: z.string().regex(/^[\w-]{16,64}$/),
    // Clients send what was not chosen as empty text.
    topic: z.enum(topicIds).optional().catch(undefined),
    hope: z.enum(hopeIds).optional().catch(undefined),
    note: written,
    access: written,
    notToday: toggle,
    // The wishes that stood in the form when it was opened.
    wasAccess: written,
    wasNotToday: z.boolean().optional(),
    sure: z.boolean().optional(),
  }),
  z.object({ held: z.literal('digest') }),
  z.object({ held: z.literal('preview') }),
  z.object({ held: z.literal('agenda') }),
]);

export type CardData = z.infer<typeof cardDataSchema>;

/** The data of one of our buttons, or undefined for anything else. */
export function parseCardData(value: unknown): CardData | undefined {
  const parsed = cardDataSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
