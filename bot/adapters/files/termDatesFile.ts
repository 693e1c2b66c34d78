import { readFile, stat } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import ICAL from 'ical.js';
import { dateKinds, isDate, type DateKind, type DateLine, type DateProblem } from '../../domain/prompting/termDates.ts';
import { HeldError } from '../../errors.ts';

export interface TermDatesFile {
  readonly lines: readonly DateLine[];
  readonly problems: readonly DateProblem[];
}

/** Ten years of a hundred units are under 1 MB. */
const largestFile = 5 * 1024 * 1024;
const columns = ['kind', 'starts', 'ends', 'unit'] as const;

/**
 * Reads term dates: CSV with the columns `kind,starts,ends,unit` (an empty `ends` is one day, an empty `unit` everybody), or iCalendar, where
 * the summary of each all-day event tells its kind. Rejects with `refused` when it is neither; bad lines and events are in `problems`.
 */
export async function readTermDatesFile(path: string): Promise<TermDatesFile> {
  return parseTermDates(await bytesOf(path), path);
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    if ((await stat(path)).size > largestFile) throw new HeldError('refused', `${path} is over 5 MB: those are no term dates.`);
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof HeldError) throw cause;
    throw new HeldError('refused', `${path} cannot be read. Check the path, and that you may read the file.`, { cause });
  }
}

export function parseTermDates(bytes: Uint8Array, name: string): TermDatesFile {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new HeldError('refused', `${name} is not UTF-8. In Excel, save it as “CSV UTF-8”.`, { cause });
  }
  return /^\s*BEGIN:VCALENDAR/i.test(text) ? fromCalendar(text, name) : fromCsv(text, name);
}

function fromCsv(text: string, name: string): TermDatesFile {
  const lines: DateLine[] = [];
  const problems: DateProblem[] = [];
  let header = false;
  const take = (record: readonly string[], line: number): void => {
    if (!header) {
      header = columns.every((column, i) => record[i]?.toLowerCase() === column) && record.length === columns.length;
      if (!header) throw new HeldError('refused', `The first line of ${name} must be: ${columns.join(',')}`);
      return;
    }
    const [kind = '', starts = '', ends = '', unitPath = ''] = record;
    const known = dateKinds.find((each) => each === kind.toLowerCase());
    if (record.length !== columns.length) problems.push({ line, reason: `has ${record.length} columns instead of ${columns.length}` });
    else if (!known) problems.push({ line, reason: `“${kind}” is none of: ${dateKinds.join(', ')}` });
    else add({ line, kind: known, starts, ends: ends === '' ? starts : ends, unitPath }, lines, problems);
  };
  try {
    parse(text, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      on_record: (record, info) => {
        take(record, info.lines);
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    problems.push({ line: lines.length + 2, reason: 'cannot be read as CSV from here on; look for a quotation mark that does not close' });
  }
  if (!header && problems.length === 0) throw new HeldError('refused', `The first line of ${name} must be: ${columns.join(',')}`);
  return { lines, problems };
}

function add(line: DateLine, lines: DateLine[], problems: DateProblem[]): void {
  const bad = [line.starts, line.ends].find((date) => !isDate(date));
  if (bad === undefined) lines.push(line);
  else problems.push({ line: line.line, reason: `“${bad}” is no date such as 2026-09-01` });
}

/** What published calendars call these days; the first that fits. “Half term” there means the break. */
const kindsBySummary: readonly (readonly [RegExp, DateKind])[] = [
  [/\binset\b|training day|staff day|professional day/i, 'inset'],
  [/bank holiday|\bclosed\b|closure/i, 'holiday'],
  [/half[ -]?term/i, 'half-term break'],
  [/\bterm\b/i, 'term'],
];

function fromCalendar(text: string, name: string): TermDatesFile {
  const lines: DateLine[] = [];
  const problems: DateProblem[] = [];
  // An event's number stands in for its line: calendars are not read by line.
  for (const [i, event] of eventsIn(text, name).entries()) {
    const line = i + 1;
    const summary = event.getFirstPropertyValue('summary');
    const [start, end] = [event.getFirstPropertyValue('dtstart'), event.getFirstPropertyValue('dtend')];
    const kind = kindsBySummary.find(([words]) => words.test(String(summary)))?.[1];
    if (!kind) problems.push({ line, reason: `event “${String(summary)}”: its summary names no term, half-term, INSET day or holiday` });
    else if (event.getFirstProperty('rrule'))
      problems.push({ line, reason: `event “${String(summary)}” repeats: give each date an event` });
    else if (!(start instanceof ICAL.Time) || !start.isDate)
      problems.push({ line, reason: `event “${String(summary)}” is no all-day event` });
    else add({ line, kind, starts: isoDate(start), ends: lastDay(start, end), unitPath: '' }, lines, problems);
  }
  if (lines.length === 0 && problems.length === 0) throw new HeldError('refused', `${name} holds no events.`);
  return { lines, problems };
}

function eventsIn(text: string, name: string): readonly InstanceType<typeof ICAL.Component>[] {
  try {
    return ICAL.Component.fromString(text).getAllSubcomponents('vevent');
  } catch (cause) {
    throw new HeldError('refused', `${name} cannot be read as an iCalendar file.`, { cause });
  }
}

const isoDate = ({ year, month, day }: InstanceType<typeof ICAL.Time>): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

/** iCalendar's end of an all-day event is the day after. */
function lastDay(start: InstanceType<typeof ICAL.Time>, end: unknown): string {
  if (!(end instanceof ICAL.Time)) return isoDate(start);
  const last = end.clone();
  last.adjust(-1, 0, 0, 0);
  return isoDate(last);
}
