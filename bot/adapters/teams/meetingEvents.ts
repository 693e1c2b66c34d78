import { TeamsInfo, type CloudAdapter, type TurnContext } from 'botbuilder';
import { Temporal } from 'temporal-polyfill';
import type { ConversationStore, Logger } from '../../ports.ts';
import { meetingBegan, promptAfterMeeting, type PromptAfterMeetingDeps } from '../../usecases/promptAfterMeeting.ts';
import { endTimeIn, memberOf, participantsIn, startTimeIn, tenantOf, type Member } from './activities.ts';
import { keepFirstChat } from './firstChat.ts';

/** Events that Held acts on; Teams sends them only where Held is installed in the meeting's chat. */
export const meetingEvents = {
  end: 'application/vnd.microsoft.meetingEnd',
  leave: 'application/vnd.microsoft.meetingParticipantLeave',
  start: 'application/vnd.microsoft.meetingStart',
  join: 'application/vnd.microsoft.meetingParticipantJoin',
} as const;

export const isMeetingEvent = (name: string | undefined): boolean => Object.values<string | undefined>(meetingEvents).includes(name);

export interface MeetingEventDeps extends PromptAfterMeetingDeps {
  readonly adapter: CloudAdapter;
  readonly conversations: ConversationStore;
  readonly log: Logger;
  /** Whether Teams tells who leaves; then an end, which does not tell who was there, asks nobody. */
  readonly leavesAreTold?: boolean;
}

/**
 * A meeting ended, where Teams does not tell who leaves, or somebody left: prompts are queued for those whom Held knows. One began or somebody joined: no prompt that follows an
 * earlier end comes into it. The raw event is read, because botbuilder's own handler throws on a missing title or camelCase. Nothing is
 * posted in the meeting's chat; its id, title and members go no further than this call.
 */
export async function onMeetingEvent(deps: MeetingEventDeps, context: TurnContext): Promise<void> {
  const { name } = context.activity;
  const value: unknown = context.activity.value;
  if (name === meetingEvents.end && deps.leavesAreTold === true) return;
  const named = name === meetingEvents.leave || name === meetingEvents.join;
  const members = named ? participantsIn(value) : await membersOf(deps, context);
  const memberBy = new Map(members.map((member) => [member.person, member]));
  const people = [...memberBy.keys()];
  if (name === meetingEvents.start || name === meetingEvents.join) {
    const began = name === meetingEvents.start ? instantOf(startTimeIn(value)) : undefined;
    return meetingBegan(deps, { people, ...(began === undefined ? {} : { began }) });
  }
  const ended = name === meetingEvents.end ? instantOf(endTimeIn(value)) : undefined;
  const tenantId = tenantOf(context.activity);
  await promptAfterMeeting(deps, {
    people,
    ...(ended === undefined ? {} : { ended }),
    async reach(person) {
      const member = memberBy.get(person);
      return member !== undefined && keepFirstChat(deps, context, member, tenantId);
    },
  });
}

const pageSize = 100;
/** No chat has more pages; a channel that repeats its token must not hold the bot. */
const mostPages = 50;

/** The chat's members, page by page; none where the channel refuses (Held is not installed there, or the chat is gone). */
async function membersOf({ log }: MeetingEventDeps, context: TurnContext): Promise<readonly Member[]> {
  const members: Member[] = [];
  let token: string | undefined;
  try {
    for (let page = 0; page < mostPages; page += 1) {
      const found = await TeamsInfo.getPagedMembers(context, pageSize, token);
      members.push(...found.members.flatMap((member) => memberOf(member) ?? []));
      token = found.continuationToken;
      if (!token) break;
    }
  } catch {
    log.info({ pages: Math.ceil(members.length / pageSize) }, 'the members of a meeting’s chat could not be listed');
  }
  return members;
}

function instantOf(text: string | undefined): Temporal.Instant | undefined {
  if (text === undefined) return undefined;
  try {
    return Temporal.Instant.from(text);
  } catch {
    // Some hosts leave out the offset; the time is UTC then.
    const ms = Date.parse(`${text}Z`);
    return Number.isNaN(ms) ? undefined : Temporal.Instant.fromEpochMilliseconds(ms);
  }
}
