/**
 * `npm run bundle:measure`, after `npm run bundle`: how long the web process's bundle takes from nothing until it serves, over a real Azurite, and
 * a bare bot with the same packages until it listens. In turn, five times each; compared by their medians. Fails from 1.2 times on.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, startAzurite } from '../helpers/azurite.ts';
import { root } from '../helpers/checks.ts';

const rounds = 5;
const most = 1.2;

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function untilItListens(script: string, env: Readonly<Record<string, string>>): Promise<number> {
  const port = await freePort();
  const begun = performance.now();
  const child = spawn(process.execPath, [join(root, script)], {
    env: { PATH: process.env['PATH'] ?? '', ...env, PORT: String(port) },
    stdio: 'ignore',
  });
  while (!(await accepts(port))) {
    if (child.exitCode !== null) throw new Error(`${script} ended with ${child.exitCode}. Is it built? npm run bundle`);
    await sleep(5);
  }
  const took = performance.now() - begun;
  child.kill('SIGKILL');
  await once(child, 'exit');
  return took;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const dir = await mkdtemp(join(tmpdir(), 'held-start-'));
const azurite = await startAzurite();
try {
  const env = { HELD_TABLES: azurite.tables, HELD_QUEUES: azurite.queues, HELD_DATA_DIR: dir, HELD_LOG_LEVEL: 'error' };
  const held: number[] = [];
  const bare: number[] = [];
  // A first turn of each, not counted: tables are made, files are cached.
  for (let round = 0; round <= rounds; round += 1) {
    const [one, other] = [await untilItListens('dist/web/bot/main.js', env), await untilItListens('tests/bench/bareBot.mjs', {})];
    if (round === 0) continue;
    held.push(one);
    bare.push(other);
  }
  const ratio = median(held) / median(bare);
  console.log(
    `Held’s bundle serves after ${Math.round(median(held))} ms, a bare bot listens after ${Math.round(median(bare))} ms: ${ratio.toFixed(2)} times (at most ${most})`,
  );
  process.exitCode = ratio < most ? 0 : 1;
} finally {
  await azurite.stop();
  await rm(dir, { recursive: true, force: true });
}
