import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorBody } from '../../contract/errors.ts';
import { catalogue, HeldError, type ErrorCode } from '../../errors.ts';
import { replyText, type KeptReply } from './keptReplies.ts';

/** What a route answers: written to the socket in one place, so that no route can forget a header. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON when it is not a string; absent for an empty answer. */
  readonly body?: unknown;
}

export const ok = (body: unknown): Reply => ({ status: 200, body });

/** 200 with an ETag over the exact bytes, or 304 when the caller has them already. Only for the caller's own cache. */
export const okOrUnchanged = (request: IncomingMessage, body: unknown): Reply => keptOrUnchanged(request, replyText(body));

/** The same with bytes that are there already. */
export function keptOrUnchanged(request: IncomingMessage, { text, etag }: KeptReply): Reply {
  const headers = { ETag: etag, 'Cache-Control': 'private, no-cache', Vary: 'Authorization' };
  const held = (request.headers['if-none-match'] ?? '').split(',').map((each) => each.trim().replace(/^W\//, ''));
  if (held.includes(etag) || held.includes('*')) return { status: 304, headers };
  return { status: 200, headers: { ...headers, 'Content-Type': json }, body: text };
}

/** The one shape of every failure. Words come from the catalogue, never from the error itself, whose text may quote data. */
export function errorReply(code: ErrorCode): Reply {
  const { status, words } = catalogue[code];
  const body: ErrorBody = { error: { code, message: words } };
  const headers = { ...(status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}), ...(status === 413 ? { Connection: 'close' } : {}) };
  return { status, headers, body };
}

export const codeOf = (error: unknown): ErrorCode => (error instanceof HeldError ? error.code : 'internal');

const json = 'application/json; charset=utf-8';

export function writeReply(response: ServerResponse, { status, headers = {}, body }: Reply): void {
  if (response.headersSent || response.destroyed) return;
  response.statusCode = status;
  const asText = body === undefined || typeof body === 'string';
  if (!asText) response.setHeader('Content-Type', json);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(asText ? body : JSON.stringify(body));
}
