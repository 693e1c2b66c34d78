import { readFile, stat } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import { rosterColumns, type RosterColumn, type RosterLine, type RosterProblem } from '../../domain/rosterImport.ts';
import { HeldError } from '../../errors.ts';
import type { RosterFile } from '../../usecases/importRoster.ts';

/** A line of six full columns is under 1 KB, so this is a roster of tens of thousands with room to spare. */
const largestFile = 50 * 1024 * 1024;

/** Reads a roster file. Rejects with `refused` when it cannot be read as UTF-8 CSV with the roster's header; bad lines are in `problems`. */
export async function readRosterFile(path: string): Promise<RosterFile> {
  return parseRosterCsv(await bytesOf(path), path);
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    if ((await stat(path)).size > largestFile) throw new HeldError('refused', `${path} is over 50 MB: that is no roster.`);
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof HeldError) throw cause;
    throw new HeldError('refused', `${path} cannot be read. Check the path, and that you may read the file.`, { cause });
  }
}

/** UTF-8, with or without a byte order mark; lines end in LF or CRLF; blank lines do not count. */
export function parseRosterCsv(bytes: Uint8Array, name: string): RosterFile {
  const text = decoded(bytes, name);
  const lines: RosterLine[] = [];
  const problems: RosterProblem[] = [];
  let header: readonly string[] | undefined;
  const take = (record: readonly string[], line: number): void => {
    if (!header) header = checkedHeader(record, name);
    else if (record.length === rosterColumns.length) lines.push({ line, cells: cellsOf(record) });
    else problems.push({ line, reason: `has ${record.length} columns instead of ${rosterColumns.length}` });
  };
  try {
    parse(text, {
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
    const line = typeof error['lines'] === 'number' ? error['lines'] : lines.length + 2;
    problems.push({ line, reason: 'cannot be read as CSV from here on; look for a quotation mark that does not close' });
  }
  if (!header && problems.length === 0) checkedHeader([], name);
  return { lines, problems };
}

function decoded(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new HeldError('refused', `${name} is not UTF-8. In Excel, save it as “CSV UTF-8”.`, { cause });
  }
}

function checkedHeader(record: readonly string[], name: string): readonly string[] {
  const same =
    record.length === rosterColumns.length && rosterColumns.every((column, i) => record[i]?.toLowerCase() === column.toLowerCase());
  if (same) return record;
  throw new HeldError('refused', `The first line of ${name} must be: ${rosterColumns.join(',')}`);
}

function cellsOf(record: readonly string[]): Readonly<Record<RosterColumn, string>> {
  const [objectId = '', displayName = '', roles = '', school = '', unit = '', supervisorId = ''] = record;
  return { objectId, displayName, roles, school, unit, supervisorId };
}
