/** The ways from a card in a chat to the tab: a deep link in a tenant, an address on a laptop, and words where neither is known. */
import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { flagInvitation, noticeOf, type Ways } from '../../../bot/adapters/teams/supervisionCards.ts';
import { supervisionWords as words } from '#words/supervisionChat.ts';
import { tabAt, tabEntity, tabInTeams } from '../../../bot/adapters/teams/tabLinks.ts';
import { pageIds } from '../../../bot/contract/pages.ts';
import type { Notice } from '../../../bot/ports.ts';
import { root } from '../../helpers/checks.ts';

const app = '6f1d1c0a-55d1-4a5d-9f6e-0d7c2d0b1a01';
const notices: readonly Notice[] = ['digest', 'preview', 'agenda', 'receipt', 'record', 'ask'];
const urlsOf = (card: object): readonly string[] =>
  [...JSON.stringify(card).matchAll(/"type":"Action\.OpenUrl","title":"[^"]*","url":"((?:[^"\\]|\\.)*)"/g)].map((found) => found[1] ?? '');

/** The page that a deep link names, as Teams reads it. */
function namedBy(link: string | undefined): unknown {
  const context = new URL(link ?? '').searchParams.get('context');
  return context === null ? undefined : z.strictObject({ subEntityId: z.enum(pageIds) }).parse(JSON.parse(context)).subEntityId;
}

describe('in a tenant', () => {
  const ways: Ways = { answerIn: 'dialog', tab: tabInTeams(app) };

  it('links to the personal tab that the manifest declares', async () => {
    const manifest = z
      .object({ staticTabs: z.array(z.object({ entityId: z.string(), scopes: z.array(z.string()) })) })
      .parse(JSON.parse(await readFile(join(root, 'appPackage/manifest.json'), 'utf8')));
    expect(manifest.staticTabs).toEqual([{ entityId: tabEntity, scopes: ['personal'] }]);
    expect(tabInTeams(app)()).toBe(`https://teams.microsoft.com/l/entity/${app}/held`);
    expect(namedBy(tabInTeams(app)('supervise'))).toBe('supervise');
  });

  it('opens a dialog where there is one, and the right page of the tab where there is none', () => {
    for (const notice of ['digest', 'preview', 'agenda'] as const) {
      const card = noticeOf(notice, ways);
      expect(urlsOf(card)).toEqual([]);
      expect(JSON.stringify(card)).toContain('"task/fetch"');
    }
    expect((['receipt', 'record', 'ask'] as const).map((notice) => urlsOf(noticeOf(notice, ways)).map(namedBy))).toEqual([
      ['supervision'],
      ['supervision'],
      ['do'],
    ]);
  });

  it('has links alone where cards open no dialogs', () => {
    const inChat: Ways = { ...ways, answerIn: 'chat' };
    const pages = notices.map((notice) => urlsOf(noticeOf(notice, inChat)).map(namedBy));
    expect(pages).toEqual([['supervise'], ['supervision'], [undefined], ['supervision'], ['supervision'], ['do']]);
    expect(urlsOf(flagInvitation(inChat)).map(namedBy)).toEqual(['supervision']);
  });
});

it('on a laptop an address opens the tab alone, at the page', () => {
  const ways: Ways = { answerIn: 'chat', tab: tabAt('http://127.0.0.1:3978/tab/') };
  expect(urlsOf(noticeOf('digest', ways))).toEqual(['http://127.0.0.1:3978/tab/#supervise']);
  expect(urlsOf(noticeOf('agenda', ways))).toEqual(['http://127.0.0.1:3978/tab/']);
});

it('where no way is known a card says where to look', () => {
  for (const notice of notices) {
    const card = noticeOf(notice, { answerIn: 'chat' });
    expect(urlsOf(card)).toEqual([]);
    expect(JSON.stringify(card)).toContain(words.inTab);
  }
});
