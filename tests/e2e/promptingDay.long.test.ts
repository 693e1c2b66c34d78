/** Two days of one person as she meets them in her chat: the real web process and opener, the Agents Playground, and a clock that is moved. Steps build on one another. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import { commands } from '#words/commands.ts';
import { words } from '#words/chat.ts';
import { root } from '../helpers/checks.ts';
import { sayIn, Walk } from '../helpers/walk.ts';

const shots = join(root, 'tests/e2e/screenshots');

let walk: Walk;
let chat: Page;
let address: string;

beforeAll(async () => {
  await mkdir(shots, { recursive: true });
  walk = await Walk.start('2026-11-18T10:05', { HELD_BOOKING_LINK: 'https://example.org/book' });
  address = await walk.playground();
  chat = await walk.newPage();
}, 240_000);

afterAll(() => walk?.stop(), 60_000);

const endMeeting = (): Promise<void> => walk.done('demo', 'meeting-end');

const type = (text: string): Promise<void> => sayIn(chat, text);

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
    await chat.goto(address);
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
    await walk.itIs('2026-11-19T10:05');
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
    await walk.itIs('2026-11-19T17:29');
    await sleep(longEnoughMs);
    expect(await cards(words.invitation).count()).toBe(2);
    await walk.itIs('2026-11-19T17:30');
    await becomes(cards(words.invitation), 0);
    await becomes(cards(words.passed), 3);
    await shot('days-end');
  }, 60_000);
});
