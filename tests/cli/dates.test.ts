import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openTables, type Tables } from '../../bot/adapters/tables/openTables.ts';
import { openQueues, type Queues } from '../../bot/adapters/queues/openQueues.ts';
import { startAzurite, type Azurite } from '../helpers/azurite.ts';
import { discard, held, newLaptop, type Laptop } from '../helpers/laptop.ts';
import { autumnTwo, rosterOf, sencos, TestLog } from '../helpers/world.ts';

let azurite: Azurite;
let laptop: Laptop;
let tables: Tables;
let queues: Queues;

beforeAll(async () => {
  laptop = await newLaptop();
  azurite = await startAzurite({ tablePort: laptop.ports.tables, queuePort: laptop.ports.queues });
  tables = openTables(azurite.tables);
  queues = openQueues(azurite.queues, { log: new TestLog() });
  await Promise.all([tables.ensure(), queues.ensure()]);
  await tables.roster.replace(rosterOf(sencos(2, ['Trust'])));
});
afterAll(async () => {
  await azurite?.stop();
  await discard(laptop);
});

const file = async (content: string): Promise<string> => {
  const path = join(laptop.dataDir, '..', 'dates.csv');
  await writeFile(path, content);
  return path;
};
const good = `kind,starts,ends,unit
term,2030-09-02,2030-12-20,
half-term break,2030-10-26,2030-11-03,
term,2031-01-06,2031-04-04,
half-term break,2031-02-15,2031-02-23,
term,2031-04-22,2031-07-22,
half-term break,2031-05-24,2031-06-01,
`;

describe('term dates on the command line', () => {
  it('hold once they were imported and confirmed; a period starts only then', async () => {
    const early = await held(laptop, 'period', 'start');
    expect([early.code, early.output]).toEqual([1, expect.stringContaining('held calendar confirm')]);
    expect((await held(laptop, 'calendar', 'show')).output).toContain('nobody has confirmed');

    const bad = await held(laptop, 'calendar', 'import', await file(good.replace('2031-02-15,2031-02-23', '2031-02-15,2031-02-14')));
    expect([bad.code, bad.output]).toEqual([1, expect.stringMatching(/line 5: ends on 2031-02-14/)]);

    const imported = await held(laptop, 'calendar', 'import', await file(good));
    expect([imported.code, imported.output]).toEqual([0, expect.stringContaining('2030-31-1  2030-09-02 to 2030-10-25')]);
    expect(await tables.termDates.confirmed()).toBeUndefined();
    expect((await held(laptop, 'calendar', 'confirm')).code).toBe(0);
    expect((await tables.termDates.confirmed())?.halfTerms).toHaveLength(6);
    expect((await held(laptop, 'calendar', 'confirm')).code).toBe(1);
  });

  it('leave a school alone on a quiet day, and no other', async () => {
    expect((await held(laptop, 'quiet', 'add', 'School 1', '2030-09-10')).code).toBe(0);
    expect((await held(laptop, 'quiet', 'add', 'School 9', '2030-09-10')).code).toBe(1);
    expect((await held(laptop, 'quiet', 'add', 'School 1', '10 Sept')).code).toBe(2);
    expect(await tables.termDates.quietDays()).toEqual([{ school: 'School 1', date: '2030-09-10' }]);
    expect((await held(laptop, 'quiet', 'remove', 'School 1', '2030-09-10')).code).toBe(0);
    expect((await held(laptop, 'quiet', 'remove', 'School 1', '2030-09-10')).code).toBe(1);
  });

  it('and on many at once: a range, or a file that is taken whole or not at all', async () => {
    const known = async () => (await tables.termDates.quietDays()).map(({ school, date }) => `${date} ${school}`);
    expect((await held(laptop, 'quiet', 'add', 'School 1', '2030-09-30', '2030-10-01')).code).toBe(0);
    const bad = await held(laptop, 'quiet', 'import', await file('school,starts,ends\nSchool 2,2030-10-07,\nSchool 7,2030-10-07,\n'));
    expect([bad.code, bad.output]).toEqual([1, expect.stringMatching(/nothing was changed[^]*line 3: no school on the roster/)]);
    expect(await known()).toEqual(['2030-09-30 School 1', '2030-10-01 School 1']);
    expect((await held(laptop, 'quiet', 'import', await file('school,starts,ends\nSchool 2,2030-10-07,2030-10-08\n'))).code).toBe(0);
    expect((await held(laptop, 'quiet', 'remove', 'School 1', '2030-09-01', '2030-12-31')).code).toBe(0);
    expect(await known()).toEqual(['2030-10-07 School 2', '2030-10-08 School 2']);
  });
});

describe('failed prompts on the command line', () => {
  it('are listed with their reason, asked for again, or dropped', async () => {
    const prompt = { whom: 'c2VhbGVk', period: autumnTwo.id, occasion: 'meeting', day: '2026-11-18' } as const;
    for (const reason of ['channelBusy', 'processDied'] as const) await tables.deadPrompts.add({ ...prompt, reason });
    const status = await held(laptop, 'period', 'status');
    expect(status.output).toContain('1 prompt(s) failed, 1 may or may not have arrived');
    expect((await held(laptop, 'prompts', 'dead')).output).toMatch(/2026-11-18 {2}processDied: the process died while it sent/);
    const listed = await held(laptop, 'prompts', 'dead', '--json');
    const { dead } = JSON.parse(listed.output) as { dead: { id: string; reason: string }[] };
    expect(dead.map(({ reason }) => reason).sort()).toEqual(['channelBusy', 'processDied']);
    expect(listed.output).not.toContain(prompt.whom);
    const [first, second] = dead;
    expect((await held(laptop, 'prompts', 'dead', 'replay', first!.id)).output).toContain('1 asked for again');
    expect((await held(laptop, 'prompts', 'dead', 'drop', second!.id)).output).toContain('1 dropped');
    expect((await held(laptop, 'prompts', 'dead', 'replay', second!.id)).code).toBe(1);
    // It is there until it was sent.
    expect((await tables.deadPrompts.list()).map(({ id }) => id)).toEqual([first!.id]);
    const [again] = await queues.prompts.take();
    expect(again?.prompt).toMatchObject({ whom: prompt.whom, occasion: 'day', replays: first!.id });
  });
});
