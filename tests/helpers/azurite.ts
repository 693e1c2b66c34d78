import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const require = createRequire(import.meta.url);

/** Azurite's well-known development account: printed in Microsoft's documentation, no secret. */
const account = 'devstoreaccount1';
export { account as azuriteAccount };
const accountKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export interface Azurite {
  /** Connection string of the table service. */
  readonly tables: string;
  /** Connection string of the queue service. */
  readonly queues: string;
  readonly tablePort: number;
  readonly queuePort: number;
  readonly dir: string;
  /** What both servers printed so far. */
  output(): string;
  /** Ends both servers without loss; removes the data folder unless the caller gave it. Stopping twice is harmless. */
  stop(): Promise<void>;
}

export interface AzuriteOptions {
  /** Servers of its own even where a test run shares some: for tests that read the data folder. Any other option means that too. */
  readonly own?: true;
  /** Keep data here (and leave it there); otherwise in a temporary folder that `stop` removes. */
  readonly dir?: string;
  /** Fixed ports, for a second start on the same address after an outage; free ones otherwise. */
  readonly tablePort?: number;
  readonly queuePort?: number;
  /** Serves HTTPS with these files (PEM) and takes tokens of an identity, as Azure's storage with shared keys off does. */
  readonly https?: { readonly certFile: string; readonly keyFile: string };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (!address || typeof address === 'string') throw new Error('No free port.');
  return address.port;
}

/**
 * Azurite's table and queue servers on 127.0.0.1, ready. Without options, a test run's shared servers where there are any (`sharedStorage.ts`):
 * an account of its own there, which nobody else has.
 */
export async function startAzurite(options: AzuriteOptions = {}): Promise<Azurite> {
  const shared = Object.keys(options).length === 0 ? sharedPlace() : undefined;
  if (shared) return accountOn(shared);
  return startServers(options);
}

/** Accounts of the shared servers that were handed out are folders here: making one is the one step that cannot succeed twice. */
export interface SharedPlace {
  readonly tablePort: number;
  readonly queuePort: number;
  readonly taken: string;
}
export const sharedVariable = 'HELD_TEST_STORAGE';
const sharedShape = z.object({ tablePort: z.number(), queuePort: z.number(), taken: z.string() });
const accounts = Array.from({ length: 1_000 }, (_, n) => `held${n}`);

function sharedPlace(): SharedPlace | undefined {
  const text = process.env[sharedVariable];
  return text === undefined ? undefined : sharedShape.parse(JSON.parse(text));
}

async function accountOn({ tablePort, queuePort, taken }: SharedPlace): Promise<Azurite> {
  for (const name of accounts) {
    const made = await mkdir(join(taken, name)).then(
      () => true,
      () => false,
    );
    // Nothing to stop: the servers end with the test run, and nobody looks into the account again.
    if (made) return { ...connections(name, tablePort, queuePort), dir: taken, output: () => '', stop: async () => undefined };
  }
  throw new Error('The shared storage has no account left.');
}

function connections(name: string, tablePort: number, queuePort: number): Pick<Azurite, 'tables' | 'queues' | 'tablePort' | 'queuePort'> {
  const base = `DefaultEndpointsProtocol=http;AccountName=${name};AccountKey=${accountKey};`;
  return {
    tables: `${base}TableEndpoint=http://127.0.0.1:${tablePort}/${name};`,
    queues: `${base}QueueEndpoint=http://127.0.0.1:${queuePort}/${name};`,
    tablePort,
    queuePort,
  };
}

/** Servers with many accounts and nothing on disk. */
export async function startAccounts(): Promise<Azurite> {
  return startServers({ accounts });
}

async function startServers(options: ServerOptions): Promise<Azurite> {
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'held-azurite-')));
  const started = await Promise.allSettled([startService('table', dir, options), startService('queue', dir, options)]);
  const services = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const stop = async (): Promise<void> => {
    await Promise.all(services.map((service) => service.stop()));
    if (!options.dir) await rm(dir, { recursive: true, force: true });
  };
  const [table, queue] = started;
  if (table.status === 'rejected' || queue.status === 'rejected') {
    await stop();
    throw table.status === 'rejected' ? table.reason : queue.status === 'rejected' ? queue.reason : new Error('Azurite did not start.');
  }
  return {
    ...connections(account, table.value.port, queue.value.port),
    dir,
    output: () => services.map((service) => service.output()).join(''),
    stop,
  };
}

interface ServerOptions extends AzuriteOptions {
  /** Serves these accounts from memory, instead of its own from a data folder. */
  readonly accounts?: readonly string[];
}

interface Service {
  readonly port: number;
  output(): string;
  stop(): Promise<void>;
}

/** A free port can be taken by somebody else before the server binds it: then another is tried. */
async function startService(kind: 'table' | 'queue', dir: string, options: ServerOptions): Promise<Service> {
  const fixedPort = kind === 'table' ? options.tablePort : options.queuePort;
  for (let attempt = 1; ; attempt += 1) {
    const port = fixedPort ?? (await freePort());
    try {
      return await spawnService(kind, dir, port, options);
    } catch (cause) {
      if (fixedPort !== undefined || attempt === 3) throw cause;
    }
  }
}

async function spawnService(
  kind: 'table' | 'queue',
  dir: string,
  port: number,
  { https, accounts: named }: ServerOptions,
): Promise<Service> {
  const script = require.resolve(`azurite/dist/src/${kind}/main.js`);
  const flags = [`--${kind}Host`, '127.0.0.1', `--${kind}Port`, String(port)];
  if (https) flags.push('--oauth', 'basic', '--cert', https.certFile, '--key', https.keyFile);
  if (named) flags.push('--inMemoryPersistence');
  else flags.push('--location', dir);
  const env = named ? { ...process.env, AZURITE_ACCOUNTS: named.map((name) => `${name}:${accountKey}`).join(';') } : process.env;
  const child = spawn(process.execPath, [script, ...flags, '--silent', '--disableTelemetry', '--skipApiVersionCheck'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  // A test runner that dies must not leave servers behind.
  const onExit = (): void => void child.kill('SIGINT');
  process.once('exit', onExit);
  const stop = async (): Promise<void> => {
    process.removeListener('exit', onExit);
    await end(child);
  };
  try {
    await ready(child, port, () => output.includes('successfully'));
  } catch (cause) {
    await stop();
    throw new Error(`Azurite's ${kind} server did not start on port ${port}: ${output.trim() || 'no output'}`, { cause });
  }
  return { port, output: () => output, stop };
}

async function ready(child: ChildProcess, port: number, announced: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 45_000; Date.now() < deadline; await sleep(50)) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('it exited');
    // Its own announcement comes first: another process's server on the same port would accept connections too.
    if (announced() && (await accepts(port))) return;
  }
  throw new Error('not ready after 45 s');
}

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

/** SIGINT, because Azurite's table server saves its data on SIGINT only (SIGTERM ends it with up to 5 s of writes unsaved). */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGINT');
  // A last resort, so that a test run ends: a server that hangs on its way out may lose what it had not saved.
  const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await exited;
  clearTimeout(late);
}
