import { z } from 'zod';
import { participations, type PersonSettings } from '../../domain/roster.ts';
import type { PeopleStore } from '../../ports.ts';
import { json, parseRow, partitionOfPerson, partitionsUnder, personId } from './rows.ts';
import type { FoundRow, Row, Table } from './table.ts';

const prefix = 'person';
const wallTime = z.string().regex(/^\d\d:\d\d$/);
const personRow = z.object({
  rowKey: personId,
  participation: z.enum(participations),
  workingDays: json(z.array(z.int().min(1).max(7))),
  from: wallTime,
  to: wallTime,
  timeZone: z.string().min(1),
  pausedUntil: z.string().exactOptional(),
  fewer: z.literal(true).exactOptional(),
  calendar: z.literal(true).exactOptional(),
});

/** What people told Held about when to ask, a row a person. */
export function peopleStore(table: Table): PeopleStore {
  return {
    async find(person) {
      const row = await table.get(partitionOfPerson(prefix, person), person);
      return row && { value: fromRow(row), etag: row.etag };
    },

    async all() {
      const rows = await table.all(partitionsUnder(prefix));
      return new Map(rows.map(fromRow).map((settings) => [settings.person, settings]));
    },

    save: (settings, etag) => (etag === undefined ? table.insert(toRow(settings)) : table.replace(toRow(settings), etag)),

    async remove(person) {
      await table.remove(partitionOfPerson(prefix, person), person);
    },
  };

  function fromRow(row: FoundRow): PersonSettings {
    const { rowKey: person, from, to, ...settings } = parseRow(personRow, row, table.name);
    return { person, ...settings, hours: { from, to } };
  }
}

const toRow = ({ person, hours, ...settings }: PersonSettings): Row => ({
  ...settings,
  ...hours,
  workingDays: JSON.stringify(settings.workingDays),
  partitionKey: partitionOfPerson(prefix, person),
  rowKey: person,
});
