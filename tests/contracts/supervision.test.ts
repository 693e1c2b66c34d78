/** What the stores of supervision guarantee, against a real table service. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTables, type Tables } from '../../bot/adapters/tables/openTables.ts';
import { createSupervisionSealing } from '../../bot/adapters/sealing/supervision.ts';
import { emptyDrawer } from '../../bot/domain/supervision/drawer.ts';
import type { SealedRow, Stored } from '../../bot/ports.ts';
import { startAzurite, type Azurite } from '../helpers/azurite.ts';
import { personId } from '../helpers/world.ts';

let azurite: Azurite;
let tables: Tables;
beforeAll(async () => {
  azurite = await startAzurite();
  tables = openTables(azurite.tables);
  await tables.ensure();
});
afterAll(() => azurite?.stop());

const all = async (): Promise<readonly Stored<SealedRow>[]> => {
  const rows: Stored<SealedRow>[] = [];
  for await (const page of tables.supervision.pages()) rows.push(...page);
  return rows;
};

describe('sealed rows', () => {
  it('are inserted once, changed by who saw them last, and listed by their name', async () => {
    const store = tables.supervision;
    const place = 'a'.repeat(64);
    const row = (name: string, byte: number): SealedRow => ({ place, name, sealed: new Uint8Array(100).fill(byte) });
    expect([await store.save(row('drawer', 1)), await store.save(row('drawer', 2))]).toEqual([true, false]);
    const found = await store.find(place, 'drawer');
    expect(found?.value.sealed[0]).toBe(1);
    expect([await store.save(row('drawer', 3), found?.etag), await store.save(row('drawer', 4), found?.etag)]).toEqual([true, false]);
    await store.save(row('record.one', 5));
    await store.save({ ...row('record.other', 6), place: `${'a'.repeat(63)}b` });
    expect((await store.list(place, 'record.')).map(({ value }) => value.name)).toEqual(['record.one']);
    expect((await store.list(place, '')).map(({ value }) => value.name)).toEqual(['drawer', 'record.one']);
    await store.remove(place, 'record.one');
    await store.remove(place, 'record.one');
    expect(await store.find(place, 'record.one')).toBeUndefined();
  });

  it('are made and sealed anew in batches that storage takes, in one partition too', async () => {
    const sealer = (await createSupervisionSealing()).supervisionSealerFor(new Uint8Array(32).fill(3));
    const drawers = Array.from({ length: 130 }, (_, n) => ({
      ...sealer.sealDrawer(emptyDrawer(personId(n + 1))),
      place: `${'c'.repeat(60)}${1000 + n}`,
    }));
    await tables.supervision.insertMissing(drawers);
    await tables.supervision.insertMissing(drawers);
    const before = (await all()).filter(({ value }) => value.place.startsWith('ccc'));
    expect(before).toHaveLength(130);
    // Somebody writes one of them while the night is under way.
    const [first] = before;
    if (!first) throw new Error('no row');
    await tables.supervision.save({ ...first.value, sealed: new Uint8Array(8).fill(9) }, first.etag);
    for (let from = 0; from < before.length; from += 50) {
      await tables.supervision.rewrite(
        before.slice(from, from + 50).map(({ value, etag }) => ({ value: { ...value, sealed: new Uint8Array(8).fill(7) }, etag })),
      );
    }
    const after = (await all()).filter(({ value }) => value.place.startsWith('ccc'));
    expect(after.map(({ value }) => value.sealed[0])).toEqual([9, ...Array.from({ length: 129 }, () => 7)]);
  });
});

describe('boards', () => {
  it('keep what stands in the open, by group and id, whatever those hold', async () => {
    const { offers, network } = tables.boards;
    const school = 'St Mary’s / Upper #2?';
    const offer = { school, minutes: 60, every: 'month', cover: true, statedOn: '2026-11-18' } as const;
    await offers.put('all', school, offer);
    await offers.put('all', school, { ...offer, minutes: 45 });
    expect([await offers.find('all', school), await offers.list('all')]).toEqual([{ ...offer, minutes: 45 }, [{ ...offer, minutes: 45 }]]);
    expect(await network.list('all')).toEqual([]);
    await offers.remove('all', school);
    expect(await offers.list('all')).toEqual([]);
  });
});
