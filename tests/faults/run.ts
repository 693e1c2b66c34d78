import { Presets, SingleBar } from 'cli-progress';
import { Command, InvalidArgumentError, Option } from 'commander';
import { markdownTable } from '../helpers/markdownTable.ts';
import type { FaultResult, Profile } from './fault.ts';
import { faults } from './faults.ts';

interface Options {
  readonly json?: true;
  readonly only: readonly string[];
  readonly seed: number;
  readonly profile: Profile;
}

interface Report extends FaultResult {
  readonly name: string;
  readonly seconds: number;
  readonly pass: boolean;
}

const names = faults.map(({ name }) => name).join(', ');

function faultName(text: string, before: readonly string[]): readonly string[] {
  if (faults.some(({ name }) => name === text)) return [...before, text];
  throw new InvalidArgumentError(`Faults are named ${names}.`);
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('Give a whole number of 1 or more.');
  return value;
}

function tableOf(reports: readonly Report[]): string {
  const rows = reports.map(({ name, seconds, figures, pass }) => [
    name,
    Object.entries(figures)
      .map(([what, value]) => `${what} ${value.toLocaleString('en-GB', { maximumFractionDigits: 1 })}`)
      .join(', '),
    `${seconds.toFixed(0)} s`,
    pass ? 'withstood' : 'NOT WITHSTOOD',
  ]);
  const amiss = reports.flatMap(({ name, amiss: each }) => [...new Set(each)].slice(0, 20).map((line) => `- ${name}: ${line}`));
  const end = reports.every(({ pass }) => pass) ? 'Every fault was withstood.' : 'A FAULT WAS NOT WITHSTOOD.';
  return [
    ...markdownTable([['fault', 'figures', 'time', 'verdict'], ...rows]),
    '',
    ...amiss,
    ...(amiss.length > 0 ? [''] : []),
    end,
    '',
  ].join('\n');
}

async function run({ json, only, seed, profile }: Options): Promise<void> {
  const bar = process.stderr.isTTY
    ? new SingleBar({ stream: process.stderr, clearOnComplete: true, format: '{bar} {percentage}% {name}' }, Presets.shades_grey)
    : undefined;
  const reports: Report[] = [];
  for (const { name, onlyByName, run: cause } of faults) {
    if (only.length > 0 ? !only.includes(name) : onlyByName) continue;
    const started = performance.now();
    bar?.start(100, 0, { name });
    const result = await cause({ seed, profile, progress: (done) => bar?.update(Math.floor(100 * done)) }).catch(
      (error: unknown): FaultResult => ({ figures: {}, amiss: [`it stopped: ${error instanceof Error ? error.message : String(error)}`] }),
    );
    bar?.stop();
    const report = { name, seconds: (performance.now() - started) / 1_000, pass: result.amiss.length === 0, ...result };
    process.stderr.write(`${name}: ${report.pass ? 'withstood' : 'NOT WITHSTOOD'} (${report.seconds.toFixed(0)} s)\n`);
    reports.push(report);
  }
  const pass = reports.every((report) => report.pass);
  const text = json ? `${JSON.stringify({ seed, profile, faults: reports, pass })}\n` : tableOf(reports);
  await new Promise((resolve) => process.stdout.write(text, resolve));
  // Not by waiting: a fault that stopped may have left a server behind, and the exit handlers end it.
  process.exit(pass ? 0 : 1);
}

// Ends by way of the exit handlers, which stop the programs that a fault started.
process.once('SIGINT', () => process.exit(130));

await new Command('faults')
  .description(
    'Kills, cuts off, doubles and confuses a running Held and holds what is left against what was acknowledged. ' +
      'Exits 0 when every fault was withstood, 1 when one was not, 2 for a wrong call.',
  )
  .option('--json', 'print the report as JSON')
  .addOption(
    new Option('--only <name>', `only this fault; may be repeated: ${names}`)
      .argParser(faultName)
      .default([] as readonly string[], 'all but those that take half an hour'),
  )
  .option('--seed <n>', 'where all chance begins', wholeNumber, 1)
  .addOption(
    new Option('--profile <size>', 'short: about a minute, as in the tests; full: as in the published table')
      .choices(['short', 'full'])
      .default('full'),
  )
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .action(run)
  .parseAsync();
