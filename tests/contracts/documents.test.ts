import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TableClient } from '@azure/data-tables';
import { openTables, type Tables } from '../../bot/adapters/tables/openTables.ts';
import { canonical } from '../../bot/domain/disclosure/canonical.ts';
import { suppressedLabel, type Release, type ReleasedCells } from '../../bot/domain/disclosure/release.ts';
import { asLastingId, asQuestionId, asUnitId, parsePeriodId, type PeriodId } from '../../bot/domain/ids.ts';
import type { Frozen } from '../../bot/ports.ts';
import { startAzurite, type Azurite } from '../helpers/azurite.ts';

let azurite: Azurite;
let tables: Tables;

beforeAll(async () => {
  azurite = await startAzurite();
  tables = openTables(azurite.tables);
  await tables.ensure();
});
afterAll(() => azurite.stop());

const raw = (table: string): TableClient => TableClient.fromConnectionString(azurite.tables, table, { allowInsecureConnection: true });
const periodOf = (text: string): PeriodId => {
  const id = parsePeriodId(text);
  if (!id) throw new Error(text);
  return id;
};
const unit = asUnitId('northern-trust');

const frozenOf = (id: string, people: number): Frozen => ({
  period: periodOf(id),
  units: [
    {
      id: unit,
      path: 'Northern Trust – 北 🌍',
      kind: 'group',
      parent: null,
      people: Array.from({ length: people }, (_, i) => asLastingId(createHash('md5').update(String(i)).digest('base64url'))),
      schools: { s1: 1 },
      supervisors: ['mark'],
    },
  ],
  plan: { questions: [asQuestionId('load')] },
  policy: { k: 8 },
  slots: 24,
  codeVersion: 'test',
  mac: 'mac',
});

const releaseOf = (id: string, mean = 2): Release => ({
  period: { id: periodOf(id), starts: '2026-11-02', ends: '2026-12-18' },
  units: [
    {
      unit: { id: unit, path: 'Northern Trust' },
      respondents: '14 to 29',
      figures: [
        { question: asQuestionId('load'), mean, step: 0.5 },
        { question: asQuestionId('mine'), mean: 0.5, step: 0.25, clamped: 'low' },
        { question: asQuestionId('theme'), top: 3 },
        { question: asQuestionId('whose'), shares: [0.25, 0.5, 0.25, 0, 0] },
        { question: asQuestionId('week'), label: suppressedLabel },
      ],
    },
  ],
});
const cells: ReleasedCells = {
  cells: { load: [[unit]] },
  rosters: { [unit]: [asLastingId('a'), asLastingId('b')] },
  units: { [unit]: { path: 'Northern Trust', kind: 'group', parent: null } },
};

describe('frozen rosters', () => {
  it('of 30,000 people are written once and read back whole', async () => {
    const frozen = frozenOf('2026-27-2', 30_000);
    expect(await tables.frozen.read(frozen.period)).toBeUndefined();
    await tables.frozen.write(frozen);
    await tables.frozen.write(frozen);
    expect(await tables.frozen.read(frozen.period)).toEqual(frozen);
    await tables.frozen.write(frozenOf('2026-27-3', 60_000));
    expect((await tables.frozen.read(periodOf('2026-27-3')))?.units[0]?.people).toHaveLength(60_000);
    expect(await tables.frozen.read(frozen.period)).toEqual(frozen);
  });

  it('refuse other content, and keep the first', async () => {
    await expect(tables.frozen.write(frozenOf('2026-27-2', 9))).rejects.toMatchObject({ code: 'refused' });
    expect((await tables.frozen.read(periodOf('2026-27-2')))?.units[0]?.people).toHaveLength(30_000);
  });

  it('do not exist until their manifest does, and what a crash left behind is replaced', async () => {
    const frozen = frozenOf('2027-28-1', 10);
    await raw('HeldFrozen').createEntity({ partitionKey: 'chunks.2027-28-1', rowKey: '0000', c00: new Uint8Array([1, 2]) });
    await raw('HeldFrozen').createEntity({ partitionKey: 'chunks.2027-28-1', rowKey: '0001', c00: new Uint8Array([1, 2]) });
    expect(await tables.frozen.read(frozen.period)).toBeUndefined();
    await tables.frozen.write(frozen);
    expect(await tables.frozen.read(frozen.period)).toEqual(frozen);
  });

  it('are checked against their hash', async () => {
    await tables.frozen.write(frozenOf('2027-28-2', 10));
    await raw('HeldFrozen').updateEntity({ partitionKey: 'chunks.2027-28-2', rowKey: '0000', c00: Buffer.from('{}') }, 'Merge');
    await expect(tables.frozen.read(periodOf('2027-28-2'))).rejects.toMatchObject({ code: 'internal' });
  });
});

describe('releases', () => {
  it('are published once and read back with the hash of their canonical JSON', async () => {
    const release = releaseOf('2026-27-2');
    const published = await tables.releases.publish(release, cells);
    expect(published.hash).toBe(createHash('sha256').update(canonical(release)).digest('hex'));
    expect(await tables.releases.publish(release, cells)).toEqual(published);
    expect(await openTables(azurite.tables).releases.find(release.period.id)).toEqual(published);
    expect(await tables.releases.find(periodOf('2026-27-6'))).toBeUndefined();
  });

  it('refuse other bytes, figures or cells alike, and nothing of them stays', async () => {
    await expect(tables.releases.publish(releaseOf('2026-27-2', 3.5), cells)).rejects.toMatchObject({ code: 'refused' });
    await expect(tables.releases.publish(releaseOf('2026-27-2'), { ...cells, cells: {} })).rejects.toMatchObject({ code: 'refused' });
    const found = await openTables(azurite.tables).releases.find(periodOf('2026-27-2'));
    expect(found?.release).toEqual(releaseOf('2026-27-2'));
    let rows = 0;
    for await (const row of raw('HeldReleases').listEntities()) rows += row.rowKey ? 1 : 0;
    expect(rows).toBe(2);
  });

  it('are listed oldest first, seen by other processes too', async () => {
    const other = openTables(azurite.tables);
    expect(await other.releases.list()).toHaveLength(1);
    await tables.releases.publish(releaseOf('2026-27-3'), cells);
    await tables.releases.publish(releaseOf('2026-27-1'), cells);
    const ids = (await other.releases.list()).map(({ release }) => release.period.id);
    expect(ids).toEqual(['2026-27-1', '2026-27-2', '2026-27-3']);
  });

  it('cost one request to list when nothing is new', async () => {
    const { createServer, request } = await import('node:http');
    const seen: string[] = [];
    const proxy = createServer((from, to) => {
      seen.push(`${from.method} ${from.url}`);
      const { method = 'GET', url = '/', headers } = from;
      const onward = request({ host: '127.0.0.1', port: azurite.tablePort, method, path: url, headers }, (answer) => {
        to.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(to);
      });
      from.pipe(onward);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const address = proxy.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    try {
      const through = openTables(azurite.tables.replace(`:${azurite.tablePort}/`, `:${port}/`));
      const first = await through.releases.list();
      seen.length = 0;
      expect(await through.releases.list()).toEqual(first);
      expect(seen).toHaveLength(1);
    } finally {
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
    }
  });
});
