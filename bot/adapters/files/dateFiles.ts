/** What files of dates have in common: how they are read, as bytes, as CSV, and whether they are a calendar. */
import { readFile, stat } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import type { DateProblem } from '../../domain/prompting/termDates.ts';
import { HeldError } from '../../errors.ts';

/** Ten years of a hundred units are under 1 MB. */
const largestFile = 5 * 1024 * 1024;

/** Rejects with `refused` for what cannot be read, or is too large for dates. */
export async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    if ((await stat(path)).size > largestFile) throw new HeldError('refused', `${path} is over 5 MB: those are no dates.`);
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof HeldError) throw cause;
    throw new HeldError('refused', `${path} cannot be read. Check the path, and that you may read the file.`, { cause });
  }
}

/** Throws `refused` for what is not UTF-8. */
export function textOf(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new HeldError('refused', `${name} is not UTF-8. In Excel, save it as “CSV UTF-8”.`, { cause });
  }
}

export const isIcalendar = (text: string): boolean => /^\s*BEGIN:VCALENDAR/i.test(text);

/** Hands on every record below the header, with as many values as there are columns. Throws `refused` where the header is another. */
export function eachRecord(
  text: string,
  name: string,
  columns: readonly string[],
  take: (values: readonly string[], line: number) => void,
): readonly DateProblem[] {
  const problems: DateProblem[] = [];
  const noHeader = (): HeldError => new HeldError('refused', `The first line of ${name} must be: ${columns.join(',')}`);
  let header = false;
  let last = 1;
  const record = (values: readonly string[], line: number): void => {
    last = line;
    if (!header) {
      header = columns.every((column, i) => values[i]?.toLowerCase() === column) && values.length === columns.length;
      if (!header) throw noHeader();
    } else if (values.length === columns.length) take(values, line);
    else problems.push({ line, reason: `has ${values.length} columns instead of ${columns.length}` });
  };
  try {
    parse(text, {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      on_record: (values, info) => {
        record(values, info.lines);
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    problems.push({ line: last + 1, reason: 'cannot be read as CSV from here on; look for a quotation mark that does not close' });
  }
  if (!header && problems.length === 0) throw noHeader();
  return problems;
}

export const noDate = (line: number, text: string): DateProblem => ({ line, reason: `“${text}” is no date such as 2026-09-01` });
