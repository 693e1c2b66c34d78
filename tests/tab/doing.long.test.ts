/** What people change in the tab: what stands afterwards, where the keyboard is, and what is said; and who reads which words. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Frame } from 'playwright-core';
import { actionAsk, type ActionBody } from '../../bot/contract/actions.ts';
import { mineAsk } from '../../bot/contract/mine.ts';
import { paths } from '../../bot/contract/paths.ts';
import { demo } from './demoBodies.ts';
import { recordReplies } from './recordReplies.ts';
import { openTabPages, type TabPages } from './tabPages.ts';
import { demoReplies, refusal } from './tabServer.ts';

let tabs: TabPages;
beforeAll(async () => {
  tabs = await openTabPages();
}, 120_000);
afterAll(() => tabs?.stop());
afterEach(async () => {
  await Promise.all(tabs.browser.contexts().map((context) => context.close()));
  tabs.server.replies = demoReplies();
  expect(tabs.takeComplaints()).toEqual([]);
});

const button = (tab: Frame, name: string | RegExp) => tab.getByRole('button', { name, exact: true });
const focused = (tab: Frame) => tab.evaluate(() => document.activeElement?.textContent ?? '');
const focusReaches = (tab: Frame, words: string) =>
  tab.waitForFunction((said) => document.activeElement?.textContent?.includes(said) === true, words);

describe('what leaders decide', () => {
  const { plan } = demo.actions;
  if (!plan) throw new Error('The invented leader has no plan.');

  /** Answers each change as the server would, as far as these tests go. */
  function decides(from: readonly ActionBody[] = plan?.actions ?? []): unknown[] {
    const sent: unknown[] = [];
    let actions = from;
    tabs.server.replies[`POST ${paths.actions}`] = (body) => {
      sent.push(body);
      const { id, done, unit: of, ...asked } = actionAsk.parse(body);
      const unit = demo.me.units.find((each) => each.id === of);
      if (!unit) return refusal(404, 'not-found');
      const next: ActionBody = {
        ...asked,
        id: id ?? 'new',
        unit,
        decidedOn: plan?.today ?? '',
        ...(done ? { doneOn: plan?.today ?? '' } : {}),
      };
      actions = [...actions.filter((each) => each.id !== next.id), next];
      const signals = (plan?.signals ?? []).map(({ decideBy: _by, ...signal }) => signal);
      return { status: 200, body: { ...demo.actions, plan: { ...plan, signals, actions } } };
    };
    return sent;
  }

  it('is shown to them where it stands, and asks for no decision any more', async () => {
    decides();
    const tab = await tabs.inHost(await tabs.newPage(), '#do', ['leader']);
    await tab.getByText('Please decide by 13 November 2026').waitFor();
    await button(tab, 'Act').click();
    await focusReaches(tab, 'SEND as a standing item');
    expect(await tab.evaluate(() => document.activeElement?.tagName)).toBe('H3');
    await tab.getByText('Kept. It stands under “Decided”.').waitFor();
    expect(await tab.getByText(/^Please decide by/).count()).toBe(0);
  });

  it('needs a day that has not passed, and says so at the field', async () => {
    const sent = decides();
    const tab = await tabs.inHost(await tabs.newPage(), '#do', ['leader']);
    for (const day of ['', '2026-11-03']) {
      await tab.getByLabel('By when').fill(day);
      await button(tab, 'Act').click();
      await tab.getByRole('alert').filter({ hasText: 'Choose a day: today or later.' }).waitFor();
      expect(await tab.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('date');
    }
    expect(sent).toEqual([]);
  });

  it('keeps the keyboard where somebody goes back, and takes it to the reason that was kept', async () => {
    decides();
    const tab = await tabs.inHost(await tabs.newPage(), '#do', ['leader']);
    await button(tab, 'Not now, because…').click();
    await button(tab, 'Back').click();
    expect(await focused(tab)).toBe('Not now, because…');
    await button(tab, 'Not now, because…').click();
    await button(tab, 'Keep this reason').click();
    expect(await tab.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
    await tab.getByLabel('Why not now').fill('the timetable is fixed until January');
    await button(tab, 'Keep this reason').click();
    await focusReaches(tab, 'SEND as a standing item');
    await tab.getByText('Because: the timetable is fixed until January').waitFor();
  });

  it('can be taken back from done, and is taken up with a new day where its own has passed', async () => {
    const late = plan.actions.map((each) => ({ ...each, due: '2026-10-30' }));
    const sent = decides(late);
    tabs.server.replies[paths.actions] = { status: 200, body: { ...demo.actions, plan: { ...plan, actions: late } } };
    const tab = await tabs.inHost(await tabs.newPage(), '#do', ['leader']);
    await button(tab, 'Mark as done: Administrative help for paperwork and meetings').click();
    await button(tab, 'Not done after all: Administrative help for paperwork and meetings').click();
    await button(tab, 'Mark as done: Administrative help for paperwork and meetings').waitFor();
    await button(tab, /^Act on it now: A plan and a budget/).click();
    await focusReaches(tab, 'A plan and a budget');
    expect(sent).toMatchObject([
      { id: 'a', done: true, due: '2026-10-30' },
      { id: 'a', done: false, published: false },
      { id: 'b', decision: 'act', due: '2026-11-25' },
    ]);
  });

  it('is said beside the action that could not be changed', async () => {
    tabs.server.replies[`POST ${paths.actions}`] = refusal(503, 'storage-down');
    const tab = await tabs.inHost(await tabs.newPage(), '#do', ['leader']);
    await button(tab, 'Mark as done: Administrative help for paperwork and meetings').click();
    await tab.getByRole('listitem').filter({ hasText: 'Administrative help' }).getByText('That was not kept.').waitFor();
  });

  it('names groups as the ladder does', async () => {
    const tab = await tabs.inHost(await tabs.newPage(), '#do', ['leader']);
    await tab.getByText('5 of 12 schools in East state an offer.').waitFor();
    await tab.getByText('What everyone in East is entitled to').waitFor();
    expect(await tab.getByLabel('For', { exact: true }).getByRole('option').allInnerTexts()).toEqual([
      'Northern Trust, East',
      'Northern Trust',
    ]);
    expect(await tab.locator('#root').innerText()).not.toContain('Northern Trust/');
  });
});

describe('what everyone reads', () => {
  it('is when leaders last did something, half-way through a half-term too', async () => {
    const done = demo.actions.done.map((each) => ({ ...each, on: '2026-07-01' }));
    tabs.server.replies[paths.actions] = { status: 200, body: { done } };
    tabs.server.replies[paths.period] = { status: 200, body: { ...demo.period, halfWay: true } };
    const tab = await tabs.inHost(await tabs.newPage(), '#hear', ['senco']);
    await tab.getByRole('tab', { name: 'Northern Trust' }).click();
    await tab.getByText('leaders have published nothing since the last one began').waitFor();
    await tab.getByText('Last action: 1 July 2026').waitFor();
  });

  it('is how much supervision is offered in their group, and that it could not be read where it could not', async () => {
    const tab = await tabs.inHost(await tabs.newPage(), '#hear', ['supervisor']);
    await tab.getByText('Between a third and two thirds of the schools in East say that they offer supervision.').waitFor();
    await tab.getByText('Whether the time was protected is asked only after supervision.').waitFor();
    await tab.getByRole('tab', { name: 'Northern Trust' }).click();
    await tab.getByText('Fewer than a third of the schools in Northern Trust say that they offer supervision.').waitFor();
    tabs.server.replies[paths.supervisionOffered] = refusal(503, 'storage-down');
    const other = await tabs.inHost(await tabs.newPage(), '#hear', ['supervisor']);
    await other.getByText('How many schools offer it could not be read just now.').waitFor();
    await other.getByRole('figure').first().waitFor();
  });

  it.each([
    ['senco', 'In My place you choose', ['Under Supervision', 'Under Looking after Held']],
    ['supervisor', 'Under Supervision you find', ['My place', 'Under Looking after Held']],
    ['admin', 'Under Looking after Held', ['My place', 'Under Supervision']],
    ['leader', 'Do one thing now', ['My place', 'Under Supervision']],
  ] as const)('is of pages that a %s has, before the first figures', async (role, own, others) => {
    tabs.server.replies[paths.releases] = { status: 200, body: { releases: [] } };
    const tab = await tabs.inHost(await tabs.newPage(), '#hear', [role]);
    await tab.getByText(own).waitFor();
    const main = await tab.getByRole('main').innerText();
    expect(others.filter((words) => main.includes(words))).toEqual([]);
  });
});

describe('my place', () => {
  it('undoes a pause and a wish for fewer each by itself', async () => {
    const sent: unknown[] = [];
    const settings = { ...demo.mine.settings, pausedUntil: 'until-resumed', fewer: true };
    tabs.server.replies[paths.mine] = { status: 200, body: { ...demo.mine, settings } };
    tabs.server.replies[`POST ${paths.mine}`] = (body) => {
      sent.push(body);
      return { status: 200, body: { ...demo.mine, settings } };
    };
    const tab = await tabs.inHost(await tabs.newPage(), '#mine', ['senco']);
    await button(tab, 'As often as before').click();
    await tab.getByText('Kept.').waitFor();
    await button(tab, 'Ask me again').click();
    for (let i = 0; i < 100 && sent.length < 2; i += 1) await sleep(50);
    expect(sent.map((ask) => mineAsk.parse(ask))).toEqual([{ change: 'asBefore' }, { change: 'resume' }]);
  });

  it('brings the recovery code to the reader, and says when it could not be copied', async () => {
    Object.assign(tabs.server.replies, recordReplies([]));
    const tab = await tabs.inHost(await tabs.newPage(), '#mine', ['senco']);
    await button(tab, 'Start my private record').click();
    await button(tab, 'Start a new record').click();
    const code = (await tab.getByTestId('recovery-code').textContent()) ?? '';
    await focusReaches(tab, code);
    expect(await tab.getByRole('group', { name: 'Your recovery code' }).evaluate((group) => group === document.activeElement)).toBe(true);
    await tab.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true }));
    await button(tab, 'Copy the code').click();
    await tab.getByText('It could not be copied here.').waitFor();
    expect(await tab.evaluate(() => getSelection()?.toString().trim())).toBe(code);
    await tab.evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.resolve() }, configurable: true });
    });
    await button(tab, 'Copy the code').click();
    await tab.getByText('Copied.').waitFor();
    await button(tab, 'I have kept it safe').click();
    await focusReaches(tab, 'How it moved');
  });
});
