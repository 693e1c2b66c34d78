import { join } from 'node:path';
import { createRecordSealing } from '../../../bot/adapters/sealing/record.ts';
import { tableNames } from '../../../bot/adapters/tables/tableNames.ts';
import { headerColumn, slotColumns } from '../../../bot/domain/envelope.ts';
import { asRowKey, type PeriodId, type PersonId, type RowKey } from '../../../bot/domain/ids.ts';
import type { RecordSealer } from '../../../bot/ports.ts';
import type { World } from '../../helpers/world.ts';
import type { Dump, RawRow } from './dump.ts';
import { filesUnder } from './files.ts';
import {
  changedColumns,
  envelopesOf,
  lateness,
  order,
  peopleClues,
  ranksByTime,
  sameBytes,
  traces,
  type Clue,
  type RowsOf,
  type Traces,
} from './linking.ts';

/** A key as it lies in a vault's folder. */
export interface KeptKey {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Every key in every key folder, whatever its name. */
export async function keysIn(world: World, folder = ''): Promise<readonly KeptKey[]> {
  const files = await filesUnder(join(world.keys, folder));
  return files.map(({ path, bytes }) => ({
    name: path.split('/').at(-1) ?? '',
    bytes: Buffer.from(bytes.toString('utf8').trim().split(':').at(-1) ?? '', 'base64url'),
  }));
}

/** Those of the web vault's that belong to private records; they stand beside H_p and are none of a half-term's. */
export const recordKeysIn = async (world: World): Promise<readonly KeptKey[]> =>
  (await keysIn(world, 'web')).filter(({ name }) => name.includes('record-'));

/** What somebody reads out of private records who holds these keys, whichever of them are the nights' and which the places'. */
export class RecordReader {
  readonly #sealers: readonly RecordSealer[];

  private constructor(sealers: readonly RecordSealer[]) {
    this.#sealers = sealers;
  }

  /** Keys that are known to be of records tell by their names which is which; of others each is tried as the key of places. */
  static async with(keys: readonly KeptKey[]): Promise<RecordReader> {
    const { sealerFor } = await createRecordSealing();
    const usable = keys.filter(({ bytes }) => bytes.length === 32);
    const named = usable.filter(({ name }) => name.includes('record-places'));
    const nights = usable.filter((key) => !named.includes(key)).map(({ bytes }) => bytes);
    const places = named.length > 0 ? named : usable;
    return new RecordReader(nights.length === 0 ? [] : places.map(({ bytes }) => sealerFor(bytes, nights)));
  }

  /** Whose each row of the records is. */
  placesOf(period: PeriodId, people: readonly PersonId[]): ReadonlyMap<string, PersonId> {
    return new Map(this.#sealers.flatMap((sealer) => people.map((person) => [sealer.placeOf(period, person), person] as const)));
  }

  /** Copies on their way: in whose record's row, and when they came, as storage says. */
  opened(copies: readonly RawRow[]): readonly { readonly rowKey: RowKey; readonly at: number; readonly slot: number }[] {
    return copies.flatMap((copy) => {
      const sealed = bytesOf(copy, 'sealed');
      const found = this.#first((sealer) => sealer.unwrapPending(copy.rowKey, sealed));
      return found ? [{ rowKey: found.rowKey, at: Date.parse(copy.timestamp), slot: found.slot }] : [];
    });
  }

  /** Columns of a record's row without the night's seal; those that no key opens are left out. */
  columns(period: PeriodId, row: RawRow, slots: number): ReadonlyMap<string, string> {
    const rowKey = asRowKey(row.rowKey);
    const found = new Map<string, string>();
    const owner = this.#first((sealer) => sealer.unwrapOwner(period, rowKey, bytesOf(row, headerColumn)));
    if (owner) found.set(headerColumn, JSON.stringify(owner));
    for (const [n, column] of slotColumns(slots).entries()) {
      const copy = this.#first((sealer) => sealer.unwrapCopy(period, rowKey, n + 1, bytesOf(row, column)));
      if (copy !== undefined) found.set(column, copy);
    }
    return found;
  }

  #first<T>(open: (sealer: RecordSealer) => T | undefined): T | undefined {
    for (const sealer of this.#sealers) {
      const opened = open(sealer);
      if (opened !== undefined) return opened;
    }
    return undefined;
  }
}

function bytesOf({ properties }: RawRow, column: string): Uint8Array {
  const value = properties.find(([name]) => name === column)?.[1];
  return Buffer.from(typeof value === 'string' ? value : '', 'base64');
}

/** What somebody knows of one half-term's private records, and how they read them. */
export interface KnownRecords {
  readonly reader: RecordReader;
  readonly period: PeriodId;
  /** Slots of a record's row. */
  readonly slots: number;
  /** Whose each row is. */
  readonly personAt: ReadonlyMap<string, PersonId>;
}

/** Rows of private records as rows of people, for whoever can tell whose they are. */
const recordsAsPeople =
  (personAt: ReadonlyMap<string, PersonId>): RowsOf =>
  (dump) =>
    (dump.get(tableNames.records) ?? []).flatMap((row) => {
      const person = personAt.get(row.rowKey);
      return person === undefined ? [] : [{ ...row, rowKey: person }];
    });

/** How many copies in each person's row changed from dump to dump, as far as they can be opened: how often each answered. */
export function copyChanges(dumps: readonly Dump[], { reader, period, slots, personAt }: KnownRecords): Traces {
  const opened = dumps.map((dump): Dump => {
    const rows = (dump.get(tableNames.records) ?? []).filter(({ rowKey }) => personAt.has(rowKey));
    return new Map([[tableNames.records, rows.map((row) => ({ ...row, properties: [...reader.columns(period, row, slots)] }))]]);
  });
  return traces(opened, recordsAsPeople(personAt), ({ properties }, before) => {
    const earlier = new Map(before?.properties ?? []);
    return properties.filter(([name, copy]) => earlier.has(name) && earlier.get(name) !== copy).length;
  });
}

/**
 * The clues of somebody who holds the keys of private records, and so knows whose each of their rows is, beside what the box shows, and what
 * its inner envelopes do to whom this is given.
 */
export function recordClues(
  dumps: readonly Dump[],
  known: KnownRecords,
  inner: { readonly name: string; readonly rows: Traces },
): readonly Clue[] {
  const rowsOf = recordsAsPeople(known.personAt);
  const changes = copyChanges(dumps, known);
  const [opening = new Map(), last = new Map()] = [dumps[0], dumps.at(-1)];
  const keys = (of: RowsOf): Traces => order(of(last).map(({ rowKey }) => rowKey));
  const times = (of: RowsOf): Traces => ranksByTime([opening], of, ({ timestamp, etag }) => timestamp + etag);
  const name = 'private records';
  const all: readonly Omit<Clue, 'of'>[] = [
    ...peopleClues(dumps, { name, rowsOf }),
    { name: `row order and order of ${name}`, from: keys(rowsOf), rows: keys(envelopesOf) },
    { name: `order of insertion and that of ${name}`, from: times(rowsOf), rows: times(envelopesOf) },
    { name: `late timestamps of rows and of ${name}`, from: lateness(dumps, rowsOf), rows: lateness(dumps, envelopesOf) },
    {
      name: `bytes that stayed in rows and in ${name}`,
      from: traces(dumps, rowsOf, sameBytes),
      rows: traces(dumps, envelopesOf, sameBytes),
    },
    { name: 'new copies and changed columns of rows', from: changes, rows: traces(dumps, envelopesOf, changedColumns) },
    { name: 'new copies and bytes that stayed in rows', from: changes, rows: traces(dumps, envelopesOf, sameBytes) },
    { name: 'new copies and late timestamps of rows', from: changes, rows: lateness(dumps, envelopesOf) },
    { name: `new copies and ${inner.name}`, from: changes, rows: inner.rows },
  ];
  return all.map((clue): Clue => ({ ...clue, name: `with the keys of records: ${clue.name}`, of: 'people' }));
}
