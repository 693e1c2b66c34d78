/** What is deployed: built by its own commands, started, and looked into. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { licenceFaults } from '../../build/licences.ts';
import { root } from '../helpers/checks.ts';

const run = (script: string, env: Readonly<Record<string, string>> = {}) =>
  promisify(execFile)(process.execPath, script.endsWith('.ts') ? ['--import', 'tsx', script] : [script], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });

describe('npm run bundle', () => {
  let said: string;
  beforeAll(async () => {
    said = (await run('build/bundle.ts')).stdout;
  }, 120_000);

  it('prints the size of both parts, each well under what a phone photo holds', () => {
    const sizes = [...said.matchAll(/dist\/(\w+): \d+ files, [\d.]+ MiB, ([\d.]+) MiB packed/g)].map(
      ([, name, size]) => [name, Number(size)] as const,
    );
    expect(sizes.map(([name]) => name)).toEqual(['web', 'opener']);
    for (const [, size] of sizes) expect(size).toBeLessThan(5);
  });

  it('holds the program and the tab, no source, no test, no Azurite, no command line', async () => {
    const files = [
      ...(await readdir(join(root, 'dist/web'), { recursive: true })),
      ...(await readdir(join(root, 'dist/opener'), { recursive: true })),
    ];
    expect(files).toEqual(expect.arrayContaining(['bot/main.js', 'dist/tab/index.html', 'opener.js', 'openWorker.js', 'Dockerfile']));
    expect(files.filter((name) => /\.tsx?$|\.map$|azurite|test/i.test(name))).toEqual([]);
  });

  it('cannot open in the web part: what opens is in the opener’s alone', async () => {
    const texts = async (folder: string): Promise<string> => {
      const names = (await readdir(join(root, folder))).filter((name) => name.endsWith('.js'));
      return (await Promise.all(names.map((name) => readFile(join(root, folder, name), 'utf8')))).join('\n');
    };
    // A sentence of bot/adapters/sealing/readers.ts, and one of the opener's vault.
    const [web, opener] = [await texts('dist/web/bot'), await texts('dist/opener')];
    for (const words of ['A thread that opens envelopes ended', 'two halves of the key of period']) {
      expect([words, web.includes(words), opener.includes(words)]).toEqual([words, false, true]);
    }
    for (const words of ['CloudAdapter', 'Content-Security-Policy'])
      expect([words, web.includes(words), opener.includes(words)]).toEqual([words, true, false]);
  });

  it.each([
    ['dist/web/bot/main.js', 'BOT_ID'],
    ['dist/opener/opener.js', 'HELD_VAULT_OPENER'],
  ])('%s starts, and names what is missing', async (script, setting) => {
    const failed: unknown = await run(script, { HELD_MODE: 'azure' }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining(`${setting} is not set`) });
  });
});

describe('the bare bot that the start is measured against', () => {
  it('imports nothing that Held’s web process does not', async () => {
    const bare = await readFile(join(root, 'tests/bench/bareBot.mjs'), 'utf8');
    const imported = [...bare.matchAll(/^import (?:.* from )?'([^']+)'/gm)].map(([, name = '']) => name);
    expect(imported).toEqual(expect.arrayContaining(['botbuilder', 'restify', '@microsoft/teamsfx', '@azure/data-tables']));
    const sources = await readdir(join(root, 'bot'), { recursive: true });
    const texts = await Promise.all(
      sources.filter((name) => name.endsWith('.ts')).map((name) => readFile(join(root, 'bot', name), 'utf8')),
    );
    const used = new Set(texts.flatMap((text) => [...text.matchAll(/from '([^'.][^']*)'/g)].map(([, name = '']) => name)));
    expect(imported.filter((name) => !used.has(name))).toEqual([]);
  });
});

describe('npm run bom', () => {
  it('lists what production is made of, all of it under free licences', async () => {
    const { stdout } = await run('build/billOfMaterials.ts');
    expect(stdout).toContain(' 0 without a free licence');
    const bom = z
      .looseObject({ bomFormat: z.string(), components: z.array(z.looseObject({ name: z.string() })) })
      .parse(JSON.parse(await readFile(join(root, 'dist/bom.json'), 'utf8')));
    expect(bom.bomFormat).toBe('CycloneDX');
    const names = bom.components.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['botbuilder', 'restify', 'jose']));
    for (const tool of ['azurite', 'jest', 'tsx', 'm365agentsplayground']) expect(names).not.toContain(tool);
  }, 60_000);

  it('would name a licence that asks for more, and one that is missing', () => {
    const component = (name: string, expression?: string) => ({
      name,
      version: '1',
      ...(expression ? { licenses: [{ expression }] } : {}),
    });
    const all = [component('a', 'MIT'), component('b', 'GPL-3.0-only'), component('c', '(GPL-2.0 OR MIT)'), component('d')];
    expect(licenceFaults(all)).toEqual(['b@1: GPL-3.0-only', 'd@1: no licence named']);
  });
});
