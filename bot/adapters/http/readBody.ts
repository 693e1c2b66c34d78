import type { IncomingMessage } from 'node:http';
import { HeldError } from '../../errors.ts';

/** Bytes. */
const usualLimit = 256 * 1024;
/** Beyond the limit this many bytes are read and dropped, so that an honest caller still hears why; then the connection is cut. */
const drained = 4 * 1024 * 1024;

/**
 * A JSON body as yet unparsed by any schema. Rejects with `bad-request` (another content type, compressed, not UTF-8, not JSON, broken
 * off) or `too-large` above the limit, 256 KB where nothing else is said. The content type is insisted on because browsers send other types across origins without asking first.
 */
export async function readJsonBody(request: IncomingMessage, limit = usualLimit): Promise<unknown> {
  const type = request.headers['content-type'] ?? '';
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (!/^application\/json\s*(;|$)/i.test(type) || encoding !== 'identity') throw new HeldError('bad-request');
  const bytes = await readUpToLimit(request, limit);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return JSON.parse(text);
  } catch (cause) {
    throw new HeldError('bad-request', undefined, { cause });
  }
}

async function readUpToLimit(request: IncomingMessage, limit: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of request) {
      if (!Buffer.isBuffer(part)) continue;
      size += part.length;
      if (size <= limit) parts.push(part);
      // Leaving the loop destroys the request, and with it the connection.
      if (size > Math.max(drained, limit)) break;
    }
  } catch (cause) {
    throw new HeldError('bad-request', undefined, { cause });
  }
  if (size > limit) throw new HeldError('too-large');
  return Buffer.concat(parts);
}
