import type { IncomingMessage } from 'node:http';
import type { Request, Response, Route, Server } from 'restify';
import { catalogue, HeldError } from '../../errors.ts';
import type { Logger } from '../../ports.ts';
import { codeOf } from './reply.ts';

export interface RequestLog {
  /** Remembers why a request failed, for its one line. */
  failed(request: IncomingMessage, error: unknown): void;
}

/**
 * One line a request: method, the route's name, status, milliseconds. Never an address, a parameter, a header or a body, and of an error
 * that is not ours only its kind and where in the code it arose: its text may quote any of them.
 */
export function logRequests(server: Server, log: Logger): RequestLog {
  const started = new WeakMap<IncomingMessage, number>();
  const failures = new WeakMap<IncomingMessage, unknown>();
  server.on('pre', (request: Request) => started.set(request, performance.now()));
  server.on('after', (request: Request, response: Response, route: Route | undefined) => {
    const now = performance.now();
    const fields = {
      method: request.method ?? '',
      route: route?.name ?? 'none',
      status: response.statusCode,
      ms: Math.round(now - (started.get(request) ?? now)),
    };
    const failure = failures.get(request);
    const code = codeOf(failure);
    if (failure !== undefined && catalogue[code].report) log.error({ ...fields, code, ...causeOf(failure) }, 'request failed');
    else log.info(failure === undefined ? fields : { ...fields, code }, 'request');
  });
  return { failed: (request, error) => void failures.set(request, error) };
}

function causeOf(failure: unknown): Record<string, string> {
  const because = failure instanceof HeldError && failure.because ? { because: failure.because } : {};
  const cause = failure instanceof HeldError ? failure.cause : failure;
  return cause instanceof Error ? { ...because, kind: cause.name, at: placesOf(cause) } : because;
}

/** The nearest lines of code of a stack, without the message above them. */
function placesOf({ stack = '', message }: Error): string {
  const below = stack.slice(stack.indexOf(message) + message.length);
  const places = below.split('\n').map((line) => line.trim());
  return places
    .filter((line) => line.startsWith('at '))
    .slice(0, 4)
    .join(' ');
}
