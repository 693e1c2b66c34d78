/** Every page, theme and width: axe finds nothing, the keyboard reaches everything, and nothing is cut off. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Frame } from 'playwright-core';
import { paths } from '../../bot/contract/paths.ts';
import { axeSettled, structure, tabWalk } from '../helpers/accessible.ts';
import { flagAsk } from '../../bot/contract/supervision.ts';
import { supervising, supervision } from '#words/tab/supervision.ts';
import { aloneReplies, firstReplies, groupReplies, nobodyReplies } from './supervisionReplies.ts';
import { labelsOnly } from './demoBodies.ts';
import { openTabPages, type TabPages } from './tabPages.ts';
import { demoReplies, refusal, type Replies } from './tabServer.ts';

let tabs: TabPages;
beforeAll(async () => {
  tabs = await openTabPages();
}, 120_000);
afterAll(() => tabs?.stop());

const press = (tab: Frame, name: string): Promise<void> => tab.getByRole('button', { name }).first().click();

interface Sight {
  readonly name: string;
  readonly hash: string;
  readonly role: 'senco' | 'leader' | 'supervisor' | 'admin';
  readonly replies?: Replies;
  readonly before?: (tab: Frame) => Promise<unknown>;
  /** Looked at in every theme at 360 px too, not in contrast alone. */
  readonly narrow?: true;
  /** A page that only says what went wrong. */
  readonly bare?: true;
  /** What the connection fails for. */
  readonly offline?: string;
  /** Its shape alone is there, and no title yet. */
  readonly coming?: true;
}

const never = () => new Promise<never>(() => undefined);
const partsFailed: Replies = { [paths.operations]: refusal(503, 'storage-down'), [paths.termDates]: refusal(503, 'storage-down') };

const sights: readonly Sight[] = [
  { name: 'what we hear', hash: '#hear', role: 'senco', before: (tab) => tab.getByRole('figure').first().waitFor() },
  { name: 'the first half-term', hash: '#hear', role: 'senco', replies: { [paths.releases]: { status: 200, body: { releases: [] } } } },
  { name: 'what we do', hash: '#do', role: 'leader', before: (tab) => press(tab, 'Not now') },
  { name: 'the page for governors', hash: '#governors', role: 'leader' },
  {
    name: 'my place',
    hash: '#mine',
    role: 'senco',
    async before(tab) {
      await press(tab, 'Start my private record');
      await press(tab, 'Start a new record');
      await press(tab, 'I have kept it safe');
      await tab.getByText('How it moved').waitFor();
      await press(tab, 'Take back my answers of this half-term');
      await tab.evaluate(() => document.querySelectorAll('details').forEach((each) => (each.open = true)));
    },
  },
  {
    name: 'my supervision',
    hash: '#supervision',
    role: 'senco',
    narrow: true,
    async before(tab) {
      await tab.getByText('Set the date').click();
      await tab.getByText('Add something of your own').click();
      await tab.getByRole('button', { name: 'Edit: A parent’s distress' }).click();
      await tab.getByRole('button', { name: 'Delete this record' }).click();
    },
  },
  {
    name: 'supervision',
    hash: '#supervise',
    role: 'supervisor',
    narrow: true,
    async before(tab) {
      await tab.getByText('The agreement, the date and records').first().click();
      await tab.getByRole('button', { name: /^Write the record of/ }).click();
      await tab.getByRole('button', { name: 'Add an action' }).click();
    },
  },
  {
    name: 'my supervision, asked about words, a change and a send',
    hash: '#supervision',
    role: 'senco',
    replies: {
      [`POST ${paths.supervisionFlags}`]: (ask) =>
        flagAsk.parse(ask).do === 'edit'
          ? refusal(409, 'changed-meanwhile')
          : { status: 200, body: { kind: 'asked', warnings: ['link', 'name'] } },
    },
    async before(tab) {
      await tab.getByRole('button', { name: `${supervision.list.edit}: A parent’s distress` }).click();
      await tab.getByRole('button', { name: supervision.keep.saveEdit, exact: true }).click();
      await tab.getByText(supervision.keep.changedTitle).waitFor();
      await tab.getByLabel(supervision.keep.topic, { exact: true }).selectOption('team');
      await tab.getByRole('button', { name: supervision.keep.save, exact: true }).click();
      await tab.getByText(supervision.keep.asked.name).waitFor();
      await tab
        .getByRole('button', { name: new RegExp(`^${supervision.network.ask}`) })
        .first()
        .click();
      await tab.getByText(supervision.network.sure).waitFor();
    },
  },
  {
    name: 'my supervision, about to send',
    hash: '#supervision',
    role: 'senco',
    async before(tab) {
      await press(tab, supervision.list.release);
      await tab.getByText(supervision.session.agenda).click();
      await tab.getByText(supervision.contract.change).click();
      await tab.getByText(supervision.list.releaseSure).waitFor();
    },
  },
  { name: 'my supervision, before anything is agreed', hash: '#supervision', role: 'senco', replies: firstReplies },
  { name: 'my supervision in a group', hash: '#supervision', role: 'senco', replies: groupReplies },
  { name: 'my supervision without anybody', hash: '#supervision', role: 'senco', replies: aloneReplies },
  { name: 'supervision of nobody yet', hash: '#supervise', role: 'supervisor', replies: nobodyReplies },
  {
    name: 'supervision, with what cannot be saved',
    hash: '#supervise',
    role: 'supervisor',
    async before(tab) {
      const booking = tab.getByRole('region', { name: supervising.booking.title });
      await booking.getByLabel(supervising.booking.session).fill('http://plain.example');
      await booking.getByRole('button', { name: supervising.booking.save }).click();
      await booking.getByText(supervising.booking.bad).waitFor();
      const library = tab.getByRole('region', { name: supervising.library.title });
      await library.getByRole('button', { name: supervising.library.add }).click();
      await library.getByText(supervising.library.bad).waitFor();
      for (const more of await tab.getByText(supervising.more).all()) await more.click();
    },
  },
  {
    name: 'administration',
    hash: '#admin',
    role: 'admin',
    async before(tab) {
      await tab
        .locator('input[type=file]')
        .first()
        .setInputFiles({ name: 'r.csv', mimeType: 'text/csv', buffer: Buffer.from('x') });
      await tab.getByText('1 joining').waitFor();
    },
  },
  {
    name: 'a page that could not be loaded',
    hash: '#hear',
    role: 'senco',
    replies: { [paths.releases]: refusal(503, 'storage-down') },
    bare: true,
  },
  { name: 'a page that is not for one', hash: '#admin', role: 'supervisor', bare: true },
  { name: 'a page without a connection', hash: '#hear', role: 'senco', offline: paths.releases, bare: true },
  { name: 'parts that could not be loaded', hash: '#admin', role: 'admin', replies: partsFailed },
  { name: 'a part without a connection', hash: '#supervision', role: 'senco', offline: paths.supervisionNetwork },
  {
    name: 'charts without figures',
    hash: '#hear',
    role: 'senco',
    replies: labelsOnly,
    before: (tab) => tab.getByRole('figure').first().waitFor(),
  },
  { name: 'a page that is coming', hash: '#mine', role: 'senco', replies: { [paths.mine]: never }, coming: true, bare: true },
  { name: 'the figures that are coming', hash: '#hear', role: 'senco', replies: { [paths.releases]: never }, coming: true, bare: true },
];

const looks = [
  ['default', 1280, 'all'],
  ['dark', 1280, 'colours'],
  ['contrast', 1280, 'colours'],
  ['glass', 1280, 'colours'],
  ['contrast', 360, 'all'],
] as const;
const narrowLooks = [
  ['default', 360, 'colours'],
  ['dark', 360, 'colours'],
] as const;

describe.each(sights)('$name', ({ hash, role, replies = {}, before, narrow, bare, offline, coming }) => {
  it('can be used by everybody, in every theme and width', async () => {
    const page = await tabs.newPage();
    tabs.server.replies = { ...demoReplies(), ...replies };
    if (offline !== undefined) await page.route(`**${offline}`, (route) => route.abort('internetdisconnected'));
    const tab = await tabs.inHost(page, hash, [role], 'default', { until: coming ? 'nav' : 'h1' });
    await before?.(tab);
    // A shape has no heading and no landmark: it says that the page is loading, for a moment.
    expect(await structure(tab)).toEqual(coming && hash !== '#hear' ? ['h1: 0'] : []);
    // A theme changes nothing but colours, and colours are the same at every width; `npm run screenshots` looks at all of them with all rules.
    for (const [theme, width, rules] of narrow ? [...looks, ...narrowLooks] : looks) {
      await page.setViewportSize({ width, height: 900 });
      await page.evaluate(`host.theme(${JSON.stringify(theme)})`);
      expect({ theme, width, found: await axeSettled(tab, coming ? 'colours' : rules) }).toEqual({ theme, width, found: [] });
    }
    const { reached, complaints } = await tabWalk(page, tab);
    expect(complaints).toEqual([]);
    expect(reached[0]).toBe('Skip to the page');
    expect(reached.length).toBeGreaterThan(bare ? 1 : 3);
    // 320 px is a 1280 px window at 400% zoom (WCAG 2.2, 1.4.10); 640 px at 200%.
    for (const width of [320, 360, 640]) {
      await page.setViewportSize({ width, height: 800 });
      const wide = await tab.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      expect({ width, wide }).toEqual({ width, wide: false });
    }
    await page.context().close();
    expect(tabs.takeComplaints()).toEqual([]);
  });
});

describe('the keyboard alone', () => {
  it('opens a page, changes a setting, begins a record and stops at a confirmation, without a mouse', async () => {
    const page = await tabs.newPage();
    tabs.server.replies = demoReplies();
    const tab = await tabs.inHost(page, '#hear', ['senco']);
    const reach = async (name: string): Promise<void> => {
      for (let i = 0; i < 80; i += 1) {
        await page.keyboard.press('Tab');
        const now = await tab.evaluate(() => (document.activeElement?.textContent ?? '').trim());
        if (now === name) return;
      }
      throw new Error(`The Tab key never reached “${name}”.`);
    };
    await reach('Skip to the page');
    await reach('My place');
    await page.keyboard.press('Enter');
    await tab.getByRole('heading', { level: 1, name: 'My place' }).waitFor();
    await reach('Keep my days and hours');
    await page.keyboard.press('Enter');
    await tab.getByText('Kept.', { exact: true }).waitFor();
    await reach('Start my private record');
    await page.keyboard.press('Enter');
    // The harmless answer has the focus; one step back is the other.
    expect(await tab.evaluate(() => document.activeElement?.textContent)).toBe('Not now');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await tab.getByTestId('recovery-code').waitFor();
    await reach('I have kept it safe');
    await page.keyboard.press('Space');
    await tab.getByText('How it moved').waitFor();
    await page.context().close();
  });
});
