/** Serves a built tab with the Content-Security-Policy it must live under, the API with invented bodies, and a page that acts as a Teams host. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { text } from 'node:stream/consumers';
import { tabPolicy } from '../../bot/adapters/http/headers.ts';
import { paths } from '../../bot/contract/paths.ts';
import { demo } from './demoBodies.ts';
import { recordReplies } from './recordReplies.ts';

const root = new URL('../..', import.meta.url).pathname;

/** What a build is made of. */
const sources = ['tab', 'words', 'bot/contract', 'bot/domain', 'package.json', 'package-lock.json'];

/** A name for the sources as they are now: a build of them need not be made twice. */
async function nameOfSources(): Promise<string> {
  const hash = createHash('sha256');
  for (const source of sources) {
    const path = join(root, source);
    const below = (await stat(path)).isDirectory()
      ? (await readdir(path, { recursive: true })).sort().map((name) => join(path, name))
      : [path];
    for (const file of below) if ((await stat(file)).isFile()) hash.update(file).update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 24);
}

/** The tab as `vite build` makes it for the product. Test files share one build of the same sources, whichever comes first; the folder stays. */
export async function builtTab(): Promise<string> {
  const shared = join(tmpdir(), `held-tab-built-${await nameOfSources()}`);
  if (existsSync(shared)) return shared;
  const fresh = await buildTab();
  // Another file's build may have come first: both are the same.
  await rename(fresh, shared).catch(() => rm(fresh, { recursive: true, force: true }));
  return shared;
}

/** Builds the tab into a fresh folder; gives back the folder. */
export async function buildTab(): Promise<string> {
  const out = await mkdtemp(join(tmpdir(), 'held-tab-'));
  const args = ['node_modules/vite/bin/vite.js', 'build', '--config', 'tab/vite.config.ts', '--outDir', out, '--logLevel', 'error'];
  // Under a test runner's NODE_ENV the build would be React's slow one for development.
  const env = { ...process.env, NODE_ENV: 'production' };
  const build = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(build, 'exit');
  if (code !== 0) throw new Error(`The tab did not build (exit ${String(code)}).`);
  return out;
}

/** The product's own policy, but that the host of these tests may frame the tab. */
const policy = tabPolicy.replace(/frame-ancestors [^;]*/, "frame-ancestors 'self'");

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}
const ok = (body: unknown): Reply => ({ status: 200, body });
export const refusal = (status: number, code: string): Reply => ({ status, body: { error: { code, message: 'Words of the server.' } } });

/** What the API answers by path, `POST ` before it for a change; a test may replace any. A function gets the body. */
export type Replies = Record<string, Reply | ((body: unknown) => Reply | Promise<Reply>)>;
export const demoReplies = (): Replies => ({
  ...recordReplies(),
  [paths.actions]: ok(demo.actions),
  [`POST ${paths.actions}`]: ok(demo.actions),
  [paths.mine]: ok(demo.mine),
  [`POST ${paths.mine}`]: ok(demo.mine),
  [`POST ${paths.withdraw}`]: ok({}),
  [paths.signposts]: ok(demo.signposts),
  [`POST ${paths.signposts}`]: ok(demo.signposts),
  [paths.operations]: ok(demo.operations),
  [paths.termDates]: ok(demo.termDates),
  [`POST ${paths.termDates}`]: ok(demo.termDatesDraft),
  [paths.quietDays]: ok(demo.quietDays),
  [`POST ${paths.quietDays}`]: ok({ kind: 'changed', now: demo.quietDays, leftOut: [] }),
  [`POST ${paths.termDatesConfirm}`]: ok({ ...demo.termDates, confirmed: true }),
  [`POST ${paths.rosterPreview}`]: ok(demo.rosterPreview),
  [`POST ${paths.rosterImport}`]: ok({ ...demo.rosterPreview, kind: 'applied' }),
  [paths.supervision]: ok(demo.supervision),
  [`POST ${paths.supervisionFlags}`]: ok({ kind: 'done', mine: demo.supervision }),
  [paths.supervisionRecords]: ok(demo.records),
  [paths.supervisionCalendar]: ok({ name: 'held-supervision.ics', text: 'BEGIN:VCALENDAR' }),
  [paths.supervisees]: ok(demo.supervising),
  [`POST ${paths.supervisee}`]: ok(demo.supervising),
  [paths.supervisee]: ok(demo.records),
  [`POST ${paths.supervisorBooking}`]: ok(demo.supervising),
  [paths.supervisionReading]: ok(demo.library),
  [paths.supervisionNetwork]: ok(demo.network),
  [`POST ${paths.supervisionJoin}`]: ok({}),
  [paths.supervisionCoverage]: ok(demo.coverage),
  [paths.supervisionOffered]: ok(demo.offered),
  [paths.supervisionUpkeep]: ok(demo.upkeep),
  [paths.me]: ok(demo.me),
  [paths.releases]: ok(demo.releases),
  [paths.questions]: ok(demo.questions),
  [paths.booking]: ok(demo.booking),
  [paths.period]: ok(demo.period),
  [paths.localPeople]: ok(demo.people),
  [paths.localToken]: ok({ token: demo.token, expiresIn: 3600 }),
});

export interface TabServer extends AsyncDisposable {
  readonly url: string;
  replies: Replies;
  /** Paths asked for without the bearer token that was given out. */
  readonly unsigned: string[];
}

export async function serveTab(dist: string): Promise<TabServer> {
  const unsigned: string[] = [];
  const state = { replies: demoReplies() };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const sendFile = async (file: string, headers: Record<string, string>): Promise<void> => {
      const bytes = await readFile(file).catch(() => undefined);
      response.writeHead(bytes ? 200 : 404, { 'content-type': types[extname(file)] ?? 'application/octet-stream', ...headers });
      response.end(bytes);
    };
    // The local token is asked for by POST too, and answers by its path alone.
    const reply = state.replies[request.method === 'POST' ? `POST ${path}` : path] ?? state.replies[path];
    if (reply) {
      if (path.startsWith('/api/') && request.headers.authorization !== `Bearer ${demo.token}`) unsigned.push(path);
      const answer = async (): Promise<void> => {
        const body = await text(request);
        const { status, body: said } = typeof reply === 'function' ? await reply(body === '' ? undefined : JSON.parse(body)) : reply;
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(said));
      };
      void answer();
    } else if (path === '/host.html' || path === '/host.js') {
      void sendFile(new URL(`.${path}`, import.meta.url).pathname, {});
    } else if (path.startsWith(paths.tab)) {
      const file = normalize(path.slice(paths.tab.length)) || 'index.html';
      void sendFile(join(dist, file === '.' ? 'index.html' : file), { 'content-security-policy': policy });
    } else {
      response.writeHead(404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(refusal(404, 'not-found').body));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The test server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    unsigned,
    get replies() {
      return state.replies;
    },
    set replies(replies) {
      state.replies = replies;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
