import { Temporal } from 'temporal-polyfill';
import { alarmsOf, releaseDue, type HalfTerm, type Period } from '../domain/period.ts';
import type { SchoolCalendar } from '../domain/prompting/schoolCalendar.ts';
import type { Clock, PeriodStore, ProcessStore, RosterStore } from '../ports.ts';

export interface ReadOperationsDeps {
  readonly roster: RosterStore;
  readonly periods: PeriodStore;
  readonly processes: ProcessStore;
  readonly calendar: SchoolCalendar;
  readonly clock: Clock;
}

export interface Operations {
  readonly roster: { readonly people: number; readonly sencos: number; readonly schools: number };
  readonly webProcesses: number;
  readonly opener: 'atRest' | 'atWork' | 'late';
  /** Newest first; `alarms` are all that an operator must look at. */
  readonly periods: readonly (Period & { readonly alarms: Readonly<Record<string, number>> })[];
  readonly calendar: readonly HalfTerm[];
}

/** The opener takes its turn every minute or so: what waits this long past its time is worth a look. */
const patience = { hours: 1 } as const;

/** How the deployment is, for an administrator: counts and states, nothing of any answer. */
export async function readOperations({ roster, periods, processes, calendar, clock }: ReadOperationsDeps): Promise<Operations> {
  const [entries, stored, living] = await Promise.all([roster.read(), periods.list(), processes.living()]);
  const now = clock.now();
  const today = now.toZonedDateTimeISO(calendar.timeZone).toPlainDate().toString();
  const people = [...entries.values()];
  const sencos = people.filter(({ roles }) => roles.includes('senco'));
  const all = stored.map(({ value }) => value).reverse();
  return {
    roster: { people: people.length, sencos: sencos.length, schools: new Set(sencos.map(({ school }) => school)).size },
    webProcesses: living.length,
    opener: all.some((period) => waitsTooLong(period, now)) ? 'late' : all.some((period) => waits(period, now)) ? 'atWork' : 'atRest',
    periods: all.map((period) => ({ ...period, alarms: alarmsOf(period, now) })),
    calendar: calendar.halfTerms.filter(({ ends }) => ends >= today).slice(0, 6),
  };
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
