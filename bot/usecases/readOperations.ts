import { Temporal } from 'temporal-polyfill';
import { alarmsOf, releaseDue, type Period } from '../domain/period.ts';
import type { Clock, DeadPrompt, DeadPromptStore, PeriodStore, ProcessStore, RosterStore } from '../ports.ts';

export interface ReadOperationsDeps {
  readonly roster: RosterStore;
  readonly periods: PeriodStore;
  readonly processes: ProcessStore;
  readonly deadPrompts: Pick<DeadPromptStore, 'list'>;
  readonly clock: Clock;
}

export interface Operations {
  readonly roster: { readonly people: number; readonly sencos: number; readonly schools: number };
  readonly webProcesses: number;
  readonly opener: 'atRest' | 'atWork' | 'late';
  /** Newest first; `alarms` are all that an operator must look at. */
  readonly periods: readonly (Period & { readonly alarms: Readonly<Record<string, number>> })[];
  /** Prompts that could not be sent, by reason; whose they are is shown nowhere. */
  readonly undelivered: Readonly<Partial<Record<DeadPrompt['reason'], number>>>;
}

/** The opener takes its turn every minute or so: what waits this long past its time is worth a look. */
const patience = { hours: 1 } as const;

/** How the deployment is, for an administrator: counts and states, nothing of any answer. */
export async function readOperations({ roster, periods, processes, deadPrompts, clock }: ReadOperationsDeps): Promise<Operations> {
  const [entries, stored, living, dead] = await Promise.all([roster.read(), periods.list(), processes.living(), deadPrompts.list()]);
  const now = clock.now();
  const people = [...entries.values()];
  const sencos = people.filter(({ roles }) => roles.includes('senco'));
  const all = stored.map(({ value }) => value).reverse();
  return {
    roster: { people: people.length, sencos: sencos.length, schools: new Set(sencos.map(({ school }) => school)).size },
    webProcesses: living.length,
    opener: all.some((period) => waitsTooLong(period, now)) ? 'late' : all.some((period) => waits(period, now)) ? 'atWork' : 'atRest',
    periods: all.map((period) => ({ ...period, alarms: alarmsOf(period, now) })),
    undelivered: counted(dead),
  };
}

function counted(dead: readonly DeadPrompt[]): Operations['undelivered'] {
  const counts: Partial<Record<DeadPrompt['reason'], number>> = {};
  for (const { reason } of dead) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

/** Whether the opener has something to do for a period now. */
function waits(period: Period, now: Temporal.Instant): boolean {
  const due = releaseDue(period);
  if (period.state === 'CUT') return due !== undefined && Temporal.Instant.compare(now, due) >= 0;
  return period.state === 'REQUESTED' || period.state === 'RELEASED';
}

function waitsTooLong(period: Period, now: Temporal.Instant): boolean {
  const due = releaseDue(period);
  const late = due !== undefined && Temporal.Instant.compare(now, due.add(patience)) >= 0;
  return late && (period.state === 'CUT' || period.state === 'RELEASED');
}
