import { Presets, SingleBar } from 'cli-progress';
import { Command, InvalidArgumentError, Option } from 'commander';
import { leastRepetitions, type Bench, type Sample } from './bench.ts';
import { benches } from './benches.ts';
import { reportOn, tableOf, type BenchReport } from './report.ts';

interface Options {
  readonly json?: true;
  readonly only: readonly string[];
}

function benchName(text: string, before: readonly string[]): readonly string[] {
  if (benches.some(({ name }) => name === text)) return [...before, text];
  throw new InvalidArgumentError(`Benches are named ${benches.map(({ name }) => name).join(', ')}.`);
}

/** Characters of a reason for which a bench stopped. */
const longestReason = 200;

/** What happens, on stderr: a bar for people at a terminal, otherwise a line for each bench that ends. */
function display(): { start(name: string, steps: number): void; step(): void; end(ended: BenchReport): void } {
  const bar = process.stderr.isTTY
    ? new SingleBar({ stream: process.stderr, clearOnComplete: true, format: '{bar} {value}/{total} {name}' }, Presets.shades_grey)
    : undefined;
  return {
    start: (name, steps) => bar?.start(steps, 0, { name }),
    step: () => bar?.increment(),
    end({ name, pass, seconds }) {
      bar?.stop();
      process.stderr.write(`${name}: ${pass ? 'met' : 'MISSED'} (${seconds.toFixed(0)} s)\n`);
    },
  };
}

/** A bench that throws has missed its targets; the others go on. */
async function measure(bench: Bench, shown: ReturnType<typeof display>): Promise<BenchReport> {
  const repetitions = bench.onlyByName ? 1 : Math.max(leastRepetitions, bench.repetitions ?? leastRepetitions);
  const samples: Sample[] = [];
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1_000;
  shown.start(bench.name, repetitions + 1);
  try {
    const prepared = await bench.prepare();
    try {
      shown.step();
      for (let n = 0; n < repetitions; n += 1) {
        samples.push(await prepared.round(n));
        shown.step();
      }
    } finally {
      await prepared.dispose();
    }
    return reportOn(bench, samples, seconds());
  } catch (error) {
    return reportOn(bench, samples, seconds(), (error instanceof Error ? error.message : String(error)).slice(0, longestReason));
  }
}

async function run({ json, only }: Options): Promise<void> {
  const shown = display();
  const reports: BenchReport[] = [];
  for (const bench of benches) {
    if (only.length > 0 ? !only.includes(bench.name) : bench.onlyByName) continue;
    const ended = await measure(bench, shown);
    shown.end(ended);
    reports.push(ended);
  }
  const report = { benches: reports, pass: reports.every(({ pass }) => pass) };
  await new Promise((resolve) => process.stdout.write(json ? `${JSON.stringify(report)}\n` : tableOf(report), resolve));
  // Not by waiting: a bench that stopped may have left a server behind, and the exit handlers end it.
  process.exit(report.pass ? 0 : 1);
}

// Ends by way of the exit handlers, which stop the servers that a bench started.
process.once('SIGINT', () => process.exit(130));

await new Command('bench')
  .description(
    `Measures Held beside the smallest program that does the same, in one run, ${leastRepetitions} times or more, and holds the ratios ` +
      'against their targets. Exits 0 when every target was met, 1 when one was missed, 2 for a wrong call.',
  )
  .option('--json', 'print the report as JSON')
  .addOption(
    new Option('--only <name>', `only this bench; may be repeated: ${benches.map(({ name }) => name).join(', ')}`)
      .argParser(benchName)
      .default([] as readonly string[], 'all but those that take minutes'),
  )
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .action(run)
  .parseAsync();
