/** Two days of one person as she meets them in her chat: the real web process and opener, the Agents Playground, and a clock that is moved. Steps build on one another. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { Temporal } from 'temporal-polyfill';
import { localClockFile, setLocalClock } from '../../bot/adapters/system/localClock.ts';
import { commands } from '../../bot/adapters/teams/commands.ts';
import { words } from '../../bot/adapters/teams/words.ts';
import { startChild, type Child } from '../../bot/local/child.ts';
import { playground, playgroundReady } from '../../bot/local/playground.ts';
import { startAzurite, type Azurite } from '../helpers/azurite.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { root } from '../helpers/checks.ts';
import { discard, held, newLaptop, run, type Laptop, type Running } from '../helpers/laptop.ts';

const shots = join(root, 'tests/e2e/screenshots');
const zone = 'Europe/London';

let laptop: Laptop;
let azurite: Azurite;
let processes: readonly Running[] = [];
let client: Child;
let browser: Browser;
let chat: Page;

beforeAll(async () => {
  await mkdir(shots, { recursive: true });
  laptop = await newLaptop({ ANSWER_IN: 'chat', HELD_BOOKING_LINK: 'https://example.org/book' });
  const { ports, dataDir } = laptop;
  azurite = await startAzurite({ tablePort: ports.tables, queuePort: ports.queues });
  await itIs('2026-11-18T10:05');
  const web = run(laptop, 'bot/main.ts');
  const opener = run(laptop, 'bot/opener.ts');
  processes = [web, opener];
  await Promise.all([web.printed('the web process serves'), opener.printed('at work')]);
  await done('roster', 'import', join(root, 'bot/local/demo/people.csv'));
  await done('calendar', 'confirm');
  await done('period', 'start');
  const place = { port: ports.playground, botPort: ports.web, folder: join(dataDir, 'playground'), environment: laptop.env };
  client = await startChild(playground(place), join(dataDir, 'logs'));
  await playgroundReady(client, ports.playground);
  browser = await launchBrowser();
  chat = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await client?.stop();
  for (const each of processes) each.kill('SIGTERM');
  await Promise.all(processes.map(({ finished }) => finished));
  await azurite?.stop();
  await discard(laptop);
}, 60_000);

const itIs = (local: string): Promise<void> =>
  setLocalClock(localClockFile(laptop.dataDir), Temporal.PlainDateTime.from(local).toZonedDateTime(zone).toInstant());

async function done(...args: readonly string[]): Promise<void> {
  const { code, output } = await held(laptop, ...args);
  expect([args, code, output]).toEqual([args, 0, output]);
}

const endMeeting = (): Promise<void> => done('demo', 'meeting-end');

async function type(text: string): Promise<void> {
  await chat.getByRole('textbox').last().click();
  await chat.keyboard.type(text);
  await chat.keyboard.press('Enter');
}

const tap = (name: string, within: Page | Locator = chat): Promise<void> =>
  within.getByRole('button', { name, exact: true }).last().click();
const shot = (name: string): Promise<Buffer> => chat.screenshot({ path: join(shots, `day-${name}.png`) });
const cards = (text: string): Locator => chat.locator('.ac-adaptiveCard').filter({ hasText: text });
/** Long enough for a prompt that is due to come: settling takes up to two seconds, a look one. */
const longEnoughMs = 6_000;

async function becomes(locator: Locator, count: number): Promise<void> {
  for (let i = 0; i < 100 && (await locator.count()) !== count; i += 1) await sleep(200);
  expect(await locator.count()).toBe(count);
}

describe('install', () => {
  it('brings the welcome, and nothing else comes before it is answered', async () => {
    await chat.goto(`http://127.0.0.1:${laptop.ports.playground}/`);
    await cards(words.whichDays).first().waitFor({ timeout: 20_000 });
    for (const name of [words.takePart, words.notForMe, words.howItWorks]) await chat.getByRole('button', { name }).waitFor();
    await shot('welcome');
    await endMeeting();
    await sleep(longEnoughMs);
    expect(await chat.getByText(words.invitation).count()).toBe(0);
  }, 60_000);

  it('and “Take part” says when Held may ask', async () => {
    await tap(words.takePart);
    await chat.getByText('Thank you. Held may ask').waitFor();
    await shot('taking-part');
  });
});

describe('the first day', () => {
  it('a meeting’s end brings a prompt, and “Not now” makes it pass', async () => {
    await endMeeting();
    await cards(words.invitation).first().waitFor({ timeout: 20_000 });
    await shot('prompt');
    await tap(words.notNow);
    await becomes(cards(words.passed), 1);
    expect(await cards(words.invitation).count()).toBe(0);
    await shot('not-now');
  });

  it('“pause” until Monday keeps the next day quiet', async () => {
    await type(commands.pause);
    await tap(words.pauseUntil.monday, cards(words.pauseAsk).last());
    await chat.getByText('Held is quiet until Monday 23 November 2026').waitFor();
    await shot('paused');
    await itIs('2026-11-19T10:05');
    await endMeeting();
    await sleep(longEnoughMs);
    expect(await cards(words.invitation).count()).toBe(0);
  }, 60_000);
});

describe('the second day', () => {
  it('“resume” lets the next meeting’s end bring a prompt', async () => {
    await type(commands.resume);
    await chat.getByText(words.resumed).waitFor();
    await endMeeting();
    await cards(words.invitation).first().waitFor({ timeout: 20_000 });
    await shot('resumed');
  }, 60_000);

  it('“check in” brings a question of her own', async () => {
    await type(commands.checkIn);
    await becomes(cards(words.invitation), 2);
    await shot('check-in');
  });

  it('and at the day’s end every card has passed', async () => {
    await itIs('2026-11-19T17:29');
    await sleep(longEnoughMs);
    expect(await cards(words.invitation).count()).toBe(2);
    await itIs('2026-11-19T17:30');
    await becomes(cards(words.invitation), 0);
    await becomes(cards(words.passed), 3);
    await shot('days-end');
  }, 60_000);
});
