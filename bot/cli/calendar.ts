import { readQuietDaysFile } from '../adapters/files/quietDaysFile.ts';
import { readTermDatesFile } from '../adapters/files/termDatesFile.ts';
import type { Tables } from '../adapters/tables/openTables.ts';
import { englandDates } from '../domain/prompting/englandDates.ts';
import type { DateSpan, SchoolCalendar } from '../domain/prompting/schoolCalendar.ts';
import { isDate, type DateProblem } from '../domain/prompting/termDates.ts';
import { addQuietDays, removeQuietDays } from '../usecases/changeQuietDays.ts';
import { confirmTermDates, importTermDates } from '../usecases/importTermDates.ts';
import { clockOf } from './roster.ts';
import { BadArgument, openHeld, Refused, type Held } from './run.ts';

/** The dates that hold: confirmed ones, or the starting point. */
export const calendarOf = async ({ termDates }: Tables): Promise<SchoolCalendar> => (await termDates.confirmed()) ?? englandDates;

export async function importCalendarCommand(path: string): Promise<void> {
  const file = await readTermDatesFile(path, englandDates.timeZone);
  const held = await openHeld();
  const outcome = await importTermDates(depsOf(held), file);
  if (outcome.kind === 'refused') {
    throw new Refused([`${path} was not imported; nothing was changed. To mend:`, ...sentences(outcome.problems)].join('\n'));
  }
  console.log(textOf(outcome.calendar));
  if (file.leftOut.length > 0) console.log(`Left out, since they are not about term dates: ${[...new Set(file.leftOut)].join('; ')}`);
  console.log('These dates do not hold yet. Check them, then: held calendar confirm');
}

export async function confirmCalendarCommand(): Promise<void> {
  const confirmed = await confirmTermDates(depsOf(await openHeld()));
  console.log(textOf(confirmed));
  console.log('These dates hold from now on. Half-terms that were started keep the dates they were started with.');
}

export async function showCalendarCommand({ json }: { readonly json: boolean }): Promise<void> {
  const { tables } = await openHeld();
  const [confirmed, draft, quietDays] = await Promise.all([
    tables.termDates.confirmed(),
    tables.termDates.draft(),
    tables.termDates.quietDays(),
  ]);
  const holds = confirmed ?? englandDates;
  if (json) return console.log(JSON.stringify({ confirmed: confirmed !== undefined, calendar: holds, draft, quietDays }, undefined, 2));
  console.log(
    confirmed ? 'Confirmed dates:' : 'England’s usual dates, a starting point that nobody has confirmed yet (held calendar confirm):',
  );
  console.log(textOf(holds));
  if (draft) console.log(`Imported and not yet confirmed:\n${textOf(draft)}`);
  for (const { school, date } of quietDays) console.log(`  quiet  ${date}  ${school}`);
}

export async function addQuietCommand(school: string, from: string, to: string | undefined): Promise<void> {
  const span = spanFrom(from, to);
  const { tables } = await openHeld();
  const outcome = await addQuietDays(tables, { lines: [{ line: 0, school, ...span }], problems: [] });
  if (outcome.kind === 'refused') throw new Refused(sentences(outcome.problems).join('\n'));
  console.log(`Nobody at ${school} is asked ${dayWords(span)}. No reason is kept.`);
}

export async function importQuietCommand(path: string): Promise<void> {
  const file = await readQuietDaysFile(path, englandDates.timeZone);
  const { tables } = await openHeld();
  const outcome = await addQuietDays(tables, file);
  if (outcome.kind === 'refused')
    throw new Refused([`${path} was not imported; nothing was changed. To mend:`, ...sentences(outcome.problems)].join('\n'));
  for (const { school, date } of outcome.days) console.log(`  quiet  ${date}  ${school}`);
  if (outcome.leftOut.length > 0) console.log(`Left out, since no school on the roster is called so: ${outcome.leftOut.join('; ')}`);
  console.log('They hold at once, beside those that were there. No reason is kept.');
}

export async function removeQuietCommand(school: string, from: string, to: string | undefined): Promise<void> {
  const span = spanFrom(from, to);
  const { tables } = await openHeld();
  if ((await removeQuietDays(tables, { school, ...span })) === 0)
    throw new Refused(`${school} has no quiet day ${dayWords(span)}. See: held calendar show`);
  console.log(`${school} is asked as usual ${dayWords(span)}.`);
}

const sentences = (problems: readonly DateProblem[]): readonly string[] =>
  problems.map(({ line, reason }) => (line > 0 ? `  line ${line}: ${reason}` : `  ${reason}`));

const spanFrom = (from: string, to: string | undefined): DateSpan => ({ starts: dateFrom(from), ends: dateFrom(to ?? from) });

const dayWords = ({ starts, ends }: DateSpan): string => (starts === ends ? `on ${starts}` : `from ${starts} to ${ends}`);

function dateFrom(text: string): string {
  if (isDate(text)) return text;
  throw new BadArgument(`“${text}” is no date such as 2026-11-18.`);
}

const depsOf = ({ tables, config }: Held) => ({ termDates: tables.termDates, clock: clockOf(config), startingPoint: englandDates });

function textOf({ halfTerms, insetDays, holidays, units }: SchoolCalendar): string {
  return [
    ...halfTerms.map(({ id, starts, ends }) => `  ${id}  ${starts} to ${ends}`),
    ...(insetDays.length > 0 ? [`  INSET  ${insetDays.join(', ')}`] : []),
    ...(holidays.length > 0 ? [`  closed ${holidays.join(', ')}`] : []),
    ...(units ?? []).map(({ unitPath }) => `  days of its own: ${unitPath}`),
  ].join('\n');
}
