/** Quiet days, as an administrator reads and changes them. Why a school is left alone is asked nowhere. */
import { paths } from '../../contract/paths.ts';
import { quietDaysAsk, type QuietDaysAsk, type QuietDaysBody, type QuietDaysOutcomeBody } from '../../contract/quietDays.ts';
import { quietSpans, type QuietDaysFile } from '../../domain/prompting/quietDays.ts';
import type { SchoolCalendar } from '../../domain/prompting/schoolCalendar.ts';
import { HeldError } from '../../errors.ts';
import type { Clock } from '../../ports.ts';
import { addQuietDays, removeQuietDays, schoolsOf, type QuietDaysDeps } from '../../usecases/changeQuietDays.ts';
import { ok } from './reply.ts';
import { bodyOf, type Route } from './route.ts';

export interface QuietDaysRoutesDeps extends QuietDaysDeps {
  readonly clock: Clock;
  readonly calendar: SchoolCalendar;
  /** Reads a file's bytes; throws a HeldError `refused` for what holds no quiet days. */
  readonly parseQuietDays: (bytes: Uint8Array, name: string) => QuietDaysFile;
}

/** Bytes: thousands of lines. */
const largestFile = 512 * 1024;
/** Problems and titles listed. */
const mostListed = 200;

export function quietDaysRoutes(deps: QuietDaysRoutesDeps): readonly Route[] {
  const read = async (): Promise<QuietDaysBody> => {
    const [schools, days] = await Promise.all([schoolsOf(deps), deps.termDates.quietDays()]);
    const today = deps.clock.now().toZonedDateTimeISO(deps.calendar.timeZone).toPlainDate().toString();
    const quiet = quietSpans(days).filter(({ ends }) => ends >= today);
    return { schools: [...schools], quiet: quiet.map(({ school, starts, ends }) => ({ school, starts, ends })) };
  };
  const change = async (ask: QuietDaysAsk): Promise<QuietDaysOutcomeBody> => {
    if (ask.kind === 'remove') {
      await removeQuietDays(deps, ask);
      return { kind: 'changed', now: await read(), leftOut: [] };
    }
    const outcome = await addQuietDays(deps, ask.kind === 'add' ? { lines: [{ line: 0, ...ask }], problems: [] } : fileOf(deps, ask));
    if (outcome.kind === 'refused')
      return { kind: 'refused', problems: outcome.problems.slice(0, mostListed).map(({ line, reason }) => ({ line, reason })) };
    return { kind: 'changed', now: await read(), leftOut: outcome.leftOut.slice(0, mostListed) };
  };
  return [
    { name: 'quietDays', method: 'GET', path: paths.quietDays, who: 'changeTermDates', answer: async () => ok(await read()) },
    {
      name: 'changeQuietDays',
      method: 'POST',
      path: paths.quietDays,
      who: 'changeTermDates',
      answer: async (_, request) => ok(await change(await bodyOf(request, quietDaysAsk, largestFile))),
    },
  ];
}

/** A file that cannot be read at all is one problem, in the same list as all others. */
function fileOf({ parseQuietDays }: QuietDaysRoutesDeps, { name, text }: Extract<QuietDaysAsk, { kind: 'import' }>): QuietDaysFile {
  try {
    return parseQuietDays(new TextEncoder().encode(text), name);
  } catch (error) {
    if (!(error instanceof HeldError) || error.code !== 'refused') throw error;
    return { lines: [], problems: [{ line: 1, reason: error.message }] };
  }
}
