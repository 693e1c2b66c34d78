/**
 * Every page in light, dark and contrast, at 360 and 1280 px, into tests/e2e/screenshots: to be looked at by somebody. axe looks at each of
 * them too, with all of its rules; what it finds is said, and fails the command. `npm run screenshots -- admin offline` takes these alone.
 */
import { mkdir, rm } from 'node:fs/promises';
import type { Browser, Frame, Page } from 'playwright-core';
import { paths } from '../../bot/contract/paths.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { axeSettled } from '../helpers/accessible.ts';
import { supervising } from '#words/tab/supervision.ts';
import { demo, labelsOnly } from './demoBodies.ts';
import { aloneReplies, firstReplies, groupReplies, nobodyReplies } from './supervisionReplies.ts';
import { buildTab, demoReplies, refusal, serveTab, type Replies, type TabServer } from './tabServer.ts';

type Role = (typeof demo.me.roles)[number];

interface Shot {
  readonly name: string;
  readonly role: Role;
  /** Where the tab opens. */
  readonly hash?: string;
  readonly replies?: Replies;
  /** What the connection fails for. */
  readonly offline?: string;
  /** What is done before the picture is taken. */
  readonly before?: (tab: Frame) => Promise<void>;
}

const press = (name: string | RegExp) => (tab: Frame) => tab.getByRole('button', { name }).first().click();

const shots: readonly Shot[] = [
  { name: 'hear', role: 'senco', hash: '#hear' },
  { name: 'hear-first', role: 'senco', hash: '#hear', replies: { [paths.releases]: { status: 200, body: { releases: [] } } } },
  { name: 'do', role: 'leader', hash: '#do' },
  { name: 'do-not-now', role: 'leader', hash: '#do', before: press(/Not now/) },
  { name: 'governors', role: 'leader', hash: '#governors' },
  { name: 'mine', role: 'senco', hash: '#mine' },
  {
    name: 'mine-code',
    role: 'senco',
    hash: '#mine',
    async before(tab) {
      await press('Start my private record')(tab);
      await press('Start a new record')(tab);
      await tab.getByTestId('recovery-code').waitFor();
    },
  },
  {
    name: 'mine-record',
    role: 'senco',
    hash: '#mine',
    async before(tab) {
      await press('Start my private record')(tab);
      await press('Start a new record')(tab);
      await press('I have kept it safe')(tab);
      await tab.getByText('How it moved').waitFor();
    },
  },
  { name: 'supervision', role: 'senco', hash: '#supervision' },
  {
    name: 'supervision-first',
    role: 'senco',
    hash: '#supervision',
    replies: firstReplies,
  },
  { name: 'supervision-group', role: 'senco', hash: '#supervision', replies: groupReplies },
  { name: 'supervision-alone', role: 'senco', hash: '#supervision', replies: aloneReplies },
  { name: 'supervise-nobody', role: 'supervisor', hash: '#supervise', replies: nobodyReplies },
  {
    name: 'supervise-open',
    role: 'supervisor',
    hash: '#supervise',
    async before(tab) {
      for (const more of await tab.getByText(supervising.more).all()) await more.click();
    },
  },
  { name: 'supervise', role: 'supervisor' },
  {
    name: 'supervise-record',
    role: 'supervisor',
    before: press(/^Write the record of/),
  },
  { name: 'admin', role: 'admin' },
  {
    name: 'admin-part-failed',
    role: 'admin',
    replies: { [paths.operations]: refusal(503, 'storage-down'), [paths.termDates]: refusal(503, 'storage-down') },
  },
  {
    name: 'admin-preview',
    role: 'admin',
    async before(tab) {
      await tab
        .locator('input[type=file]')
        .first()
        .setInputFiles({ name: 'roster.csv', mimeType: 'text/csv', buffer: Buffer.from('x') });
      await tab.getByText('1 joining').waitFor();
    },
  },
  {
    name: 'admin-refused',
    role: 'admin',
    replies: {
      [`POST ${paths.rosterPreview}`]: {
        status: 200,
        body: {
          kind: 'refused',
          problems: [
            { line: 3, reason: 'objectId “42” is not an Entra object id (a GUID)' },
            { line: 7, reason: 'unit is empty; write a path such as Northern Trust/East' },
          ],
          more: 0,
        },
      },
    },
    async before(tab) {
      await tab
        .locator('input[type=file]')
        .first()
        .setInputFiles({ name: 'roster.csv', mimeType: 'text/csv', buffer: Buffer.from('x') });
      await tab.getByText('Nothing was changed').waitFor();
    },
  },
  { name: 'not-allowed', role: 'supervisor', hash: '#admin' },
  { name: 'failed', role: 'senco', replies: { [paths.releases]: refusal(503, 'storage-down') } },
  { name: 'offline', role: 'senco', offline: paths.releases },
  { name: 'part-offline', role: 'senco', hash: '#supervision', offline: paths.supervisionNetwork },
  { name: 'hear-labels-only', role: 'senco', hash: '#hear', replies: labelsOnly },
  { name: 'unknown', role: 'senco', replies: { [paths.me]: refusal(403, 'not-on-roster') } },
  { name: 'loading', role: 'senco', replies: { [paths.releases]: () => new Promise<never>(() => undefined) } },
];

const folder = new URL('../e2e/screenshots/', import.meta.url).pathname;

async function settled(tab: Frame): Promise<void> {
  await tab.locator('h1').first().waitFor();
  // Charts come in chunks of their own, and fonts and transitions take their time.
  await tab.waitForFunction(() => document.fonts.status === 'loaded');
  await tab
    .page()
    .waitForLoadState('networkidle')
    .catch(() => undefined);
  await tab.page().waitForTimeout(150);
}

async function take(server: TabServer, browser: Browser, shot: Shot, theme: string, width: number): Promise<readonly string[]> {
  server.replies = { ...demoReplies(), [paths.me]: { status: 200, body: { ...demo.me, roles: [shot.role] } }, ...shot.replies };
  const page: Page = await browser.newPage({ viewport: { width, height: 900 }, reducedMotion: 'reduce', locale: 'en-GB' });
  if (shot.offline !== undefined) await page.route(`**${shot.offline}`, (route) => route.abort('internetdisconnected'));
  await page.goto(`${server.url}/host.html?theme=${theme}${shot.hash ?? ''}`, { waitUntil: 'commit' });
  await page.locator('iframe').waitFor();
  const tab = page.frames().find((each) => each.url().includes(paths.tab)) ?? (await page.waitForEvent('framenavigated'));
  if (shot.name === 'loading') await page.waitForTimeout(1_500);
  else await settled(tab);
  await shot.before?.(tab);
  const height = await tab.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.min(Math.max(height, 400), 12_000) });
  await page.screenshot({ path: `${folder}tab-${shot.name}-${theme}-${width}.png` });
  const found = await axeSettled(tab);
  await page.context().close();
  return found.map((each) => `${shot.name}, ${theme}, ${width} px: ${each}`);
}

const wanted = process.argv.slice(2);
const findings: string[] = [];
await mkdir(folder, { recursive: true });
const dist = await buildTab();
const server = await serveTab(dist);
const browser = await launchBrowser();
try {
  for (const shot of shots.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    for (const theme of ['default', 'dark', 'contrast'])
      for (const width of [360, 1280]) findings.push(...(await take(server, browser, shot, theme, width)));
    console.log(`  ${shot.name}`);
  }
} finally {
  await browser.close();
  await server[Symbol.asyncDispose]();
  await rm(dist, { recursive: true, force: true });
}
console.log([...findings, `axe found ${findings.length}. Look at them in ${folder}`].join('\n'));
if (findings.length > 0) process.exitCode = 1;
