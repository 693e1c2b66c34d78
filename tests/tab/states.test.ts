/** What stands in a page's or a part's place when something is in the way: which state, what it is called, where the focus goes, and the way on. More of the same kind: states.long.test.ts. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Frame, Page } from 'playwright-core';
import { paths } from '../../bot/contract/paths.ts';
import { inTheWay } from '../../tab/parts.ts';
import type { Read } from '../../tab/read.ts';
import { words } from '#words/tab.ts';
import { admin } from '#words/tab/admin.ts';
import { supervising, supervision } from '#words/tab/supervision.ts';
import { demo } from './demoBodies.ts';
import { openTabPages, type TabPages } from './tabPages.ts';
import { labelsUnder, onPaper } from './looks.ts';
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
  it.each(['authentication.getAuthToken'])('that is silent to %s is not waited for without end', async (call) => {
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

  it('that has no token says so, and without a connection that is said instead, and ends with it', async () => {
    const page = await tabs.newPage();
    const tab = await hosted(page, 'refuses=token');
    await heading(tab, states.signedOut.title);
    await page.context().setOffline(true);
    await again(tab);
    await heading(tab, states.offline.title);
    await page.evaluate('host.speak()');
    await page.context().setOffline(false);
    await heading(tab, words.pages.hear);
    expect(await tab.getByText(states.offline.title).count()).toBe(0);
  });
});

describe('a page that is not for one', () => {
  it('is called so, has the focus on its heading, and lets the host know that there is something to see', async () => {
    const page = await tabs.newPage();
    const tab = await tabs.inHost(page, '#mine', ['senco']);
    await heading(tab, words.pages.mine);
    await tab.evaluate(() => (window.location.hash = '#admin'));
    await heading(tab, states.notAllowed.title);
    await tab.waitForFunction((title) => document.activeElement?.textContent === title, states.notAllowed.title);
    expect(await tab.title()).toBe(`${states.notAllowed.title} – Held`);
    await tab.getByRole('link', { name: words.pages.hear }).click();
    await heading(tab, words.pages.hear);
    await tab.waitForFunction((title) => document.activeElement?.textContent === title, words.pages.hear);
    expect(await tab.title()).toBe(`${words.pages.hear} – Held`);

    const refused = await tabs.newPage();
    await heading(await hosted(refused, '#admin'), states.notAllowed.title);
    await refused.waitForFunction("host.heard.includes('appInitialization.success')");
  });
});

describe('a part of a page', () => {
  it.each([
    ['#admin', 'admin', paths.operations, admin.state.title, '31 people on the roster', admin.links.title],
    ['#supervise', 'supervisor', paths.supervisionReading, supervising.library.title, supervising.library.text, 'Ama Thorne'],
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

  it('comes back by itself when the connection does', async () => {
    const page = await tabs.newPage();
    await page.route(`**${paths.supervisionNetwork}`, (route) => route.abort('internetdisconnected'));
    const tab = await tabs.inHost(page, '#supervision', ['senco']);
    const panel = tab.getByRole('region', { name: supervision.network.title, exact: true });
    await panel.getByText(states.offline.text).waitFor();
    await page.unroute(`**${paths.supervisionNetwork}`);
    await page.context().setOffline(true);
    await page.context().setOffline(false);
    await panel.getByRole('listitem').first().waitFor();
    expect(await panel.getByText(states.offline.text).count()).toBe(0);
  });

  it('takes the page with it only where the trouble is everywhere, or the person’s own', () => {
    const ready: Read<unknown> = { kind: 'ready', value: 1 };
    const loading: Read<unknown> = { kind: 'loading' };
    const trouble = (problem: 'failed' | 'offline' | 'notAllowed' | 'signedOut'): Read<unknown> => ({ kind: 'problem', problem });
    expect(inTheWay([ready, ready])).toBeUndefined();
    expect(inTheWay([trouble('failed'), ready])).toBeUndefined();
    expect(inTheWay([trouble('failed'), loading])).toBeUndefined();
    expect(inTheWay([trouble('offline'), trouble('failed')])).toBe('offline');
    expect(inTheWay([ready, trouble('notAllowed')])).toBe('notAllowed');
    expect(inTheWay([trouble('failed'), trouble('signedOut')])).toBe('signedOut');
  });
});

describe('an import that is not heard of again', () => {
  const file = { name: 'roster.csv', mimeType: 'text/csv', buffer: Buffer.from('objectId,…\n1') };

  it('is not said to have failed: it may be looked at again, and shows when it is through', async () => {
    const tab = await tabs.inHost(await tabs.newPage(), '#admin', ['admin']);
    await tab.locator('input[type=file]').first().setInputFiles(file);
    await tab.getByText('1 joining').waitFor();
    let sent: (() => void) | undefined;
    tabs.server.replies[`POST ${paths.rosterImport}`] = () =>
      new Promise((resolve) => {
        sent = () => resolve(refusal(504, 'gateway'));
      });
    await tab.getByRole('button', { name: admin.roster.apply }).click();
    // 29 of the file's people stay or come; the words and the bar stand as long as it takes.
    await tab.getByText(admin.roster.applying('30')).waitFor();
    await tab.getByRole('progressbar', { name: admin.roster.applying('30') }).waitFor();
    sent?.();
    await tab.getByText(admin.roster.unsure).waitFor();
    expect(await tab.getByText(states.changeFailed).count()).toBe(0);
    const counts = { added: 0, changed: 0, removed: 0, unchanged: 31 };
    tabs.server.replies[`POST ${paths.rosterPreview}`] = {
      status: 200,
      body: { kind: 'dryRun', added: [], changed: [], removed: [], counts },
    };
    await tab.getByRole('button', { name: admin.roster.lookAgain }).click();
    await tab.getByText(admin.roster.asItStands).waitFor();
    expect(await tab.getByRole('button', { name: admin.roster.apply }).count()).toBe(0);
  });

  it('may take longer than anything else', async () => {
    const page = await tabs.newPage();
    const tab = await tabs.inHost(page, '#admin', ['admin']);
    const patience = await tab.evaluate(() => {
      const asked: number[] = [];
      const whole = AbortSignal.timeout.bind(AbortSignal);
      AbortSignal.timeout = (ms) => {
        asked.push(ms);
        return whole(ms);
      };
      Object.assign(window, { asked });
      return asked.length;
    });
    expect(patience).toBe(0);
    await tab.locator('input[type=file]').first().setInputFiles(file);
    await tab.getByText('1 joining').waitFor();
    await tab.getByRole('button', { name: admin.roster.apply }).click();
    await tab.getByText(admin.roster.applied).waitFor();
    expect(await tab.evaluate('asked')).toEqual([230_000, 230_000, 20_000]);
  });
});

describe('on paper', () => {
  it('the page for governors is dark on white, plots too, from the dark theme', async () => {
    const tab = await tabs.inHost(await tabs.newPage(), '#governors', ['leader'], 'dark');
    await tab.locator('figure svg').first().waitFor();
    const seen = await onPaper(tab);
    expect(seen.darkest).toBeGreaterThan(0.95);
    expect(seen.lightest).toBeLessThan(0.5);
    expect(seen.bands.length).toBeGreaterThan(0);
    // The light theme's brand colour, not the bright one of the dark.
    for (const drawn of [...seen.bands, ...seen.edges]) expect(drawn).toBeLessThan(0.5);
  });
});

describe('a chart’s labels', () => {
  const year = ['2024-25', '2025-26'].flatMap((name) => [1, 2, 3, 4, 5, 6].map((half) => `${name}-${half}`));
  const starts = ['09-03', '11-03', '01-05', '02-23', '04-13', '06-01'];
  const ends = ['10-24', '12-19', '02-13', '03-27', '05-22', '07-17'];
  const periods = year.map((id, i) => {
    const began = Number(id.slice(0, 4)) + (i % 6 < 2 ? 0 : 1);
    return { id, starts: `${began}-${starts[i % 6]}`, ends: `${began}-${ends[i % 6]}` };
  });
  const [last] = demo.releases.releases.filter(({ unit }) => unit.id === 'northern-trust.east').slice(-1);

  it.each([12])(
    'of %i half-terms never touch, from the width of a phone at 200% zoom on, and say more where there is room',
    async (count) => {
      const releases = periods.slice(-count).map((period) => ({ ...last, period, joins: [] }));
      tabs.server.replies[paths.releases] = { status: 200, body: { releases } };
      const page = await tabs.newPage();
      const tab = await tabs.inHost(page, '#hear', ['senco']);
      await tab.locator('figure svg').first().waitFor();
      const labelled: number[] = [];
      for (const width of [180, 320, 360, 640, 800, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        // The host gives the tab its new width a moment later, and container queries follow that.
        await tab.waitForFunction((wanted) => window.innerWidth === wanted, width);
        await tab
          .waitForFunction(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)
          .catch(() => undefined);
        const seen = await labelsUnder(tab);
        expect({ width, touching: seen.closest < 4, sideways: seen.sideways }).toEqual({ width, touching: false, sideways: false });
        labelled.push(seen.labels);
      }
      expect(labelled[0]).toBeGreaterThanOrEqual(1);
      expect(labelled[2]).toBeGreaterThanOrEqual(3);
      expect(labelled.at(-1)).toBe(7);
    },
  );
});
