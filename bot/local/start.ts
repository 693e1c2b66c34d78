import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { localClock, localClockFile } from '../adapters/system/localClock.ts';
import { ConfigError, readStartConfig, type StartConfig } from '../config.ts';
import { readyBody } from '../contract/health.ts';
import { paths } from '../contract/paths.ts';
import { englandDates } from '../domain/prompting/englandDates.ts';
import { HeldError } from '../errors.ts';
import { azurite, azuriteReady } from './azurite.ts';
import { lastLines, root, startChild, untilReady, type Child, type ChildProgram } from './child.ts';
import * as folder from './dataFolder.ts';
import { playground, playgroundConfig, playgroundReady } from './playground.ts';
import { busyPorts } from './ports.ts';
import { Ending, Supervisor } from './supervisor.ts';
import { buildTab } from './tabBuild.ts';
import { tryThis } from './tryThis.ts';
import { clockTime } from '../../words/formats.ts';

/** What stands in the way of a start, in words for the person who started it. */
class CannotStart extends Error {}

const say = (line: string): void => console.log(line);

/** Everything that can be known before anything is started. */
async function checkFirst(config: StartConfig): Promise<folder.DemoState | undefined> {
  const missing = [playgroundConfig, join(root, 'bot/local/demo/people.csv')].filter((file) => !existsSync(file));
  if (missing.length > 0) throw new CannotStart(`Missing: ${missing.join(', ')}. Restore it from the repository (git checkout).`);
  const demo = await folder.readDemoState(config.dataDir);
  await folder.refuseWhileRunning(config.dataDir);
  const busy = await busyPorts([
    { port: config.port, for: 'the web process', setting: 'PORT' },
    { port: config.playgroundPort, for: 'the Agents Playground', setting: 'PLAYGROUND_PORT' },
    { port: config.tablePort, for: 'Azurite (tables)', setting: 'AZURITE_TABLE_PORT' },
    { port: config.queuePort, for: 'Azurite (queues)', setting: 'AZURITE_QUEUE_PORT' },
  ]);
  if (busy.length > 0) throw new CannotStart(busy.join('\n'));
  return demo;
}

async function startAll(config: StartConfig, supervisor: Supervisor, begun: number, running: { folder?: string }): Promise<void> {
  const { dataDir, port, playgroundPort, childEnvironment: env } = config;
  let demo = await checkFirst(config);
  if (demo === 'making') {
    say('  The last start ended while the demo was being made: it is made again.');
    await folder.wipe(dataDir);
    demo = undefined;
  }
  if (demo === undefined) await folder.writeDemoState(dataDir, 'making');
  await folder.markRunning(dataDir);
  running.folder = dataDir;

  const start = (program: ChildProgram, mayEnd = false): Promise<Child> =>
    supervisor.start(() => startChild(program, folder.logsIn(dataDir)), mayEnd);
  const stores = [
    { kind: 'table', port: config.tablePort, location: folder.azuriteIn(dataDir) },
    { kind: 'queue', port: config.queuePort, location: folder.azuriteIn(dataDir) },
  ] as const;
  const tab = buildTab();
  // Its failure is dealt with where it is awaited.
  tab.catch(() => undefined);
  await Promise.all(stores.map(async (store) => azuriteReady(await start(azurite(store)), store.port)));
  say('  Azurite is ready: tables and queues, nothing leaves this computer');

  await start({ name: 'opener', script: 'bot/opener.ts', env, endsBy: 'SIGTERM' });
  if (demo === undefined) {
    const seeding = await start({ name: 'seed', script: 'bot/local/seed.ts', env, inTerminal: true, endsBy: 'SIGTERM' }, true);
    const how = await seeding.ended;
    if (supervisor.ending) throw new Ending();
    if (how !== 'ended with code 0') throw new CannotStart(`Making the demo ${how}:\n${await lastLines(seeding.log)}`);
    await folder.writeDemoState(dataDir, 'made');
    say('  the demo is made: 24 SENCos, five half-terms released, one open');
  }
  say((await tab) ? '  the tab is built' : '  the tab is up to date');

  const web = await start({ name: 'web', script: 'bot/main.ts', env, endsBy: 'SIGTERM' });
  await untilReady(web, () => isReady(port));
  say('  the web process and the opener are ready');
  const client = await start(playground({ port: playgroundPort, botPort: port, folder: folder.playgroundIn(dataDir), environment: env }));
  await playgroundReady(client, playgroundPort);

  say(`\nHeld is ready after ${((performance.now() - begun) / 1000).toFixed(0)} s. In the demo it is ${demoTime(dataDir)}.`);
  say(`  chat  http://127.0.0.1:${playgroundPort}    tab  http://127.0.0.1:${port}${paths.tab}    data and logs  ${dataDir}`);
  say(`\nTry this\n${tryThis(port, playgroundPort)}\n\nCtrl-C ends everything and keeps the data.`);
}

async function isReady(port: number): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${port}${paths.readyz}`);
  return response.ok && readyBody.parse(await response.json()).ready;
}

function demoTime(dataDir: string): string {
  const here = localClock(localClockFile(dataDir)).now().toZonedDateTimeISO(englandDates.timeZone);
  return clockTime(here.toPlainDateTime().toString({ smallestUnit: 'minute' }));
}

/** What to tell the person; a programming mistake keeps its stack. */
function wordsOf(error: unknown): string {
  if (error instanceof CannotStart || error instanceof ConfigError) return error.message;
  if (error instanceof HeldError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

const begun = performance.now();
say('Held is starting (Ctrl-C ends it)');
const supervisor = new Supervisor();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!supervisor.ending) say('\nEnding: the web process, the opener, then Azurite.');
    void supervisor.end(0);
  });
}
const running: { folder?: string } = {};
try {
  await startAll(readStartConfig(), supervisor, begun, running);
} catch (error) {
  // A child that died while it was waited for tells more than the wait: its own end is under way then, and keeps its reason.
  if (!(error instanceof Ending)) await supervisor.end(1, wordsOf(error));
}
const { code, because } = await supervisor.ended;
if (running.folder !== undefined) await folder.markEnded(running.folder);
if (because !== undefined) console.error(`\nHeld has stopped. ${because}`);
else say('Everything has ended and is kept.');
process.exit(code);
