import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { browserCommand, findBrowser, installBrowser } from './helpers/browser.ts';
import { startSharedStorage } from './helpers/sharedStorage.ts';
import { root, runChecks, type Tally } from './helpers/checks.ts';

/** What is read of Jest's JSON report. A suite that cannot even load has a runtime error and no tests. */
const reportShape = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
});

function browserCheck(): Tally {
  const found = findBrowser() ?? installBrowser();
  if (found) console.log(`  pass  browser: ${found}`);
  else console.log(`  FAIL  no Chrome, Chromium or Edge was found and none could be installed. Run: ${browserCommand}`);
  return { passed: found ? 1 : 0, failed: found ? 0 : 1 };
}

/** The tests that take minutes, in place of all others. Whatever else is given goes to Jest: a pattern of file names, say. */
const long = process.argv.includes('--long');
const forJest = process.argv.slice(2).filter((argument) => argument !== '--long');

/** Skipped tests count as failed: no check is skipped silently. */
async function runJest(): Promise<Tally> {
  const dir = await mkdtemp(join(tmpdir(), 'held-jest-'));
  const storage = await startSharedStorage();
  try {
    const report = join(dir, 'report.json');
    const flags = [
      '--config',
      'tests/jest.config.js',
      '--json',
      `--outputFile=${report}`,
      // One more than cores: suites wait for storage, browsers and other processes a third of their time.
      `--maxWorkers=${availableParallelism() + 1}`,
    ];
    const nodeFlags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
    // Jest prints its JSON on stdout too; people read its progress on stderr.
    const child = spawn(process.execPath, [...nodeFlags, join(root, 'node_modules/jest/bin/jest.js'), ...flags, ...forJest], {
      cwd: root,
      env: { ...process.env, ...storage.env, HELD_TEST_LONG: long ? '1' : '0' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const code = await new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
    const parsed = reportShape.safeParse(
      await readFile(report, 'utf8')
        .then(JSON.parse)
        .catch(() => undefined),
    );
    if (!parsed.success) {
      console.log(`  FAIL  jest ended with code ${code} and left no report`);
      return { passed: 0, failed: 1 };
    }
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } = parsed.data;
    const skipped = numPendingTests + numTodoTests;
    if (skipped > 0) console.log(`  FAIL  ${skipped} tests were skipped`);
    const failed = numFailedTests + skipped + numRuntimeErrorTestSuites;
    return { passed: numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
  } finally {
    await storage.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

const tallies: Tally[] = [];
if (!long) {
  console.log('Checks');
  tallies.push(await runChecks());
}
console.log('Browser');
tallies.push(browserCheck());
console.log(long ? 'Long tests' : 'Tests');
tallies.push(await runJest());
const sum = (part: keyof Tally): number => tallies.reduce((total, tally) => total + tally[part], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') > 0 ? 1 : 0;
