import { z } from 'zod';
import { tableNames } from '../../../bot/adapters/tables/tableNames.ts';
import { parsePersonId, type PersonId } from '../../../bot/domain/ids.ts';
import type { Chance } from './chance.ts';
import type { Dump, RawRow } from './dump.ts';

/** What one row or one person showed, night after night. */
export type Trace = readonly number[];

/** A way to tie people to rows: the closer two traces, the likelier the pair. */
export interface Clue {
  readonly name: string;
  readonly people: ReadonlyMap<string, Trace>;
  readonly rows: ReadonlyMap<string, Trace>;
  /** Both are on one scale already. */
  readonly sameScale?: true;
}

const envelopesOf = (dump: Dump): readonly RawRow[] => dump.get(tableNames.envelopes) ?? [];
const ledgerOf = (dump: Dump): readonly RawRow[] => dump.get(tableNames.ledger) ?? [];
const columnsOf = ({ properties }: RawRow): readonly (readonly [string, unknown])[] =>
  properties.filter(([name]) => !name.includes('@odata'));
const ledgerCounts = z.object({ week: z.string(), prompts: z.number(), day: z.string(), places: z.number() });
const countsOf = ({ properties }: RawRow): z.output<typeof ledgerCounts> => ledgerCounts.parse(Object.fromEntries(properties));
const rank = (rows: readonly RawRow[], of: (row: RawRow) => string): ReadonlyMap<string, number> =>
  new Map(rows.toSorted((a, b) => (of(a) < of(b) ? -1 : 1)).map(({ rowKey }, n) => [rowKey, n / rows.length]));

/** The trace of every key over all dumps but the first, each night compared with the one before. */
function traces(
  dumps: readonly Dump[],
  rowsOf: (dump: Dump) => readonly RawRow[],
  value: (now: RawRow, before: RawRow | undefined, night: number) => number,
): ReadonlyMap<string, Trace> {
  const found = new Map<string, number[]>();
  for (const [night, dump] of dumps.entries()) {
    if (night === 0) continue;
    const before = new Map(rowsOf(dumps[night - 1] ?? new Map()).map((row) => [row.rowKey, row]));
    for (const row of rowsOf(dump)) {
      const trace = found.get(row.rowKey) ?? [];
      trace.push(value(row, before.get(row.rowKey), night));
      found.set(row.rowKey, trace);
    }
  }
  return found;
}

const places = (dumps: readonly Dump[]): ReadonlyMap<string, Trace> => traces(dumps, ledgerOf, (now) => countsOf(now).places);
const used = (dumps: readonly Dump[]): ReadonlyMap<string, Trace> =>
  traces(dumps, ledgerOf, (now, before) => countsOf(now).places - (before ? countsOf(before).places : 0));

function ranksByTime(
  dumps: readonly Dump[],
  rowsOf: (dump: Dump) => readonly RawRow[],
  of: (row: RawRow) => string,
): ReadonlyMap<string, Trace> {
  const byNight = dumps.map((dump) => rank(rowsOf(dump), of));
  return new Map(rowsOf(dumps[0] ?? new Map()).map(({ rowKey }) => [rowKey, byNight.map((night) => night.get(rowKey) ?? 0)]));
}

/** When each was last written, in milliseconds: a person is asked, and soon a row is written. */
const times = (dumps: readonly Dump[], rowsOf: (dump: Dump) => readonly RawRow[]): ReadonlyMap<string, Trace> =>
  traces(dumps, rowsOf, ({ timestamp }) => Date.parse(timestamp));

/** How far the properties of a row are from the order in which those of most rows come. */
function disorder({ properties }: RawRow): number {
  const names = properties.map(([name]) => name);
  return names.filter((name, n) => n > 0 && name < (names[n - 1] ?? '')).length;
}

/** How late a row was written compared with its neighbours by key: a batch writes neighbours together. */
function lateness(dumps: readonly Dump[]): ReadonlyMap<string, Trace> {
  const found = new Map<string, number[]>();
  for (const dump of dumps.slice(1)) {
    const rows = envelopesOf(dump);
    const times = rows.map(({ timestamp }) => Date.parse(timestamp));
    for (const [n, { rowKey }] of rows.entries()) {
      const near = times.slice(Math.max(0, n - 3), n + 4).toSorted((a, b) => a - b);
      const usual = near[Math.floor(near.length / 2)] ?? 0;
      found.set(rowKey, [...(found.get(rowKey) ?? []), Math.min(1_000, Math.max(0, (times[n] ?? 0) - usual))]);
    }
  }
  return found;
}

const order = (keys: readonly string[]): ReadonlyMap<string, Trace> => new Map(keys.map((key, n) => [key, [n / keys.length]]));

function inOrderOf(dump: Dump, property: string): ReadonlyMap<string, Trace> {
  const rows = dump.get(tableNames.roster) ?? [];
  const of = (row: RawRow): string => JSON.stringify(row.properties.find(([name]) => name === property));
  return order(
    rows
      .filter(({ rowKey }) => parsePersonId(rowKey))
      .toSorted((a, b) => (of(a) < of(b) ? -1 : 1))
      .map(({ rowKey }) => rowKey),
  );
}

/** Every clue that dumps after the nightly touch give, with what an attacker can look up beside them. */
export function clues(dumps: readonly Dump[]): readonly Clue[] {
  const [opening] = dumps;
  const last = dumps.at(-1);
  if (!opening || !last) throw new Error('No dumps.');
  const rowOrder = order(envelopesOf(last).map(({ rowKey }) => rowKey));
  const written = ranksByTime([opening], envelopesOf, ({ timestamp, etag }) => timestamp + etag);
  const asked = used(dumps);
  const changed = traces(dumps, envelopesOf, (now, before) => {
    const earlier = new Map(before ? columnsOf(before) : []);
    return columnsOf(now).filter(([name, value]) => earlier.get(name) !== value).length;
  });
  const kept = traces(dumps, envelopesOf, (now, before) => sameBytes(now, before));
  const size = traces(dumps, envelopesOf, ({ text }) => text.length);
  return [
    { name: 'row order and order of object ids', people: order(ledgerOf(last).map(({ rowKey }) => rowKey)), rows: rowOrder },
    { name: 'row order and order of lasting ids', people: inOrderOf(last, 'lastingId'), rows: rowOrder },
    { name: 'row order and order of schools', people: inOrderOf(last, 'school'), rows: rowOrder },
    {
      name: 'order of insertion and that of the ledger',
      people: ranksByTime([opening], ledgerOf, ({ timestamp, etag }) => timestamp + etag),
      rows: written,
    },
    { name: 'order of insertion and of object ids', people: order(ledgerOf(opening).map(({ rowKey }) => rowKey)), rows: written },
    {
      name: 'timestamps of rows and ledger',
      people: ranksByTime(dumps, ledgerOf, ({ timestamp }) => timestamp),
      rows: ranksByTime(dumps, envelopesOf, ({ timestamp }) => timestamp),
    },
    { name: 'times of rows and ledger', people: times(dumps, ledgerOf), rows: times(dumps, envelopesOf), sameScale: true },
    { name: 'late timestamps and prompts', people: asked, rows: lateness(dumps) },
    {
      name: 'ETags and ledger ETags',
      people: ranksByTime(dumps, ledgerOf, ({ etag }) => etag),
      rows: ranksByTime(dumps, envelopesOf, ({ etag }) => etag),
    },
    { name: 'sizes and places used', people: places(dumps), rows: size },
    { name: 'changed columns and places used', people: asked, rows: changed },
    { name: 'bytes that stayed and places used', people: asked, rows: kept },
    { name: 'order of properties and places used', people: places(dumps), rows: traces(dumps, envelopesOf, disorder) },
  ];
}

function sameBytes(now: RawRow, before: RawRow | undefined): number {
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

/** The clue of somebody who can remove the outer envelopes: which inner ones changed from night to night. */
export function innerClue(dumps: readonly Dump[], inner: (row: RawRow, column: string) => string): Clue {
  const rows = traces(
    dumps,
    envelopesOf,
    (now, before) => columnsOf(now).filter(([column]) => !before || inner(now, column) !== inner(before, column)).length,
  );
  return { name: 'inner envelopes that changed', people: used(dumps), rows };
}

/**
 * Pairs people and rows one to one, closest traces first; equal ones fall by lot. Gives how many pairs are right.
 */
export function link({ people, rows, sameScale }: Clue, placeOf: ReadonlyMap<PersonId, string>, draw: Chance): number {
  const persons = draw.shuffled([...placeOf.keys()]);
  const [peopleScaled, rowsScaled] = sameScale ? [people, rows] : [scaled(people), scaled(rows)];
  const pairs: { person: PersonId; row: string; distance: number; lot: number }[] = [];
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
