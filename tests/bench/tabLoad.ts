import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import type { Browser, Frame, Page } from 'playwright-core';
import { paths } from '../../bot/contract/paths.ts';
import { questionsBody } from '../../bot/contract/questions.ts';
import { releasesBody, type ReleasesBody } from '../../bot/contract/releases.ts';
import { bank } from '../../bot/domain/questions/bank.ts';
import { questionOf } from '../../bot/adapters/http/present.ts';
import { englandDates } from '../../bot/domain/prompting/englandDates.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { demo } from '../tab/demoBodies.ts';
import { buildTab, demoReplies, serveTab, type TabServer } from '../tab/tabServer.ts';
import { bothWays, type Bench } from './bench.ts';

/** Chromium as a slow computer would run it. */
const slowdown = 4;

interface Load {
  /** Gzip bytes of the scripts that came before the first words of the page itself. */
  readonly firstScripts: number;
  /** Gzip bytes of all scripts of the page, its charts included. */
  readonly scripts: number;
  /** Milliseconds to the largest contentful paint. */
  readonly paint: number;
  readonly shift: number;
  /** Milliseconds of the longest task, whatever it does: reading scripts is the longest of most loads. */
  readonly longest: number;
  /** The same of those that began once the figures had come: drawing them. */
  readonly drawing: number;
  /** Median milliseconds from an interaction to the next paint. */
  readonly reacts: number;
}

/** Kept by each page itself, from its first moment on. */
const watchPaints = `
  window.seen = { paint: 0, shift: 0, tasks: [], reacts: [] };
  // What moves within half a second of a person's input is what they asked for (as CLS counts). Chromium marks it so in a page, not in its frames.
  let input = -Infinity;
  for (const type of ['pointerdown', 'keydown', 'click']) addEventListener(type, ({ timeStamp }) => { input = timeStamp; }, true);
  const watch = (type, take, more = {}) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more });
  watch('largest-contentful-paint', (entry) => { seen.paint = entry.startTime; });
  watch('layout-shift', (entry) => { if (!entry.hadRecentInput && entry.startTime - input >= 500) seen.shift += entry.value; });
  watch('longtask', (entry) => { seen.tasks.push([entry.startTime, entry.duration]); });
  watch('resource', (entry) => { if (entry.name.endsWith('${paths.releases}')) seen.came = entry.responseEnd; });
  watch('event', (entry) => { if (entry.interactionId > 0) seen.reacts.push([entry.interactionId, entry.duration]); }, { durationThreshold: 16 });
`;

/** One load of a page in the host, in a browser that has nothing of it yet. */
async function load(
  browser: Browser,
  server: TabServer,
  at: { readonly ready: string; readonly use?: (tab: Frame) => Promise<void> },
): Promise<Load> {
  const page: Page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: 'en-GB' });
  try {
    await page.addInitScript(watchPaints);
    const slow = await page.context().newCDPSession(page);
    await slow.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    const sizes: Promise<number>[] = [];
    page.on('response', (response) => {
      const inTab = response.request().resourceType() === 'script' && response.url().includes(paths.tab);
      if (inTab) sizes.push(response.body().then((body) => gzipSync(body).length));
    });
    await page.goto(`${server.url}/host.html#hear`);
    const tab = page.frames().find((each) => each.url().includes(paths.tab));
    if (!tab) throw new Error('The host shows no tab.');
    await tab.locator('h1').first().waitFor();
    const first = sizes.length;
    await tab.locator(at.ready).first().waitFor();
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(500);
    const all = sizes.length;
    await at.use?.(tab);
    const seen: unknown = await tab.evaluate('window.seen');
    const { paint, shift, longest, drawing, reacts } = seenOf(seen);
    const bytes = await Promise.all(sizes);
    return { firstScripts: sum(bytes.slice(0, first)), scripts: sum(bytes.slice(0, all)), paint, shift, longest, drawing, reacts };
  } finally {
    await page.context().close();
  }
}

/** Of each interaction, its slowest event; of all, the median. One that painted within a frame is not reported, and is 16 ms at most. */
function seenOf(seen: unknown): Pick<Load, 'paint' | 'shift' | 'longest' | 'drawing' | 'reacts'> {
  if (typeof seen !== 'object' || seen === null) throw new Error('The page kept nothing of its paints.');
  const { paint, shift, came, tasks, reacts } = Object.assign(
    { paint: 0, shift: 0, came: Number.NaN, tasks: new Array<[number, number]>(), reacts: new Array<[number, number]>() },
    seen,
  );
  const slowest = new Map<number, number>();
  for (const [id, duration] of reacts) slowest.set(id, Math.max(slowest.get(id) ?? 0, duration));
  const sorted = [...slowest.values()].sort((a, b) => a - b);
  const longestOf = (some: readonly (readonly [number, number])[]): number => Math.max(0, ...some.map(([, duration]) => duration));
  const drawing = longestOf(tasks.filter(([start]) => start >= came));
  return { paint, shift, longest: longestOf(tasks), drawing, reacts: sorted[Math.floor(sorted.length / 2)] ?? 16 };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** Every interaction that the page of figures has, some of them twice. */
async function useFigures(tab: Frame): Promise<void> {
  const tables = tab.getByRole('button', { name: 'Show as a table' });
  for (let i = 0; i < 3; i += 1) await tables.first().click();
  for (let i = 0; i < 3; i += 1) await tab.getByRole('button', { name: 'Hide the table' }).first().click();
  for (const rung of await tab.getByRole('tab').all()) await rung.click();
  await tab.getByText('The rules, one by one').click();
  await tab.page().waitForTimeout(500);
}

const questionsShown = 24;

/** 12 half-terms, 24 questions and 6 units: as much as a trust could ever see. */
function muchToShow(): { readonly releases: ReleasesBody; readonly units: readonly { id: string; path: string }[] } {
  const questions = [...bank.values()].filter(({ occasion, order }) => occasion !== 'private' && order !== 'none').slice(0, questionsShown);
  const periods = englandDates.halfTerms.slice(0, 12);
  const path = ['Network', 'County', 'Trust', 'Northern', 'East', 'Coast'];
  const units = path.map((_, i) => path.slice(0, i + 1)).map((levels) => ({ id: levels.join('.').toLowerCase(), path: levels.join('/') }));
  const releases = releasesBody.parse({
    releases: units.flatMap((unit, u) =>
      periods.map(({ id, starts, ends }, p) => ({
        period: { id, starts, ends },
        unit,
        respondents: '14 to 29',
        figures: questions.map((question, q) => ({ question: question.id, mean: 0.5 + ((u + p + q) % 7) / 2, step: 0.5 })),
      })),
    ),
  });
  return { releases, units: units.toReversed() };
}

async function buildBare(): Promise<string> {
  const out = await mkdtemp(`${tmpdir()}/held-bare-`);
  const here = new URL('.', import.meta.url).pathname;
  const script = `import { build } from 'vite'; import react from '@vitejs/plugin-react'; import griffel from '@griffel/vite-plugin';
    await build({ configFile: false, root: ${JSON.stringify(`${here}bare`)}, base: '/tab/', publicDir: false, plugins: [react(), griffel()], logLevel: 'error',
      build: { outDir: ${JSON.stringify(out)}, emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false }, reportCompressedSize: false } });`;
  const build = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: new URL('../..', import.meta.url).pathname,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: 'inherit',
  });
  const [code] = await once(build, 'exit');
  if (code !== 0) throw new Error(`The bare page did not build (exit ${String(code)}).`);
  return out;
}

type Key =
  | 'firstScripts'
  | 'bareFirstScripts'
  | 'scripts'
  | 'bareScripts'
  | 'paint'
  | 'barePaint'
  | 'reacts'
  | 'shift'
  | 'drawing'
  | 'longest';

/** The page of figures in Chromium at a quarter of the speed, in a host that speaks teams-js's protocol, beside a bare page built with the same tools. */
export const tabLoad: Bench<Key> = {
  name: 'tabLoad',
  about: 'open “What we hear” at a quarter of the speed, beside a bare page of Fluent UI and teams-js with the same chart',
  values: {
    firstScripts: { what: 'scripts before the first meaningful paint, gzip', unit: 'bytes' },
    bareFirstScripts: { what: 'the same of the bare page', unit: 'bytes' },
    scripts: { what: 'all scripts of the page, gzip', unit: 'bytes' },
    bareScripts: { what: 'the same of the bare page with its chart', unit: 'bytes' },
    paint: { what: 'largest contentful paint', unit: 'ms' },
    barePaint: { what: 'the same of the bare page', unit: 'ms' },
    reacts: { what: 'interaction to next paint, median', unit: 'ms' },
    shift: { what: 'layout shift', unit: 'thousandths' },
    drawing: { what: 'longest task of drawing 12 half-terms, 24 questions and 6 units', unit: 'ms' },
    longest: { what: 'longest task of that load, its scripts’ reading included', unit: 'ms' },
  },
  targets: [
    {
      what: 'scripts before the first meaningful paint, beside the bare page',
      of: (seen) => seen.firstScripts / seen.bareFirstScripts,
      bound: { atMost: 1.25 },
    },
    { what: 'scripts in all, beside the bare page with its chart', of: (seen) => seen.scripts / seen.bareScripts, bound: { atMost: 1.25 } },
    { what: 'largest contentful paint, beside the bare page', of: ({ paint, barePaint }) => paint / barePaint, bound: { atMost: 1.3 } },
    { what: 'interaction to next paint, ms', of: ({ reacts }) => reacts, bound: { atMost: 100 } },
    { what: 'layout shift', of: ({ shift }) => shift / 1_000, bound: { atMost: 0.05 }, holds: 'each time' },
    { what: 'longest task of drawing much, ms', of: ({ drawing }) => drawing, bound: { atMost: 200 } },
  ],
  async prepare() {
    const [dist, bareDist] = [await buildTab(), await buildBare()];
    const [server, bareServer] = [await serveTab(dist), await serveTab(bareDist)];
    const browser = await launchBrowser();
    const much = muchToShow();
    const questions = questionsBody.parse({
      questions: [...bank.values()].filter(({ occasion }) => occasion !== 'private').map(questionOf),
    });
    const muchReplies = {
      ...demoReplies(),
      [paths.me]: { status: 200, body: { ...demo.me, units: much.units } },
      [paths.releases]: { status: 200, body: much.releases },
      [paths.questions]: { status: 200, body: questions },
    };
    return {
      async round(n) {
        server.replies = demoReplies();
        const [ours, bare] = await bothWays(
          n,
          () => load(browser, server, { ready: 'article svg rect', use: useFigures }),
          () => load(browser, bareServer, { ready: 'svg rect' }),
        );
        server.replies = muchReplies;
        const { drawing, longest } = await load(browser, server, { ready: `article >> nth=${questionsShown - 1}` });
        return {
          firstScripts: ours.firstScripts,
          bareFirstScripts: bare.firstScripts,
          scripts: ours.scripts,
          bareScripts: bare.scripts,
          paint: ours.paint,
          barePaint: bare.paint,
          reacts: ours.reacts,
          shift: ours.shift * 1_000,
          drawing,
          longest,
        };
      },
      async dispose() {
        await browser.close();
        await server[Symbol.asyncDispose]();
        await bareServer[Symbol.asyncDispose]();
        await rm(dist, { recursive: true, force: true });
        await rm(bareDist, { recursive: true, force: true });
      },
    };
  },
};
