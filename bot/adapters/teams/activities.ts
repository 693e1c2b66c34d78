import { ActivityTypes, type Activity } from 'botbuilder';
import { z } from 'zod';
import { parsePersonId, type PersonId } from '../../domain/ids.ts';
import { timeZoneNamed } from '../../domain/timeZone.ts';

// Inbound activities, parsed where they enter and no further than Held uses them. Liberal: a field that is missing or odd costs what
// depends on it, not the activity.

const account = z.looseObject({ id: z.string().optional().catch(undefined), aadObjectId: z.string().optional().catch(undefined) });

/** The least that lets the channel's library take an activity and answer it. */
const incoming = z.looseObject({
  type: z.string().min(1),
  channelId: z.string().min(1),
  serviceUrl: z.url({ protocol: /^https?$/ }),
  conversation: z.looseObject({
    id: z.string().min(1),
    conversationType: z.string().optional(),
    tenantId: z.string().optional(),
    isGroup: z.boolean().optional(),
  }),
  id: z.string().optional(),
  name: z.string().optional(),
  action: z.string().optional(),
  text: z.string().optional(),
  replyToId: z.string().optional(),
  from: account.optional(),
  recipient: account.optional(),
  entities: z.array(z.unknown()).optional(),
  channelData: z.unknown().optional(),
  value: z.unknown().optional(),
});

const types = new Set<string>(Object.values(ActivityTypes));

/**
 * Whether a body is an activity that the bot can take: of a type that the protocol knows, with an address to answer to, and every field
 * that Held reads of its own type.
 */
export function isActivity(body: unknown): body is Activity {
  const parsed = incoming.safeParse(body);
  return parsed.success && types.has(parsed.data.type);
}

/** Who acts, by the channel's own identity. */
export function personOf(activity: Activity): PersonId | undefined {
  return parsePersonId(activity.from?.aadObjectId ?? '');
}

/** Where the person's device says it is, where that is a time zone. */
export function timeZoneOf(activity: Activity): string | undefined {
  const zone: unknown = activity.localTimezone;
  return typeof zone === 'string' ? timeZoneNamed(zone) : undefined;
}

/** A person's own chat with the bot, not a group, a meeting's chat or a channel. */
export function isPersonal(activity: Activity): boolean {
  const { conversationType, isGroup } = activity.conversation;
  return conversationType ? conversationType === 'personal' : isGroup !== true;
}

const tenant = z.object({ tenant: z.object({ id: z.string() }) });

/** The tenant that an activity comes from, if it says so. */
export function tenantOf(activity: Activity): string | undefined {
  const parsed = tenant.safeParse(activity.channelData);
  return activity.conversation.tenantId ?? (parsed.success ? parsed.data.tenant.id : undefined);
}

const mention = z.object({ type: z.literal('mention'), mentioned: z.object({ id: z.string() }) });

export function mentionsBot(activity: Activity): boolean {
  return (activity.entities ?? []).some((entity: unknown) => {
    const parsed = mention.safeParse(entity);
    return parsed.success && parsed.data.mentioned.id === activity.recipient?.id;
  });
}

const executed = z.object({ action: z.object({ data: z.unknown() }) });
const submitted = z.object({ data: z.unknown() });

/** The data of a tapped button, wherever the kind of activity carries it. */
export function dataIn(activity: Activity): unknown {
  const value: unknown = activity.value;
  const fromAction = executed.safeParse(value);
  if (fromAction.success) return fromAction.data.action.data;
  const fromDialog = submitted.safeParse(value);
  return fromDialog.success ? fromDialog.data.data : value;
}

const textAt = (value: unknown, ...names: readonly string[]): string | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  const found: unknown = names.map((name): unknown => Reflect.get(value, name)).find((each) => each !== undefined);
  return typeof found === 'string' ? found : undefined;
};

/** The end that a meeting event reports, as text: PascalCase as Teams sends it, or camelCase; whatever else it lacks. */
export const endTimeIn = (value: unknown): string | undefined => textAt(value, 'EndTime', 'endTime');
/** The start, likewise. */
export const startTimeIn = (value: unknown): string | undefined => textAt(value, 'StartTime', 'startTime');

const participants = z.object({ members: z.array(z.object({ user: account })) });

export interface Member {
  readonly person: PersonId;
  /** The channel's id of the account, for a first 1:1 chat. */
  readonly channelId: string;
}

/** An account as a person that Held could know; guests, anonymous people and bots are none. */
export function memberOf(value: unknown): Member | undefined {
  const parsed = account.safeParse(value);
  const person = parsePersonId((parsed.success ? parsed.data.aadObjectId : undefined) ?? '');
  return person && parsed.data?.id ? { person, channelId: parsed.data.id } : undefined;
}

/** Who left or joined, from a `meetingParticipantLeave` or `meetingParticipantJoin` event. */
export function participantsIn(value: unknown): readonly Member[] {
  const parsed = participants.safeParse(value);
  return parsed.success ? parsed.data.members.flatMap(({ user }) => memberOf(user) ?? []) : [];
}
