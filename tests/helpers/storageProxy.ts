import { once } from 'node:events';
import { Agent, createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Azurite } from './azurite.ts';

/** One request that reached storage: which service, which method, which table, queue or batch. */
export interface StorageRequest {
  readonly service: 'table' | 'queue';
  readonly method: string;
  /** Path below the account, without keys and queries. */
  readonly of: string;
}

export interface StorageProxy {
  /** Connection strings that lead through the proxy. */
  readonly tables: string;
  readonly queues: string;
  /** Since the start or the last `forget`. */
  readonly seen: readonly StorageRequest[];
  forget(): void;
  /** Cuts storage off: connections break, and so do new ones until `mend`. Nothing reaches storage meanwhile. */
  cut(): void;
  mend(): void;
  /** Every answer waits this long; 0: none does. */
  slow(milliseconds: number): void;
  stop(): Promise<void>;
}

const account = /^\/[a-z0-9]+\/?/;
const reads = new Set(['GET', 'HEAD']);

/** How many of these requests only read. */
export const readsAmong = (seen: readonly StorageRequest[]): number => seen.filter(({ method }) => reads.has(method)).length;

/** Stands before Azurite and counts, slows down or cuts off what passes; Azurite itself is never harmed. */
export async function startStorageProxy(azurite: Azurite): Promise<StorageProxy> {
  const seen: StorageRequest[] = [];
  const sockets = new Set<Socket>();
  const agent = new Agent({ keepAlive: true });
  let isCut = false;
  let delay = 0;

  const serve = (service: StorageRequest['service'], port: number) => {
    const server = createServer((request, response) => {
      seen.push({ service, method: request.method ?? '', of: partOf(request.url ?? '') });
      if (delay > 0) setTimeout(() => pass(request, response, port, agent), delay);
      else pass(request, response, port, agent);
    });
    server.on('connection', (socket) => {
      if (isCut) return void socket.destroy();
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    server.keepAliveTimeout = 60_000;
    server.listen(0, '127.0.0.1');
    return server;
  };
  const servers = [serve('table', azurite.tablePort), serve('queue', azurite.queuePort)];
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const [tablePort, queuePort] = servers.map((server) => {
    const address = server.address();
    if (!address || typeof address === 'string') throw new Error('The proxy has no port.');
    return address.port;
  });

  return {
    tables: azurite.tables.replace(`:${azurite.tablePort}/`, `:${tablePort}/`),
    queues: azurite.queues.replace(`:${azurite.queuePort}/`, `:${queuePort}/`),
    seen,
    forget: () => void seen.splice(0),
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    mend: () => void (isCut = false),
    slow: (milliseconds) => void (delay = milliseconds),
    async stop() {
      await Promise.all(
        servers.map(async (server) => {
          const closed = once(server, 'close');
          server.close();
          server.closeAllConnections();
          await closed;
        }),
      );
      agent.destroy();
    },
  };
}

const partOf = (url: string): string =>
  decodeURIComponent(url.split('?')[0] ?? '')
    .replace(account, '')
    .replace(/\(.*$/, '');

function pass(request: IncomingMessage, response: ServerResponse, port: number, agent: Agent): void {
  const onward = forward(
    { host: '127.0.0.1', port, agent, method: request.method, path: request.url, headers: request.headers },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}
