/** The catalogue holds every word of the tab, and each nation's are its own: built in the language of brackets, seen in Chromium. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Frame } from 'playwright-core';
import { nationOf } from '../../bot/adapters/http/present.ts';
import { paths } from '../../bot/contract/paths.ts';
import { nationIds, nations, warningOf } from '../../bot/domain/nations.ts';
import { root } from '../helpers/checks.ts';
import { demo } from '../tab/demoBodies.ts';
import { aloneReplies, firstReplies, groupReplies, nobodyReplies } from '../tab/supervisionReplies.ts';
import { openTabPages, type TabPages } from '../tab/tabPages.ts';
import { demoReplies, refusal, type Replies } from '../tab/tabServer.ts';
import { strangersIn, textsIn } from './bracketed.ts';

type Role = (typeof demo.me.roles)[number];
interface Sight {
  readonly hash: string;
  readonly role: Role;
  readonly replies?: Replies;
}

const none: Replies = { [paths.releases]: { status: 200, body: { releases: [] } } };
const sights: readonly (readonly [name: string, sight: Sight])[] = [
  ['what we hear', { hash: '#hear', role: 'senco' }],
  ['the first half-term', { hash: '#hear', role: 'senco', replies: none }],
  ['the first half-term of a leader', { hash: '#hear', role: 'leader', replies: none }],
  ['what we do', { hash: '#do', role: 'leader' }],
  ['the page for governors', { hash: '#governors', role: 'leader' }],
  ['my place', { hash: '#mine', role: 'senco' }],
  ['my supervision', { hash: '#supervision', role: 'senco' }],
  ['my first supervision', { hash: '#supervision', role: 'senco', replies: firstReplies }],
  ['without a supervisor', { hash: '#supervision', role: 'senco', replies: aloneReplies }],
  ['supervising', { hash: '#supervise', role: 'supervisor' }],
  ['supervision in a group', { hash: '#supervision', role: 'senco', replies: groupReplies }],
  ['supervising nobody', { hash: '#supervise', role: 'supervisor', replies: nobodyReplies }],
  ['looking after Held', { hash: '#admin', role: 'admin' }],
  ['a page for another role', { hash: '#admin', role: 'senco' }],
  ['figures that could not be read', { hash: '#hear', role: 'senco', replies: { [paths.releases]: refusal(503, 'storage-down') } }],
];

/** Every text that is drawn, in figures too, and every one that a screen reader says; one a node. Codes of languages and files are not words. */
function textsOf(): readonly string[] {
  const found: string[] = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement?.closest('script, style, noscript')) found.push(node.textContent ?? '');
  }
  for (const each of document.querySelectorAll('*')) {
    for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description', 'aria-roledescription']) {
      const said = each.getAttribute(name);
      if (said) found.push(said);
    }
  }
  return found.filter((text) => text.trim() !== '');
}

/** Opens what is folded away, so that it is looked at too. */
async function unfold(tab: Frame): Promise<void> {
  await tab.evaluate(() => document.querySelectorAll('details').forEach((each) => (each.open = true)));
  for (const button of await tab.locator('button[aria-expanded=false]').all())
    await button.click({ timeout: 2_000 }).catch(() => undefined);
  await tab.page().waitForTimeout(300);
}

async function settled(tab: Frame): Promise<void> {
  await tab
    .page()
    .waitForLoadState('networkidle')
    .catch(() => undefined);
  await tab.page().waitForTimeout(200);
}

let folder: string;
let tabs: TabPages;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'held-words-tab-'));
  // Under a test runner's NODE_ENV the build would be React's slow one for development.
  const env = { ...process.env, NODE_ENV: 'production' };
  await promisify(execFile)(process.execPath, ['--import', 'tsx', 'tests/words/build.ts', 'tab', folder], { cwd: root, env });
  tabs = await openTabPages(folder);
}, 240_000);
afterAll(async () => {
  await tabs?.stop();
  await rm(folder, { recursive: true, force: true });
});
afterEach(async () => {
  await Promise.all(tabs.browser.contexts().map((context) => context.close()));
  tabs.server.replies = demoReplies();
});

async function seen({ hash, role, replies = {} }: Sight): Promise<readonly string[]> {
  tabs.server.replies = { ...demoReplies(), ...replies };
  const tab = await tabs.inHost(await tabs.newPage(), hash, [role]);
  await settled(tab);
  await unfold(tab);
  await settled(tab);
  return tab.evaluate(textsOf);
}

/** Names, titles, notes, and levels of a unit's path; what people see of the questions is the server's to say. The page's first title is built in. */
const data = [
  ...new Set([
    'Held',
    ...[...textsIn(demo), ...textsIn(firstReplies), ...textsIn(groupReplies)].flatMap((text) => [text, ...text.split('/')]),
  ]),
].filter((text) => text.length > 2);

describe('in the language of brackets', () => {
  it.each(sights)('%s says words of the catalogue and nothing else', async (_name, sight) => {
    const texts = await seen(sight);
    expect(texts.filter((text) => text.includes('⟦')).length).toBeGreaterThan(3);
    expect([...new Set(texts)].filter((text) => strangersIn(text, data) !== '')).toEqual([]);
  });
});

it('so does the choice of somebody to be, on a laptop', async () => {
  const page = await tabs.newPage();
  await page.goto(`${tabs.server.url}${paths.tab}`);
  await page.locator('h1').first().waitFor();
  const texts = await page.evaluate(textsOf);
  expect(texts.filter((text) => text.includes('⟦')).length).toBeGreaterThan(3);
  // An avatar shows the initials of a name.
  const initials = demo.people.people.map(({ displayName }) => displayName.replace(/[^A-Z]/g, ''));
  expect(texts.filter((text) => strangersIn(text, [...data, ...initials]) !== '')).toEqual([]);
});

describe('in each nation', () => {
  it.each(nationIds)('an administrator in %s sees what is said, and what of it is to be confirmed', async (id) => {
    const { name, plan, code, safeguardingLead } = nations[id];
    const toConfirm = warningOf(nations[id]);
    const speaks = { name, plan, code: code.title, safeguardingLead };
    const body = { ...demo.signposts, nation: speaks, ...(toConfirm === undefined ? {} : { toConfirm }) };
    const text = (await seen({ hash: '#admin', role: 'admin', replies: { [paths.signposts]: { status: 200, body } } })).join('\n');
    for (const each of [name, plan, code.title, safeguardingLead, ...(toConfirm === undefined ? [] : [toConfirm])])
      expect(text).toContain(each);
    expect(text.includes('to be confirmed')).toBe(id !== 'england');
  });

  it.each(nationIds)('a leader in %s reads its titles, code and seasons', async (id) => {
    const { terms } = nations[id];
    const me = { ...demo.me, nation: nationOf(terms) };
    const texts = async (hash: string): Promise<string> => {
      tabs.server.replies = demoReplies();
      const page = await tabs.newPage();
      // `inHost` says who is looking; the nation comes with it.
      const tab = await tabs.inHost(page, hash, ['leader'], 'default', { me });
      await settled(tab);
      await unfold(tab);
      return (await tab.evaluate(textsOf)).join('\n').replace(/[⟦⟧]/g, '');
    };
    const does = await texts('#do');
    expect(does).toContain(`A question for your own ${terms.role}`);
    expect(does).toContain(`Read ${terms.codeOnRole} on what the role asks`);
    expect(does).toContain(`${terms.field} as a standing item`);
    const hears = await texts('#hear');
    for (const { says } of terms.seasons) expect(hears).toContain(says);
    expect(await texts('#governors')).toContain(`How the ${terms.role} role is carried`);
    if (id !== 'england') expect(does + hears.replace(demo.questions.questions.map(({ asks }) => asks).join(''), '')).not.toMatch(/EHCP/);
  });
});
