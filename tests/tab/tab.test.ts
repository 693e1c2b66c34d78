/** The built tab in a real browser: standing alone in local mode, inside a host that speaks teams-js's protocol, and when things go wrong. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions, Frame, Page } from 'playwright-core';
import { paths } from '../../bot/contract/paths.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { demo } from './demoBodies.ts';
import { builtTab, demoReplies, refusal, serveTab, type TabServer } from './tabServer.ts';

let server: TabServer;
let browser: Browser;
/** Everything a page complained about or asked of a stranger: empty, or the test fails. */
let complaints: string[] = [];

beforeAll(async () => {
  server = await serveTab(await builtTab());
  browser = await launchBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  server.replies = demoReplies();
  const [heard, unsigned] = [complaints, server.unsigned.splice(0)];
  complaints = [];
  expect(heard).toEqual([]);
  expect(unsigned).toEqual([]);
});

async function newPage(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // A refused request is what some tests are about; a breach of the Content-Security-Policy never is.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url)) complaints.push(`asked a stranger: ${request.url()}`);
  });
  return page;
}

const without = (...gone: string[]) => Object.fromEntries(Object.entries(demoReplies()).filter(([path]) => !gone.includes(path)));
const openTab = (page: Page) => page.goto(`${server.url}${paths.tab}`);

async function viewAs(page: Page, name: string): Promise<void> {
  await openTab(page);
  await page.getByRole('button', { name }).click();
  await page.getByRole('heading', { level: 1, name: 'What we hear' }).waitFor();
}

async function inHost(page: Page, theme: string): Promise<Frame> {
  await page.goto(`${server.url}/host.html?theme=${theme}`);
  const frame = page.frames().find((each) => each.url().includes(paths.tab));
  if (!frame) throw new Error('The host shows no tab.');
  await frame.getByRole('figure').first().waitFor();
  return frame;
}

const scrollsSideways = (page: Page | Frame) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
const ground = (page: Page | Frame) =>
  page.evaluate(() => getComputedStyle(document.querySelector('.fui-FluentProvider') ?? document.body).backgroundColor);

describe('standing alone in local mode', () => {
  it('offers the demo people, shows their group, and keeps no token', async () => {
    const page = await newPage();
    await openTab(page);
    await page.getByRole('heading', { name: 'View as' }).waitFor();
    expect(await page.getByRole('listitem').count()).toBe(demo.people.people.length);

    await page.getByRole('button', { name: 'Ama Thorne' }).click();
    await page.getByRole('heading', { name: 'The latest half-term: Autumn 1, 2026' }).waitFor();
    await page.getByText('8 to 13 people answered').waitFor();
    const load = page.getByRole('article', { name: 'How does that meeting feel now?' });
    await load.getByRole('figure').waitFor();
    expect(await load.getByRole('paragraph').allInnerTexts()).toEqual([
      'Between Some weight and Quite heavy',
      'Steady since Summer 2, 2026',
    ]);
    await page.getByRole('link', { name: /Book your next session/ }).waitFor();
    await page.getByText('These questions are not a clinical measure.').waitFor();
    await page.getByText('Do not ask who answered, or what.').waitFor();
    await page.getByText('Answers for Autumn 2, 2026 are being gathered until 18 December 2026.').waitFor();
    const kept = await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]);
    expect(kept).toEqual([0, 0, '']);

    await page.getByRole('button', { name: 'View as somebody else' }).click();
    await page.getByRole('heading', { name: 'View as' }).waitFor();
  });

  it('climbs the ladder and says which group is shown and why', async () => {
    const page = await newPage();
    await viewAs(page, 'Ama Thorne');
    await page.getByText(/You see Northern Trust, East because/).waitFor();
    await page.getByRole('tab', { name: 'Northern Trust' }).click();
    await page.getByText('30 and more people answered').waitFor();
    await page.getByText(/You see Northern Trust because/).waitFor();
    await page.getByText('Most often: Waiting and thresholds').first().waitFor();
  });

  it('draws a band for each published half-term, none where there is nothing to show, and has the table behind it', async () => {
    const page = await newPage();
    await viewAs(page, 'Ama Thorne');
    const card = page.getByRole('article', { name: 'Did you have someone to think hard decisions through with?' });
    await card.getByRole('figure').waitFor();
    expect(await card.locator('svg rect').count()).toBe(6);
    // Spring 2 is missing, so nothing joins Spring 1 to Summer 1; and the group changed after Autumn 1, so the line breaks there.
    expect(await card.locator('svg polygon').count()).toBe(3);
    // Always there for screen readers; on screen when asked for.
    const table = card.getByRole('table');
    expect((await table.boundingBox())?.width ?? 0).toBeGreaterThan(0);
    expect(await table.getByRole('row').allInnerTexts()).toEqual([
      'Half-term\tAverage\tSeason',
      'Autumn 1, 2026\tBetween Sometimes and Often\t',
      'Summer 2, 2026\tAround Sometimes\ttransition to the next school',
      'Summer 1, 2026\tAround Sometimes\texams',
      'Spring 2, 2026\tNot enough responses to show\tEHCP transfer to post-16, due 31 March',
      'Spring 1, 2026\tBetween Rarely and Sometimes\tEHCP phase transfer, due 15 February',
      'Autumn 2, 2025\tBetween Rarely and Sometimes\t',
      'Autumn 1, 2025\tBetween Rarely and Sometimes\t',
    ]);
    const toggle = card.getByRole('button', { name: 'Show as a table' });
    await toggle.click();
    expect(await card.getByRole('button', { name: 'Hide the table' }).getAttribute('aria-expanded')).toBe('true');
    await card.getByText('Not enough responses to show').first().click();
    await card.getByText(/A figure needs enough people/).waitFor();
  });

  it('draws a band exactly as wide as the rounding step, open where the figure was clamped', async () => {
    const page = await newPage();
    await viewAs(page, 'Ama Thorne');
    const card = page.getByRole('article', { name: 'How does that meeting feel now?' });
    await card.getByRole('figure').waitFor();
    const rects = await card
      .locator('svg rect')
      .evaluateAll((all) => all.map((rect) => [rect.getAttribute('y'), rect.getAttribute('height')]));
    // Means 2, 2, 2.5, 3.5 clamped, 2.5, 2, 1.5 of 4, the light end on top.
    expect(rects).toEqual([
      ['43.75%', '12.5%'],
      ['43.75%', '12.5%'],
      ['56.25%', '12.5%'],
      ['81.25%', '18.75%'],
      ['56.25%', '12.5%'],
      ['43.75%', '12.5%'],
      ['31.25%', '12.5%'],
    ]);
    const edges = await card.locator('svg g').evaluateAll((all) => all.map((band) => band.querySelectorAll('line').length));
    expect(edges).toEqual([2, 2, 2, 1, 2, 2, 2]);
  });

  it('can be walked with the keyboard alone', async () => {
    const page = await newPage();
    await openTab(page);
    await page.getByRole('heading', { name: 'View as' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Dev Anand');
    await page.keyboard.press('Enter');
    await page.getByRole('figure').first().waitFor();
    const reached: string[] = [];
    for (let i = 0; i < 13; i++) {
      await page.keyboard.press('Tab');
      reached.push(await page.evaluate(() => document.activeElement?.textContent ?? ''));
    }
    expect(reached.map((text) => text.trim())).toEqual([
      'Skip to the page',
      'What we hear',
      'My place',
      'My supervision',
      'View as somebody else',
      'East',
      'Show as a table',
      'Show as a table',
      'Show as a table',
      'Not enough responses to show',
      'Show as a table',
      'Save these figures (CSV)',
      'Book your next session',
    ]);
    await page.getByRole('tab', { name: 'East' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.getByText('30 and more people answered').waitFor();
  });

  it('follows the browser into the dark', async () => {
    const page = await newPage({ colorScheme: 'dark' });
    await viewAs(page, 'Ama Thorne');
    expect(await ground(page)).toBe('rgb(31, 31, 31)');
  });
});

describe('inside a host', () => {
  it.each(['default', 'dark', 'contrast'])(
    'wears the %s theme from 360 to 1280 px, says it is ready, and asks for a token each time',
    async (theme) => {
      const page = await newPage();
      const frame = await inHost(page, theme);
      for (const width of [360, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await scrollsSideways(frame)).toBe(false);
        const heard: unknown = await page.evaluate('host.heard');
        expect(heard).toEqual(expect.arrayContaining(['initialize', 'getContext', 'appInitialization.success']));
      }
    },
  );

  it('changes with the host’s theme', async () => {
    const page = await newPage();
    const frame = await inHost(page, 'default');
    expect(await ground(frame)).toBe('rgb(245, 245, 245)');
    await page.evaluate('host.theme("contrast")');
    await frame.waitForFunction(
      () => getComputedStyle(document.querySelector('.fui-FluentProvider') ?? document.body).backgroundColor === 'rgb(0, 0, 0)',
    );
  });
});

describe('a link from a card', () => {
  it.each([
    ['supervision', 'My supervision'],
    ['nowhere#admin', 'What we hear'],
    ['', 'What we hear'],
  ])('that names “%s” opens “%s”', async (named, title) => {
    const page = await newPage();
    await page.goto(`${server.url}/host.html?named=${encodeURIComponent(named)}`);
    const frame = page.frames().find((each) => each.url().includes(paths.tab));
    await frame?.getByRole('heading', { level: 1, name: title }).waitFor();
    expect(frame).toBeDefined();
  });

  it('and leaves somebody who walks on where they are', async () => {
    const page = await newPage();
    await page.goto(`${server.url}/host.html?named=supervision#mine`);
    const frame = page.frames().find((each) => each.url().includes(paths.tab));
    await frame?.getByRole('heading', { level: 1, name: 'My place' }).waitFor();
    expect(frame).toBeDefined();
  });
});

describe('when there is little to show', () => {
  it('tells the first half-term when figures come', async () => {
    server.replies[paths.releases] = { status: 200, body: { releases: [] } };
    const page = await newPage();
    await viewAs(page, 'Ama Thorne');
    await page
      .getByText('Answers are being gathered until 18 December 2026. Figures come after 18 December 2026, if enough people answer.')
      .waitFor();
    await page.getByRole('link', { name: /Book your next session/ }).waitFor();
  });

  it('keeps the figures when booking links cannot be read', async () => {
    server.replies[paths.booking] = refusal(503, 'storage-down');
    const page = await newPage();
    await viewAs(page, 'Ama Thorne');
    await page.getByText('Booking links could not be read just now.').waitFor();
    await page.getByRole('figure').first().waitFor();
  });

  it('says to open Teams where there is no local mode', async () => {
    server.replies = without(paths.localPeople);
    const page = await newPage();
    await openTab(page);
    await page.getByRole('heading', { name: 'Open Held in Microsoft Teams' }).waitFor();
  });

  it('tells someone who is not on the roster how to join', async () => {
    server.replies[paths.me] = refusal(403, 'not-on-roster');
    const page = await newPage();
    await openTab(page);
    await page.getByRole('button', { name: 'Ama Thorne' }).click();
    await page.getByRole('heading', { name: 'Held does not know you yet' }).waitFor();
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
  });

  it.each([
    ['a role that may not see it', refusal(403, 'not-allowed'), 'This page is not for your role'],
    ['a token that is refused', refusal(401, 'not-signed-in'), 'Please sign in again'],
    ['a failing server', refusal(503, 'storage-down'), 'This could not be loaded'],
    ['a body that breaks the contract', { status: 200, body: { releases: [{ mean: 2.1 }] } }, 'This could not be loaded'],
  ])('names %s', async (_case, reply, title) => {
    server.replies[paths.releases] = reply;
    const page = await newPage();
    await openTab(page);
    await page.getByRole('button', { name: 'Ama Thorne' }).click();
    await page.getByRole('heading', { name: title }).waitFor();
  });

  it('tries again when asked', async () => {
    server.replies[paths.releases] = refusal(503, 'storage-down');
    const page = await newPage({ viewport: { width: 360, height: 700 } });
    await openTab(page);
    await page.getByRole('button', { name: 'Ama Thorne' }).click();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    server.replies = demoReplies();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('figure').first().waitFor();
  });

  it('waits for the connection and comes back by itself', async () => {
    const page = await newPage();
    await openTab(page);
    await page.getByRole('heading', { name: 'View as' }).waitFor();
    // The page's own code is here already; only the requests fail.
    await page.getByRole('button', { name: 'Ama Thorne' }).click();
    await page.getByRole('figure').first().waitFor();
    await page.getByRole('button', { name: 'View as somebody else' }).click();
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Bryn Castell' }).click();
    await page.getByRole('heading', { name: 'You seem to be offline' }).waitFor();
    await page.context().setOffline(false);
    await page.getByRole('figure').first().waitFor();
  });
});
