/**
 * `node --import tsx tests/words/build.ts bot|tab FOLDER`: builds the bot's speaking parts, or the tab, with `#words/*` pointed to the bracketed
 * language. A process of its own: the test runner's realm is none that the compilers take.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build as bundle } from 'esbuild';
import { build as buildTab, type Plugin } from 'vite';
import { root } from '../helpers/checks.ts';

/** What people type, and what Intl reads: not said. */
const asTheyAre = new Set(['commands.ts', 'locale.ts']);

/** The bracketed language's file in place of the English one of the same path. */
async function inBrackets(file: string): Promise<string> {
  const english = join(root, 'words/en-GB', file);
  const found: unknown = await import(pathToFileURL(english).href);
  if (typeof found !== 'object' || found === null) throw new Error(`No words in ${file}.`);
  const wrapped = (name: string): string => (asTheyAre.has(file) ? `english.${name}` : `bracketed(english.${name})`);
  return [
    `import * as english from ${JSON.stringify(english)};`,
    `import { bracketed } from ${JSON.stringify(join(root, 'tests/words/bracketed.ts'))};`,
    ...Object.keys(found).map((name) => `export const ${name} = ${wrapped(name)};`),
  ].join('\n');
}

const mark = '#words/';

async function buildBot(outdir: string): Promise<void> {
  await bundle({
    entryPoints: [join(root, 'tests/words/everyReply.ts')],
    outfile: join(outdir, 'everyReply.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
    plugins: [
      {
        name: 'bracketed-words',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^#words\// }, ({ path }) => ({ path: path.slice(mark.length), namespace: 'bracketed' }));
          onLoad({ filter: /.*/, namespace: 'bracketed' }, async ({ path }) => ({ contents: await inBrackets(path), resolveDir: root }));
        },
      },
    ],
  });
}

const bracketedWords: Plugin = {
  name: 'bracketed-words',
  enforce: 'pre',
  resolveId: (id) => (id.startsWith(mark) ? `\0bracketed:${id.slice(mark.length)}` : undefined),
  load: (id) => (id.startsWith('\0bracketed:') ? inBrackets(id.slice('\0bracketed:'.length)) : undefined),
};

const [what, folder] = process.argv.slice(2);
if (!folder || (what !== 'bot' && what !== 'tab')) throw new Error('bot or tab, then a folder');
if (what === 'bot') await buildBot(folder);
else
  await buildTab({ configFile: join(root, 'tab/vite.config.ts'), logLevel: 'error', plugins: [bracketedWords], build: { outDir: folder } });
