/** Dates written by hand, as the file that an administrator could have sent. */
import type { DateLineBody } from '../bot/contract/termDates.ts';

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export const datesFile = (lines: readonly DateLineBody[]): string =>
  ['kind,starts,ends,unit', ...lines.map(({ kind, starts, ends, unit }) => [kind, starts, ends, quoted(unit)].join())].join('\n');
