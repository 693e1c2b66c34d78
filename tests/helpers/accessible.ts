/**
 * What a page must have so that everybody can use it: checked by hand against the browser's own accessibility tree and computed styles.
 * Each function gives back complaints, empty when there are none.
 */
import type { CDPSession, Frame, Page } from 'playwright-core';
import { z } from 'zod';

const value = z.object({ value: z.string().optional().catch(undefined) }).optional();
const treeShape = z.object({
  nodes: z.array(
    z.object({
      ignored: z.boolean(),
      role: value,
      name: value,
    }),
  ),
});

/** Roles that say nothing without a name. */
const needName = [
  'button',
  'link',
  'textbox',
  'checkbox',
  'radio',
  'radiogroup',
  'tab',
  'tablist',
  'combobox',
  'heading',
  'figure',
  'image',
  'navigation',
  'Date',
  'InputTime',
  'DisclosureTriangle',
  'progressbar',
];

/** Names and roles, as assistive technology gets them. `tab` may be a frame inside `page`. */
export async function namesAndRoles(page: Page, tab: Frame): Promise<readonly string[]> {
  const session: CDPSession = await page.context().newCDPSession(page);
  try {
    const frames = z
      .object({
        frameTree: z.object({
          frame: z.object({ id: z.string() }),
          childFrames: z.array(z.object({ frame: z.object({ id: z.string() }) })).optional(),
        }),
      })
      .parse(await session.send('Page.getFrameTree'));
    const frameId = (tab === page.mainFrame() ? undefined : frames.frameTree.childFrames?.[0]?.frame.id) ?? frames.frameTree.frame.id;
    const { nodes } = treeShape.parse(await session.send('Accessibility.getFullAXTree', { frameId }));
    const shown = nodes.filter(({ ignored }) => !ignored).map(({ role, name }) => ({ role: role?.value ?? '', name: name?.value ?? '' }));
    const nameless = shown
      .filter(({ role, name }) => needName.includes(role) && name.trim() === '')
      .map(({ role }) => `a ${role} without a name`);
    const count = (wanted: string): number => shown.filter(({ role }) => role === wanted).length;
    return [...nameless, ...(count('main') === 1 ? [] : [`${count('main')} main landmarks`])];
  } finally {
    await session.detach();
  }
}

/** Headings in order, ids once, references that lead somewhere, a language, a title, targets large enough for a finger. */
export function structure(tab: Frame): Promise<readonly string[]> {
  return tab.evaluate(() => {
    const complaints: string[] = [];
    const headings = [...document.querySelectorAll('h1,h2,h3,h4')].map((heading) => Number(heading.tagName.slice(1)));
    if (headings.filter((level) => level === 1).length !== 1) complaints.push(`h1: ${headings.filter((level) => level === 1).length}`);
    headings.forEach((level, i) => {
      if (level > (headings[i - 1] ?? 0) + 1 && i > 0) complaints.push(`h${level} after h${headings[i - 1]}`);
    });
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    complaints.push(...ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `twice: ${id}`));
    for (const attribute of ['aria-labelledby', 'aria-describedby', 'aria-controls', 'for']) {
      for (const element of document.querySelectorAll(`[${attribute}]`)) {
        for (const id of (element.getAttribute(attribute) ?? '').split(/\s+/)) {
          if (!document.getElementById(id)) complaints.push(`${attribute} leads nowhere: ${id}`);
        }
      }
    }
    if (document.documentElement.lang !== 'en-GB') complaints.push('no language');
    if (document.title.trim() === '') complaints.push('no title');
    for (const element of document.querySelectorAll('button,[role=tab],summary,input:not([type=file])')) {
      // A checkbox's own box is small; its label is the target.
      const target = element.matches('input[type=checkbox],input[type=radio]') ? (element.parentElement ?? element) : element;
      const { width, height } = target.getBoundingClientRect();
      const inText = element.tagName === 'SUMMARY';
      if (width > 1 && (width < 24 || (height < 24 && !inText)))
        complaints.push(`small: ${element.textContent || element.tagName} ${Math.round(width)}×${Math.round(height)}`);
    }
    return complaints;
  });
}

/** Text against what lies behind it: 4.5 to 1, or 3 to 1 for large text (WCAG 2.2, 1.4.3). */
export function contrast(tab: Frame): Promise<readonly string[]> {
  return tab.evaluate(() => {
    type Colour = readonly [number, number, number, number];
    const parse = (text: string): Colour => {
      const [r = 0, g = 0, b = 0, a = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
      return [r, g, b, a];
    };
    const over = ([r, g, b, a]: Colour, [r2, g2, b2]: Colour): Colour => [
      r * a + r2 * (1 - a),
      g * a + g2 * (1 - a),
      b * a + b2 * (1 - a),
      1,
    ];
    const light = ([r, g, b]: Colour): number => {
      const part = (value: number): number => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
      return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
    };
    const behind = (element: Element | null): Colour => {
      if (!element) return [255, 255, 255, 1];
      const own = parse(getComputedStyle(element).backgroundColor);
      return own[3] === 1 ? own : over(own, behind(element.parentElement));
    };
    const complaints = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      const words = node.textContent?.trim() ?? '';
      if (!element || words === '' || element.closest('script,style,[aria-disabled=true],:disabled')) continue;
      if (!element.checkVisibility({ contentVisibilityAuto: true })) continue;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      if (style.visibility === 'hidden' || box.width <= 1 || box.height <= 1) continue;
      const ground = behind(element);
      const [one, other] = [light(over(parse(style.color), ground)), light(ground)];
      const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      const size = Number.parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (ratio < (large ? 3 : 4.5)) complaints.add(`${ratio.toFixed(2)}: ${words.slice(0, 40)}`);
    }
    return [...complaints];
  });
}

/** Walks forward with the Tab key to the end: what it reaches, in order. Complains where the order leaves the page's own, or nothing shows the focus. */
export async function tabWalk(
  page: Page,
  tab: Frame,
  most = 120,
): Promise<{ readonly reached: readonly string[]; readonly complaints: readonly string[] }> {
  const reached: string[] = [];
  const complaints: string[] = [];
  await tab.evaluate(() => {
    (document.activeElement instanceof HTMLElement ? document.activeElement : undefined)?.blur();
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  });
  for (let i = 0; i < most; i += 1) {
    await page.keyboard.press('Tab');
    const stop = await tab.evaluate(() => {
      const now = document.activeElement;
      if (!now || now === document.body || !document.hasFocus()) return undefined;
      const before = document.querySelector('[data-walked]');
      const backwards = before !== null && before !== now && (before.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_PRECEDING) !== 0;
      before?.removeAttribute('data-walked');
      const again = before === now && !(now instanceof HTMLInputElement);
      now.setAttribute('data-walked', '');
      const shows = (element: Element, pseudo?: string): boolean => {
        const { outlineStyle, outlineWidth, boxShadow, borderStyle, borderColor, borderWidth } = getComputedStyle(element, pseudo);
        const ring = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0;
        return (
          ring ||
          boxShadow !== 'none' ||
          (pseudo !== undefined && borderStyle !== 'none' && Number.parseFloat(borderWidth) > 0 && borderColor !== 'rgba(0, 0, 0, 0)')
        );
      };
      const parts = [now, now.parentElement, now.nextElementSibling, ...(now.parentElement?.children ?? [])].filter(
        (each) => each !== null && each !== undefined,
      );
      const visible = parts.some((each) => shows(each) || shows(each, '::after') || shows(each, '::before'));
      const name =
        now.getAttribute('aria-label') ??
        (now instanceof HTMLInputElement ? (now.labels?.[0]?.textContent ?? now.type) : (now.textContent ?? '')).trim();
      return { name: name.slice(0, 60), backwards, visible, again };
    });
    if (!stop || stop.again) break;
    reached.push(stop.name);
    if (stop.backwards) complaints.push(`goes back to: ${stop.name}`);
    if (!stop.visible) complaints.push(`no focus to be seen: ${stop.name}`);
  }
  await tab.evaluate(() => document.querySelector('[data-walked]')?.removeAttribute('data-walked'));
  return { reached, complaints };
}
