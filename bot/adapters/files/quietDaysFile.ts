import type { QuietDaysFile, QuietLine } from '../../domain/prompting/quietDays.ts';
import { isDate, type DateProblem } from '../../domain/prompting/termDates.ts';
import { bytesOf, eachRecord, isIcalendar, noDate, textOf } from './dateFiles.ts';
import { entriesIn } from './icalendarDates.ts';

const columns = ['school', 'starts', 'ends'] as const;

/**
 * Reads quiet days: an iCalendar file whose entries bear a school's name for their title, or CSV with the columns `school,starts,ends` (an
 * empty `ends` is one day). Rejects with `refused` when it is neither; bad lines are in `problems`. Times of day are read in `timeZone`.
 */
export async function readQuietDaysFile(path: string, timeZone: string): Promise<QuietDaysFile> {
  return parseQuietDays(await bytesOf(path), path, timeZone);
}

export function parseQuietDays(bytes: Uint8Array, name: string, timeZone: string): QuietDaysFile {
  const text = textOf(bytes, name);
  if (!isIcalendar(text)) return fromCsv(text, name);
  const { entries, problems } = entriesIn(text, name, timeZone);
  return { lines: entries.map(({ line, title, starts, ends }) => ({ line, school: title, starts, ends, fromCalendar: true })), problems };
}

function fromCsv(text: string, name: string): QuietDaysFile {
  const lines: QuietLine[] = [];
  const problems: DateProblem[] = [];
  const unread = eachRecord(text, name, columns, ([school = '', starts = '', ends = ''], line) => {
    const last = ends === '' ? starts : ends;
    const bad = [starts, last].find((date) => !isDate(date));
    if (bad === undefined) lines.push({ line, school, starts, ends: last });
    else problems.push(noDate(line, bad));
  });
  return { lines, problems: [...problems, ...unread].toSorted((a, b) => a.line - b.line) };
}
