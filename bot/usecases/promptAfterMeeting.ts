import type { Temporal } from 'temporal-polyfill';
import type { PersonId } from '../domain/ids.ts';
import { meetingEnd, quietBecause } from '../domain/prompting/gap.ts';
import type { Clock, PromptQueue } from '../ports.ts';
import type { PeriodWatch } from './periodWatch.ts';
import { settingsOf, type SettingsDeps } from './settings.ts';

export interface PromptAfterMeetingDeps extends SettingsDeps {
  readonly watch: PeriodWatch;
  readonly queue: PromptQueue;
  readonly clock: Clock;
  /** Seconds between the end and the prompt. */
  readonly settleSeconds: number;
  /** A queued prompt stays invisible at most this long before it is looked at again: short where the clock can be moved. */
  readonly longestHideSeconds: number;
}

export interface EndedMeeting {
  /** Who was in the meeting's chat, or who just left. Strangers to the roster are passed over; none of them is kept. */
  readonly people: readonly PersonId[];
  /** What the event reports as the end. */
  readonly ended?: Temporal.Instant;
}

const atOnce = 10;

/**
 * Queues a prompt for each of these people who is eligible, takes part and may be asked when it is due. The queue learns who and when,
 * never of which meeting. Gives back who was queued. A second event for the same meeting queues again: `sendPrompt` sends once.
 */
export async function promptAfterMeeting(deps: PromptAfterMeetingDeps, { people, ended }: EndedMeeting): Promise<readonly PersonId[]> {
  const open = deps.watch.open;
  if (!open) return [];
  const now = deps.clock.now();
  const due = meetingEnd(ended, now).add({ seconds: deps.settleSeconds });
  const delay = Math.max(0, Math.ceil(now.until(due).total('seconds')));

  const queueOne = async (person: PersonId): Promise<PersonId[]> => {
    const entry = await deps.roster.find(person);
    if (!entry?.roles.includes('senco')) return [];
    if (quietBecause(await settingsOf(deps, person), deps.calendar, due)) return [];
    const prompt = { person, period: open.period.id, dueAt: due.toString(), occasion: 'meeting' } as const;
    await deps.queue.put(prompt, Math.min(delay, deps.longestHideSeconds));
    return [person];
  };

  const unique = [...new Set(people)];
  const queued: PersonId[] = [];
  // A large chat must not flood the store: a few at a time.
  for (let i = 0; i < unique.length; i += atOnce) {
    queued.push(...(await Promise.all(unique.slice(i, i + atOnce).map(queueOne))).flat());
  }
  return queued;
}
