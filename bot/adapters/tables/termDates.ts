import { createHash } from 'node:crypto';
import { odata } from '@azure/data-tables';
import { z } from 'zod';
import type { QuietDay, SchoolCalendar } from '../../domain/prompting/schoolCalendar.ts';
import type { TermDatesStore } from '../../ports.ts';
import { json, parseRow, periodId } from './rows.ts';
import type { Row, Table } from './table.ts';

const dates = { partitionKey: 'dates', confirmed: 'confirmed', draft: 'draft' } as const;
const quiet = 'quiet';

const date = z.iso.date();
const span = z.object({ starts: date, ends: date });
const days = { insetDays: z.array(date), holidays: z.array(date), terms: z.array(span) };
const calendar = z.object({
  ...days,
  timeZone: z.string().min(1),
  halfTerms: z.array(z.object({ id: periodId, ...span.shape })),
  units: z.array(z.object({ ...days, unitPath: z.string().min(1), halfTerms: z.array(span) })).exactOptional(),
});
const datesRow = z.object({ calendar: json(calendar) });
const quietRow = z.object({ school: z.string(), date });

/** The term dates as one row each, confirmed and draft, and a row for every quiet day of a school. */
export function termDatesStore(table: Table): TermDatesStore {
  const read = async (which: string): Promise<SchoolCalendar | undefined> => {
    const row = await table.get(dates.partitionKey, which);
    return row && parseRow(datesRow, row, table.name).calendar;
  };
  const write = ({ quietDays: _apart, ...stored }: SchoolCalendar, which: string): Promise<void> =>
    table.put({ partitionKey: dates.partitionKey, rowKey: which, calendar: JSON.stringify(stored) });

  return {
    confirmed: () => read(dates.confirmed),
    draft: () => read(dates.draft),
    saveDraft: (stored) => write(stored, dates.draft),

    async confirm(stored) {
      await write(stored, dates.confirmed);
      await table.remove(dates.partitionKey, dates.draft);
    },

    async quietDays() {
      const rows = (await table.all(odata`PartitionKey eq ${quiet}`)).map((row) => parseRow(quietRow, row, table.name));
      return rows.toSorted((a, b) => (a.date + a.school < b.date + b.school ? -1 : 1)).map((row): QuietDay => row);
    },

    addQuietDay: (day) => table.put({ ...keysOf(day), ...day }),
    removeQuietDay: (day) => table.remove(quiet, keysOf(day).rowKey),
  };
}

/** A school's name may hold characters that keys may not. */
const keysOf = ({ school, date: on }: QuietDay): Row => ({
  partitionKey: quiet,
  rowKey: `${on}.${createHash('sha256').update(school).digest('hex')}`,
});
