/** Term dates, as an administrator reads, changes and confirms them. */
import { paths } from '../../contract/paths.ts';
import {
  termDatesAsk,
  termDatesConfirmAsk,
  type DatesBody,
  type TermDatesBody,
  type TermDatesOutcomeBody,
} from '../../contract/termDates.ts';
import { linesOf } from '../../domain/prompting/dateLines.ts';
import type { SchoolCalendar } from '../../domain/prompting/schoolCalendar.ts';
import type { DateLine, DateProblem } from '../../domain/prompting/termDates.ts';
import { HeldError } from '../../errors.ts';
import { confirmTermDates, importTermDates, type TermDatesDeps } from '../../usecases/importTermDates.ts';
import { ok } from './reply.ts';
import { bodyOf, type Route } from './route.ts';

export interface TermDatesRoutesDeps extends TermDatesDeps {
  /** Reads a file's bytes; throws a HeldError `refused` for what holds no dates. */
  readonly parseTermDates: (bytes: Uint8Array, name: string) => DatesFile;
}

interface DatesFile {
  readonly lines: readonly DateLine[];
  readonly problems: readonly DateProblem[];
  readonly leftOut: readonly string[];
}

/** Bytes: ten years of a hundred units are under one million. */
const largestFile = 2 * 1024 * 1024;
/** Problems and titles listed. */
const mostListed = 200;

export function termDatesRoutes(deps: TermDatesRoutesDeps): readonly Route[] {
  const read = async (): Promise<TermDatesBody> => {
    const [confirmed, draft] = await Promise.all([deps.termDates.confirmed(), deps.termDates.draft()]);
    const dates = datesOf(confirmed ?? deps.startingPoint);
    const today = deps.clock.now().toZonedDateTimeISO(deps.startingPoint.timeZone).toPlainDate().toString();
    return { today, confirmed: confirmed !== undefined, dates, ...(draft ? { draft: datesOf(draft) } : {}) };
  };
  return [
    { name: 'termDates', method: 'GET', path: paths.termDates, who: 'changeTermDates', answer: async () => ok(await read()) },
    {
      name: 'changeTermDates',
      method: 'POST',
      path: paths.termDates,
      who: 'changeTermDates',
      async answer(_, request) {
        const { name, text } = await bodyOf(request, termDatesAsk, largestFile);
        const file = fileOf(deps, name, text);
        const outcome = await importTermDates(deps, file);
        const body: TermDatesOutcomeBody =
          outcome.kind === 'refused'
            ? { kind: 'refused', problems: outcome.problems.slice(0, mostListed).map(({ line, reason }) => ({ line, reason })) }
            : { kind: 'draft', draft: datesOf(outcome.calendar), leftOut: [...new Set(file.leftOut)].slice(0, mostListed) };
        return ok(body);
      },
    },
    {
      name: 'confirmTermDates',
      method: 'POST',
      path: paths.termDatesConfirm,
      who: 'changeTermDates',
      async answer(_, request) {
        const { draft } = await bodyOf(request, termDatesConfirmAsk);
        // What was looked at is what is confirmed: somebody else may have sent other dates meanwhile.
        const now = (await read()).draft;
        if (JSON.stringify(now) !== JSON.stringify(draft)) throw new HeldError('refused', 'The dates were changed meanwhile.');
        await confirmTermDates(deps);
        return ok(await read());
      },
    },
  ];
}

/** A file that cannot be read at all is one problem, in the same list as all others. */
function fileOf({ parseTermDates }: TermDatesRoutesDeps, name: string, text: string): DatesFile {
  try {
    return parseTermDates(new TextEncoder().encode(text), name);
  } catch (error) {
    if (!(error instanceof HeldError) || error.code !== 'refused') throw error;
    return { lines: [], problems: [{ line: 1, reason: error.message }], leftOut: [] };
  }
}

export const datesOf = (calendar: SchoolCalendar): DatesBody => ({
  halfTerms: calendar.halfTerms.map(({ id, starts, ends }) => ({ id, starts, ends })),
  lines: linesOf(calendar).map(({ kind, starts, ends, unitPath }) => ({ kind, starts, ends, unit: unitPath })),
});
