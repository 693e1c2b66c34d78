/**
 * What a page must have so that everybody can use it: axe's rules, and what axe does not look at. Each function gives back complaints, empty
 * when there are none.
 */
import axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';
import { z } from 'zod';

const axeShape = z.array(
  z.object({ id: z.string(), help: z.string(), nodes: z.array(z.object({ html: z.string(), failureSummary: z.string().optional() })) }),
);

/** What axe finds against all of its rules, those for good practice among them; or against those alone that look at colours. */
export async function axeFindings(tab: Frame, rules: 'all' | 'colours' = 'all'): Promise<readonly string[]> {
  if (!(await tab.evaluate(() => 'axe' in window))) await tab.evaluate(axe.source);
  const found: unknown = await tab.evaluate(
    `axe.run(document, { resultTypes: ['violations'], ${rules === 'colours' ? "runOnly: ['color-contrast', 'link-in-text-block']" : ''} }).then(({ violations }) => violations)`,
  );
  return axeShape
    .parse(found)
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 160)} ${failureSummary.slice(0, 200)}`),
    );
}

/** The same once the colours of a new theme have arrived, which takes a few frames. */
export async function axeSettled(tab: Frame, rules?: 'all' | 'colours'): Promise<readonly string[]> {
  let found = await axeFindings(tab, rules);
  for (let i = 0; i < 10 && found.length > 0; i += 1) {
    await tab.page().waitForTimeout(200);
    found = await axeFindings(tab, rules);
  }
  return found;
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
