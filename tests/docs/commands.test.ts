/** Every command in the papers for IT: run by a test of this repository, or marked as needing Azure. A command that is neither fails here. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv, promisify } from 'node:util';
import { z } from 'zod';
import { readBicep } from '../helpers/bicep.ts';
import { root } from '../helpers/checks.ts';

const papers = ['docs/deploy.md', 'docs/operate.md', 'docs/runbook.md'] as const;

/** By command: the test that runs it, and the words in that test by which it does. */
const runBy: Readonly<Record<string, readonly [file: string, words: string]>> = {
  // From a fresh clone, before everything else of the pipeline.
  'npm install': ['.ci/run', 'if ! npm install'],
  'npm test': ['.ci/run', "counted 'npm test' npm test"],
  'npm run test:long': ['.ci/run', "counted 'npm run test:long' npm run test:long"],
  'npm run check': ['tests/run.ts', 'await runChecks()'],
  'npm run bundle': ['tests/build/build.long.test.ts', "run('build/bundle.ts')"],
  'npm run bom': ['tests/build/build.long.test.ts', "run('build/billOfMaterials.ts')"],
  'set -a; . env/.env.prod; set +a': ['tests/docs/commands.test.ts', 'promisify(execFile)'],
  'npm run package -- prod': ['tests/appPackage/manifest.test.ts', "'build/package.ts', 'tested'"],
  'npm run held -- doctor': ['tests/cli/doctor.test.ts', "held(laptop, 'doctor')"],
  'npm run held -- roster import people.csv --dry-run': ['tests/cli/commands.test.ts', "'--dry-run'"],
  'npm run held -- roster import people.csv': ['tests/azure/mainJob.long.test.ts', "operate('roster', 'import', file)"],
  'npm run held -- calendar import dates.ics': ['tests/cli/dates.test.ts', "held(laptop, 'calendar', 'import'"],
  'npm run held -- calendar confirm': ['tests/azure/mainJob.long.test.ts', "operate('calendar', 'confirm')"],
  'npm run held -- quiet import quiet.csv': ['tests/cli/dates.test.ts', "held(laptop, 'quiet', 'import'"],
  'npm run held -- period start': ['tests/azure/mainJob.long.test.ts', "['period', 'start']"],
  'npm run held -- period status': ['tests/azure/mainJob.long.test.ts', "operate('period', 'status'"],
  'npm run held -- prompts dead': ['tests/cli/dates.test.ts', "held(laptop, 'prompts', 'dead')"],
};

interface Block {
  readonly paper: string;
  readonly azure: boolean;
  /** The two paragraphs before it. */
  readonly before: string;
  readonly lines: readonly string[];
}

let texts: ReadonlyMap<string, string>;
let blocks: readonly Block[];
beforeAll(async () => {
  texts = new Map(await Promise.all(papers.map(async (name) => [name, await readFile(join(root, name), 'utf8')] as const)));
  blocks = [...texts].flatMap(([paper, text]) =>
    [...text.matchAll(/^```(.*)\n([^]*?)^```/gm)].flatMap(({ 1: kind = '', 2: body = '', index }) =>
      kind === 'dotenv'
        ? []
        : [
            {
              paper,
              azure: kind === 'sh azure',
              before: text.slice(0, index).split('\n\n').slice(-3).join('\n'),
              lines: body.trim().split('\n'),
            },
          ],
    ),
  );
});

const whole = (command: string): string => command.replace(/^held /, 'npm run held -- ');
/** In the text, but where its paragraph needs Azure. */
const inText = (): readonly string[] =>
  [...texts.values()].flatMap((text) =>
    text
      .replaceAll(/^```[^]*?^```/gm, '')
      .split('\n\n')
      .filter((paragraph) => !/\*needs Azure/i.test(paragraph))
      .map((paragraph) => paragraph.replace('`npm ci` refuses it', ''))
      .flatMap((paragraph) =>
        [...paragraph.matchAll(/`((?:npm|npx|node|az|teamsapp|held) [^`{]+)`/g)].map(([, command = '']) => whole(command)),
      ),
  );

describe('the commands of the papers for IT', () => {
  it('are each run by a test, where no Azure is needed', async () => {
    const own = blocks.filter(({ azure }) => !azure).flatMap(({ lines }) => lines);
    const said = [...new Set([...own, ...inText()])];
    expect(said.toSorted()).toEqual(Object.keys(runBy).toSorted());
    for (const [command, [file, words]] of Object.entries(runBy)) {
      const text = existsSync(join(root, file)) ? await readFile(join(root, file), 'utf8') : '';
      expect([command, text.includes(words)]).toEqual([command, true]);
    }
  });

  it('are scripts of this package', async () => {
    const { scripts } = z
      .looseObject({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
    for (const command of Object.keys(runBy)) {
      const script = /^npm run (\S+)/.exec(command)?.[1];
      expect([command, script === undefined || script in scripts]).toEqual([command, true]);
    }
  });

  it('say in words that they need Azure, where they do', () => {
    const azure = blocks.filter((block) => block.azure);
    expect(azure.length).toBeGreaterThan(6);
    for (const { paper, before, lines } of azure) expect([paper, lines[0], /\*Needs /.test(before)]).toEqual([paper, lines[0], true]);
    // Whatever calls Azure's own tools stands in such a block.
    for (const { azure: marked, lines } of blocks)
      if (!marked) expect(lines.filter((line) => /^(az|teamsapp|New-\w+) /.test(line))).toEqual([]);
  });
});

describe('the commands for Azure', () => {
  const lines = (): readonly string[] => blocks.filter(({ azure }) => azure).flatMap((block) => block.lines);

  it('name only files, parameters and outputs that exist', async () => {
    const main = await readBicep(join(root, 'infra/main.bicep'));
    const text = lines().join('\n');
    for (const [, file = ''] of text.matchAll(/(infra\/[\w.]+)/g)) expect([file, existsSync(join(root, file))]).toEqual([file, true]);
    const creating = lines().filter((line) => line.startsWith('az deployment group create'));
    expect(creating).toHaveLength(2);
    for (const line of creating) {
      const given = [...line.matchAll(/ (\w+)="/g)].map(([, name = '']) => name);
      expect(given.filter((name) => !main.params.has(name))).toEqual([]);
      // What the parameter file leaves to the toolkit to fill, the command line gives.
      const file = /infra\/\w+\.parameters\.json/.exec(line)?.[0] ?? '';
      const left = [...(await readFile(join(root, file), 'utf8')).matchAll(/"(\w+)": \{ "value": "\$\{\{/g)].map(([, name = '']) => name);
      expect(left.length).toBeGreaterThan(3);
      expect(given).toEqual(expect.arrayContaining(left));
    }
  });

  it('use no variable that env/ does not have, and what comes from the deployment is an output of it', async () => {
    const example = parseEnv(await readFile(join(root, 'env/.env.dev.example'), 'utf8'));
    const used = new Set(lines().flatMap((line) => [...line.matchAll(/\$([A-Z_]{3,})/g)].map(([, name = '']) => name)));
    expect(used.size).toBeGreaterThan(6);
    expect([...used].filter((name) => !(name in example))).toEqual([]);
    const { outputs } = await readBicep(join(root, 'infra/main.bicep'));
    for (const name of ['BOT_ID', 'BOT_DOMAIN', 'BOT_AZURE_APP_SERVICE_RESOURCE_ID', 'REGISTRY']) expect(outputs).toContain(name);
  });

  it('find in the shell what env/ says', async () => {
    const command = 'set -a; . env/.env.prod; set +a'.replace('.env.prod', '.env.dev.example');
    const { stdout } = await promisify(execFile)('sh', ['-c', `${command}; env`], { cwd: root, env: { PATH: process.env['PATH'] ?? '' } });
    const example = parseEnv(await readFile(join(root, 'env/.env.dev.example'), 'utf8'));
    const shell = parseEnv(stdout);
    for (const [name, value] of Object.entries(example)) expect([name, shell[name]]).toEqual([name, value]);
  });

  it('read like the shell that runs them', async () => {
    const bash = lines().filter((line) => !line.startsWith('New-'));
    await promisify(execFile)('bash', ['-n', '-c', bash.join('\n')]);
  });
});
