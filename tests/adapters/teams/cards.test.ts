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
import { agendaCard, digestCard, flagForm, noticeOf, previewCard } from '../../../bot/adapters/teams/supervisionCards.ts';
import { supervisionWords as spoken } from '#words/supervisionChat.ts';
import { tabInTeams } from '../../../bot/adapters/teams/tabLinks.ts';
import { bank } from '../../../bot/domain/questions/bank.ts';
import { asksAt } from '../../../bot/domain/questions/wording.ts';
import type { Digest } from '../../../bot/usecases/supervision/readDigest.ts';
import { launchBrowser } from '../../helpers/browser.ts';
import { personId } from '../../helpers/server.ts';
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

  it('draws the dialogs of supervision: fields with their labels, and what a digest says in words', async () => {
    await draw(flagForm({ id: 'f'.repeat(20), topic: 'team', note: 'About Jamie Oakes', was: {} }, ['name']));
    for (const label of [spoken.topic, spoken.note, spoken.hope, spoken.access]) await page.getByLabel(label).waitFor();
    await page.getByLabel(spoken.notToday).check();
    await page.getByText(spoken.besideNote).waitFor();
    await page.screenshot({ path: join(screenshots, 'card-flag.png'), fullPage: true });
    await page.getByRole('button', { name: spoken.keepAnyway }).click();
    expect(await taps()).toMatchObject([{ held: 'keepFlag', topic: 'team', note: 'About Jamie Oakes', notToday: 'true', sure: true }]);

    const digest: Digest = {
      on: '2026-11-23',
      topics: [
        {
          id: 'f',
          version: 1,
          supervisor: personId(3),
          keptOn: '2026-11-17',
          sentOn: '2026-11-23',
          topic: 'parent',
          note: 'A long call.',
          hope: 'think',
        },
      ],
      wishes: { access: 'A quiet room' },
      actions: [{ what: 'Ask for an hour', owner: 'supervisee', by: '2026-12-01' }],
      session: { date: '2026-11-24', time: '15:30', minutes: 60, entry: 'an-entry' },
    };
    const empty: Digest = { on: '2026-11-23', topics: [], wishes: {}, actions: [] };
    const said = JSON.stringify(digestCard([{ name: 'Ada', digest: empty }]));
    expect([said.includes(spoken.noTopics), said.includes(spoken.noDigestYet)]).toEqual([true, false]);
    const { on: _never, ...never } = empty;
    expect(JSON.stringify(digestCard([{ name: 'Ada', digest: never }]))).toContain(spoken.noDigestYet);
    const group = { period: '2026-27-1', on: '2026-10-14', topics: ['team', 'building'] } as const;
    for (const [name, card, says] of [
      [
        'digest',
        digestCard(
          [
            { name: 'Ada Appletree', digest },
            { name: 'Bryn Birch', digest: { topics: [], wishes: {}, actions: [] } },
          ],
          group,
        ),
        'Ada Appletree',
      ],
      ['preview', previewCard(digest), 'Session: Tuesday 24 November 2026, 15:30'],
      ['agenda', agendaCard(), 'Whose to hold (10 minutes)'],
      ['notice', noticeOf('receipt', { answerIn: 'dialog', tab: tabInTeams(personId(9)) }), spoken.notices.receipt],
    ] as const) {
      await draw(card);
      await page.getByText(says).waitFor();
      await page.screenshot({ path: join(screenshots, `card-${name}.png`), fullPage: true });
    }
  });
});
