import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TableClient } from '@azure/data-tables';
import { openTables, type Tables } from '../../bot/adapters/tables/openTables.ts';
import { slotColumns, type EnvelopeRow } from '../../bot/domain/envelope.ts';
import { asRowKey, parsePeriodId, type PeriodId } from '../../bot/domain/ids.ts';
import type { Stored } from '../../bot/ports.ts';
import { startAzurite, type Azurite } from '../helpers/azurite.ts';

let azurite: Azurite;
let tables: Tables;
let raw: TableClient;

beforeAll(async () => {
  azurite = await startAzurite();
  tables = openTables(azurite.tables);
  await tables.ensure();
  raw = TableClient.fromConnectionString(azurite.tables, 'HeldEnvelopes', { allowInsecureConnection: true });
});
afterAll(() => azurite.stop());

const periodOf = (text: string): PeriodId => {
  const id = parsePeriodId(text);
  if (!id) throw new Error(text);
  return id;
};

const columns = ['H', ...slotColumns(24)];
const newRow = (): EnvelopeRow => ({
  rowKey: asRowKey(randomBytes(32).toString('base64url')),
  columns: Object.fromEntries(columns.map((column) => [column, new Uint8Array(randomBytes(312))])),
});
const byKey = (a: EnvelopeRow, b: EnvelopeRow): number => (a.rowKey < b.rowKey ? -1 : 1);
/** Rows as text: comparing tens of thousands of byte arrays takes the runner half a minute. */
const text = (row: EnvelopeRow): string =>
  [
    row.rowKey,
    ...Object.keys(row.columns)
      .toSorted()
      .map((name) => `${name} ${Buffer.from(row.columns[name] ?? []).toString('base64')}`),
  ].join('\n');

async function readAll(period: PeriodId): Promise<Stored<EnvelopeRow>[]> {
  const rows: Stored<EnvelopeRow>[] = [];
  for await (const page of tables.envelopes.pages(period)) rows.push(...page);
  return rows;
}
const textsIn = async (period: PeriodId): Promise<string[]> => (await readAll(period)).map(({ value }) => text(value));

describe('the box of envelopes', () => {
  it('holds every inserted row, over pages, in row-key order, apart from other periods', async () => {
    const period = periodOf('2026-27-2');
    const rows = Array.from({ length: 1_100 }, newRow);
    const heard: number[] = [];
    await tables.envelopes.insertMissing(period, rows, (done, total) => {
      expect(total).toBe(1_100);
      heard.push(done);
    });
    await tables.envelopes.insertMissing(periodOf('2026-27-3'), [newRow()]);
    expect(heard.at(-1)).toBe(1_100);
    const pages: number[] = [];
    for await (const page of tables.envelopes.pages(period)) pages.push(page.length);
    expect(pages.length).toBeGreaterThan(1);
    expect(Math.max(...pages)).toBeLessThanOrEqual(500);
    expect((await textsIn(period)).join()).toBe(rows.toSorted(byKey).map(text).join());
    expect(await readAll(periodOf('2026-27-3'))).toHaveLength(1);
  });

  it('gets only the missing rows from a rerun', async () => {
    const period = periodOf('2027-28-1');
    // More than a batch in one partition.
    const rows = Array.from({ length: 230 }, () => {
      const row = newRow();
      return { ...row, rowKey: asRowKey(`Q${row.rowKey.slice(1)}`) };
    }).sort(byKey);
    await tables.envelopes.insertMissing(
      period,
      rows.filter((_, i) => i % 3 === 0),
    );
    const before = new Map((await readAll(period)).map(({ value, etag }) => [value.rowKey, etag]));
    await tables.envelopes.insertMissing(
      period,
      rows.map((row) => ({ ...newRow(), rowKey: row.rowKey })),
    );
    await tables.envelopes.insertMissing(period, rows);
    const after = await readAll(period);
    expect(after).toHaveLength(230);
    for (const { value, etag } of after) if (before.has(value.rowKey)) expect(etag).toBe(before.get(value.rowKey));
  });

  it('merges columns into one row and leaves the others', async () => {
    const period = periodOf('2027-28-2');
    const row = newRow();
    await tables.envelopes.insertMissing(period, [row]);
    const fresh = new Uint8Array(randomBytes(312));
    expect(await tables.envelopes.merge(period, row.rowKey, { S07: fresh })).toBe(true);
    const found = await tables.envelopes.find(period, row.rowKey);
    expect(found && text(found.value)).toBe(text({ ...row, columns: { ...row.columns, S07: fresh } }));
  });

  it('merges nothing where there is no row, and makes none', async () => {
    const period = periodOf('2027-28-2');
    const stranger = newRow();
    expect(await tables.envelopes.merge(period, stranger.rowKey, { S01: new Uint8Array(312) })).toBe(false);
    expect(await tables.envelopes.find(period, stranger.rowKey)).toBeUndefined();
  });

  it('rewrites whole pages, and gives back the rows that somebody wrote meanwhile, unharmed', async () => {
    const period = periodOf('2027-28-3');
    await tables.envelopes.insertMissing(
      period,
      Array.from({ length: 150 }, () => ({ ...newRow(), rowKey: asRowKey(`k${randomBytes(20).toString('hex')}`) })),
    );
    const read = await readAll(period);
    const [answered, deleted] = [read[20]?.value.rowKey, read[120]?.value.rowKey];
    if (!answered || !deleted) throw new Error('no rows');
    const given = new Uint8Array(312).fill(7);
    await tables.envelopes.merge(period, answered, { S03: given });
    await raw.deleteEntity(`${period}.k`, deleted);

    const fresh = read.map(({ value, etag }) => ({ value: { ...newRow(), rowKey: value.rowKey }, etag }));
    const conflicts = await tables.envelopes.rewrite(period, fresh);
    expect(conflicts).toEqual([answered, deleted].toSorted());
    const now = new Map((await readAll(period)).map(({ value }) => [value.rowKey, value]));
    expect(now.size).toBe(149);
    expect(Uint8Array.from(now.get(answered)?.columns['S03'] ?? [])).toEqual(given);
    for (const { value } of fresh) {
      const stored = now.get(value.rowKey);
      if (value.rowKey !== answered && value.rowKey !== deleted) expect(stored && text(stored)).toBe(text(value));
    }
    expect(await tables.envelopes.rewrite(period, [])).toEqual([]);
    expect(await tables.envelopes.rewrite(period, await readAll(period))).toEqual([]);
  });

  it('passes by what somebody put in the wrong partition, and keeps what is broken for the opener to count', async () => {
    const period = periodOf('2027-28-4');
    const row = newRow();
    await tables.envelopes.insertMissing(period, [row]);
    const shard = row.rowKey.startsWith('A') ? 'B' : 'A';
    await raw.createEntity({ partitionKey: `${period}.${shard}`, rowKey: row.rowKey, H: new Uint8Array(3) });
    await raw.createEntity({ partitionKey: `${period}.!`, rowKey: '!broken', H: 'text', S01: 5, S02: new Uint8Array([1]), other: 'x' });
    expect(await textsIn(period)).toEqual([text({ rowKey: asRowKey('!broken'), columns: { S02: new Uint8Array([1]) } }), text(row)]);
  });

  it('is emptied for one period alone, with progress, and again without error', async () => {
    const period = periodOf('2026-27-2');
    let last = 0;
    await tables.envelopes.deleteAll(period, (done) => {
      expect(done).toBeGreaterThan(last);
      last = done;
    });
    expect(last).toBe(1_100);
    expect(await readAll(period)).toEqual([]);
    await tables.envelopes.deleteAll(period);
    expect(await readAll(periodOf('2026-27-3'))).toHaveLength(1);
    // What lies in a wrong partition goes with the period.
    await tables.envelopes.deleteAll(periodOf('2027-28-4'));
    for await (const row of raw.listEntities()) expect(row.partitionKey).not.toContain('2027-28-4');
  });
});
