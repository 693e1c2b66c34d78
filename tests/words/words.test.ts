/** The catalogue holds every word: the bot, built in a language of brackets, says nothing outside them; and each nation's words are its own. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { nationIds, nations, warningOf } from '../../bot/domain/nations.ts';
import { startAzurite, type Azurite } from '../helpers/azurite.ts';
import { root } from '../helpers/checks.ts';
import { bracketed, strangersIn } from './bracketed.ts';

const run = promisify(execFile);
const saidBody = z.object({ cards: z.record(z.enum(nationIds), z.array(z.string())), replies: z.array(z.string()) });

/** Written by people in these cards and talks: names, titles, notes. */
const data = ['BOOK', 'NAME', 'NOTE', 'ACCESS', 'ACTION'];

describe('in the language of brackets', () => {
  let azurite: Azurite;
  let folder: string;
  let spoken: z.infer<typeof saidBody>;
  beforeAll(async () => {
    azurite = await startAzurite();
    // Below the repository, so that the packages it imports are found.
    const cache = join(root, 'node_modules/.cache');
    await mkdir(cache, { recursive: true });
    folder = await mkdtemp(join(cache, 'held-words-'));
    await run(process.execPath, ['--import', 'tsx', 'tests/words/build.ts', 'bot', folder], { cwd: root });
    const said = join(folder, 'said.json');
    await run(process.execPath, [join(folder, 'everyReply.mjs'), azurite.tables, azurite.queues, said], { cwd: root });
    spoken = saidBody.parse(JSON.parse(await readFile(said, 'utf8')));
  }, 120_000);
  afterAll(async () => {
    await azurite?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const strangers = (texts: readonly string[]): readonly string[] => [...new Set(texts)].filter((text) => strangersIn(text, data) !== '');

  it('every card says words of the catalogue and nothing else', () => {
    expect(spoken.cards.england.length).toBeGreaterThan(3_000);
    expect(strangers(spoken.cards.england)).toEqual([]);
  });

  it('so does every reply, to words and to taps', () => {
    expect(spoken.replies.length).toBeGreaterThan(500);
    expect(strangers(spoken.replies)).toEqual([]);
  });

  it.each(nationIds)('cards speak of %s as it calls things', (id) => {
    const text = spoken.cards[id].join('\n').replace(/[⟦⟧]/g, '');
    const { terms, helplines } = nations[id];
    expect(text).toContain(`How much of your ${terms.role} time was kept free for it?`);
    expect(text).toContain(`Tell your ${terms.lead} now, not Held.`);
    expect(text).toContain(`Check-ins are for ${terms.roles} and`);
    for (const line of [...helplines.child, ...helplines.yourself]) expect(text).toContain(line);
    if (id !== 'england') expect(text).not.toMatch(/SENCo|SEND\b|EHCP|LADO|\bDSL\b/);
  });
});

it('finds a word that is in no catalogue', () => {
  const words = bracketed({ hello: (name: string): string => `Hello ${name}`, lines: ['one'] });
  expect([words.hello('Ada'), words.lines]).toEqual(['⟦Hello Ada⟧', ['⟦one⟧']]);
  expect(strangersIn(`${words.hello('Ada')}, 4 December 2026: Spare time`, ['Spare'])).toBe('time');
});

it('England is complete; what is to be confirmed of the others is said, and of Wales that its words must be Welsh', () => {
  expect(warningOf(nations.england)).toBeUndefined();
  for (const id of ['wales', 'scotland', 'northernIreland'] as const) expect(warningOf(nations[id])).toMatch(/to be confirmed.*helplines/);
  expect(warningOf(nations.wales)).toMatch(/Welsh before use there/);
  expect(nations.northernIreland.helplines.yourself).toContain('Lifeline 0808 808 8000');
  expect(nations.england.helplines.lastChecked).toMatch(/^\d{4}-\d\d-\d\d$/);
});
