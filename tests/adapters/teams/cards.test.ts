import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import {
  chatQuestionCard,
  halfWayCard,
  dialogQuestionCard,
  helpCard,
  hoursCard,
  passedCard,
  pauseCard,
  privacyCard,
  promptCard,
  welcomeCard,
  withdrawCard,
} from '../../../bot/adapters/teams/cards.ts';
import { bank } from '../../../bot/domain/questions/bank.ts';
import { asksAt } from '../../../bot/domain/questions/wording.ts';
import { launchBrowser } from '../../helpers/browser.ts';
import { actionsOf } from '../../helpers/teamsBot.ts';
import { autumnTwo } from '../../helpers/world.ts';

const renderer = createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.js');
const screenshots = join(process.cwd(), 'tests/e2e/screenshots');
const questions = [...bank.values()];
const asked = (question: (typeof questions)[number]) => ({
  period: autumnTwo.id,
  ticket: 't'.repeat(300),
  question: question.id,
  moment: 'meeting' as const,
});

describe('cards', () => {
  it.each(questions.map((question) => [question.id, question] as const))(
    'show %s with its exact options in bank order, Skip last',
    (_id, question) => {
      const dialog = actionsOf(dialogQuestionCard(asked(question)));
      expect(dialog.map(({ title }) => title)).toEqual([...question.options, 'Skip', 'Keep for supervision']);
      expect(dialog.map(({ data }) => data['option'])).toEqual([...question.options.map((_, i) => i), undefined, undefined]);
      // It carries nothing of the question, nor of the place in the envelope.
      expect(dialog.at(-1)?.data).toEqual({ held: 'flag' });
      const chat = actionsOf(chatQuestionCard(asked(question)));
      expect(chat.slice(0, question.options.length + 1).map(({ title }) => title)).toEqual([...question.options, 'Skip']);
      for (const card of [dialogQuestionCard(asked(question)), chatQuestionCard(asked(question))]) {
        expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(28_000);
        expect(JSON.stringify(card)).toContain('not Held.');
      }
    },
  );

  it('say nothing of a meeting after a check-in', () => {
    for (const question of questions) expect(asksAt(question, 'checkIn')).not.toMatch(/that meeting/i);
  });

  it('welcome with who can see Held in a meeting’s chat, and where it does not belong', () => {
    const welcome = JSON.stringify(welcomeCard({ workingDays: [1], calendar: { mayOffer: false, agreed: false } }));
    expect(welcome).toMatch(/members of that chat can see[^"]*not[^"]*parents or guests/i);
  });

  it('half-way tell what leaders have done and lead to every booking address, and come without either', () => {
    const booking = ['North', 'South'].map((title) => ({ title, url: `https://example.org/${title}` }));
    const titles = (card: object) => actionsOf(card).map(({ title }) => title);
    expect(titles(halfWayCard({ booking, done: 1 }, 'https://example.org/tab'))).toEqual(
      expect.arrayContaining(['North', 'South', 'Open the Held tab']),
    );
    expect(JSON.stringify(halfWayCard({ booking, done: 1 }))).toContain('leaders have done one thing');
    expect(JSON.stringify(halfWayCard({ booking: [], done: 0 }))).toMatch(/next supervision[^]*Leaders have published nothing/);
    expect(JSON.stringify(halfWayCard(undefined))).toContain('next supervision');
    expect(titles(halfWayCard(undefined))).toEqual(['Fine as it is', 'Fewer, please', 'Rest until half-term', 'Help now']);
  });

  it('prompt with the invitation alone where there are dialogs', () => {
    for (const question of questions) {
      expect(JSON.stringify(promptCard(asked(question), 'dialog'))).not.toContain(question.asks);
    }
  });
});

describe('in Chromium', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    await mkdir(screenshots, { recursive: true });
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 460, height: 620 } });
  });
  afterAll(() => browser?.close());

  /** Draws a card as Teams' own renderer does; every tap's data is kept. */
  async function draw(card: object): Promise<void> {
    await page.setContent('<body style="font-family: Segoe UI, sans-serif; margin: 12px"><div id="card"></div></body>');
    await page.addScriptTag({ path: renderer });
    await page.evaluate(`
      window.taps = [];
      const card = new AdaptiveCards.AdaptiveCard();
      card.hostConfig = new AdaptiveCards.HostConfig({ supportsInteractivity: true, containerStyles: { emphasis: { backgroundColor: '#f0f0f0' } } });
      card.onExecuteAction = (action) => window.taps.push(action.data);
      card.parse(${JSON.stringify(card)});
      document.getElementById('card').replaceChildren(card.render());
    `);
  }
  const taps = (): Promise<unknown> => page.evaluate('window.taps');

  it('draws the question with one tap to each answer, by mouse and by keyboard', async () => {
    const load = questions.find(({ id }) => id === 'load');
    if (!load) throw new Error('no load');
    await draw(dialogQuestionCard(asked(load)));
    await page.screenshot({ path: join(screenshots, 'card-dialog.png') });
    for (const option of [...load.options, 'Skip']) expect(await page.getByRole('button', { name: option, exact: true }).count()).toBe(1);
    const widths = await Promise.all(
      [...load.options, 'Skip'].map(async (option) => (await page.getByRole('button', { name: option, exact: true }).boundingBox())?.width),
    );
    expect(new Set(widths).size).toBe(1);
    await page.getByRole('button', { name: 'Quite heavy', exact: true }).click();
    await page.getByRole('button', { name: 'Light', exact: true }).press('Enter');
    expect(await taps()).toMatchObject([
      { held: 'answer', option: 2 },
      { held: 'answer', option: 0 },
    ]);
  });

  it('draws every other card, and help opens without a tap reaching the bot', async () => {
    const mine = questions.find(({ id }) => id === 'mine');
    if (!mine) throw new Error('no mine');
    await draw(promptCard(asked(mine), 'dialog'));
    await page.screenshot({ path: join(screenshots, 'card-prompt.png') });
    await page.getByRole('button', { name: 'Help now' }).click();
    expect(await page.getByText('Samaritans 116 123').isVisible()).toBe(true);
    expect(await taps()).toEqual([]);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Monday' }).click();
    expect(await taps()).toMatchObject([{ held: 'pause', until: 'monday' }]);

    await draw(welcomeCard({ workingDays: [1, 2, 3], calendar: { mayOffer: true, agreed: false } }));
    await page.screenshot({ path: join(screenshots, 'card-welcome.png') });
    await page.getByLabel('Friday').check();
    await page.getByRole('button', { name: 'Take part' }).click();
    expect(await taps()).toMatchObject([{ held: 'takePart', days: '1,2,3,5', calendar: 'false' }]);

    const partWeek = { workingDays: [1, 2, 3, 4], hours: { from: '08:30', to: '15:30' }, calendar: { mayOffer: false, agreed: false } };
    await draw(hoursCard(partWeek));
    await page.screenshot({ path: join(screenshots, 'card-hours.png') });
    await page.getByRole('button', { name: 'Save' }).click();
    expect(await taps()).toMatchObject([{ held: 'hours', days: '1,2,3,4', from: '08:30', to: '15:30' }]);

    await draw(halfWayCard({ booking: [{ title: 'Book', url: 'https://example.org/book' }], done: 2 }, 'https://example.org/tab'));
    await page.screenshot({ path: join(screenshots, 'card-half-way.png') });
    await page.getByRole('button', { name: 'Fewer, please' }).click();
    expect(await taps()).toMatchObject([{ held: 'fewer' }]);

    for (const [name, card] of [
      ['chat', chatQuestionCard(asked(mine), 'Held cannot save just now.')],
      ['passed', passedCard()],
      ['help', helpCard()],
      ['pause', pauseCard()],
      ['privacy', privacyCard('dialog')],
      ['withdraw', withdrawCard(autumnTwo.id)],
    ] as const) {
      await draw(card);
      expect(await page.getByText('Tell your safeguarding lead now').isVisible()).toBe(true);
      await page.screenshot({ path: join(screenshots, `card-${name}.png`), fullPage: true });
    }
  });
});
