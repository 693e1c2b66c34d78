import { randomBytes } from 'node:crypto';
import { odata } from '@azure/data-tables';
import { z } from 'zod';
import type { PersonId } from '../../domain/ids.ts';
import { roles, type RosterEntry } from '../../domain/roster.ts';
import { HeldError } from '../../errors.ts';
import type { RosterStore } from '../../ports.ts';
import { deleteRows, insertRows } from './batches.ts';
import { json, lastingId, parseRow, partitionOfPerson, partitionsUnder, personId } from './rows.ts';
import type { FoundRow, Row, Table } from './table.ts';

const rosterRow = z.object({
  rowKey: personId,
  lastingId,
  displayName: z.string(),
  roles: json(z.array(z.enum(roles))),
  school: z.string(),
  unitPath: z.string(),
  team: z.boolean(),
  supervisor: personId.exactOptional(),
});

const markerKey = { partitionKey: 'marker', rowKey: 'current' };
/** `generation`: whose rows count; absent before the first import is done. `importing`: the last import that began. */
const markerRow = z.object({ generation: z.string().exactOptional(), importing: z.string().exactOptional(), etag: z.string() });
type Marker = z.output<typeof markerRow>;

/** What is remembered between two looks for one person. */
interface Counted {
  readonly generation: string | undefined;
  /** Real milliseconds that only grow. */
  readonly readAt: number;
  /** Rows of one generation never change, so each is read once. */
  readonly found: Map<PersonId, RosterEntry>;
}

/** Milliseconds for which a look for one person goes by the generation read last: who left the roster has no access that much later. */
const longestMemory = 1_000;

/**
 * The roster, each import a generation of rows of its own. A marker, moved last, names the generation that counts: readers see the old
 * roster whole or the new one whole, and an import that crashed is as if it had never begun. An import claims the marker when it begins;
 * one that is overtaken by another is refused at its end, and rows of imports that never ended are cleared away.
 */
export function rosterStore(table: Table, elapsed: () => number = () => performance.now()): RosterStore {
  let known: Counted | undefined;
  return {
    async read() {
      for (;;) {
        const generation = (await readMarker())?.generation;
        const roster = new Map<PersonId, RosterEntry>();
        if (generation === undefined) return roster;
        for await (const page of table.pages(partitionsUnder(generation))) {
          for (const entry of page.map(fromRow)) roster.set(entry.person, entry);
        }
        // An import that finished while we read may have cleared rows away under our hands.
        if ((await readMarker())?.generation === generation) return roster;
      }
    },

    async find(person) {
      let counted = await current();
      for (;;) {
        const { generation, found } = counted;
        if (generation === undefined) return undefined;
        const kept = found.get(person);
        if (kept) return kept;
        const row = await table.get(partitionOfPerson(generation, person), person);
        if (row) {
          const entry = fromRow(row);
          found.set(person, entry);
          return entry;
        }
        // Absent, or cleared away by an import that finished while we held to the one before.
        counted = await current(0);
        if (counted.generation === generation) return undefined;
      }
    },

    async replace(roster, onProgress) {
      const own = `g${randomBytes(12).toString('hex')}`;
      const claimed = await claim(own);
      await clearAllBut(claimed.generation);
      const rows = [...roster.values()].map((entry) => toRow(own, entry)).sort((a, b) => (a.rowKey < b.rowKey ? -1 : 1));
      let done = 0;
      await insertRows(table, rows, (inserted) => {
        done += inserted;
        onProgress?.(done, rows.length);
      });
      const moved = await table.replace({ ...markerKey, generation: own }, claimed.etag);
      if (!moved && (await readMarker())?.generation !== own) {
        await deleteRows(table, partitionsUnder(own));
        throw overtaken();
      }
      known = undefined;
      // Everybody who left goes from storage now, not at the next import.
      if (claimed.generation !== undefined) await deleteRows(table, partitionsUnder(claimed.generation));
    },
  };

  /** Whose rows count, as read at most `oldest` milliseconds ago. */
  async function current(oldest = longestMemory): Promise<Counted> {
    const now = elapsed();
    if (known && now - known.readAt < oldest) return known;
    const before = known;
    const generation = (await readMarker())?.generation;
    const found = before?.generation === generation ? before?.found : undefined;
    known = { generation, readAt: now, found: found ?? new Map<PersonId, RosterEntry>() };
    return known;
  }

  async function readMarker(): Promise<Marker | undefined> {
    const row = await table.get(markerKey.partitionKey, markerKey.rowKey);
    return row && parseRow(markerRow, row, table.name);
  }

  async function claim(own: string): Promise<Marker> {
    const before = await readMarker();
    const row = { ...markerKey, importing: own, ...(before?.generation === undefined ? {} : { generation: before.generation }) };
    if (before) await table.replace(row, before.etag);
    else await table.insert(row);
    const claimed = await readMarker();
    if (claimed?.importing !== own) throw overtaken();
    return claimed;
  }

  /** Rows of imports that never ended. One still under way has lost its claim and will be refused. */
  async function clearAllBut(generation: string | undefined): Promise<void> {
    if (generation === undefined) return deleteRows(table, odata`PartitionKey ge ${'g'} and PartitionKey lt ${'h'}`);
    await deleteRows(table, odata`PartitionKey ge ${'g'} and PartitionKey lt ${`${generation}.`}`);
    await deleteRows(table, odata`PartitionKey ge ${`${generation}.~`} and PartitionKey lt ${'h'}`);
  }

  function fromRow(row: FoundRow): RosterEntry {
    const { rowKey: person, ...entry } = parseRow(rosterRow, row, table.name);
    return { person, ...entry };
  }
}

const overtaken = (): HeldError =>
  new HeldError('refused', 'Somebody else imported a roster at the same time, and theirs counts. Look at it, then import again.');

const toRow = (generation: string, { person, ...entry }: RosterEntry): Row => ({
  ...entry,
  roles: JSON.stringify(entry.roles),
  partitionKey: partitionOfPerson(generation, person),
  rowKey: person,
});
