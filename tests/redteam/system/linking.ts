import { tableNames } from '../../../bot/adapters/tables/tableNames.ts';
import { parsePersonId } from '../../../bot/domain/ids.ts';
import type { Chance } from './chance.ts';
import type { Dump, RawRow } from './dump.ts';

/** What one row, person or ledger entry showed, night after night. */
export type Trace = readonly number[];
export type Traces = ReadonlyMap<string, Trace>;

/** A way to tie people, or their entries in the ledger, to rows of the box: the closer two traces, the likelier the pair. */
export interface Clue {
  readonly name: string;
  /** What the keys of `from` are: a person of the roster, or an entry of the ledger, whose key names nobody. */
  readonly of: 'people' | 'entries';
  readonly from: Traces;
  readonly rows: Traces;
  /** Both are on one scale already. */
  readonly sameScale?: true;
}

export type RowsOf = (dump: Dump) => readonly RawRow[];
export const envelopesOf: RowsOf = (dump) => dump.get(tableNames.envelopes) ?? [];
const ledgerOf: RowsOf = (dump) => dump.get(tableNames.ledger) ?? [];
const columnsOf = ({ properties }: RawRow): readonly (readonly [string, unknown])[] =>
  properties.filter(([name]) => !name.includes('@odata'));
const rank = (rows: readonly RawRow[], of: (row: RawRow) => string): ReadonlyMap<string, number> =>
  new Map(rows.toSorted((a, b) => (of(a) < of(b) ? -1 : 1)).map(({ rowKey }, n) => [rowKey, n / rows.length]));

/** The trace of every key over all dumps but the first, each night compared with the one before. */
export function traces(dumps: readonly Dump[], rowsOf: RowsOf, value: (now: RawRow, before: RawRow | undefined) => number): Traces {
  const found = new Map<string, number[]>();
  for (const [night, dump] of dumps.entries()) {
    if (night === 0) continue;
    const before = new Map(rowsOf(dumps[night - 1] ?? new Map()).map((row) => [row.rowKey, row]));
    for (const row of rowsOf(dump)) {
      const trace = found.get(row.rowKey) ?? [];
      trace.push(value(row, before.get(row.rowKey)));
      found.set(row.rowKey, trace);
    }
  }
  return found;
}

export function ranksByTime(dumps: readonly Dump[], rowsOf: RowsOf, of: (row: RawRow) => string): Traces {
  const byNight = dumps.map((dump) => rank(rowsOf(dump), of));
  return new Map(rowsOf(dumps[0] ?? new Map()).map(({ rowKey }) => [rowKey, byNight.map((night) => night.get(rowKey) ?? 0)]));
}

/** When each was last written, in milliseconds: a person is asked, and soon a row is written. */
const times = (dumps: readonly Dump[], rowsOf: RowsOf): Traces => traces(dumps, rowsOf, ({ timestamp }) => Date.parse(timestamp));

export const changedColumns = (now: RawRow, before: RawRow | undefined): number => {
  const earlier = new Map(before ? columnsOf(before) : []);
  return columnsOf(now).filter(([name, value]) => earlier.get(name) !== value).length;
};

const size = ({ text }: RawRow): number => text.length;

/** How far the properties of a row are from the order in which those of most rows come. */
function disorder({ properties }: RawRow): number {
  const names = properties.map(([name]) => name);
  return names.filter((name, n) => n > 0 && name < (names[n - 1] ?? '')).length;
}

/** How late a row was written compared with its neighbours by key: a batch writes neighbours together. */
export function lateness(dumps: readonly Dump[], rowsOf: RowsOf): Traces {
  const found = new Map<string, number[]>();
  for (const dump of dumps.slice(1)) {
    const rows = rowsOf(dump);
    const written = rows.map(({ timestamp }) => Date.parse(timestamp));
    for (const [n, { rowKey }] of rows.entries()) {
      const near = written.slice(Math.max(0, n - 3), n + 4).toSorted((a, b) => a - b);
      const usual = near[Math.floor(near.length / 2)] ?? 0;
      found.set(rowKey, [...(found.get(rowKey) ?? []), Math.min(1_000, Math.max(0, (written[n] ?? 0) - usual))]);
    }
  }
  return found;
}

export const order = (keys: readonly string[]): Traces => new Map(keys.map((key, n) => [key, [n / keys.length]]));

/** People in the order of a property of the roster; of their object ids where it has no such property. */
function inOrderOf(dump: Dump, property: string): Traces {
  const rows = dump.get(tableNames.roster) ?? [];
  const of = (row: RawRow): string => JSON.stringify(row.properties.find(([name]) => name === property)) ?? row.rowKey;
  return order(
    rows
      .filter(({ rowKey }) => parsePersonId(rowKey))
      .toSorted((a, b) => (of(a) < of(b) ? -1 : 1))
      .map(({ rowKey }) => rowKey),
  );
}

/** Every table that has a row for each of several people, named by their own ids. */
function tablesOfPeople(dump: Dump): readonly { readonly name: string; readonly rowsOf: RowsOf }[] {
  const named = ({ rowKey }: RawRow): boolean => parsePersonId(rowKey) !== undefined;
  return [...dump]
    .filter(([, rows]) => rows.filter(named).length > 1)
    .map(([name]) => ({ name, rowsOf: (each) => (each.get(name) ?? []).filter(named) }));
}

/** What a table that has a row for each of several people gives beside the box. */
export function peopleClues(dumps: readonly Dump[], { name, rowsOf }: { readonly name: string; readonly rowsOf: RowsOf }): readonly Clue[] {
  return [
    {
      name: `timestamps of rows and of ${name}`,
      of: 'people',
      from: ranksByTime(dumps, rowsOf, ({ timestamp }) => timestamp),
      rows: ranksByTime(dumps, envelopesOf, ({ timestamp }) => timestamp),
    },
    {
      name: `late timestamps of rows and changes of ${name}`,
      of: 'people',
      from: traces(dumps, rowsOf, changedColumns),
      rows: lateness(dumps, envelopesOf),
    },
    {
      name: `changed columns of rows and of ${name}`,
      of: 'people',
      from: traces(dumps, rowsOf, changedColumns),
      rows: traces(dumps, envelopesOf, changedColumns),
    },
    { name: `sizes of rows and of ${name}`, of: 'people', from: traces(dumps, rowsOf, size), rows: traces(dumps, envelopesOf, size) },
  ];
}

/** Every clue that dumps after the nightly touch give, with what an attacker can look up beside them. */
export function clues(dumps: readonly Dump[]): readonly Clue[] {
  const [opening] = dumps;
  const last = dumps.at(-1);
  if (!opening || !last) throw new Error('No dumps.');
  const rowOrder = order(envelopesOf(last).map(({ rowKey }) => rowKey));
  const inserted = (rowsOf: RowsOf): Traces => ranksByTime([opening], rowsOf, ({ timestamp, etag }) => timestamp + etag);
  const written = inserted(envelopesOf);
  const byObjectId = inOrderOf(last, 'object id');
  const changed = traces(dumps, envelopesOf, changedColumns);
  const kept = traces(dumps, envelopesOf, sameBytes);
  return [
    { name: 'row order and order of object ids', of: 'people', from: byObjectId, rows: rowOrder },
    { name: 'row order and order of lasting ids', of: 'people', from: inOrderOf(last, 'lastingId'), rows: rowOrder },
    { name: 'row order and order of schools', of: 'people', from: inOrderOf(last, 'school'), rows: rowOrder },
    { name: 'order of insertion and of object ids', of: 'people', from: byObjectId, rows: written },
    ...tablesOfPeople(last).flatMap((table) => peopleClues(dumps, table)),
    { name: 'row order and order of the ledger', of: 'entries', from: order(ledgerOf(last).map(({ rowKey }) => rowKey)), rows: rowOrder },
    { name: 'order of insertion and that of the ledger', of: 'entries', from: inserted(ledgerOf), rows: written },
    {
      name: 'timestamps of rows and ledger',
      of: 'entries',
      from: ranksByTime(dumps, ledgerOf, ({ timestamp }) => timestamp),
      rows: ranksByTime(dumps, envelopesOf, ({ timestamp }) => timestamp),
    },
    { name: 'times of rows and ledger', of: 'entries', from: times(dumps, ledgerOf), rows: times(dumps, envelopesOf), sameScale: true },
    { name: 'late timestamps of rows and ledger', of: 'entries', from: lateness(dumps, ledgerOf), rows: lateness(dumps, envelopesOf) },
    {
      name: 'ETags and ledger ETags',
      of: 'entries',
      from: ranksByTime(dumps, ledgerOf, ({ etag }) => etag),
      rows: ranksByTime(dumps, envelopesOf, ({ etag }) => etag),
    },
    { name: 'sizes of rows and ledger', of: 'entries', from: traces(dumps, ledgerOf, size), rows: traces(dumps, envelopesOf, size) },
    { name: 'changed columns of rows and ledger', of: 'entries', from: traces(dumps, ledgerOf, changedColumns), rows: changed },
    { name: 'bytes that stayed in rows and ledger', of: 'entries', from: traces(dumps, ledgerOf, sameBytes), rows: kept },
    {
      name: 'order of properties of rows and ledger',
      of: 'entries',
      from: traces(dumps, ledgerOf, disorder),
      rows: traces(dumps, envelopesOf, disorder),
    },
  ];
}

export function sameBytes(now: RawRow, before: RawRow | undefined): number {
  const earlier = new Map(before ? columnsOf(before) : []);
  let same = 0;
  for (const [name, value] of columnsOf(now)) {
    const old = earlier.get(name);
    if (typeof value !== 'string' || typeof old !== 'string') continue;
    const [a, b] = [Buffer.from(value, 'base64'), Buffer.from(old, 'base64')];
    for (let i = 0; i < a.length; i += 1) if (a[i] === b[i]) same += 1;
  }
  // About one byte in 256 is the same by chance; only what stands out counts.
  return Math.round(same / 64);
}

/**
 * The clues of somebody who can remove the outer envelopes, as the opener can: which inner ones changed from night to night, beside all
 * that the tables show of people and of the ledger.
 */
export function innerClues(dumps: readonly Dump[], inner: (row: RawRow, column: string) => string): readonly Clue[] {
  const rows = innerChanges(dumps, inner);
  const last = dumps.at(-1) ?? new Map();
  const of = (name: string, whose: Clue['of'], rowsOf: RowsOf): readonly Clue[] => [
    { name: `with W_p: inner changes and changed columns of ${name}`, of: whose, from: traces(dumps, rowsOf, changedColumns), rows },
    { name: `with W_p: inner changes and sizes of ${name}`, of: whose, from: traces(dumps, rowsOf, ({ text }) => text.length), rows },
    { name: `with W_p: inner changes and bytes that stayed of ${name}`, of: whose, from: traces(dumps, rowsOf, sameBytes), rows },
    { name: `with W_p: inner changes and late timestamps of ${name}`, of: whose, from: lateness(dumps, rowsOf), rows },
  ];
  return [...of('the ledger', 'entries', ledgerOf), ...tablesOfPeople(last).flatMap(({ name, rowsOf }) => of(name, 'people', rowsOf))];
}

/** How many inner envelopes of each row changed in each night. */
export const innerChanges = (dumps: readonly Dump[], inner: (row: RawRow, column: string) => string): Traces =>
  traces(
    dumps,
    envelopesOf,
    (now, before) => columnsOf(now).filter(([column]) => !before || inner(now, column) !== inner(before, column)).length,
  );

/**
 * Pairs people (or entries of the ledger) and rows one to one, closest traces first; equal ones fall by lot. Gives how many pairs are right.
 */
export function link(
  { from, rows, sameScale }: Pick<Clue, 'from' | 'rows' | 'sameScale'>,
  placeOf: ReadonlyMap<string, string>,
  draw: Chance,
): number {
  const persons = draw.shuffled([...placeOf.keys()]);
  const [peopleScaled, rowsScaled] = sameScale ? [from, rows] : [scaled(from), scaled(rows)];
  const pairs: { person: string; row: string; distance: number; lot: number }[] = [];
  for (const person of persons) {
    for (const [row, trace] of rowsScaled) {
      pairs.push({ person, row, distance: distance(peopleScaled.get(person) ?? [], trace), lot: draw.fraction() });
    }
  }
  pairs.sort((a, b) => a.distance - b.distance || a.lot - b.lot);
  const [takenPeople, takenRows] = [new Set<string>(), new Set<string>()];
  let right = 0;
  for (const { person, row } of pairs) {
    if (takenPeople.has(person) || takenRows.has(row)) continue;
    takenPeople.add(person);
    takenRows.add(row);
    if (placeOf.get(person) === row) right += 1;
  }
  return right;
}

/** Each night on one scale, so that counts of different things can be compared; a night on which all are alike says nothing. */
function scaled(traced: ReadonlyMap<string, Trace>): ReadonlyMap<string, Trace> {
  const all = [...traced.values()];
  const nights = all[0]?.length ?? 0;
  const scale = Array.from({ length: nights }, (_, night) => {
    const values = all.map((trace) => trace[night] ?? 0);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    return { mean, spread };
  });
  return new Map(
    [...traced].map(([key, trace]) => [
      key,
      trace.map((value, night) => {
        const { mean = 0, spread = 0 } = scale[night] ?? {};
        return spread === 0 ? 0 : (value - mean) / spread;
      }),
    ]),
  );
}

const distance = (one: Trace, other: Trace): number => other.reduce((sum, value, n) => sum + (value - (one[n] ?? 0)) ** 2, 0);
