import { dateKinds, isDate, type DateLine, type DateProblem, type TermDatesFile } from '../../domain/prompting/termDates.ts';
import { bytesOf, eachRecord, isIcalendar, noDate, textOf } from './dateFiles.ts';
import { fromIcalendar } from './icalendarDates.ts';

const columns = ['kind', 'starts', 'ends', 'unit'] as const;

/**
 * Reads term dates: an iCalendar file, or CSV with the columns `kind,starts,ends,unit` (an empty `ends` is one day, an empty `unit`
 * everybody). Rejects with `refused` when it is neither; bad lines are in `problems`. Times of day are read in `timeZone`.
 */
export async function readTermDatesFile(path: string, timeZone: string): Promise<TermDatesFile> {
  return parseTermDates(await bytesOf(path), path, timeZone);
}

export function parseTermDates(bytes: Uint8Array, name: string, timeZone: string): TermDatesFile {
  const text = textOf(bytes, name);
  return isIcalendar(text) ? fromIcalendar(text, name, timeZone) : fromCsv(text, name);
}

function fromCsv(text: string, name: string): TermDatesFile {
  const lines: DateLine[] = [];
  const problems: DateProblem[] = [];
  const unread = eachRecord(text, name, columns, ([kind = '', starts = '', ends = '', unitPath = ''], line) => {
    const known = dateKinds.find((each) => each === kind.toLowerCase());
    const last = ends === '' ? starts : ends;
    const bad = [starts, last].find((date) => !isDate(date));
    if (!known) problems.push({ line, reason: `“${kind}” is none of: ${dateKinds.join(', ')}` });
    else if (bad !== undefined) problems.push(noDate(line, bad));
    else lines.push({ line, kind: known, starts, ends: last, unitPath });
  });
  return { lines, problems: [...problems, ...unread].toSorted((a, b) => a.line - b.line), leftOut: [] };
}
