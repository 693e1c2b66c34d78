import { once } from 'node:events';
import { Server as NodeServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { createServer, type Next, type Request, type Response, type Server } from 'restify';
import type { ErrorCode } from '../../errors.ts';
import type { Logger } from '../../ports.ts';
import { commonHeaders } from './headers.ts';
import { codeOf, errorReply, writeReply } from './reply.ts';
import { logRequests } from './requestLog.ts';
import { runRoute, type Gate, type Route } from './route.ts';
import { mountTab } from './tabFiles.ts';

export interface HttpServerOptions {
  readonly routes: readonly Route[];
  readonly gate: Gate;
  /** Folder of the built tab. */
  readonly tabFolder: string;
  readonly log: Logger;
  /** Local mode: answers only requests that name this machine, so that no web page can reach it through a name of its own. */
  readonly laptop: boolean;
}

export interface HttpServer {
  /** Listens, on a laptop at its own address only. Gives the port; rejects when it cannot be had. */
  listen(port: number): Promise<number>;
  /** Takes no more requests, finishes those under way, and resolves when the last has ended. */
  close(): Promise<void>;
}

const laptopNames = ['127.0.0.1', 'localhost'];

/** Milliseconds. A whole request must arrive within the first; Azure's front end keeps idle connections for four minutes. */
const patience = { request: 30_000, headers: 10_000, keepAlive: 245_000, close: 10_000 };

/** Builds the server: headers, routes, the one error responder, one log line a request. Nothing that a request holds can end the process. */
export function createHttpServer({ routes, gate, tabFolder, log, laptop }: HttpServerOptions): HttpServer {
  const server = createServer({ name: '' });
  const requestLog = logRequests(server, log);
  const headers = Object.entries(commonHeaders(!laptop));
  const hostOf = hostReader();

  server.pre((request: Request, response: Response, next: Next) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    // restify parses Host and address when it looks for the route, and throws where nobody catches.
    const host = hostOf(request);
    if (host !== undefined && (!laptop || laptopNames.includes(host))) return next();
    writeReply(response, errorReply('bad-request'));
    return next(false);
  });

  for (const route of routes) {
    // restify takes a handler of two arguments only when it is an async function.
    const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      try {
        writeReply(response, await runRoute(route, gate, request));
      } catch (error) {
        requestLog.failed(request, error);
        writeReply(response, errorReply(codeOf(error)));
      }
    };
    if (route.method === 'POST') server.post({ name: route.name, path: route.path }, handle);
    else {
      server.get({ name: route.name, path: route.path }, handle);
      server.head({ name: `${route.name}Head`, path: route.path }, handle);
    }
  }
  mountTab(server, tabFolder);

  // restify's own failures: no such route, another method, a file that is not there. Not called back, it writes nothing itself.
  server.on('restifyError', (request: Request, response: Response, error: unknown) => {
    const code = codeOfStatus(error);
    if (code === 'internal') requestLog.failed(request, error);
    const asksWhatIsAllowed = code === 'method-not-allowed' && request.method === 'OPTIONS';
    writeReply(response, asksWhatIsAllowed ? { status: 204 } : errorReply(code));
  });

  // Held speaks no protocol but HTTP; a socket that asks for another would otherwise stay open for ever.
  server.on('upgrade', (_: IncomingMessage, socket: Duplex) => socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'));

  return lifecycleOf(server, laptop);
}

/** Gives the host that a request names; undefined where its host or address cannot be read. Nearly all name the same, which is taken apart once. */
function hostReader(): (request: Request) => string | undefined {
  let last: { readonly header: string; readonly name: string } | undefined;
  return (request) => {
    try {
      request.getUrl();
      const header = request.headers.host ?? 'localhost';
      if (last?.header !== header) last = { header, name: new URL(`http://${header}`).hostname };
      return last.name;
    } catch {
      return undefined;
    }
  };
}

function codeOfStatus(error: unknown): ErrorCode {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500;
  if (status === 405) return 'method-not-allowed';
  // 403: a path that leads out of the tab's folder. That it was noticed is nobody's business.
  return status === 404 || status === 403 ? 'not-found' : 'internal';
}

function lifecycleOf(server: Server, laptop: boolean): HttpServer {
  const node = server.server;
  if (!(node instanceof NodeServer)) throw new Error('restify did not build a plain HTTP server.');
  node.requestTimeout = patience.request;
  node.headersTimeout = patience.headers;
  node.keepAliveTimeout = patience.keepAlive;
  // restify passes errors on, and one that nobody hears would end the process.
  server.on('error', () => undefined);
  return {
    async listen(port) {
      node.listen(port, ...(laptop ? ['127.0.0.1'] : []));
      await once(node, 'listening');
      const address = node.address();
      return address && typeof address === 'object' ? address.port : port;
    },
    async close() {
      if (!node.listening) return;
      const closed = once(node, 'close');
      node.close();
      // A connection that was busy a moment ago is idle now, and would be kept alive for minutes.
      const idle = setInterval(() => node.closeIdleConnections(), 100);
      const late = setTimeout(() => node.closeAllConnections(), patience.close);
      await closed;
      clearInterval(idle);
      clearTimeout(late);
    },
  };
}
