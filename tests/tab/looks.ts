/** What can be measured of how the tab looks: on paper, and under its charts. */
import type { Frame } from 'playwright-core';

/** Lightness from 0 to 1, as it comes out on white: of the darkest ground, of the lightest words, and of what plots are drawn with. */
export async function onPaper(tab: Frame) {
  await tab.page().emulateMedia({ media: 'print' });
  await tab.waitForFunction(() => matchMedia('print').matches);
  let seen = await lightnessOf(tab);
  // The change of medium reaches a frame's parts one by one.
  for (let i = 0; i < 20 && seen.lightest >= 0.5; i += 1) {
    await tab.page().waitForTimeout(100);
    seen = await lightnessOf(tab);
  }
  return seen;
}

function lightnessOf(tab: Frame) {
  return tab.evaluate(() => {
    const drawing = document.createElement('canvas').getContext('2d');
    const lightness = (colour: string): number => {
      if (!drawing) return 0;
      drawing.fillStyle = '#fff';
      drawing.fillRect(0, 0, 1, 1);
      drawing.fillStyle = colour;
      drawing.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0] = drawing.getImageData(0, 0, 1, 1).data;
      return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
    };
    const lit = (selector: string, property: 'color' | 'backgroundColor' | 'stroke' | 'fill') =>
      [...document.querySelectorAll(selector)].map((each) => lightness(getComputedStyle(each)[property]));
    const shown = [...document.querySelectorAll('h1,h2,h3,p,li,td,th,figcaption,figure span,figure div')];
    return {
      darkest: Math.min(...lit('html,body,.fui-FluentProvider,section,article', 'backgroundColor')),
      lightest: Math.max(...shown.map((each) => lightness(getComputedStyle(each).color))),
      edges: lit('svg g line', 'stroke'),
      bands: lit('svg rect', 'fill'),
    };
  });
}

/** Of the first chart: how near its labels come to one another (px), how many stand in a row, and whether the page scrolls sideways. */
export function labelsUnder(tab: Frame) {
  return tab.evaluate(() => {
    const figure = document.querySelector('figure');
    const rows = new Map<number, { readonly left: number; readonly right: number }[]>();
    for (const column of figure?.querySelectorAll('[data-column]') ?? []) {
      for (const words of column.children) {
        const range = document.createRange();
        range.selectNodeContents(words);
        const { left, right, top, width: wide } = range.getBoundingClientRect();
        if (wide > 8) rows.set(Math.round(top), [...(rows.get(Math.round(top)) ?? []), { left, right }]);
      }
    }
    const lines = [...rows.values()];
    const gaps = lines.flatMap((line) => line.slice(1).map((each, i) => each.left - (line[i]?.right ?? 0)));
    return {
      closest: Math.min(Infinity, ...gaps),
      labels: Math.max(...lines.map((line) => line.length)),
      sideways: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    };
  });
}
