import { setTimeout as sleep } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import type { PeriodId } from '../../domain/ids.ts';
import { periodStates, type HalfTerm, type PeriodState } from '../../domain/period.ts';
import { isPromptDay, type SchoolCalendar } from '../../domain/prompting/schoolCalendar.ts';
import type { RosterEntry } from '../../domain/roster.ts';
import type { PromptSender } from '../../ports.ts';
import { advanceInWeb, type AdvanceInWebDeps } from '../../usecases/advanceInWeb.ts';
import { requestPeriod, type RequestPeriodDeps } from '../../usecases/requestPeriod.ts';
import { sealAnswer } from '../../usecases/sealAnswer.ts';
import { sendPrompt, type SendPromptDeps } from '../../usecases/sendPrompt.ts';
import { answersWith, chance, demoOption } from './story.ts';

export interface SeedDeps extends AdvanceInWebDeps, RequestPeriodDeps, Omit<SendPromptDeps, 'sender'> {
  readonly calendar: SchoolCalendar;
  readonly setClock: (now: Temporal.Instant) => Promise<void>;
  /** Hears of every day and every wait that is done. */
  readonly onStep: (what: string) => void;
}

/** People asked at once: more would only queue up in Azurite. */
const atOnce = 12;
/** The weekdays on which the demo's meetings end, in the order in which a week's three prompts fall on them. */
const meetingDays = [2, 3, 4, 5, 1];
const promptsAWeek = 3;
/** The opener takes its turn every second or so; a minute without it means that it hangs. */
const longestWaitMs = 60_000;

/** The days of a half-term on which the demo asks: three a week where term dates allow, the last at `until` where that is given. */
export function askingDays(calendar: SchoolCalendar, halfTerm: HalfTerm, until = halfTerm.ends): readonly Temporal.PlainDate[] {
  const first = Temporal.PlainDate.from(halfTerm.starts);
  const days = Array.from({ length: first.until(halfTerm.ends).days + 1 }, (_, i) => first.add({ days: i }));
  const open = days.filter((day) => isPromptDay(calendar, day));
  const weekOf = (day: Temporal.PlainDate): string => `${day.yearOfWeek}-${day.weekOfYear}`;
  const weeks = [...new Set(open.map(weekOf))].map((week) => open.filter((day) => weekOf(day) === week));
  const chosen = weeks.flatMap((week) =>
    week.toSorted((a, b) => meetingDays.indexOf(a.dayOfWeek) - meetingDays.indexOf(b.dayOfWeek)).slice(0, promptsAWeek),
  );
  return chosen.filter((day) => day.toString() <= until).toSorted((a, b) => Temporal.PlainDate.compare(a, b));
}

/** Steps that `collect` and `finish` report, for a progress bar. */
export const stepsOf = (days: readonly Temporal.PlainDate[], finished: boolean): number => days.length + (finished ? 3 : 1);

/** Starts a half-term as an administrator does, and asks on each day whoever is eligible, as the queue does; most of them answer. */
export async function collect(deps: SeedDeps, halfTerm: HalfTerm, days: readonly Temporal.PlainDate[]): Promise<void> {
  await deps.setClock(at(deps, halfTerm.starts, '08:00'));
  await requestPeriod(deps, halfTerm);
  await until(deps, halfTerm.id, 'OPEN');
  deps.onStep(`${halfTerm.id} is open`);
  const sencos = [...(await deps.roster.read()).values()].filter(({ roles }) => roles.includes('senco'));
  for (const day of days) {
    await deps.setClock(at(deps, day.toString(), '10:05'));
    // Only the nightly touch is left out of the demo: it hides who answered when, and here nobody did.
    await deps.watch.refresh();
    for (let i = 0; i < sencos.length; i += atOnce) {
      await Promise.all(sencos.slice(i, i + atOnce).map((entry) => askOne(deps, halfTerm.id, entry, day)));
    }
    deps.onStep(`${halfTerm.id}, ${day.toString()}`);
  }
}

/** Closes a half-term by its calendar, waits until the link to people is cut, and lets the day pass after which the opener releases it. */
export async function finish(deps: SeedDeps, halfTerm: HalfTerm): Promise<void> {
  const closes = at(deps, Temporal.PlainDate.from(halfTerm.ends).add({ days: 1 }).toString(), '00:05');
  await deps.setClock(closes);
  await until(deps, halfTerm.id, 'CLOSED');
  await deps.setClock(closes.add({ minutes: 11 }));
  await until(deps, halfTerm.id, 'CUT');
  await deps.setClock(closes.add({ hours: 25 }));
  deps.onStep(`${halfTerm.id} is cut`);
}

/** Waits for the opener, which releases and shreds in its own time while the next half-term is collected already. */
export async function untilShredded(deps: SeedDeps, halfTerm: HalfTerm): Promise<void> {
  await until(deps, halfTerm.id, 'SHREDDED');
  deps.onStep(`${halfTerm.id} is released and shredded`);
}

async function askOne(deps: SeedDeps, period: PeriodId, { person, unitPath }: RosterEntry, day: Temporal.PlainDate): Promise<void> {
  const now = deps.clock.now();
  // In place of a chat: the card comes to an invented person, who answers it or does not, and nothing of it stays.
  const sender: PromptSender = {
    async sendPrompt(to, card) {
      const key = [period, person, day.toString()] as const;
      if (card.kind === 'question' && chance('answers', ...key) < answersWith) {
        const option = demoOption(period, person, unitPath, card.question, day.toString());
        await sealAnswer(deps, { person: to.person, ticket: card.ticket, option });
      }
      return { kind: 'sent', message: undefined };
    },
    passCard: () => Promise.resolve('done'),
  };
  const conversations = { ...deps.conversations, find: () => Promise.resolve('nowhere') };
  const whom = deps.watch.open?.sealer.sealPerson(person) ?? '';
  const due = { whom, period, dueAt: now.toString(), occasion: 'meeting' } as const;
  const handled = await sendPrompt({ ...deps, sender, conversations }, due);
  const outcome = handled.kind === 'done' ? handled.outcome : handled.kind;
  // In a week cut short by term dates there may be no day for the question whose turn it is.
  if (outcome !== 'sent' && outcome !== 'nothingToAsk') throw new Error(`The demo's prompt of ${day.toString()} went nowhere: ${outcome}.`);
}

/** Takes turns of the web process's period work until a period has reached a state; the opener takes its own turns meanwhile. */
async function until(deps: SeedDeps, id: PeriodId, state: PeriodState): Promise<void> {
  for (const deadline = performance.now() + longestWaitMs; performance.now() < deadline; await sleep(50)) {
    await advanceInWeb(deps);
    const now = (await deps.periods.find(id))?.value.state ?? 'REQUESTED';
    if (periodStates.indexOf(now) >= periodStates.indexOf(state)) return;
  }
  throw new Error(`Period ${id} did not become ${state} within a minute. Look at the log of the opener.`);
}

const at = ({ timeZone }: SeedDeps, date: string, time: string): Temporal.Instant =>
  Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(timeZone).toInstant();
