/** The tab in a team or group chat: how it is added there, and that it shows what a group hears and nothing of one person's own. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Frame, Page } from 'playwright-core';
import { paths, tabPlaces } from '../../bot/contract/paths.ts';
import { placeOf } from '../../tab/place.ts';
import { axeFindings, structure } from '../helpers/accessible.ts';
import { openTabPages, type TabPages } from './tabPages.ts';
import { demo } from './demoBodies.ts';
import { demoReplies, refusal } from './tabServer.ts';

let tabs: TabPages;
beforeAll(async () => {
  tabs = await openTabPages();
}, 120_000);
afterAll(() => tabs?.stop());
afterEach(async () => {
  await Promise.all(tabs.browser.contexts().map((context) => context.close()));
  tabs.server.replies = demoReplies();
  expect(tabs.takeComplaints()).toEqual([]);
});

/** The tab at one of its places inside the small host, and the paths that it asks for. */
async function at(place: keyof typeof tabPlaces, { hash = '', ...host }: Readonly<Record<string, string>> = {}) {
  const page = await tabs.newPage();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const said = new URLSearchParams({ tab: tabPlaces[place], ...(place === 'add' ? { frame: 'settings' } : {}), ...host });
  await page.goto(`${tabs.server.url}/host.html?${said}${hash}`);
  const tab = page.frames().find((each) => each.url().includes(paths.tab));
  if (!tab) throw new Error('The host shows no tab.');
  await tab.locator('h1').first().waitFor();
  return { page, tab, asked };
}
const told = async (page: Page, func: string): Promise<unknown> =>
  page.evaluate(`host.told.filter(([func]) => func === ${JSON.stringify(func)}).map(([, args]) => args)`);
const hears = (page: Page, func: string) => page.waitForFunction(`host.heard.includes(${JSON.stringify(func)})`);

it('knows where it stands by its address, whatever else a host puts there', () => {
  const origin = 'https://held.example.sch.uk';
  const place = (search: string) => placeOf({ origin, search });
  expect(['', '?theme=dark', '?in=elsewhere', '?in=add', '?theme=dark&in=shared'].map(place)).toEqual([
    'own',
    'own',
    'own',
    'add',
    'shared',
  ]);
});

describe('where it is added', () => {
  it('says what will stand there, and on Save gives the host the shared page, asking the server for nothing', async () => {
    const { page, tab, asked } = await at('add');
    await tab.getByRole('heading', { level: 1, name: 'Add “What we hear”' }).waitFor();
    await tab.getByText('Somebody who is not on the roster, a guest for instance, sees no figure.').waitFor();
    expect(await structure(tab)).toEqual([]);
    for (const theme of ['default', 'contrast']) {
      await page.evaluate(`host.theme(${JSON.stringify(theme)})`);
      await page.waitForTimeout(300);
      expect([theme, await axeFindings(tab)]).toEqual([theme, []]);
    }
    expect(await told(page, 'settings.setValidityState')).toEqual([[true]]);
    expect(await told(page, 'settings.setSettings')).toEqual([]);
    await page.evaluate('host.save()');
    await hears(page, 'settings.save.success');
    const url = `${tabs.server.url}${tabPlaces.shared}`;
    expect(await told(page, 'settings.setSettings')).toEqual([
      [{ entityId: 'held-shared', suggestedDisplayName: 'What we hear', contentUrl: url, websiteUrl: url }],
    ]);
    expect(asked.filter((path) => path.startsWith('/api/') || path.startsWith('/local/'))).toEqual([]);
  });

  it('tells the host in words when it could not be added', async () => {
    const { page } = await at('add', { refuses: 'settings' });
    await page.evaluate('host.save()');
    await hears(page, 'settings.save.failure');
    expect(await told(page, 'settings.save.failure')).toEqual([['Held could not be added here. Please try again in a minute.']]);
  });

  it('says so where the host adds no tabs', async () => {
    const { tab } = await at('add', { without: 'settings' });
    await tab.getByRole('heading', { name: 'Held cannot be added here' }).waitFor();
  });
});

describe('in a team or group chat', () => {
  const figures = (tab: Frame) => tab.getByRole('figure').first().waitFor();
  /** What somebody of this role has before them there, once the last of it has come. */
  const openedBy = async (role: (typeof demo.me.roles)[number], last: string, hash = ''): Promise<() => Promise<string>> => {
    tabs.server.replies[paths.me] = { status: 200, body: { ...demo.me, roles: [role] } };
    const { tab } = await at('shared', { hash });
    await tab.getByText(last).last().waitFor();
    return () => tab.locator('#root').innerText();
  };
  /** Charts come one by one: both are read until they are the same. */
  const expectSame = async (one: () => Promise<string>, other: () => Promise<string>): Promise<void> => {
    let [first, second] = [await one(), await other()];
    for (let i = 0; i < 40 && first !== second; i += 1) {
      await sleep(250);
      [first, second] = [await one(), await other()];
    }
    expect(second).toBe(first);
  };

  it('has the figures, no other page, and asks only for what everyone in a group may read', async () => {
    const { tab, asked } = await at('shared', { hash: '#mine' });
    await figures(tab);
    expect(await tab.getByRole('heading', { level: 1 }).innerText()).toBe('What we hear');
    expect(await tab.getByRole('navigation').count()).toBe(0);
    expect(await tab.locator('a[href^="#"]').allInnerTexts()).toEqual(['Skip to the page']);
    expect(new Set(asked.filter((path) => path.startsWith('/api/')))).toEqual(
      new Set([paths.me, paths.releases, paths.questions, paths.booking, paths.period, paths.actions, paths.supervisionOffered]),
    );
    expect(asked.filter((path) => /assets\/(Mine|Supervis\w+|Admin|Do|Governors)-/.test(path))).toEqual([]);
    expect(await tab.locator('#root').innerText()).not.toContain(demo.me.displayName);
    expect(await structure(tab)).toEqual([]);
    expect(await axeFindings(tab)).toEqual([]);
  });

  it('shows the same to everyone in a group, whatever their role, before the first figures too', async () => {
    const stages = [
      { releases: demo.releases, last: 'Are you supported when the work is hard?', others: ['leader', 'supervisor', 'admin'] },
      { releases: { releases: [] }, last: 'The first figures are on their way', others: ['leader'] },
    ] as const;
    for (const { releases, last, others } of stages) {
      tabs.server.replies[paths.releases] = { status: 200, body: releases };
      const seen: (() => Promise<string>)[] = [];
      for (const role of others) seen.push(await openedBy(role, last, '#do'));
      const senco = await openedBy('senco', last);
      expect(await senco()).toContain('Each person sees the figures of their own groups here.');
      for (const other of seen) await expectSame(senco, other);
    }
  });

  it('shows somebody who is not on the roster no figure', async () => {
    for (const path of [paths.me, paths.releases]) tabs.server.replies[path] = refusal(403, 'not-on-roster');
    const { tab } = await at('shared');
    await tab.getByRole('heading', { name: 'Held does not know you yet' }).waitFor();
    expect(await tab.getByRole('figure').count()).toBe(0);
  });
});
