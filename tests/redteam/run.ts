import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { MultiBar, Presets } from 'cli-progress';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Profile } from './attack.ts';
import type { Mutation } from './attacks/19-mutation.ts';
import { reportOf, tableOf, type Reported } from './report.ts';
import { allAttacks, noMoreTasks, tasksOf, type TaskNews, type TaskOrder } from './tasks.ts';

interface Options {
  readonly json?: true;
  readonly attack: readonly number[];
  readonly organisations?: number;
  readonly seed: number;
  readonly profile: Profile;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('Give a whole number of 1 or more.');
  return value;
}

function attackNumber(text: string, before: readonly number[]): readonly number[] {
  const id = wholeNumber(text);
  if (!allAttacks.some((attack) => attack.id === id)) throw new InvalidArgumentError(`Attacks are numbered 1 to ${allAttacks.length}.`);
  return [...before, id];
}

/** What happens, on stderr: bars for people at a terminal, otherwise a line for each attack that ends. */
function display(): { tell(news: TaskNews): void; stop(): void } {
  const nameOf = new Map(allAttacks.map(({ id, name }) => [id, `${String(id).padStart(2)} ${name}`]));
  if (!process.stderr.isTTY) {
    return {
      tell(news) {
        if (news.kind !== 'result') return;
        process.stderr.write(
          `${nameOf.get(news.id)}: ${news.result.pass ? 'withstood' : 'NOT WITHSTOOD'} (${news.seconds.toFixed(0)} s)\n`,
        );
      },
      stop: () => undefined,
    };
  }
  const bars = new MultiBar({ stream: process.stderr, clearOnComplete: true, format: '{bar} {percentage}% {name}' }, Presets.shades_grey);
  const open = new Map<number, ReturnType<MultiBar['create']>>();
  return {
    tell(news) {
      const name = nameOf.get(news.id) ?? '';
      const bar = open.get(news.id) ?? bars.create(100, 0, { name });
      open.set(news.id, bar);
      if (news.kind === 'progress') bar.update(Math.floor(100 * news.done), { name });
      else {
        bars.remove(bar);
        open.delete(news.id);
        bars.log(`${name}: ${news.result.pass ? 'withstood' : 'NOT WITHSTOOD'} (${news.seconds.toFixed(0)} s)\n`);
      }
    },
    stop: () => bars.stop(),
  };
}

/** Shares tasks among threads: each takes the next one when it is done with the last. */
async function inThreads(threads: number, tasks: readonly TaskOrder[], tell: (news: TaskNews) => void): Promise<void> {
  const queue = tasks.values();
  await Promise.all(
    Array.from({ length: Math.min(threads, tasks.length) }, async () => {
      const thread = new Worker(new URL('./taskWorkerFromSource.mjs', import.meta.url));
      try {
        for (const task of queue) await inThread(thread, task, tell);
      } finally {
        const ended = once(thread, 'exit');
        thread.postMessage(noMoreTasks);
        await ended;
      }
    }),
  );
}

function inThread(thread: Worker, task: TaskOrder, tell: (news: TaskNews) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => void thread.off('message', onNews).off('error', reject).off('exit', onExit);
    const onNews = (news: TaskNews): void => {
      tell(news);
      if (news.kind !== 'result') return;
      end();
      resolve();
    };
    const onExit = (code: number): void => reject(new Error(`The thread of attack ${task.id} ended with ${code}.`));
    thread.on('message', onNews).on('error', reject).on('exit', onExit);
    thread.postMessage(task);
  });
}

async function run({ json, attack, organisations, seed, profile }: Options): Promise<void> {
  const ids = attack.length > 0 ? attack : allAttacks.map(({ id }) => id);
  const parts: Reported[] = [];
  const mutations: Mutation[] = [];
  const shown = display();
  const tell = (news: TaskNews): void => {
    shown.tell(news);
    if (news.kind !== 'result') return;
    parts.push({ id: news.id, name: allAttacks.find(({ id }) => id === news.id)?.name ?? '', ...news.result });
    mutations.push(...(news.mutations ?? []));
  };
  const tasks = tasksOf(ids).map((task): TaskOrder => ({ ...task, seed, profile, ...(organisations ? { organisations } : {}) }));
  // One more than cores: attacks on whole processes wait for storage half of the time.
  await inThreads(Math.min(4, availableParallelism() + 1), tasks, tell);
  shown.stop();
  const report = reportOf(parts, mutations);
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : tableOf(report));
  process.exitCode = report.pass ? 0 : 1;
}

await new Command('redteam')
  .description(
    'Attacks the product with its own code and shows what it withstands. Exits 0 when every attack was withstood, 1 when one was not, 2 for a wrong call.',
  )
  .option('--json', 'print the report as JSON')
  .addOption(
    new Option('--attack <n>', 'only this attack; may be repeated').argParser(attackNumber).default([] as readonly number[], 'all'),
  )
  .option('--organisations <n>', 'organisations for each statistical attack', wholeNumber)
  .option('--seed <n>', 'where all chance begins', wholeNumber, 1)
  .addOption(
    new Option('--profile <size>', 'short: a minute, as in the tests; full: as in the published table')
      .choices(['short', 'full'])
      .default('full'),
  )
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .action(run)
  .parseAsync();
