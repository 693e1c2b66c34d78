import { createHash } from 'node:crypto';
import { odata } from '@azure/data-tables';
import { z } from 'zod';
import { networkKinds } from '../../domain/supervision/board.ts';
import { formats, rhythms } from '../../domain/supervision/session.ts';
import type { Board, SupervisionBoards } from '../../ports.ts';
import { json, parseRow, personId } from './rows.ts';
import type { Table } from './table.ts';

const minutes = z.int().positive();
const date = z.iso.date();

const offer = z.object({ school: z.string(), minutes, every: z.enum(rhythms), cover: z.boolean(), statedOn: date });
const entitlement = z.object({ minutes, every: z.enum(rhythms), format: z.enum(formats) });
const networkLink = z.object({
  id: z.string(),
  unit: z.string(),
  kind: z.enum(networkKinds),
  title: z.string(),
  url: z.string(),
  contact: personId,
});
const reading = z.object({ title: z.string(), url: z.string(), why: z.string() });
const booking = z.object({ supervisor: personId, session: z.string().exactOptional(), first: z.string().exactOptional() });
const gone = z.object({ place: z.string(), since: date });
const upkeep = z.object({ day: date, did: z.record(z.string(), z.number()) });

/** What stands in the open: one table, a partition for each kind and group. */
export function supervisionBoards(table: Table): SupervisionBoards {
  return {
    offers: board(table, 'offer', offer),
    entitlements: board(table, 'entitlement', entitlement),
    network: board(table, 'network', networkLink),
    reading: board(table, 'reading', reading),
    booking: board(table, 'booking', booking),
    upkeep: board(table, 'upkeep', upkeep),
    gone: board(table, 'gone', gone),
  };
}

function board<T>(table: Table, kind: string, shape: z.ZodType<T>): Board<T> {
  const row = z.object({ content: json(shape) });
  // Names of schools may hold what a key may not.
  const key = (text: string): string => createHash('sha256').update(text).digest('hex');
  const partition = (group: string): string => `${kind}.${key(group)}`;
  return {
    async list(group) {
      const rows = await table.all(odata`PartitionKey eq ${partition(group)}`);
      return rows.map((found) => parseRow(row, found, table.name).content);
    },
    async find(group, id) {
      const found = await table.get(partition(group), key(id));
      return found && parseRow(row, found, table.name).content;
    },
    put: (group, id, value) => table.put({ partitionKey: partition(group), rowKey: key(id), content: JSON.stringify(value) }),
    async remove(group, id) {
      await table.remove(partition(group), key(id));
    },
  };
}
