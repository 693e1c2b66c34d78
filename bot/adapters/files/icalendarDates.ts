import { Temporal } from 'temporal-polyfill';
import { convertIcsCalendar } from 'ts-ics';
import { z } from 'zod';
import type { DateKind, DateLine, DateProblem, TermDatesFile } from '../../domain/prompting/termDates.ts';
import { HeldError } from '../../errors.ts';

const moment = z.object({ date: z.date(), type: z.enum(['DATE', 'DATE-TIME']).optional(), local: z.object({ date: z.date() }).optional() });
const entry = z.object({
  summary: z.string().trim().min(1),
  start: moment,
  end: moment.optional(),
  recurrenceRule: z.unknown().optional(),
  duration: z.unknown().optional(),
});

/** What entries of a school's calendar are called, the first that fits. Breaks between terms need no line: where no term is, is none. */
const kinds: readonly (readonly [RegExp, DateKind | 'between terms'])[] = [
  [/\binset\b|in-?service|non-?pupil|staff (training|development)|training day/i, 'inset'],
  [/bank holiday|\bclosed\b|closure|occasional day/i, 'holiday'],
  [/half[ -]?term/i, 'half-term break'],
  [/holiday|\bbreak\b|vacation/i, 'between terms'],
  [/\bterm\b/i, 'term'],
];
/** Many calendars mark only the days on which a term begins and ends. */
const edges = { begins: /\b(starts?|begins?|opens?|first day)\b/i, ends: /\b(ends?|closes?|last day|finish(es)?)\b/i } as const;

/** One entry of a calendar; local dates, both included. */
interface Entry {
  readonly line: number;
  readonly title: string;
  readonly starts: string;
  readonly ends: string;
}

/** Every entry that `wanted` picks by its title, and what is wrong with those. An entry without a title or a date is always wrong. */
export function entriesIn(
  text: string,
  name: string,
  timeZone: string,
  wanted: (title: string) => boolean = () => true,
): { readonly entries: readonly Entry[]; readonly problems: readonly DateProblem[] } {
  const begins = [...text.split(/\r?\n/).entries()].filter(([, line]) => line.trim().toUpperCase() === 'BEGIN:VEVENT');
  const entries: Entry[] = [];
  const problems: DateProblem[] = [];
  for (const [i, value] of eventsOf(text, name).entries()) {
    const line = (begins[i]?.[0] ?? -1) + 1;
    const parsed = entry.safeParse(value);
    if (!parsed.success) problems.push({ line, reason: 'this entry has no title, or no date that can be read' });
    else if (!wanted(parsed.data.summary)) continue;
    else if (parsed.data.recurrenceRule !== undefined) problems.push({ line, reason: 'this entry repeats: give each time an entry' });
    else if (parsed.data.duration !== undefined) problems.push({ line, reason: 'this entry has a duration: give it an end instead' });
    else entries.push({ line, title: parsed.data.summary, ...spanOf(parsed.data, timeZone) });
  }
  return { entries, problems };
}

const kindOf = (title: string): DateKind | 'between terms' | undefined => kinds.find(([words]) => words.test(title))?.[1];

/** Reads term dates from an iCalendar file by what its entries are called. Entries about anything else are left out, and named. */
export function fromIcalendar(text: string, name: string, timeZone: string): TermDatesFile {
  const lines: DateLine[] = [];
  const leftOut: string[] = [];
  const marked: Edge[] = [];
  const { entries, problems } = entriesIn(text, name, timeZone, (title) => {
    const kind = kindOf(title);
    if (kind === undefined) leftOut.push(title);
    return kind !== undefined && kind !== 'between terms';
  });
  const unpaired: DateProblem[] = [];
  for (const { line, title, starts, ends } of entries) {
    const kind = kindOf(title);
    if (kind === undefined || kind === 'between terms') continue;
    const edge = kind === 'term' && starts === ends ? edgeOf(title) : undefined;
    if (edge) marked.push({ edge, line, date: starts });
    else lines.push({ line, kind, starts, ends, unitPath: '' });
  }
  const terms = paired(marked, unpaired);
  return { lines: [...lines, ...terms].toSorted(byLine), problems: [...problems, ...unpaired].toSorted(byLine), leftOut };
}

const byLine = (a: { readonly line: number }, b: { readonly line: number }): number => a.line - b.line;

function eventsOf(text: string, name: string): readonly unknown[] {
  try {
    return convertIcsCalendar(undefined, text).events ?? [];
  } catch (cause) {
    throw new HeldError('refused', `${name} begins like an iCalendar file and cannot be read as one. Export it again, or use CSV.`, {
      cause,
    });
  }
}

/** Local dates, both included; in iCalendar the end of whole days is the day after. */
function spanOf({ start, end }: z.output<typeof entry>, timeZone: string): { readonly starts: string; readonly ends: string } {
  const starts = localDate(start, timeZone);
  const last = end && { ...end, date: before(end.date), ...(end.local ? { local: { date: before(end.local.date) } } : {}) };
  const ends = last ? localDate(last, timeZone) : starts;
  return { starts, ends: ends < starts ? starts : ends };
}

const before = (date: Date): Date => new Date(date.getTime() - 1);

function localDate({ date, type, local }: z.output<typeof moment>, timeZone: string): string {
  const written = local?.date ?? (type === 'DATE' ? date : undefined);
  if (written) return written.toISOString().slice(0, 10);
  return Temporal.Instant.fromEpochMilliseconds(date.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

interface Edge {
  readonly edge: keyof typeof edges;
  readonly line: number;
  readonly date: string;
}

const edgeOf = (summary: string): Edge['edge'] | undefined =>
  edges.begins.test(summary) ? 'begins' : edges.ends.test(summary) ? 'ends' : undefined;

/** A term from each beginning to the end that follows it. */
function paired(marked: readonly Edge[], problems: DateProblem[]): readonly DateLine[] {
  const sorted = marked.toSorted((a, b) => (a.date < b.date ? -1 : 1));
  return sorted.flatMap(({ edge, line, date }, i): readonly DateLine[] => {
    const other = sorted[edge === 'begins' ? i + 1 : i - 1];
    if (!other || other.edge === edge) {
      problems.push({
        line,
        reason: edge === 'begins' ? 'no end follows this beginning of a term' : 'no beginning precedes this end of a term',
      });
      return [];
    }
    return edge === 'begins' ? [{ line, kind: 'term', starts: date, ends: other.date, unitPath: '' }] : [];
  });
}
