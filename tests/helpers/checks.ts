import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const require = createRequire(import.meta.url);

interface Check {
  readonly name: string;
  /** Script of an installed package, and what it is called with. */
  readonly script: string;
  readonly args: readonly string[];
  readonly fix?: string;
}

const inPackage = (name: string, path: string): string => join(dirname(require.resolve(`${name}/package.json`)), path);

const checks: readonly Check[] = [
  { name: 'types of the bot', script: inPackage('typescript', 'bin/tsc'), args: ['-p', 'tsconfig.json'] },
  { name: 'types of the tab', script: inPackage('typescript', 'bin/tsc'), args: ['-p', 'tab/tsconfig.json'] },
  { name: 'types of the tests', script: inPackage('typescript', 'bin/tsc'), args: ['-p', 'tests/tsconfig.json'] },
  { name: 'lint', script: inPackage('oxlint', 'bin/oxlint'), args: ['--type-aware', '--deny-warnings', '.'] },
  { name: 'format', script: inPackage('oxfmt', 'bin/oxfmt'), args: ['--check', '.'], fix: 'npm run format' },
  {
    name: 'import rules',
    script: join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
    args: ['--config', '.dependency-cruiser.cjs', 'bot', 'tab', 'words', 'tests'],
  },
];

export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

interface Outcome {
  readonly code: number | null;
  readonly output: string;
  readonly seconds: string;
}

/** Runs every check, as many at once as there are cores, prints a line for each and the output of those that fail. */
export async function runChecks(): Promise<Tally> {
  const waiting = [...checks];
  let failed = 0;
  const worker = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const { code, output, seconds } = await run(check);
      if (code === 0) console.log(`  pass  ${check.name} (${seconds} s)`);
      else {
        failed += 1;
        console.log(`  FAIL  ${check.name} (${seconds} s)${check.fix ? `: to mend it, run ${check.fix}` : ''}\n${output.trim()}\n`);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, availableParallelism()) }, worker));
  return { passed: checks.length - failed, failed };
}

async function run({ script, args }: Check): Promise<Outcome> {
  const begun = performance.now();
  const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  return { code, output, seconds: ((performance.now() - begun) / 1000).toFixed(1) };
}
