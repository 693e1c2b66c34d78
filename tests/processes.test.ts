/** The two entry points as processes of their own, over a real Azurite. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { openTables } from '../bot/adapters/tables/openTables.ts';
import { errorBody } from '../bot/contract/errors.ts';
import { readyBody } from '../bot/contract/health.ts';
import { localTokenBody } from '../bot/contract/local.ts';
import { meBody } from '../bot/contract/me.ts';
import { paths } from '../bot/contract/paths.ts';
import { releasesBody } from '../bot/contract/releases.ts';
import { freePort, startAzurite, type Azurite } from './helpers/azurite.ts';
import { leader, senco, stranger } from './helpers/server.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Exit code once it has ended by itself or by the signal. */
  readonly ended: Promise<number | null>;
}
const children: Started[] = [];
let azurite: Azurite;
let dir: string;
let port: number;
let base: Record<string, string>;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'held-processes-'));
  port = await freePort();
  // A folder of ours: an outage must not take the data with it.
  azurite = await startAzurite({ dir: join(dir, 'azurite') });
  base = { HELD_DATA_DIR: join(dir, 'held'), HELD_TABLES: azurite.tables, HELD_QUEUES: azurite.queues, PORT: String(port) };
  const tables = openTables(azurite.tables);
  await tables.ensure();
  await tables.roster.replace(new Map([senco, leader].map((entry) => [entry.person, entry])));
});
afterEach(async () => {
  for (const { child, ended } of children.splice(0)) {
    child.kill('SIGTERM');
    await ended;
  }
});
afterAll(async () => {
  await azurite.stop();
  await rm(dir, { recursive: true, force: true });
});

function start(script: string, env: Record<string, string>): Started {
  const inherited = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, script)], { cwd: root, env: { ...inherited, ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = once(child, 'exit').then(([code]: unknown[]) => (typeof code === 'number' ? code : null));
  const started = { child, output: () => output, ended };
  children.push(started);
  return started;
}

async function until(what: string, done: () => Promise<boolean> | boolean, { output }: Started): Promise<void> {
  for (const deadline = Date.now() + 40_000; Date.now() < deadline; await sleep(50)) {
    if (await Promise.resolve(done()).catch(() => false)) return;
  }
  throw new Error(`${what} did not happen. It said: ${output().slice(-2_000)}`);
}

const get = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`http://127.0.0.1:${port}${path}`, init);
const post = (path: string, body: string): Promise<Response> =>
  get(path, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
const isReady = async (): Promise<boolean> => readyBody.parse(await (await get(paths.readyz)).json()).ready;
const codeOf = async (response: Response): Promise<[number, string]> => [
  response.status,
  errorBody.parse(await response.json()).error.code,
];

describe('the web process', () => {
  it('serves people of the roster, refuses rubbish, outlives an outage of storage, and ends in order', async () => {
    const web = start('bot/main.ts', base);
    await until('being ready', isReady, web);

    const token = localTokenBody.parse(await (await post(paths.localToken, JSON.stringify({ objectId: senco.person }))).json()).token;
    const headers = { Authorization: `Bearer ${token}` };
    expect(meBody.parse(await (await get(paths.me, { headers })).json()).units).toHaveLength(2);
    expect(releasesBody.parse(await (await get(paths.releases, { headers })).json())).toEqual({ releases: [] });
    expect(await codeOf(await post(paths.localToken, JSON.stringify({ objectId: stranger })))).toEqual([404, 'not-found']);
    expect((await post(paths.localClock, JSON.stringify({ now: '2026-11-18T10:05:00Z' }))).status).toBe(200);

    for (const body of ['{', '[]', '{}', '{"type": 5}', '{"type": "message", "from": 7, "timestamp": "never"}', '{"type": "message"}']) {
      expect((await post(paths.messages, body)).status).toBeGreaterThanOrEqual(400);
    }
    expect(await codeOf(await post(paths.messages, `"${'x'.repeat(300_000)}"`))).toEqual([413, 'too-large']);

    const { tablePort, queuePort } = azurite;
    await azurite.stop();
    const away = await get(paths.readyz);
    expect([away.status, readyBody.parse(await away.json())]).toEqual([503, { ready: false, away: ['storage'] }]);
    expect(await codeOf(await get(paths.booking, { headers }))).toEqual([503, 'storage-down']);
    expect((await get(paths.healthz)).status).toBe(200);
    azurite = await startAzurite({ dir: azurite.dir, tablePort, queuePort });
    await until('being ready again', isReady, web);

    web.child.kill('SIGTERM');
    expect(await web.ended).toBe(0);
    expect(await openTables(azurite.tables).processes.living()).toEqual([]);
    expect(web.output()).not.toContain(senco.person);
    expect(web.output()).not.toContain(senco.displayName);
    // The web process's folders alone: it was never near the opener's.
    expect((await readdir(join(dir, 'held', 'keys'))).toSorted()).toEqual(['issuer', 'shared', 'web']);
  });

  it('says what is in the way of a start, and exits with 1', async () => {
    const taken = start('bot/main.ts', { ...base, PORT: String(azurite.tablePort) });
    const wrong = start('bot/main.ts', { ...base, HELD_K: '7', ANSWER_IN: 'mail' });
    const away = start('bot/main.ts', {
      ...base,
      HELD_TABLES: azurite.tables.replace(String(azurite.tablePort), String(await freePort())),
    });
    expect(await Promise.all([taken.ended, wrong.ended, away.ended])).toEqual([1, 1, 1]);
    expect(taken.output()).toContain(`Port ${azurite.tablePort} is in use.`);
    expect(wrong.output()).toMatch(/2 settings need attention.*ANSWER_IN .*HELD_K /s);
    expect(away.output()).toMatch(/cannot run/);
    for (const { output } of [taken, wrong]) expect(output()).not.toMatch(/\n\s+at /);
  });
});

describe('the opener process', () => {
  it('works until it is told to end', async () => {
    const opener = start('bot/opener.ts', base);
    await until('being at work', () => opener.output().includes('at work'), opener);
    opener.child.kill('SIGINT');
    expect(await opener.ended).toBe(0);
  });
});
