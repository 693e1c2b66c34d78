import { randomUUID } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { localClockFile, setLocalClock } from '../adapters/system/localClock.ts';
import { readCliConfig, readStartConfig, type CliConfig } from '../config.ts';
import { paths } from '../contract/paths.ts';
import { parsePersonId } from '../domain/ids.ts';
import { englandDates } from '../domain/prompting/englandDates.ts';
import { readDemoState } from '../local/dataFolder.ts';
import { playgroundWorld, type PlaygroundWorld } from '../local/playgroundClient.ts';
import { clockOf } from './roster.ts';
import { BadArgument, Refused } from './run.ts';

/** Moves the laptop's clock, which both processes share; tokens keep real time. */
export async function clockCommand(to: string): Promise<void> {
  const config = readCliConfig();
  const { dataDir } = config;
  if (dataDir === undefined) throw new Refused('Only a laptop’s clock can be moved: HELD_MODE is azure.');
  if ((await readDemoState(dataDir)) === undefined)
    throw new Refused('There is no demo yet whose clock could be moved. Start it first: npm start');
  const now = clockOf(config).now();
  const moved = movedTo(to, now);
  if (!moved)
    throw new BadArgument(
      `“${to}” is no time. Give an ISO date and time such as 2026-11-18T10:05, a step such as +1d, +2h or +10m, or now.`,
    );
  await setLocalClock(localClockFile(dataDir), moved);
  console.log(`In the demo it is now ${zoned(moved).toPlainDateTime().toString({ smallestUnit: 'minute' })} (${englandDates.timeZone}).`);
}

const zoned = (instant: Temporal.Instant): Temporal.ZonedDateTime => instant.toZonedDateTimeISO(englandDates.timeZone);

/** A day later is the same hour of the next day, also where the clocks change in between. Without an offset, an ISO time is local. */
export function movedTo(text: string, now: Temporal.Instant): Temporal.Instant | undefined {
  if (text === 'now') return Temporal.Now.instant();
  const step = /^\+(\d{1,4})([dhm])$/.exec(text);
  if (step) {
    const units = { d: 'days', h: 'hours', m: 'minutes' } as const;
    const [, count, letter] = step;
    const unit = letter === 'd' || letter === 'h' || letter === 'm' ? units[letter] : undefined;
    return (
      unit &&
      zoned(now)
        .add({ [unit]: Number(count) })
        .toInstant()
    );
  }
  for (const read of [
    () => Temporal.Instant.from(text),
    () => Temporal.PlainDateTime.from(text).toZonedDateTime(englandDates.timeZone).toInstant(),
  ]) {
    try {
      return read();
    } catch {
      // Not in this form; perhaps in the other.
    }
  }
  return undefined;
}

/** Ends a meeting in the Playground: for one person who leaves it, or for everyone in its chat. */
export async function meetingEndCommand({ person: text }: { readonly person?: string }): Promise<void> {
  const config = readCliConfig();
  if (config.mode !== 'local') throw new Refused('Demo commands are for local mode: HELD_MODE is azure.');
  const world = await playgroundWorld(readStartConfig().playgroundPort);
  const activity = text === undefined ? await endOfMeeting(config, world) : await leaving(world, text);
  const response = await post(config.port, activity);
  if (!response.ok)
    throw new Refused(`Held did not take the event (HTTP ${response.status}). Its log says why: ${config.dataDir}/logs/web.log`);
  console.log(
    text === undefined
      ? 'The meeting has ended. Everyone in its chat who takes part and may be asked gets a card in their own chat in a few seconds.'
      : 'They have left the meeting. If they take part and may be asked now, a card comes in their own chat in a few seconds.',
  );
}

async function post(port: number, activity: object): Promise<Response> {
  try {
    return await fetch(`http://127.0.0.1:${port}${paths.messages}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(activity),
      signal: AbortSignal.timeout(15_000),
    });
  } catch (cause) {
    throw new Refused(`Held does not answer on port ${port}. Start it first: npm start`, { cause });
  }
}

async function endOfMeeting(config: CliConfig, world: PlaygroundWorld): Promise<object> {
  const { meetingEvents } = await import('../adapters/teams/meetingEvents.ts');
  const value = {
    Id: randomUUID(),
    JoinUrl: 'https://example.org/join',
    MeetingType: 'Scheduled',
    Title: 'Demo',
    EndTime: clockOf(config).now().toString(),
  };
  return { ...event(world), name: meetingEvents.end, value };
}

async function leaving(world: PlaygroundWorld, text: string): Promise<object> {
  const { meetingEvents } = await import('../adapters/teams/meetingEvents.ts');
  const id = parsePersonId(text);
  const person = world.people.find(({ aadObjectId }) => id !== undefined && parsePersonId(aadObjectId) === id);
  if (!person) {
    const known = world.people.map(({ aadObjectId, name }) => `  ${aadObjectId}  ${name}`);
    throw new Refused([`“${text}” is nobody in the Playground. Its people are:`, ...known].join('\n'));
  }
  const member = { user: { id: person.id, aadObjectId: person.aadObjectId }, meeting: { inMeeting: false, role: 'Attendee' } };
  return { ...event(world), name: meetingEvents.leave, value: { members: [member] } };
}

/** What every event of a meeting's chat holds, as Teams sends it. */
function event({ tenantId, bot, people, meetingChat, serviceUrl }: PlaygroundWorld): object {
  return {
    type: 'event',
    id: randomUUID(),
    timestamp: new Date().toISOString(),
    channelId: 'msteams',
    serviceUrl,
    from: { id: people[0]?.id, aadObjectId: people[0]?.aadObjectId },
    recipient: bot,
    conversation: { id: meetingChat, conversationType: 'groupChat', isGroup: true, tenantId },
    channelData: { tenant: { id: tenantId }, meeting: { id: randomUUID() } },
  };
}
