/** The main job as a person meets it: `npm start` from nothing, a meeting that ends, an answer, a release, and the tab. Steps build on one another. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { openTables } from '../../bot/adapters/tables/openTables.ts';
import { words } from '#words/chat.ts';
import { readWebConfig } from '../../bot/config.ts';
import { paths } from '../../bot/contract/paths.ts';
import { parsePeriodId, type PeriodId } from '../../bot/domain/ids.ts';
import { bank } from '../../bot/domain/questions/bank.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { root } from '../helpers/checks.ts';
import { discard, held, newLaptop, start, type Laptop, type Running } from '../helpers/laptop.ts';
import { dumpFiles, dumpTables, formsOf } from '../helpers/storageDump.ts';
import { said } from '../../words/nation.ts';

const shots = join(root, 'tests/e2e/screenshots');
const leader = 'Lena Lanternlight';
const current = periodId('2026-27-2');

let laptop: Laptop;
let running: Running;
let browser: Browser;
let chat: Page;

beforeAll(async () => {
  await mkdir(shots, { recursive: true });
  laptop = await newLaptop();
  running = await start(laptop);
  browser = await launchBrowser();
}, 240_000);

afterAll(async () => {
  await browser?.close();
  running?.kill('SIGTERM');
  await running?.finished;
  await discard(laptop);
}, 60_000);

const tables = () => readWebConfig(laptop.env).tables;

/** Every column of every envelope of the open half-term, as stored. */
async function sealedColumns(): Promise<ReadonlyMap<string, string>> {
  const columns = new Map<string, string>();
  for await (const page of openTables(tables()).envelopes.pages(current)) {
    for (const { value } of page) {
      for (const [name, sealed] of Object.entries(value.columns))
        columns.set(`${value.rowKey} ${name}`, Buffer.from(sealed).toString('base64'));
    }
  }
  return columns;
}

const changedBetween = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] =>
  [...after].filter(([place, sealed]) => before.get(place) !== sealed).map(([place]) => place);

/** Waits out the night's touch, which a start catches up on: from then on nothing but an answer changes a row. */
async function settledColumns(): Promise<ReadonlyMap<string, string>> {
  for (let before = await sealedColumns(); ;) {
    await sleep(2_500);
    const after = await sealedColumns();
    if (changedBetween(before, after).length === 0) return after;
    before = after;
  }
}

describe('the first start', () => {
  it('leaves five half-terms released and shredded by the product, and one open', async () => {
    const { code, output } = await held(laptop, 'period', 'status', '--json');
    expect(code).toBe(0);
    const { periods, webProcesses } = JSON.parse(output) as {
      periods: { id: string; state: string; alarms: object }[];
      webProcesses: number;
    };
    expect(webProcesses).toBe(1);
    expect(periods.map(({ id, state }) => `${id} ${state}`)).toEqual([
      '2025-26-3 SHREDDED',
      '2025-26-4 SHREDDED',
      '2025-26-5 SHREDDED',
      '2025-26-6 SHREDDED',
      '2026-27-1 SHREDDED',
      '2026-27-2 OPEN',
    ]);
    expect(periods.map(({ alarms }) => alarms)).toEqual(periods.map(() => ({})));
  });

  it('gives each cluster a figure of its own for at least five of the six questions in every past half-term', async () => {
    const releases = await openTables(tables()).releases.list();
    expect(releases).toHaveLength(5);
    for (const { release } of releases) {
      for (const { unit, figures } of release.units) {
        const shown = figures.filter((figure) => 'mean' in figure).length;
        expect(`${release.period.id} ${unit.path}: ${shown >= 5 ? 'five or more' : shown}`).toMatch(/five or more$/);
      }
    }
  });
});

describe('a meeting ends', () => {
  let before: ReadonlyMap<string, string>;
  let question: string;

  it('and a card comes in the SENCo’s own chat, with one question', async () => {
    before = await settledColumns();
    chat = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await chat.goto(`http://127.0.0.1:${laptop.ports.playground}/`);
    await chat.getByText('Personal Chat').first().waitFor();
    const { code, output } = await held(laptop, 'demo', 'meeting-end');
    expect([code, output]).toEqual([0, expect.stringContaining('The meeting has ended')]);
    await chat.getByText(words.invitation).first().waitFor({ timeout: 20_000 });
    await chat.screenshot({ path: join(shots, 'main-card.png') });
    const asked = await chat.locator('.ac-adaptiveCard').last().innerText();
    const found = [...bank.values()].find(({ options }) => options.every((option) => asked.includes(option)));
    if (!found) throw new Error(`No question of the bank is on the card:\n${asked}`);
    question = found.id;
    expect(asked).toContain(said(words.safety));
    for (const button of [words.skip, words.notNow, words.pause, words.helpNow]) await chat.getByRole('button', { name: button }).waitFor();
  });

  it('and nothing is posted in the meeting’s chat', async () => {
    await chat.getByText('Annual review (demo meeting)').click();
    await sleep(500);
    expect(await chat.getByText(words.invitation).count()).toBe(0);
    await chat.getByText('Personal Chat').first().click();
  });

  it('and the answer changes one sealed slot, and nothing else', async () => {
    const options = bank.get(openQuestion(question))?.options ?? [];
    await chat.getByRole('button', { name: options[1] ?? '', exact: true }).click();
    let changed: readonly string[] = [];
    for (let i = 0; i < 40 && changed.length === 0; i += 1) {
      await sleep(250);
      changed = changedBetween(before, await sealedColumns());
    }
    await sleep(1_500);
    changed = changedBetween(before, await sealedColumns());
    expect(changed).toEqual([expect.stringMatching(/ S\d\d$/)]);
    await chat.getByText(words.passed).first().waitFor();
    await chat.screenshot({ path: join(shots, 'main-answered.png') });
  });

  it('and a second meeting that day brings no second card, to her who left it neither', async () => {
    const stranger = await held(laptop, 'demo', 'meeting-end', '--person', 'somebody');
    expect([stranger.code, stranger.output]).toEqual([1, expect.stringContaining('Ada Appletree')]);
    const id = /([0-9a-f-]{36}) {2}Ada Appletree/.exec(stranger.output)?.[1] ?? '';
    const left = await held(laptop, 'demo', 'meeting-end', '--person', id);
    expect([left.code, left.output]).toEqual([0, expect.stringContaining('They have left the meeting')]);
    await sleep(4_000);
    expect(await chat.getByText(words.invitation).count()).toBe(0);
  });

  it('and no question, option or answer can be read in the tables, on the disk or in the logs', async () => {
    const rows = JSON.stringify([...(await dumpTables(tables()))]);
    // The Playground is the person's own client and keeps the chat; Held itself keeps nothing of it.
    const disk = await dumpFiles(laptop.dataDir, (file) => !file.includes('playground'));
    expect(disk).toContain('the web process serves');
    const texts = [...bank.values()].flatMap(({ asks, options }) => [asks, ...options.filter((option) => option.length > 8)]);
    const found = texts.filter((text) => formsOf(text).some((form) => rows.includes(form) || disk.includes(form)));
    expect(found).toEqual([]);
  });
});

describe('the half-term ends', () => {
  it('and is closed, released and shredded by two commands', async () => {
    const closed = await held(laptop, 'period', 'close');
    expect([closed.code, closed.output]).toEqual([0, expect.stringContaining(`${current} is closed`)]);
    const early = await held(laptop, 'period', 'release');
    expect([early.code, early.output]).toEqual([1, expect.stringContaining('24 hours after its close')]);
    const released = await held(laptop, 'period', 'release', '--now');
    expect([released.code, released.output]).toEqual([0, expect.stringContaining(`${current} is released`)]);
    expect((await sealedColumns()).size).toBe(0);
  }, 90_000);

  it('and the tab’s chart has a new point', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
    await page.goto(`http://127.0.0.1:${laptop.ports.web}${paths.tab}`);
    await page.getByRole('button', { name: leader }).click();
    // A leader's page opens on what to do.
    await page.getByRole('heading', { level: 1, name: 'What we do' }).waitFor();
    await page.getByRole('link', { name: 'What we hear' }).click();
    await page.getByRole('heading', { name: 'The latest half-term: Autumn 2, 2026' }).waitFor();
    const load = page.getByRole('article', { name: 'How does that meeting feel now?' });
    await load.getByRole('figure').waitFor();
    await page.screenshot({ path: join(shots, 'main-tab.png'), fullPage: true });
    await load.getByRole('button', { name: 'Show as a table' }).click();
    const rows = await load.getByRole('table').getByRole('row').allInnerTexts();
    expect(rows).toHaveLength(7);
    expect(rows[1]).toMatch(/^Autumn 2, 2026\s+Between /);
  });

  it('and a check-in is refused, kindly, until the next', async () => {
    await chat.getByRole('textbox').last().click();
    await chat.keyboard.type('check in');
    await chat.keyboard.press('Enter');
    await chat.getByText('closed').first().waitFor();
    await chat.screenshot({ path: join(shots, 'main-closed.png') });
  });
});

describe('ending and starting again', () => {
  it('Ctrl-C ends everything, in order, and loses nothing', async () => {
    const before = await tablesText();
    running.kill('SIGINT');
    const { code, output } = await running.finished;
    expect([code, output]).toEqual([0, expect.stringContaining('Everything has ended and is kept.')]);
    for (const port of Object.values(laptop.ports)) await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
    running = await start(laptop);
    expect(running.output()).not.toContain('making the demo');
    expect(await tablesText()).toBe(before);
  }, 90_000);

  it('another start beside it is refused, and so is wiping its data', async () => {
    const second = await start(laptop).then(
      () => 'started',
      (error: unknown) => String(error),
    );
    expect(second).toContain('Held is running');
    expect(running.output()).toContain('Held is ready');
  });

  it('a dead child ends the others, says which, and leaves nothing behind', async () => {
    process.kill(await childRunning('bot/main.ts'), 'SIGKILL');
    const { code, output } = await running.finished;
    expect([code, output]).toEqual([1, expect.stringMatching(/web was ended by SIGKILL[^]*logs\/web\.log/)]);
    for (const port of Object.values(laptop.ports)) await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
  }, 60_000);
});

/** The product's rows, without what tells of processes alive now. */
async function tablesText(): Promise<string> {
  const dump = [...(await dumpTables(tables()))].filter(([name]) => !/process|lease/i.test(name));
  return JSON.stringify(dump.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Process id of the supervisor's child that runs a script. */
async function childRunning(script: string): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,args=']);
  const lines = stdout.split('\n').map((line) => line.trim().split(/\s+/));
  const found = lines.find(([, parent, ...args]) => parent === String(running.pid) && args.includes(script));
  if (!found) throw new Error(`No child runs ${script}:\n${stdout}`);
  return Number(found[0]);
}

function openQuestion(id: string) {
  const found = [...bank.keys()].find((each) => each === id);
  if (!found) throw new Error(id);
  return found;
}

function periodId(text: string): PeriodId {
  const id = parsePeriodId(text);
  if (!id) throw new Error(text);
  return id;
}
