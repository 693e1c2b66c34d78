/** The built tab and a browser for tests: pages that complain when they ask a stranger, break the policy or throw. */
import type { Browser, BrowserContextOptions, Frame, Page } from 'playwright-core';
import { paths } from '../../bot/contract/paths.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { demo } from './demoBodies.ts';
import { builtTab, demoReplies, serveTab, type TabServer } from './tabServer.ts';

export interface TabPages {
  readonly server: TabServer;
  readonly browser: Browser;
  /** Everything that pages complained about since it was last asked for. */
  takeComplaints(): readonly string[];
  newPage(options?: BrowserContextOptions): Promise<Page>;
  /** The tab inside the small host, as somebody of these roles, once its title is there, or what else is waited for. */
  inHost(
    page: Page,
    hash: string,
    roles: readonly (typeof demo.me.roles)[number][],
    theme?: string,
    more?: { readonly me?: typeof demo.me; readonly until?: string },
  ): Promise<Frame>;
  stop(): Promise<void>;
}

/** `built`: where a build lies that is not the product's own. */
export async function openTabPages(built?: string): Promise<TabPages> {
  const dist = built ?? (await builtTab());
  const server = await serveTab(dist);
  const browser = await launchBrowser();
  let complaints: string[] = [];
  return {
    server,
    browser,
    takeComplaints() {
      const heard = [...complaints, ...server.unsigned.splice(0).map((path) => `without a token: ${path}`)];
      complaints = [];
      return heard;
    },
    async newPage(options = {}) {
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', reducedMotion: 'reduce', ...options });
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        // A refused request is what some tests are about; a breach of the Content-Security-Policy never is.
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text());
      });
      page.on('request', (request) => {
        if (!request.url().startsWith(server.url) && !request.url().startsWith('blob:'))
          complaints.push(`asked a stranger: ${request.url()}`);
      });
      return page;
    },
    async inHost(page, hash, roles, theme = 'default', { me = demo.me, until = 'h1' } = {}) {
      server.replies = { ...demoReplies(), ...server.replies, [paths.me]: { status: 200, body: { ...me, roles: [...roles] } } };
      await page.goto(`${server.url}/host.html?theme=${theme}${hash}`);
      const frame = page.frames().find((each) => each.url().includes(paths.tab));
      if (!frame) throw new Error('The host shows no tab.');
      await frame.locator(until).first().waitFor();
      return frame;
    },
    async stop() {
      await browser.close();
      await server[Symbol.asyncDispose]();
    },
  };
}
