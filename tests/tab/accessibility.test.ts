/** Every page, theme and width: names, roles, structure, contrast, focus, reflow. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { contrast, namesAndRoles, structure, tabWalk } from '../helpers/accessible.ts';
import { openTabPages, type TabPages } from './tabPages.ts';

let tabs: TabPages;
beforeAll(async () => {
  tabs = await openTabPages();
}, 120_000);
afterAll(() => tabs?.stop());

const pages = [
  ['#hear', 'senco'],
  ['#do', 'leader'],
  ['#governors', 'leader'],
  ['#mine', 'senco'],
  ['#supervise', 'supervisor'],
  ['#admin', 'admin'],
] as const;

describe.each(pages)('%s', (hash, role) => {
  it('can be used by everybody, in every theme', async () => {
    const page = await tabs.newPage();
    const tab = await tabs.inHost(page, hash, [role]);
    if (hash === '#hear') await tab.getByRole('figure').first().waitFor();
    if (hash === '#mine') {
      await tab.getByRole('button', { name: 'Start my private record' }).click();
      await tab.getByRole('button', { name: 'I have kept it safe' }).click();
      await tab.getByText('How it moved').waitFor();
    }
    expect(await namesAndRoles(page, tab)).toEqual([]);
    expect(await structure(tab)).toEqual([]);
    for (const theme of ['default', 'dark', 'contrast', 'glass']) {
      await page.evaluate(`host.theme(${JSON.stringify(theme)})`);
      // The new theme's colours arrive over a few frames.
      let weak = await contrast(tab);
      for (let i = 0; i < 30 && weak.length > 0; i += 1) {
        await page.waitForTimeout(100);
        weak = await contrast(tab);
      }
      expect({ theme, weak }).toEqual({ theme, weak: [] });
    }
    const { reached, complaints } = await tabWalk(page, tab);
    expect(complaints).toEqual([]);
    expect(reached[0]).toBe('Skip to the page');
    expect(reached.length).toBeGreaterThan(3);
    // 320 px is a 1280 px window at 400% zoom (WCAG 2.2, 1.4.10).
    for (const width of [320, 360, 640]) {
      await page.setViewportSize({ width, height: 800 });
      const wide = await tab.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      expect({ width, wide }).toEqual({ width, wide: false });
    }
    await page.context().close();
    expect(tabs.takeComplaints()).toEqual([]);
  });
});
