import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTables } from '../../bot/adapters/tables/openTables.ts';
import { tablesFormat } from '../../bot/adapters/tables/tablesFormat.ts';
import { startAzurite, type Azurite } from '../helpers/azurite.ts';
import { discard, held, newLaptop, type Laptop } from '../helpers/laptop.ts';
import { rosterOf, sencos } from '../helpers/world.ts';

describe('held doctor', () => {
  let azurite: Azurite;
  let laptop: Laptop;
  beforeAll(async () => {
    azurite = await startAzurite();
    laptop = await newLaptop({ HELD_TABLES: azurite.tables, HELD_QUEUES: azurite.queues });
  });
  afterAll(async () => {
    await azurite.stop();
    await discard(laptop);
  });

  it('names each fault with why and how to mend it, and ends with 1', async () => {
    await openTables(azurite.tables).ensure();
    const { code, output } = await held(laptop, 'doctor');
    expect(output).toMatch(/FAULT {2}Nothing was ever stored\n {7}why: .+\n {7}fix: .+/);
    expect(output).toMatch(/FAULT {2}Nobody has confirmed the term dates/);
    expect(output).toMatch(/FAULT {2}No web process[^]*docs\/runbook\.md/);
    expect(output).toMatch(/ok {5}settings\nok {5}Node/);
    expect(code).toBe(1);
  });

  it('finds nothing wrong where nothing is, but for the process that does not run here', async () => {
    const tables = openTables(azurite.tables);
    await tables.writeFormat(tablesFormat);
    await tables.roster.replace(rosterOf(sencos(12, ['Northern Trust/East'])));
    expect((await held(laptop, 'calendar', 'confirm')).code).toBe(0);
    await tables.processes.beat({ process: 'one', sees: 'nothing' });
    const { code, output } = await held(laptop, 'doctor', '--json');
    const { checks } = JSON.parse(output.slice(0, output.lastIndexOf('}') + 1)) as { checks: { name: string; fault?: unknown }[] };
    const faults = checks.filter(({ fault }) => fault).map(({ name }) => name);
    // The queue is made by the web process.
    expect(faults).toEqual(['queues']);
    expect(code).toBe(1);
  });

  it('warns of a nation whose words nobody has confirmed, and of no other', async () => {
    const wales = await newLaptop({ HELD_TABLES: azurite.tables, HELD_QUEUES: azurite.queues, NATION: 'wales' });
    const { output } = await held(wales, 'doctor');
    await discard(wales);
    expect(output).toMatch(/FAULT {2}The words for Wales are to be confirmed[^]*Welsh before use there/);
    expect((await held(laptop, 'doctor')).output).toContain('ok     nation');
  });

  it('says which settings are wrong before it looks at anything', async () => {
    const half = await newLaptop({
      HELD_MODE: 'azure',
      PLAYGROUND_PORT: '',
      HELD_DATA_DIR: '',
      AZURITE_TABLE_PORT: '',
      AZURITE_QUEUE_PORT: '',
      HELD_SETTLE_SECONDS: '',
    });
    const { code, output } = await held(half, 'doctor');
    await discard(half);
    expect([code, output]).toEqual([1, expect.stringMatching(/FAULT {2}HELD_TABLES is not set[^]*fix: /)]);
  });
});
