import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Bot, BotRequest } from '../../../bot/adapters/http/botEndpoint.ts';
import { errorBody } from '../../../bot/contract/errors.ts';
import { paths } from '../../../bot/contract/paths.ts';
import { HeldError } from '../../../bot/errors.ts';
import { rosterOf, senco, startServer, type ServerChanges, type TestServer } from '../../helpers/server.ts';

const running: TestServer[] = [];
const start = async (changes: ServerChanges = {}): Promise<TestServer> => {
  const server = await startServer(changes);
  running.push(server);
  return server;
};
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

async function expectError(response: Response, status: number, code: string): Promise<void> {
  expect([response.status, errorBody.parse(await response.json()).error.code]).toEqual([status, code]);
}

/** Sends bytes as they are and gives back all that the server says until it ends the connection. */
async function raw(server: TestServer, bytes: string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1');
  let heard = '';
  socket.setEncoding('utf8').on('data', (text: string) => (heard += text));
  socket.on('error', () => undefined);
  socket.write(bytes);
  await closeOf(socket);
  return heard;
}

/** `once` would reject where the connection is cut in the middle of a write. */
const closeOf = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()));

const stillServes = async (server: TestServer): Promise<void> => expect((await server.get(paths.healthz)).status).toBe(200);
const laptop: NonNullable<ServerChanges['local']> = {
  issuer: { token: async () => ({ token: 't', expiresIn: 1 }) },
  setClock: async () => undefined,
};

describe('a message of the channel', () => {
  const heard: BotRequest[] = [];
  const botThat = (answer: Bot['process']): ServerChanges => ({ deps: { bot: { process: answer } } });
  beforeEach(() => {
    heard.length = 0;
  });

  it('reaches the bot as a plain body, headers and method, and its answer goes back', async () => {
    const server = await start(
      botThat(async (request, response) => {
        heard.push(request);
        response.status(201);
        response.header('X-Answer', 'yes');
        response.send({ hello: 'Grüße' });
        response.end();
      }),
    );
    const response = await server.postJson(
      paths.messages,
      { type: 'message', text: 'check in' },
      { headers: { Authorization: 'Bearer t' } },
    );
    expect([response.status, response.headers.get('X-Answer'), await response.json()]).toEqual([201, 'yes', { hello: 'Grüße' }]);
    expect(heard).toEqual([
      { body: { type: 'message', text: 'check in' }, headers: expect.objectContaining({ authorization: 'Bearer t' }), method: 'POST' },
    ]);
  });

  it('may be answered with nothing', async () => {
    const server = await start(botThat(async (_, response) => void (response.status(200), response.end())));
    const response = await server.postJson(paths.messages, { type: 'message' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it.each([
    ['not JSON', '{"type": "message"'],
    ['nothing', ''],
    ['no object', '[1, 2]'],
    ['null', 'null'],
    ['no type', '{"text": "hello"}'],
    ['an empty type', '{"type": ""}'],
    ['a type that is no text', '{"type": {"a": 1}}'],
    ['deep nesting', '['.repeat(100_000)],
  ])('that is %s is refused', async (_, body) => {
    const server = await start(botThat(async (request) => void heard.push(request)));
    await expectError(await server.postJson(paths.messages, undefined, { body }), 400, 'bad-request');
    expect(heard).toEqual([]);
    await stillServes(server);
  });

  it('that is not UTF-8, compressed, or of another type is refused', async () => {
    const server = await start();
    const body = JSON.stringify({ type: 'message' });
    const sent = (init: RequestInit) => server.postJson(paths.messages, undefined, init);
    await expectError(await sent({ body: new Uint8Array([0x22, 0xff, 0x22]) }), 400, 'bad-request');
    await expectError(await sent({ body: gzipSync(body), headers: { 'Content-Encoding': 'gzip' } }), 400, 'bad-request');
    await expectError(await sent({ body: 'rubbish', headers: { 'Content-Encoding': 'gzip' } }), 400, 'bad-request');
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonp', '']) {
      await expectError(await sent({ body, headers: { 'Content-Type': type } }), 400, 'bad-request');
    }
    expect((await sent({ body, headers: { 'Content-Type': 'application/json; charset=utf-8' } })).status).toBe(200);
  });

  it('that the bot’s library finds malformed is refused', async () => {
    const malformed = Object.assign(new Error('expected string: Priya answered 4'), { name: 'ZodError' });
    const server = await start(botThat(() => Promise.reject(malformed)));
    await expectError(await server.postJson(paths.messages, { type: 'message' }), 400, 'bad-request');
    await stillServes(server);
  });

  it('that fails in the bot says what the catalogue says and nothing of the failure', async () => {
    const secret = 'Priya answered 4';
    const rejecting = await start(botThat(() => Promise.reject(new Error(secret))));
    const answering = await start(botThat(async (_, response) => void (response.status(500), response.send(secret), response.end())));
    const unauthorised = await start(botThat(async (_, response) => void (response.status(401), response.send(secret), response.end())));
    const outage = await start(botThat(() => Promise.reject(new HeldError('storage-down'))));
    const texts = await Promise.all(
      [rejecting, answering, unauthorised].map(async (server) => (await server.postJson(paths.messages, { type: 'message' })).text()),
    );
    expect(texts.join()).not.toContain(secret);
    await expectError(await rejecting.postJson(paths.messages, { type: 'message' }), 500, 'internal');
    await expectError(await answering.postJson(paths.messages, { type: 'message' }), 500, 'internal');
    await expectError(await unauthorised.postJson(paths.messages, { type: 'message' }), 401, 'not-signed-in');
    const unknown = await start(botThat(async (_, response) => void (response.status(404), response.end())));
    await expectError(await unknown.postJson(paths.messages, { type: 'invoke' }), 404, 'not-found');
    await expectError(await outage.postJson(paths.messages, { type: 'message' }), 503, 'storage-down');
    expect(JSON.stringify(rejecting.lines)).not.toContain('Priya');
  });
});

describe('the size of a body', () => {
  const padded = (bytes: number): string => {
    const empty = JSON.stringify({ type: 'message', text: '' });
    return JSON.stringify({ type: 'message', text: 'x'.repeat(bytes - empty.length) });
  };

  it('may be 256 KB and no byte more', async () => {
    const server = await start();
    expect((await server.postJson(paths.messages, undefined, { body: padded(256 * 1024) })).status).toBe(200);
    await expectError(await server.postJson(paths.messages, undefined, { body: padded(256 * 1024 + 1) }), 413, 'too-large');
    await expectError(await server.postJson(paths.messages, undefined, { body: padded(3_000_000) }), 413, 'too-large');
    await stillServes(server);
  });

  it('is counted where no length was announced', async () => {
    const server = await start();
    const body = new Blob([padded(400_000)]).stream();
    const init: RequestInit & { duplex: 'half' } = { body, duplex: 'half' };
    await expectError(await server.postJson(paths.messages, undefined, init), 413, 'too-large');
    await stillServes(server);
  });

  it('without end costs the sender its connection, not the server its memory', async () => {
    const server = await start();
    const socket = connect(server.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.resume();
    const closed = closeOf(socket);
    socket.write('POST /api/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000000000\r\n\r\n');
    const chunk = Buffer.alloc(64 * 1024, 0x20);
    const pour = (): void => void (socket.writable && socket.write(chunk, pour));
    pour();
    await closed;
    await stillServes(server);
  });

  it('may break off in the middle', async () => {
    const server = await start();
    const socket = connect(server.port, '127.0.0.1');
    socket.write('POST /api/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"type":');
    socket.end();
    socket.resume();
    await closeOf(socket);
    await stillServes(server);
  });
});

describe('addresses', () => {
  it.each([
    '/',
    '/api',
    '/api/',
    '/api/nothing',
    '/api/me/',
    '/API/ME',
    '/api/releases/northern-trust',
    '/local/token',
    '/..%2f',
    '/%zz',
    '//',
    '/tabs',
  ])('that do not exist: %s', async (path) => {
    const server = await start();
    await expectError(await server.get(path), 404, 'not-found');
  });

  it.each([
    ['a Host that is no host', 'GET /healthz HTTP/1.1\r\nHost: [\r\nConnection: close\r\n\r\n', 400],
    ['a Host with a space', 'GET /healthz HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', 400],
    ['no Host', 'GET /healthz HTTP/1.0\r\n\r\n', 200],
    ['a whole address', 'GET http://[/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 400],
    ['an asterisk', 'OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 200],
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['a WebSocket', 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n', 400],
    ['a method nobody knows', 'BREW /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 400],
  ])('asked for strangely, with %s, end in an answer', async (_, bytes, status) => {
    const server = await start();
    expect(await raw(server, bytes)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    await stillServes(server);
  });

  it('answer on a laptop only to its own name', async () => {
    const server = await start({ local: laptop });
    const ask = (host: string) => raw(server, `GET /healthz HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    for (const host of [`localhost:${server.port}`, `127.0.0.1:${server.port}`]) expect(await ask(host)).toMatch(/^HTTP\/1.1 200 /);
    for (const host of ['evil.example', `localhost.evil.example:${server.port}`, '192.168.1.5'])
      expect(await ask(host)).toMatch(/^HTTP\/1.1 400 /);
  });
});

describe('every answer', () => {
  it('carries the security headers and is not stored, and says nothing of what made it', async () => {
    const server = await start();
    for (const response of [await server.get(paths.healthz), await server.get('/nothing'), await server.get(paths.me)]) {
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'strict-transport-security': expect.stringContaining('max-age'),
        'content-type': 'application/json; charset=utf-8',
      });
      expect([...response.headers.keys()]).not.toEqual(expect.arrayContaining(['server', 'x-powered-by', 'access-control-allow-origin']));
    }
  });

  it('of an unknown failure is the catalogue’s, and one log line says where it arose, not what it said', async () => {
    const roster = { ...rosterOf(), find: () => Promise.reject(new TypeError(`row of ${senco.person} is broken\n    at Priya Shah`)) };
    const server = await start({ deps: { roster } });
    await expectError(await server.as(senco.person, paths.me), 500, 'internal');
    expect(server.lines).toHaveLength(1);
    expect(server.lines[0]).toMatchObject({ level: 'error', fields: { route: 'me', status: 500, code: 'internal', kind: 'TypeError' } });
    expect(server.lines[0]?.fields['at']).toContain('server.test.ts');
    expect(JSON.stringify(server.lines)).not.toMatch(/Priya|4000-8000|broken/);
  });

  it('is one log line without a person, an address or a body', async () => {
    const server = await start();
    await server.as(senco.person, `${paths.me}?who=Priya`);
    await server.postJson(`${paths.messages}?who=Priya`, { type: 'message', text: 'Priya' });
    await server.get('/people/Priya');
    await server.get(`${paths.tab}Priya.js`);
    await server.get(paths.me);
    expect(server.lines.map(({ fields: { method, route, status } }) => [method, route, status])).toEqual([
      ['GET', 'me', 200],
      ['POST', 'messages', 200],
      ['GET', 'none', 404],
      ['GET', 'tab', 404],
      ['GET', 'me', 401],
    ]);
    expect(server.lines.every(({ fields }) => typeof fields['ms'] === 'number')).toBe(true);
    expect(JSON.stringify(server.lines)).not.toMatch(/Priya|0000-4000/);
  });
});

describe('the tab', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'held-tab-'));
    await mkdir(join(folder, 'dist', 'assets'), { recursive: true });
    await writeFile(join(folder, 'dist', 'index.html'), '<!doctype html><title>Held</title>');
    await writeFile(join(folder, 'dist', 'assets', 'index-BqJx3k_9.js'), 'export {};');
    await writeFile(join(folder, 'dist', 'teams-hosts.json'), '{}');
    await writeFile(join(folder, 'dist', '.hidden'), 'no');
    await writeFile(join(folder, 'secret.txt'), 'no');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const startTab = () => start({ tabFolder: join(folder, 'dist') });

  it('is one redirect away from its bare address', async () => {
    const response = await (await startTab()).get(paths.tabBare);
    expect([response.status, response.headers.get('Location')]).toEqual([302, '/tab/']);
  });

  it('is a page that is not stored, framed by Teams alone, with scripts of its own alone', async () => {
    const server = await startTab();
    for (const path of [paths.tab, `${paths.tab}index.html`]) {
      const response = await server.get(path);
      expect([response.status, response.headers.get('Content-Type'), response.headers.get('Cache-Control')]).toEqual([
        200,
        expect.stringMatching(/^text\/html/),
        'no-store',
      ]);
      const policy = response.headers.get('Content-Security-Policy') ?? '';
      expect(policy).toMatch(
        /frame-ancestors https:\/\/teams\.microsoft\.com https:\/\/\*\.teams\.microsoft\.com https:\/\/\*\.cloud\.microsoft /,
      );
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("default-src 'none'");
      expect(response.headers.get('X-Frame-Options')).toBeNull();
    }
    const head = await server.get(paths.tab, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('has files that never change under their name, and others that are asked after', async () => {
    const server = await startTab();
    const script = await server.get(`${paths.tab}assets/index-BqJx3k_9.js`);
    expect([script.status, script.headers.get('Cache-Control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    expect(script.headers.get('Content-Type')).toMatch(/javascript/);
    const hosts = await server.get(`${paths.tab}teams-hosts.json`);
    expect([hosts.status, hosts.headers.get('Cache-Control')]).toEqual([200, 'no-cache']);
  });

  it.each([
    '../secret.txt',
    '..%2fsecret.txt',
    '%2e%2e%2fsecret.txt',
    '%252e%252e%252fsecret.txt',
    'assets/..%2f..%2fsecret.txt',
    '..%5csecret.txt',
    '%00',
    'index.html%00.js',
    '.hidden',
    'assets',
    'assets/',
    'nothing.js',
    '/etc/passwd',
    '%2fetc%2fpasswd',
    '%zz',
  ])('gives nothing at %s', async (path) => {
    const server = await startTab();
    const answer = await raw(server, `GET ${paths.tab}${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 (404|400|301) /);
    expect(answer).not.toContain('\r\n\r\nno');
    await stillServes(server);
  });

  it('that is not built says how to build it', async () => {
    const server = await start({ tabFolder: join(folder, 'nowhere') });
    const response = await server.get(paths.tab);
    expect(response.status).toBe(404);
    expect(errorBody.parse(await response.json()).error).toMatchObject({
      code: 'tab-not-built',
      message: expect.stringContaining('npm start'),
    });
  });
});

describe('its end', () => {
  it('comes after the requests under way, and idle connections do not hold it up', async () => {
    let finish: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let arrived: () => void = () => undefined;
    const started = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const bot: Bot = {
      async process(_, response) {
        arrived();
        await waiting;
        response.status(200);
        response.end();
      },
    };
    const server = await startServer({ deps: { bot } });
    await stillServes(server);
    const answer = server.postJson(paths.messages, { type: 'message' });
    await started;
    const stopped = server.stop();
    await expect(server.get(paths.healthz)).rejects.toThrow();
    finish();
    expect((await answer).status).toBe(200);
    await stopped;
  });

  it('of a port that is taken is told at the start', async () => {
    const server = await start();
    const { createHttpServer } = await import('../../../bot/adapters/http/server.ts');
    const second = createHttpServer({
      routes: [],
      gate: { checkToken: server.key.check, viewerOf: () => Promise.reject(new HeldError('not-on-roster')) },
      tabFolder: '.',
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      laptop: true,
    });
    await expect(second.listen(server.port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
