import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { openTables, type Tables } from '../../bot/adapters/tables/openTables.ts';
import { slotColumn, type EnvelopeRow } from '../../bot/domain/envelope.ts';
import { asRowKey } from '../../bot/domain/ids.ts';
import { closedRows, readClosedRows, type ClosedRows } from '../../bot/usecases/closedRows.ts';
import { startAzurite, type Azurite } from '../helpers/azurite.ts';
import { autumnTwo } from '../helpers/world.ts';

const period = autumnTwo.id;
let azurite: Azurite;
let tables: Tables;
let rows: readonly EnvelopeRow[];

beforeAll(async () => {
  azurite = await startAzurite();
  tables = openTables(azurite.tables);
  await tables.ensure();
});
afterAll(() => azurite.stop());

beforeEach(async () => {
  await tables.envelopes.deleteAll(period);
  rows = Array.from({ length: 30 }, (): EnvelopeRow => ({
    rowKey: asRowKey(randomBytes(32).toString('base64url')),
    columns: { H: new Uint8Array(randomBytes(32)), S01: new Uint8Array(randomBytes(32)) },
  })).toSorted((a, b) => (a.rowKey < b.rowKey ? -1 : 1));
  await tables.envelopes.insertMissing(period, rows);
});

const textOf = ({ rowKey, columns }: EnvelopeRow): string =>
  [
    rowKey,
    ...Object.entries(columns)
      .map(([column, bytes]) => `${column} ${Buffer.from(bytes).toString('hex')}`)
      .toSorted(),
  ].join(' ');

async function read(from: ClosedRows): Promise<string[]> {
  const read: string[] = [];
  for await (const page of from.pages()) read.push(...page.map(textOf));
  return read;
}

const change = (): Promise<boolean> => tables.envelopes.merge(period, rows[3]!.rowKey, { [slotColumn(1)]: randomBytes(32) });

it('gives every row, in order, whether held or read again, and one digest', async () => {
  const expected = rows.map(textOf);
  const [held, again, once] = [
    await readClosedRows(tables.envelopes, period),
    await readClosedRows(tables.envelopes, period, 29),
    closedRows(tables.envelopes, period),
  ];
  for (const each of [held, again, once]) expect(await read(each)).toEqual(expected);
  expect([held.digest, again.digest, held.told().digest, again.told().digest, once.told().digest]).toEqual(
    Array.from({ length: 5 }, () => held.digest),
  );
  expect(held.digest).toMatch(/^[0-9a-f]{64}$/);
});

it('opens what was digested: held rows do not follow a later change, and rows that are read again tell it', async () => {
  const expected = rows.map(textOf);
  const held = await readClosedRows(tables.envelopes, period);
  const again = await readClosedRows(tables.envelopes, period, 29);
  await change();
  expect(await read(held)).toEqual(expected);
  expect(held.told().digest).toBe(held.digest);
  expect(await read(again)).not.toEqual(expected);
  expect(again.told().digest).not.toBe(again.digest);
});

it('has another digest for another byte, another row and another place of a row', async () => {
  const digests = [(await readClosedRows(tables.envelopes, period)).digest];
  await change();
  digests.push((await readClosedRows(tables.envelopes, period)).digest);
  await tables.envelopes.insertMissing(period, [{ rowKey: asRowKey(randomBytes(32).toString('base64url')), columns: {} }]);
  digests.push((await readClosedRows(tables.envelopes, period)).digest);
  expect(new Set(digests).size).toBe(3);
});
