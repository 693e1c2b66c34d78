import type { Temporal } from 'temporal-polyfill';
import type { PersonId } from '../domain/ids.ts';
import { meetingEnd, quietBecause } from '../domain/prompting/gap.ts';
import type { Clock, PromptQueue, Randomness } from '../ports.ts';
import type { PeriodWatch } from './periodWatch.ts';
import { settingsOf, type SettingsDeps } from './settings.ts';

export interface PromptAfterMeetingDeps extends SettingsDeps {
  readonly watch: PeriodWatch;
  readonly queue: PromptQueue;
  readonly clock: Clock;
  readonly randomness: Pick<Randomness, 'fraction'>;
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
  /** Makes sure that a person's own chat is known; false where it cannot be. */
  readonly reach: (person: PersonId) => Promise<boolean>;
}

const atOnce = 10;
/** Seconds; where prompts settle faster than that, their settling time. */
const longestJitter = 30;

/**
 * Queues a prompt for each of these people who is eligible, takes part, can be reached and may be asked when it is due. The queue learns who
 * and when, never of which meeting. A second event for the same meeting queues again: `sendPrompt` sends once.
 */
export async function promptAfterMeeting(deps: PromptAfterMeetingDeps, { people, ended, reach }: EndedMeeting): Promise<void> {
  const open = deps.watch.open;
  if (!open) return;
  const now = deps.clock.now();
  const end = meetingEnd(ended, now);

  const queueOne = async (person: PersonId): Promise<void> => {
    const entry = await deps.roster.find(person);
    if (!entry?.roles.includes('senco')) return;
    const due = dueAfter(end, deps);
    if (quietBecause(await settingsOf(deps, person), deps.calendar, due)) return;
    if (!(await reach(person))) return;
    const delay = Math.max(0, Math.ceil(now.until(due).total('seconds')));
    const prompt = { person, period: open.period.id, dueAt: due.toString(), occasion: 'meeting' } as const;
    await deps.queue.put(prompt, Math.min(delay, deps.longestHideSeconds));
  };

  const unique = [...new Set(people)];
  // A large chat must not flood the store: a few at a time.
  for (let i = 0; i < unique.length; i += atOnce) await Promise.all(unique.slice(i, i + atOnce).map(queueOne));
}

/**
 * When one person's prompt is due. One instant for everyone would mark a meeting's people in the queue as surely as its id: so each is moved
 * by chance, to a whole second. When messages were put there, the queue itself keeps until they are sent.
 */
function dueAfter(end: Temporal.Instant, { settleSeconds, randomness }: PromptAfterMeetingDeps): Temporal.Instant {
  const seconds = settleSeconds + Math.min(longestJitter, settleSeconds) * randomness.fraction();
  return end.add({ milliseconds: Math.round(seconds * 1_000) }).round({ smallestUnit: 'second', roundingMode: 'floor' });
}
