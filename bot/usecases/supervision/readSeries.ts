import { bondWith } from '../../domain/supervision/drawer.ts';
import { datesOf, weekIntervalOf, type Session } from '../../domain/supervision/session.ts';
import { HeldError } from '../../errors.ts';
import type { SeriesFiles } from '../../ports.ts';
import type { Pair } from './agree.ts';
import { todayOf, type SupervisionDeps } from './supervisionDeps.ts';

/** The next session or the whole fixed series as an iCalendar file. It names nobody. Rejects with `not-found` where no session is set. */
export async function readSeries(
  deps: SupervisionDeps & { readonly seriesFiles: SeriesFiles },
  { supervisee, supervisor }: Pair,
): Promise<string> {
  const { session } = bondWith(await deps.rows.drawerOf(supervisee), supervisor);
  if (!session || session.date < todayOf(deps)) throw new HeldError('not-found');
  const until = lastDay(deps, session);
  const { held, skipped } = datesOf(session, deps.calendar, until);
  return deps.seriesFiles.write({
    uid: `${session.entry}.supervision.held`,
    date: session.date,
    time: session.time,
    minutes: session.minutes,
    timeZone: deps.calendar.timeZone,
    stamp: deps.clock.now(),
    ...(session.every && held.length > 1
      ? { series: { weeks: weekIntervalOf(session.every), until: held.at(-1) ?? session.date, except: skipped } }
      : {}),
  });
}

/** A series runs to the end of the calendar that is known. */
export const lastDay = ({ calendar }: Pick<SupervisionDeps, 'calendar'>, { date }: Pick<Session, 'date'>): string =>
  calendar.halfTerms.at(-1)?.ends ?? date;
