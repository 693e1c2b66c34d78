import { readFile, stat } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import { dateKinds, isDate, type DateLine, type DateProblem, type TermDatesFile } from '../../domain/prompting/termDates.ts';
import { HeldError } from '../../errors.ts';
import { fromIcalendar } from './icalendarDates.ts';

/** Ten years of a hundred units are under 1 MB. */
const largestFile = 5 * 1024 * 1024;
const columns = ['kind', 'starts', 'ends', 'unit'] as const;

/**
 * Reads term dates: an iCalendar file, or CSV with the columns `kind,starts,ends,unit` (an empty `ends` is one day, an empty `unit`
 * everybody). Rejects with `refused` when it is neither; bad lines are in `problems`. Times of day are read in `timeZone`.
 */
export async function readTermDatesFile(path: string, timeZone: string): Promise<TermDatesFile> {
  return parseTermDates(await bytesOf(path), path, timeZone);
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

export function parseTermDates(bytes: Uint8Array, name: string, timeZone: string): TermDatesFile {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new HeldError('refused', `${name} is not UTF-8. In Excel, save it as “CSV UTF-8”.`, { cause });
  }
  return /^\s*BEGIN:VCALENDAR/i.test(text) ? fromIcalendar(text, name, timeZone) : fromCsv(text, name);
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
  return { lines, problems, leftOut: [] };
}

function add(line: DateLine, lines: DateLine[], problems: DateProblem[]): void {
  const bad = [line.starts, line.ends].find((date) => !isDate(date));
  if (bad === undefined) lines.push(line);
  else problems.push({ line: line.line, reason: `“${bad}” is no date such as 2026-09-01` });
}
