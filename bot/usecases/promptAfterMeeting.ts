import { Temporal } from 'temporal-polyfill';
import type { PersonId } from '../domain/ids.ts';
import { meetingEnd, meetingStart, quietBecause } from '../domain/prompting/gap.ts';
import { schoolDate } from '../domain/prompting/schoolCalendar.ts';
import type { PersonSettings, RosterEntry } from '../domain/roster.ts';
import type { Clock, DayStore, PromptQueue, Randomness } from '../ports.ts';
import type { PeriodWatch } from './periodWatch.ts';
import { settingsOf, type SettingsDeps } from './settings.ts';
import { settledFor } from './settledFor.ts';

export interface MeetingDeps extends SettingsDeps {
  readonly watch: PeriodWatch;
  readonly days: DayStore;
  readonly clock: Clock;
}

export interface PromptAfterMeetingDeps extends MeetingDeps {
  readonly queue: PromptQueue;
  readonly randomness: Pick<Randomness, 'fraction'>;
  /** Seconds between the end and the prompt. */
  readonly settleSeconds: number;
}

export interface EndedMeeting {
  /** Who was in the meeting's chat, or who just left. Strangers to the roster are passed over; none of them is kept. */
  readonly people: readonly PersonId[];
  /** What the event reports as the end. */
  readonly ended?: Temporal.Instant;
  /** Makes sure that a person's own chat is known; false where it cannot be. */
  readonly reach: (person: PersonId) => Promise<boolean>;
}

export interface BegunMeeting {
  /** Who is in the meeting's chat, or who just joined. */
  readonly people: readonly PersonId[];
  /** What the event reports as the start. */
  readonly began?: Temporal.Instant;
}

const atOnce = 10;

/**
 * Queues a prompt for each of these people who is eligible, takes part, can be reached and may be asked when it is due. The queue learns who
 * and when, never of which meeting. A second event for the same meeting queues again: `sendPrompt` sends once.
 */
export async function promptAfterMeeting(deps: PromptAfterMeetingDeps, { people, ended, reach }: EndedMeeting): Promise<void> {
  const open = deps.watch.open;
  if (!open) return;
  const now = deps.clock.now();
  const end = meetingEnd(ended, now);
  await eachTakingPart(deps, people, async (entry, settings) => {
    const { person } = entry;
    await deps.days.note(schoolDate(deps.calendar, now), person, { met: true });
    const due = end.add({ seconds: settledFor(deps) }).round({ smallestUnit: 'second', roundingMode: 'floor' });
    if (quietBecause(settings, deps.calendar, due, entry)) return;
    if (!(await reach(person))) return;
    const prompt = { whom: open.sealer.sealPerson(person), period: open.period.id, dueAt: due.toString(), occasion: 'meeting' } as const;
    await deps.queue.put(prompt, Math.max(0, now.until(due).total('seconds')));
  });
}

/** A meeting began: prompts that follow an earlier end do not come into it. What the queue holds finds it out when it is due. */
export async function meetingBegan(deps: MeetingDeps, { people, began }: BegunMeeting): Promise<void> {
  if (!deps.watch.open) return;
  const now = deps.clock.now();
  const at = meetingStart(began, now);
  const date = schoolDate(deps.calendar, now);
  await eachTakingPart(deps, people, async ({ person }) => {
    const known = (await deps.days.find(date, person)).meetingBegan;
    // Events come in any order: only a later start is news.
    const isNews = known === undefined || Temporal.Instant.compare(Temporal.Instant.from(known), at) < 0;
    await deps.days.note(date, person, { met: true, ...(isNews ? { meetingBegan: at.toString() } : {}) });
  });
}

/** Works through those on the roster who take part, a few at a time: a large chat must not flood the store. */
async function eachTakingPart(
  deps: SettingsDeps,
  people: readonly PersonId[],
  work: (entry: RosterEntry, settings: PersonSettings) => Promise<void>,
): Promise<void> {
  const one = async (person: PersonId): Promise<void> => {
    const entry = await deps.roster.find(person);
    if (!entry?.roles.includes('senco')) return;
    const settings = await settingsOf(deps, person);
    if (settings.participation === 'takingPart') await work(entry, settings);
  };
  const unique = [...new Set(people)];
  for (let i = 0; i < unique.length; i += atOnce) await Promise.all(unique.slice(i, i + atOnce).map(one));
}
