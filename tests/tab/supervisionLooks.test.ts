/** Supervision from both sides in each theme, wide and narrow. Every page, state and rule: accessibility.long.test.ts, which takes minutes. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { axeSettled } from '../helpers/accessible.ts';
import { openTabPages, type TabPages } from './tabPages.ts';

let tabs: TabPages;
beforeAll(async () => {
  tabs = await openTabPages();
}, 120_000);
afterAll(() => tabs?.stop());

it.each([
  ['#supervision', 'senco'],
  ['#supervise', 'supervisor'],
] as const)('%s has nothing that axe finds in light, dark and contrast, at 360 and 1280 pixels', async (hash, role) => {
  const page = await tabs.newPage();
  const tab = await tabs.inHost(page, hash, [role]);
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    for (const theme of ['default', 'dark', 'contrast']) {
      await page.evaluate(`host.theme(${JSON.stringify(theme)})`);
      expect({ theme, width, found: await axeSettled(tab, theme === 'default' ? 'all' : 'colours') }).toEqual({ theme, width, found: [] });
    }
  }
  expect(tabs.takeComplaints()).toEqual([]);
});
