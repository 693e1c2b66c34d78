import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTables, type Tables } from '../../bot/adapters/tables/openTables.ts';
import type { PlannedAction } from '../../bot/domain/actions/plannedAction.ts';
import { asUnitId } from '../../bot/domain/ids.ts';
import { startAzurite, type Azurite } from '../helpers/azurite.ts';

let azurite: Azurite;
let tables: Tables;
beforeAll(async () => {
  azurite = await startAzurite();
  tables = openTables(azurite.tables);
  await tables.ensure();
});
afterAll(() => azurite.stop());

describe('actions', () => {
  const action: PlannedAction = {
    id: 'one',
    unit: asUnitId('northern-trust.east'),
    way: 'time',
    action: 'protectHours',
    decision: 'notNow',
    because: 'The budget is set in April – “not before”.',
    owner: 'Ô’Brien',
    due: '2026-12-09',
    decidedOn: '2026-11-18',
    published: false,
  };

  it('are kept by unit and changed only by who read the last version', async () => {
    expect(await tables.actions.list(action.unit)).toEqual([]);
    expect(await tables.actions.save(action)).toBe(true);
    expect(await tables.actions.save(action)).toBe(false);
    await tables.actions.save({ ...action, unit: asUnitId('northern-trust') });
    const [stored, ...more] = await tables.actions.list(action.unit);
    expect([stored?.value, more]).toEqual([action, []]);
    const { because: _, ...rest } = action;
    const done: PlannedAction = { ...rest, decision: 'act', doneOn: '2026-11-20', published: true };
    expect(await tables.actions.save(done, stored?.etag)).toBe(true);
    expect(await tables.actions.save(action, stored?.etag)).toBe(false);
    expect((await tables.actions.list(action.unit)).map(({ value }) => value)).toEqual([done]);
  });
});

describe('signposts', () => {
  it('are one thing, replaced whole by who read the last version', async () => {
    expect(await tables.signposts.read()).toBeUndefined();
    const links = { booking: [{ title: 'Book', url: 'https://a.example' }], resources: [] };
    expect(await tables.signposts.write(links)).toBe(true);
    expect(await tables.signposts.write(links)).toBe(false);
    const stored = await tables.signposts.read();
    expect(stored?.value).toEqual(links);
    expect(await tables.signposts.write({ booking: [], resources: [] }, stored?.etag)).toBe(true);
    expect(await tables.signposts.write(links, stored?.etag)).toBe(false);
  });
});
