import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { root } from './helpers/checks.ts';

const reportShape = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({ violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })) }),
});
type Report = z.infer<typeof reportShape>;

const configShape = z.object({ forbidden: z.array(z.object({ name: z.string() })) });
const rules = configShape.parse(createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs'))).forbidden.map(({ name }) => name);

function cruise(cwd: string): Promise<Report> {
  const script = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [script, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'bot', 'tab', 'words', 'tests'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      try {
        resolve(reportShape.parse(JSON.parse(stdout)));
      } catch (cause) {
        reject(new Error(stderr || (error?.message ?? 'no report'), { cause }));
      }
    });
  });
}

/** One breach of each rule: the file that breaks it, and the import in it. */
const breaches: Readonly<Record<string, readonly [file: string, imports: string]>> = {
  'no-cycles': ['bot/domain/cycleA.ts', './cycleB.ts'],
  'no-unresolvable': ['bot/adapters/teams/nothing.ts', './nowhere.ts'],
  'domain-imports-domain': ['bot/domain/impure.ts', 'node:fs'],
  'contract-imports-zod-and-domain': ['bot/contract/wide.ts', '../ports.ts'],
  'errors-import-words': ['bot/errors.ts', './domain/leaf.ts'],
  'words-import-words': ['words/en-GB/reaching.ts', '../../bot/domain/leaf.ts'],
  'tab-words-for-the-tab': ['bot/adapters/teams/wordy.ts', '#words/tab/leaf.ts'],
  'server-words-for-the-server': ['tab/components/Wordy.tsx', '#words/chat.ts'],
  'ports-import-domain': ['bot/ports.ts', 'zod'],
  'usecases-import-domain-ports-errors': ['bot/usecases/reaching.ts', '../adapters/tables/leaf.ts'],
  'adapters-import-inwards': ['bot/adapters/tables/outward.ts', '../../wiring.ts'],
  'adapters-are-strangers': ['bot/adapters/teams/neighbour.ts', '../tables/leaf.ts'],
  'config-for-entry-points': ['bot/adapters/http/settings.ts', '../../config.ts'],
  'entry-points-are-ends': ['bot/local/start.ts', '../main.ts'],
  'local-mode-is-apart': ['bot/wiring.ts', './local/leaf.ts'],
  'tab-imports-tab-and-contract': ['tab/server.ts', '../bot/domain/leaf.ts'],
  'tab-runs-in-a-browser': ['tab/components/Disk.tsx', 'node:fs'],
  'teams-js-in-one-file': ['tab/api.ts', '@microsoft/teams-js'],
  'nothing-imports-tests': ['bot/domain/tested.ts', '../../tests/leaf.ts'],
  'botbuilder-in-the-teams-adapter': ['bot/adapters/http/activities.ts', 'botbuilder'],
  'teamsfx-in-one-file': ['bot/adapters/teams/sender.ts', '@microsoft/teamsfx'],
  'restify-in-the-http-adapter': ['bot/adapters/teams/server.ts', 'restify'],
  'tables-sdk-in-its-adapter': ['bot/adapters/queues/rows.ts', '@azure/data-tables'],
  'queues-sdk-in-its-adapter': ['bot/adapters/tables/messages.ts', '@azure/storage-queue'],
  'azure-in-adapters': ['bot/adapters/teams/storage.ts', '@azure/data-tables'],
  'sealing-library-in-its-adapters': ['bot/adapters/http/seal.ts', 'libsodium-wrappers'],
  'ballot-box-for-disclosure': ['bot/domain/disclosure/peek.ts', './ballotBox.ts'],
  'one-gate': ['bot/domain/disclosure/laxer.ts', './releaseUnder.ts'],
  'web-cannot-open': ['bot/main.ts', './adapters/web/hop.ts'],
  'opener-cannot-seal': ['bot/opener.ts', './adapters/opener/hop.ts'],
};

/** What the breaches stand among: harmless in itself. */
const bystanders: Readonly<Record<string, string>> = {
  'bot/domain/leaf.ts': '',
  'bot/domain/cycleB.ts': "import './cycleA.ts';",
  'bot/domain/disclosure/ballotBox.ts': '',
  'bot/domain/disclosure/releaseUnder.ts': '',
  'bot/adapters/tables/leaf.ts': '',
  'bot/adapters/sealing/openEnvelopes.ts': '',
  'bot/adapters/sealing/seal.ts': '',
  'bot/adapters/web/hop.ts': "import '../sealing/openEnvelopes.ts';",
  'bot/adapters/opener/hop.ts': "import '../sealing/seal.ts';",
  'bot/config.ts': '',
  'bot/local/leaf.ts': '',
  'words/en-GB/chat.ts': '',
  'words/en-GB/tab/leaf.ts': '',
  'tests/leaf.ts': '',
};

describe('the import rules', () => {
  let dir: string;
  let planted: Report;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'held-rules-'));
    await cp(join(root, '.dependency-cruiser.cjs'), join(dir, '.dependency-cruiser.cjs'));
    await symlink(join(root, 'node_modules'), join(dir, 'node_modules'));
    await writeFile(join(dir, 'package.json'), '{"type":"module","imports":{"#words/*":"./words/en-GB/*"}}');
    const files = {
      ...bystanders,
      ...Object.fromEntries(Object.values(breaches).map(([file, imports]) => [file, `import '${imports}';`])),
    };
    for (const [file, text] of Object.entries(files)) {
      await mkdir(join(dir, dirname(file)), { recursive: true });
      // The JSX says whether .tsx files are read at all.
      await writeFile(join(dir, file), file.endsWith('.tsx') ? `${text}\nexport const shown = <p>text</p>;\n` : `${text}\nexport {};\n`);
    }
    planted = await cruise(dir);
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  it('have a planted breach each', () => expect(Object.keys(breaches).toSorted()).toEqual(rules.toSorted()));

  it.each(rules)('catch a breach of %s', (rule) => {
    const caught = planted.summary.violations.filter(({ rule: { name } }) => name === rule).map(({ from }) => from);
    expect(caught).toContain(breaches[rule]?.[0]);
  });

  it('look at every source file of the repository', async () => {
    const { modules } = await cruise(root);
    const seen = new Set(modules.map(({ source }) => source));
    expect((await sourceFiles()).filter((file) => !seen.has(file))).toEqual([]);
  });
});

describe('the one gate from answers to output', () => {
  it('is opened in one place', async () => {
    const texts = await Promise.all((await sourceFiles()).map(async (file) => ({ file, text: await readFile(join(root, file), 'utf8') })));
    const product = texts.filter(({ file }) => !file.startsWith('tests/'));
    const readers = product.filter(({ text }) => /\btakeAll\b/.test(text)).map(({ file }) => file);
    expect(readers.toSorted()).toEqual(['bot/domain/disclosure/ballotBox.ts', 'bot/domain/disclosure/disclose.ts']);
  });
});

async function sourceFiles(): Promise<readonly string[]> {
  const folders = await Promise.all(
    ['bot', 'tab', 'words', 'tests'].map(async (folder) =>
      (await readdir(join(root, folder), { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
        .map((entry) =>
          join(entry.parentPath, entry.name)
            .slice(root.length + 1)
            .replaceAll('\\', '/'),
        ),
    ),
  );
  return folders.flat();
}
