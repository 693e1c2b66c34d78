import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parsePersonId, type PersonId } from '../../bot/domain/ids.ts';
import { englandDates } from '../../bot/domain/prompting/englandDates.ts';
import { defaultSettings } from '../../bot/usecases/settings.ts';
import { openTables } from '../../bot/adapters/tables/openTables.ts';
import { startAzurite, type Azurite } from '../helpers/azurite.ts';
import { discard, held, newLaptop, run, type Laptop } from '../helpers/laptop.ts';

const header = 'objectId,displayName,roles,school,unit,supervisorId';
const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const personOf = (n: number): PersonId => {
  const parsed = parsePersonId(id(n));
  if (!parsed) throw new Error('no id');
  return parsed;
};
const person = (n: number, roles = 'senco'): string => `${id(n)},Person ${n},${roles},School ${n},Trust/East,`;

describe('the command line where nothing runs', () => {
  let laptop: Laptop;
  beforeAll(async () => void (laptop = await newLaptop()));
  afterAll(() => discard(laptop));

  it.each(
    [
      ['period', 'status'],
      ['period', 'close'],
      ['roster', 'import', 'people.csv'],
      ['demo', 'meeting-end'],
    ].map((words) => [words]),
  )('%s is refused in one clear line', async (words) => {
    const file = join(laptop.dataDir, '..', 'people.csv');
    await writeFile(file, `${header}\n${person(1)}\n`);
    const { code, output } = await held(laptop, ...words.map((word) => (word === 'people.csv' ? file : word)));
    expect(output).toMatch(/npm start/);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(1);
  });

  it.each([
    [['nonsense']],
    [['period']],
    [['roster', 'import']],
    [['demo', 'clock']],
    [['period', 'close', '--now']],
    [['period', 'abandon']],
  ])('%j is a mistake in usage', async (words) => expect((await held(laptop, ...words)).code).toBe(2));

  it('moves no clock before there is a demo', async () => {
    const { code, output } = await held(laptop, 'demo', 'clock', '+1d');
    expect([code, output]).toEqual([1, expect.stringContaining('npm start')]);
  });

  it('explains itself', async () => {
    const { code, output } = await held(laptop, '--help');
    expect(code).toBe(0);
    expect(output).toMatch(/roster[^]*period[^]*demo/);
  });

  it('does not start twice on one port, and says which setting to change', async () => {
    const taken = await startAzurite({ tablePort: laptop.ports.tables });
    try {
      const { code, output } = await run(laptop, 'bot/local/start.ts').finished;
      expect(output).toMatch(new RegExp(`Port ${laptop.ports.tables}, which Azurite \\(tables\\) needs, is in use.*AZURITE_TABLE_PORT`));
      expect(code).toBe(1);
    } finally {
      await taken.stop();
    }
  });
});

describe('roster import', () => {
  let azurite: Azurite;
  let laptop: Laptop;
  beforeAll(async () => {
    azurite = await startAzurite();
    laptop = await newLaptop({ HELD_TABLES: azurite.tables });
    await mkdir(laptop.dataDir, { recursive: true });
    await openTables(azurite.tables).ensure();
  });
  afterAll(async () => {
    await azurite.stop();
    await discard(laptop);
  });

  const importing = async (text: string, ...flags: readonly string[]) => {
    const file = join(laptop.dataDir, 'people.csv');
    await writeFile(file, text);
    return held(laptop, 'roster', 'import', file, ...flags);
  };
  const stored = async () => [...(await openTables(azurite.tables).roster.read()).values()].map(({ displayName }) => displayName);

  it('shows a dry run, then applies it and tells joiners’ date', async () => {
    const text = [header, person(1), person(2), ''].join('\n');
    const dry = await importing(text, '--dry-run');
    expect(dry.output).toMatch(/2 joining, 0 changed, 0 leaving[^]*nothing was changed/);
    expect([dry.code, await stored()]).toEqual([0, []]);
    const real = await importing(`\ufeff${text.replaceAll('\n', '\r\n')}`);
    expect(real.output).toMatch(/imported[^]*Joiners[^]*\d{4}-\d{2}-\d{2}[^]*2 of those enrolled have no chat with Held yet/);
    expect([real.code, await stored()]).toEqual([0, ['Person 1', 'Person 2']]);
  });

  it('says who has no chat yet and who leaves, and a date for joiners only where somebody joins', async () => {
    const { conversations, people } = openTables(azurite.tables);
    await conversations.save(personOf(1), 'an address');
    expect((await held(laptop, 'period', 'status')).output).toMatch(/^1 of those enrolled have no chat/m);
    await people.save({ ...defaultSettings(personOf(2), englandDates), participation: 'declined' });
    expect((await held(laptop, 'period', 'status')).output).not.toContain('no chat');
    const { output } = await importing([header, person(1), ''].join('\n'));
    expect(output).toMatch(/1 leaving[^]*Leavers have no access/);
    expect(output).not.toMatch(/Joiners|no chat/);
  });

  it('refuses a file with bad lines, lists each, and changes nothing', async () => {
    const before = await stored();
    const { code, output } = await importing([header, person(1, 'head'), person(3), 'x', ''].join('\n'));
    expect(output).toMatch(/line 2: role “head”[^]*line 4: has 1 columns/);
    expect([code, await stored()]).toEqual([1, before]);
  });

  it('names a file that is not there', async () => {
    const { code, output } = await held(laptop, 'roster', 'import', join(laptop.dataDir, 'nowhere.csv'));
    expect(output).toMatch(/nowhere\.csv cannot be read/);
    expect(code).toBe(1);
  });

  it('shows a plan and what each unit can expect of it, for people and for machines', async () => {
    await importing([header, ...Array.from({ length: 12 }, (_, n) => person(n + 1)), ''].join('\n'));
    const { code, output } = await held(laptop, 'period', 'plan');
    expect(output).toMatch(/Everyone is asked the same 6 questions, each 3 times/);
    expect(output).toMatch(/Trust\/East, 12 people[^]*40% answered +60% answered +80% answered[^]*load +\d+% [^\n]* 100% likely/);
    expect(code).toBe(0);
    const chosen = await held(laptop, 'period', 'plan', '--json', '--questions', 'load,mine,theme,room,with,time,ahead');
    const { plan, forecast } = planReport.parse(JSON.parse(chosen.output));
    expect(plan.questions).toHaveLength(7);
    expect(forecast.map(({ rate }) => rate)).toEqual([0.4, 0.6, 0.8]);
    // A question without order needs a cell of 24 (R10).
    for (const { units } of forecast) for (const { chances } of units) expect(chances['theme']).toBe(0);
  });

  it('refuses a plan that could not be asked, with every reason, and a half-term that is not next', async () => {
    const wrong = await held(laptop, 'period', 'plan', '--questions', 'load,mine,stayed,nothing');
    expect(wrong.output).toMatch(
      /6 to 9 questions[^]*“stayed” is a private question[^]*“nothing” is not in the question bank[^]*Questions: load, /,
    );
    expect(wrong.code).toBe(2);
    const late = await held(laptop, 'period', 'plan', '2040-41-1');
    expect([late.code, late.output]).toEqual([1, expect.stringContaining('cannot')]);
  });
});

const planReport = z.object({
  plan: z.object({ questions: z.array(z.string()) }),
  forecast: z.array(z.object({ rate: z.number(), units: z.array(z.object({ chances: z.record(z.string(), z.number()) })) })),
});
