import { setTimeout as sleep } from 'node:timers/promises';
import { Presets, SingleBar } from 'cli-progress';
import { parsePeriodId, type PeriodId } from '../domain/ids.ts';
import { alarmsOf, graceAfterClose, periodStates, releaseDue, type Period, type PeriodState } from '../domain/period.ts';
import type { Stored } from '../ports.ts';
import { abandonPeriod } from '../usecases/abandonPeriod.ts';
import { askRelease } from '../usecases/askRelease.ts';
import { countUnreached } from '../usecases/countUnreached.ts';
import { closePeriod } from '../usecases/closePeriod.ts';
import { requestPeriod } from '../usecases/requestPeriod.ts';
import { calendarOf } from './calendar.ts';
import { chosenHalfTerm, chosenPlan, type PlanOptions } from './chosen.ts';
import { clockOf, unreachedText } from './roster.ts';
import { openHeld, Refused, type Held } from './run.ts';

/** Without any change of a period for so long, the process that should move it is taken to be away. */
const longestStillMs = 60_000;

export async function statusCommand({ json }: { readonly json: boolean }): Promise<void> {
  const { tables, config } = await openHeld();
  const now = clockOf(config).now();
  const { timeZone } = await calendarOf(tables);
  const dead = await tables.deadPrompts.list();
  const unsure = dead.filter(({ reason }) => reason === 'processDied' || reason === 'noAnswer').length;
  const prompts = { failed: dead.length - unsure, unsure };
  const periods = (await tables.periods.list()).map(({ value }) => ({
    ...value,
    ...(releaseDue(value) ? { releaseFrom: releaseDue(value)?.toString() } : {}),
    alarms: alarmsOf(value, now),
  }));
  const webProcesses = (await tables.processes.living()).length;
  const unreached = await countUnreached(tables);
  if (json) return console.log(JSON.stringify({ now: now.toString(), webProcesses, unreached, prompts, periods }, undefined, 2));
  console.log(
    `${now.toZonedDateTimeISO(timeZone).toPlainDateTime().toString({ smallestUnit: 'minute' })}, ${webProcesses} web process(es) at work`,
  );
  if (prompts.failed + prompts.unsure > 0) {
    console.log(`  ALARM  ${prompts.failed} prompt(s) failed, ${prompts.unsure} may or may not have arrived: held prompts dead list`);
  }
  if (unreached > 0) console.log(unreachedText(unreached));
  if (periods.length === 0) console.log('No half-term was started yet. Start one: held period start');
  for (const { id, starts, ends, state, plan, alarms, releaseFrom, stopped, touchedOn, abandoned } of periods) {
    const due = ['CLOSED', 'CUT'].includes(state) && releaseFrom && !abandoned ? `, release from ${releaseFrom}` : '';
    const touched = state === 'OPEN' ? `, touched ${touchedOn ?? 'not yet'}` : '';
    console.log(`${id}  ${starts} to ${ends}  ${state}${abandoned ? ', abandoned' : ''}${due}${touched}  ${plan.questions.join(' ')}`);
    for (const [name, count] of Object.entries(alarms)) console.log(`  ALARM  ${name}: ${count}`);
    if (stopped !== undefined) console.log(`  STOPPED  ${stopped}`);
  }
}

export async function startCommand(id: string | undefined, options: PlanOptions): Promise<void> {
  const held = await openHeld();
  const { tables, config } = held;
  if (!(await tables.termDates.confirmed())) {
    throw new Refused('Nobody has confirmed the term dates yet. See them with: held calendar show; then: held calendar confirm');
  }
  const { timeZone } = await calendarOf(tables);
  const halfTerm = await chosenHalfTerm(held, id);
  await requestPeriod({ ...tables, policy: { k: config.k } }, halfTerm, chosenPlan(halfTerm, options));
  const today = clockOf(config).now().toZonedDateTimeISO(timeZone).toPlainDate().toString();
  // A half-term that has not begun gets its keys now and opens on its first day.
  const goal = halfTerm.starts <= today ? 'OPEN' : 'KEYED';
  await follow(held, halfTerm.id, ['REQUESTED', 'KEYED', 'OPEN'], goal);
  console.log(
    goal === 'OPEN' ? `${halfTerm.id} is open until ${halfTerm.ends}.` : `${halfTerm.id} has its keys and opens on ${halfTerm.starts}.`,
  );
}

export async function closeCommand(id: string | undefined): Promise<void> {
  const { tables, config } = await openHeld();
  const stored = await chosenPeriod(tables, id, ({ state }) => state === 'OPEN', 'No half-term is open.');
  await closePeriod({ periods: tables.periods, clock: clockOf(config) }, stored);
  const { id: closed } = stored.value;
  console.log(`${closed} is closed: answers are refused from now on. The link to people is cut ${graceAfterClose.minutes} minutes later.`);
  console.log('It can be released 24 hours after the close: held period release');
}

export async function releaseCommand(id: string | undefined, { now }: { readonly now: boolean }): Promise<void> {
  const held = await openHeld();
  const { tables, config } = held;
  const waiting = ({ state }: Period): boolean => ['CLOSED', 'CUT', 'RELEASED', 'SHREDDING'].includes(state);
  const stored = await chosenPeriod(tables, id, waiting, 'No half-term is closed and unreleased. Close one first: held period close');
  await askRelease({ periods: tables.periods, clock: clockOf(config) }, stored, now);
  const { id: chosen } = stored.value;
  const steps = periodStates.slice(periodStates.indexOf('CLOSED'));
  const last = await follow(held, chosen, steps, 'SHREDDED');
  const set = Object.values(last.alarms ?? {}).reduce((sum, count) => sum + count, 0);
  console.log(`${chosen} is released; its envelopes and keys are gone.${set > 0 ? ` ${set} alarm(s): held period status` : ''}`);
}

export async function abandonCommand(id: string, { yes }: { readonly yes?: true }): Promise<void> {
  const { tables, config } = await openHeld();
  const stored = await chosenPeriod(tables, id, () => true, '');
  if (!yes) {
    throw new Refused(
      `Nothing was done. To abandon ${stored.value.id} destroys its answers and keys unopened: there will be no figures of it, ever. If two of you mean it: held period abandon ${stored.value.id} --yes`,
    );
  }
  await abandonPeriod({ periods: tables.periods, clock: clockOf(config) }, stored);
  console.log(
    `${stored.value.id} is abandoned: its link is cut ${graceAfterClose.minutes} minutes after the close, then its envelopes and keys are destroyed unopened.`,
  );
  console.log('See how far it is: held period status');
}

async function chosenPeriod(
  { periods }: Held['tables'],
  text: string | undefined,
  fits: (period: Period) => boolean,
  none: string,
): Promise<Stored<Period>> {
  if (text === undefined) {
    const found = (await periods.list()).find(({ value }) => fits(value));
    if (!found) throw new Refused(none);
    return found;
  }
  const id = parsePeriodId(text);
  const found = id && (await periods.find(id));
  if (!found) throw new Refused(`There is no half-term ${text}. See: held period status`);
  return found;
}

/** Shows how the processes move a period on, until it has reached `goal`. */
async function follow({ tables }: Held, id: PeriodId, steps: readonly PeriodState[], goal: PeriodState): Promise<Period> {
  const bar = new SingleBar(
    { format: '  {bar} {state}', hideCursor: true, clearOnComplete: true, stopOnComplete: false },
    Presets.shades_classic,
  );
  const total = steps.indexOf(goal);
  bar.start(total, 0, { state: '' });
  let seen: PeriodState | undefined;
  let changedAt = performance.now();
  try {
    for (; ; await sleep(200)) {
      const period = (await tables.periods.find(id))?.value;
      if (!period) throw new Refused(`The half-term ${id} is gone.`);
      if (period.state !== seen) changedAt = performance.now();
      seen = period.state;
      bar.update(Math.max(0, steps.indexOf(period.state)), { state: period.state });
      if (steps.indexOf(period.state) >= total) return period;
      if (period.state === 'SHREDDING' && period.purgedOn !== undefined) return period;
      if (period.stopped !== undefined) throw new Refused(`${id} was not released. ${period.stopped}`);
      if (performance.now() - changedAt > longestStillMs) throw new Refused(stuck(period));
    }
  } finally {
    bar.stop();
  }
}

function stuck({ id, state }: Period): string {
  const who = ['KEYED', 'CLOSED'].includes(state) ? 'web process' : 'opener';
  return `${id} has been ${state} for a minute: the ${who} does not move it on. Is it running (npm start), and what does its log say?`;
}
