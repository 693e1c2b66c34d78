/** What states.test.ts looks at in one case or two, in the others. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Frame, Page } from 'playwright-core';
import { paths } from '../../bot/contract/paths.ts';
import { words } from '#words/tab.ts';
import { admin } from '#words/tab/admin.ts';
import { supervising, supervision, upkeepWords } from '#words/tab/supervision.ts';
import { demo } from './demoBodies.ts';
import { openTabPages, type TabPages } from './tabPages.ts';
import { onPaper } from './looks.ts';
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

const { states } = words;
const heading = (tab: Frame, name: string) => tab.getByRole('heading', { level: 1, name }).waitFor();
const again = (within: Pick<Frame, 'getByRole'>) => within.getByRole('button', { name: states.retry }).click();

/** The tab in a host that is asked for in words of `host.html`, without waiting for anything of the tab. */
async function hosted(page: Page, asked: string, roles: readonly (typeof demo.me.roles)[number][] = ['senco']): Promise<Frame> {
  tabs.server.replies[paths.me] = { status: 200, body: { ...demo.me, roles: [...roles] } };
  await page.goto(`${tabs.server.url}/host.html?${asked}`);
  const tab = page.frames().find((each) => each.url().includes(paths.tab));
  if (!tab) throw new Error('The host shows no tab.');
  return tab;
}

describe('a host', () => {
  it.each(['initialize', 'getContext'])('that is silent to %s is not waited for without end', async (call) => {
    // Where there is no local mode: a frame that does not answer is a host that is slow.
    const { [paths.localPeople]: _people, ...replies } = demoReplies();
    tabs.server.replies = replies;
    const page = await tabs.newPage();
    await page.clock.install();
    const tab = await hosted(page, `silent=${call}`);
    await page.waitForFunction(`host.heard.includes(${JSON.stringify(call)})`);
    await page.clock.fastForward(11_000);
    await heading(tab, states.late.title);
    expect(await tab.title()).toBe(`${states.late.title} – Held`);
    await page.evaluate('host.speak()');
    await again(tab);
    await heading(tab, words.pages.hear);
    expect(await tab.title()).toBe(`${words.pages.hear} – Held`);
  });
});

describe('a part of a page', () => {
  it.each([
    ['#admin', 'admin', paths.signposts, admin.links.title, admin.links.text, admin.state.title],
    ['#admin', 'admin', paths.termDates, admin.dates.title, admin.dates.startingPoint, admin.state.title],
    ['#admin', 'admin', paths.quietDays, admin.quiet.title, admin.quiet.text, admin.state.title],
    ['#admin', 'admin', paths.supervisionUpkeep, upkeepWords.title, upkeepWords.works.morning, admin.state.title],
    ['#supervise', 'supervisor', paths.supervisees, supervising.digests, supervising.booking.title, supervising.library.title],
    [
      '#supervision',
      'senco',
      paths.supervisionNetwork,
      supervision.network.title,
      supervision.network.kinds.network,
      supervision.keep.title,
    ],
    ['#supervision', 'senco', paths.supervisionRecords, supervision.records.title, supervision.records.confirm, supervision.keep.title],
  ] as const)('%s, as %s: what %s gives fails alone and comes back when asked again', async (hash, role, path, title, comes, other) => {
    tabs.server.replies[path] = refusal(503, 'storage-down');
    const tab = await tabs.inHost(await tabs.newPage(), hash, [role]);
    const panel = tab.getByRole('region', { name: title, exact: true });
    await panel.getByText(states.failed.text).waitFor();
    await tab.getByRole('heading', { name: other }).first().waitFor();
    tabs.server.replies[path] = demoReplies()[path] ?? refusal(404, 'not-found');
    await again(panel);
    await tab.getByText(comes).first().waitFor();
    expect(await tab.getByText(states.failed.text).count()).toBe(0);
  });
});

describe('on paper', () => {
  it.each([
    ['#hear', 'contrast'],
    ['#admin', 'dark'],
  ] as const)('%s is dark on white, plots too, from the %s theme', async (hash, theme) => {
    const page = await tabs.newPage();
    const tab = await tabs.inHost(page, hash, ['leader', 'admin'], theme);
    if (hash !== '#admin') await tab.locator('figure svg').first().waitFor();
    const seen = await onPaper(tab);
    expect(seen.darkest).toBeGreaterThan(0.95);
    expect(seen.lightest).toBeLessThan(0.5);
    if (hash === '#admin') return;
    expect(seen.bands.length).toBeGreaterThan(0);
    // Fluent's brand colour on white: neither the bright one of the dark theme nor the yellow of contrast.
    for (const band of seen.bands) expect(band).toBeLessThan(0.5);
    for (const edge of seen.edges) expect(edge).toBeLessThan(0.5);
  });
});
