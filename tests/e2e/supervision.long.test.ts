/**
 * Supervision as two people meet it: the tab of each, and the supervisor's chat in a Playground of its own, over the real processes. At every
 * step the tables are read for what nobody may find there. Steps build on one another.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Download, Page } from 'playwright-core';
import { commands } from '#words/commands.ts';
import { supervisionWords as said } from '#words/supervisionChat.ts';
import { readWebConfig } from '../../bot/config.ts';
import { paths } from '../../bot/contract/paths.ts';
import { topicWords } from '../../bot/contract/supervision.ts';
import { playgroundConfig } from '../../bot/local/playground.ts';
import { dayName } from '../../words/formats.ts';
import { agendaWords, supervising, supervision } from '#words/tab/supervision.ts';
import { root } from '../helpers/checks.ts';
import { dumpTables, formsOf } from '../helpers/storageDump.ts';
import { sayIn, Walk } from '../helpers/walk.ts';

const [supervisee, supervisor] = ['Ada Appletree', 'Sol Silverbirch'];
const texts = {
  note: 'the long call about the timetable',
  withdrawn: 'words that are taken back again',
  access: 'a chair near the door please',
  focus: 'what the week had left behind',
  mine: 'saying what the role can hold',
  action: 'ask for one protected hour',
  added: 'a line of her own afterwards',
};

let walk: Walk;
let ada: Page;
let sol: Page;
let chat: Page;
let ownChat: Page;

/** The Playground's own people with these two in each other's place: only the chat of who is in front shows. */
async function solInFront(): Promise<string> {
  const pairs = [
    ['demo-ada', 'demo-sol'],
    ['Ada', 'Sol'],
    ['Appletree', 'Silverbirch'],
    ['ada.appletree', 'sol.silverbirch'],
    ['b3a20b6c-6c6b-4b41-b40b-03947ea321be', '34296a83-d4a8-442a-a7f8-c874e6b9197d'],
  ] as const;
  const other = new Map<string, string>(pairs.flatMap(([one, two]) => [[one, two] as const, [two, one] as const]));
  const words = new RegExp([...other.keys()].toSorted((x, y) => y.length - x.length).join('|'), 'g');
  const text = await readFile(playgroundConfig, 'utf8');
  const path = join(walk.laptop.dataDir, 'playground-sol.yml');
  await writeFile(
    path,
    text.replace(words, (word) => other.get(word) ?? word),
  );
  return path;
}

beforeAll(async () => {
  // The web process serves the built tab.
  await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', '-e', "import('./bot/local/tabBuild.ts').then(({ buildTab }) => buildTab())"],
    { cwd: root },
  );
  walk = await Walk.start('2026-11-18T10:05');
  const [own, other] = [await walk.playground(), await walk.playground(await solInFront())];
  [ada, sol] = [await tabOf(supervisee), await tabOf(supervisor)];
  [ownChat, chat] = [await chatAt(own), await chatAt(other)];
}, 240_000);

afterAll(() => walk?.stop(), 60_000);

async function tabOf(name: string): Promise<Page> {
  const page = await walk.newPage();
  await page.goto(`http://127.0.0.1:${walk.laptop.ports.web}${paths.tab}`);
  await page.getByRole('button', { name }).click();
  await page.getByRole('link', { name: name === supervisee ? 'My supervision' : 'Supervision' }).click();
  await page.locator('h1').waitFor();
  return page;
}

async function chatAt(address: string): Promise<Page> {
  const page = await walk.newPage(900);
  await page.goto(address);
  await page.getByText('Personal Chat').first().waitFor();
  return page;
}

/** Reloads a tab and comes back to the same page and person. */
async function again(page: Page, name: string): Promise<void> {
  await page.reload();
  await page.getByRole('button', { name }).click();
  await page.locator('main').waitFor();
}

/** Nothing that anybody wrote, and no topic, is readable in the tables or in the logs. */
async function nothingReadable(): Promise<void> {
  const rows = JSON.stringify([...(await dumpTables(readWebConfig(walk.laptop.env).tables))]);
  const logs = walk.processes.map((each) => each.output()).join('\n');
  const sought = [...Object.values(texts), ...Object.values(topicWords), '"topic"', 'boundaries'];
  const found = sought.filter((text) => formsOf(text).some((form) => rows.includes(form) || logs.includes(form)));
  expect(found).toEqual([]);
  expect(rows).toContain('HeldSupervision');
}

async function textOf(download: Download): Promise<string> {
  return readFile(await download.path(), 'utf8');
}

describe('before the first session', () => {
  it('both accept what stays between them', async () => {
    for (const page of [ada, sol]) {
      const panel = page.getByRole('region', { name: page === ada ? supervision.contract.title : supervisee });
      if (page === sol) await panel.getByText(supervising.more).click();
      await panel.getByRole('button', { name: supervision.contract.accept }).first().click();
      await panel.getByText('You agreed on').first().waitFor();
    }
    await nothingReadable();
  }, 60_000);

  it('a date is set, and comes as a calendar file', async () => {
    await again(ada, supervisee);
    await ada.getByText(supervision.session.change).click();
    await ada.getByLabel(supervision.session.date, { exact: true }).fill('2026-11-24');
    await ada.getByLabel(supervision.session.repeats).selectOption('fortnight');
    await ada.getByRole('button', { name: supervision.session.save }).click();
    await ada.getByText('24 November 2026').first().waitFor();
    const [file] = await Promise.all([ada.waitForEvent('download'), ada.getByRole('button', { name: supervision.session.file }).click()]);
    expect(file.suggestedFilename()).toBe('held-supervision.ics');
    const text = await textOf(file);
    for (const line of ['BEGIN:VEVENT', 'DTSTART;TZID=Europe/London:20261124T100000', 'RRULE:FREQ=WEEKLY;INTERVAL=2'])
      expect(text).toContain(line);
    for (const name of [supervisee, supervisor]) expect(text).not.toContain(name);
  });
});

describe('keeping topics', () => {
  it('“flag” in a chat without dialogs leads to the tab, and no topic stands in the chat', async () => {
    await sayIn(ownChat, commands.flag);
    await ownChat.getByText(said.flagInvitation).first().waitFor({ timeout: 20_000 });
    await ownChat.getByRole('button', { name: said.openTab }).or(ownChat.getByText(said.openTab)).first().waitFor();
  });

  it('keeps two, previews both, and withdraws one', async () => {
    const keep = async (topic: string, note: string): Promise<void> => {
      await ada.getByLabel(supervision.keep.topic, { exact: true }).selectOption({ label: topic });
      await ada.getByLabel(supervision.keep.note, { exact: true }).fill(note);
      await ada.getByRole('button', { name: supervision.keep.save, exact: true }).click();
      await ada.getByRole('button', { name: `${supervision.list.withdraw}: ${topic}` }).waitFor();
    };
    await keep(topicWords.boundaries, texts.note);
    await keep(topicWords.team, texts.withdrawn);
    await ada.getByLabel(supervision.wishes.access).fill(texts.access);
    await ada.getByRole('button', { name: supervision.wishes.save, exact: true }).click();
    const preview = ada.getByRole('complementary');
    for (const text of [texts.note, texts.withdrawn, texts.access]) await preview.getByText(text).waitFor();
    await nothingReadable();
    await ada.getByRole('button', { name: `${supervision.list.withdraw}: ${topicWords.team}` }).click();
    await preview.getByText(texts.withdrawn).waitFor({ state: 'detached' });
    await again(sol, supervisor);
    await sol.getByText(supervising.noDigest).first().waitFor();
    expect(await sol.getByText(texts.note).count()).toBe(0);
    await nothingReadable();
  }, 60_000);
});

describe('the preview', () => {
  it('is announced in the supervisee’s own chat a working day ahead, and in nobody else’s', async () => {
    // Who they are reaches Held with the first words that they type.
    await sayIn(chat, commands.help);
    await sleep(1_500);
    await walk.itIs('2026-11-20T07:30');
    await ownChat.getByText(said.notices.preview).first().waitFor({ timeout: 30_000 });
    for (const each of [chat, ownChat]) {
      const words = await each.locator('body').innerText();
      for (const text of [texts.note, topicWords.boundaries, texts.access]) expect(words).not.toContain(text);
    }
    expect(await chat.getByText(said.notices.preview).count()).toBe(0);
    expect(await chat.getByText(said.notices.digest).count()).toBe(0);
    await again(ada, supervisee);
    await ada.getByText(supervision.preview.on(dayName('2026-11-23'))).waitFor();
    await nothingReadable();
  }, 90_000);
});

describe('the digest', () => {
  it('is announced in the supervisor’s chat, once, without a word of it', async () => {
    const before = await chat.locator('.ac-adaptiveCard').count();
    await walk.itIs('2026-11-23T07:30');
    await chat.getByText(said.notices.digest).first().waitFor({ timeout: 30_000 });
    await sleep(3_000);
    expect(await chat.getByText(said.notices.digest).count()).toBe(1);
    expect(await chat.locator('.ac-adaptiveCard').count()).toBeGreaterThan(before);
    const words = await chat.locator('body').innerText();
    for (const text of [texts.note, topicWords.boundaries, texts.access]) expect(words).not.toContain(text);
    await nothingReadable();
  }, 90_000);

  it('is read in the tab, and marked as talked through', async () => {
    await again(sol, supervisor);
    await sol.getByText(texts.note).waitFor();
    await sol.getByText(supervision.digest.access(texts.access)).waitFor();
    expect(await sol.getByText(texts.withdrawn).count()).toBe(0);
    await sol.getByRole('button', { name: supervising.discuss }).first().click();
    await sol.getByText(supervision.digest.talked(dayName('2026-11-23'))).waitFor();
    await again(ada, supervisee);
    await ada.getByText(supervision.list.discussedOn(dayName('2026-11-23'))).waitFor();
    await ownChat.getByText(said.notices.receipt).first().waitFor({ timeout: 20_000 });
  }, 60_000);
});

describe('the day of the session', () => {
  it('is in both chats in the morning, without a word of what it is about', async () => {
    await walk.itIs('2026-11-24T07:30');
    for (const each of [chat, ownChat]) {
      await each.getByText(said.notices.agenda).first().waitFor({ timeout: 30_000 });
      const words = await each.locator('body').innerText();
      for (const text of [texts.note, topicWords.boundaries, texts.access]) expect(words).not.toContain(text);
    }
    for (const each of [chat, ownChat])
      await each.getByRole('button', { name: said.openTab }).or(each.getByText(said.openTab)).last().waitFor();
    await again(ada, supervisee);
    await ada.getByText(supervision.session.agenda).click();
    await ada.getByText(agendaWords.space).waitFor();
    await nothingReadable();
  }, 90_000);
});

describe('the record', () => {
  it('is drafted by the supervisor after the session', async () => {
    await walk.itIs('2026-11-25T08:00');
    const write = supervising.write(dayName('2026-11-24'), dayName('2026-11-26'));
    for (let i = 0; i < 20 && (await sol.getByRole('button', { name: write }).count()) === 0; i += 1) {
      await sleep(1_000);
      await again(sol, supervisor);
      await sleep(500);
    }
    await sol.getByRole('button', { name: write }).click();
    await sol.getByLabel(supervision.records.parts.focus).fill(texts.focus);
    await sol.getByLabel(supervision.records.parts.mine).fill(texts.mine);
    await sol.getByRole('button', { name: supervising.form.addAction }).click();
    await sol.getByRole('textbox', { name: supervising.form.what, exact: true }).fill(texts.action);
    await sol.getByRole('button', { name: supervising.form.save }).click();
    await sol.getByText(supervising.form.saved).waitFor();
    await ownChat.getByText(said.notices.record).first().waitFor({ timeout: 20_000 });
    await nothingReadable();
  }, 90_000);

  it('is the supervisee’s: added to, confirmed, exported, and out of the supervisor’s sight', async () => {
    await again(ada, supervisee);
    const record = ada.getByRole('article', { name: supervision.records.of(dayName('2026-11-24')) });
    await record.getByText(texts.focus).waitFor();
    await record.getByText(supervision.records.add).click();
    await record.getByLabel(supervision.records.parts.added).fill(texts.added);
    await record.getByRole('button', { name: supervision.records.addSave }).click();
    await record.locator('dd', { hasText: texts.added }).waitFor();
    await record.getByRole('button', { name: supervision.records.confirm }).click();
    await record.getByText('Confirmed on').waitFor();
    const [json] = await Promise.all([
      ada.waitForEvent('download'),
      record.getByRole('button', { name: supervision.records.json }).click(),
    ]);
    expect(JSON.parse(await textOf(json))).toMatchObject({ focus: texts.focus, added: texts.added, date: '2026-11-24' });
    const [page] = await Promise.all([
      ada.waitForEvent('download'),
      record.getByRole('button', { name: supervision.records.print }).click(),
    ]);
    const html = await textOf(page);
    for (const text of [texts.focus, texts.mine, texts.action, texts.added, supervision.disclosable]) expect(html).toContain(text);
    expect(html).not.toContain('<script');
    await again(sol, supervisor);
    await sol.getByRole('region', { name: supervisee }).getByText(supervising.more).click();
    await sol.getByText(supervising.noRecords).first().waitFor();
    expect(await sol.getByText(texts.focus).count()).toBe(0);
    await nothingReadable();
  }, 90_000);

  it('and is deleted for good', async () => {
    const record = ada.getByRole('article', { name: supervision.records.of(dayName('2026-11-24')) });
    await record.getByRole('button', { name: supervision.records.remove }).click();
    await record.getByRole('button', { name: supervision.records.removeYes }).click();
    await record.waitFor({ state: 'detached' });
    const rows = [...(await dumpTables(readWebConfig(walk.laptop.env).tables))].find(([name]) => name === 'HeldSupervision')?.[1] ?? [];
    expect(rows.filter((row) => String(row['rowKey']).includes('record.'))).toEqual([]);
    await nothingReadable();
  });
});
