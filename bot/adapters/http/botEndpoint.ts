import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { HeldError, type ErrorCode } from '../../errors.ts';
import { errorReply, type Reply } from './reply.ts';

export interface BotRequest {
  readonly body: Record<string, unknown>;
  readonly headers: Record<string, string[] | string | undefined>;
  readonly method: string;
}

/** What the bot's channel library writes its answer to. */
export interface BotResponse {
  readonly socket: unknown;
  status(code: number): unknown;
  header(name: string, value: unknown): unknown;
  send(body?: unknown): unknown;
  end(body?: unknown): unknown;
}

/** The bot, as this server sees it: it checks the channel's token itself and answers one activity. */
export interface Bot {
  process(request: BotRequest, response: BotResponse): Promise<void>;
}

/** The least that every activity has; the bot's own library checks the rest. */
const activity = z.looseObject({ type: z.string().min(1) });

/**
 * Hands one activity to the bot and its answer back. A body that is no activity, also one that only the bot's library finds malformed (it
 * then throws before it answers), is a `bad-request`. A failure's own text never leaves: it may quote the activity.
 */
export async function answerActivity(bot: Bot, request: IncomingMessage, body: unknown): Promise<Reply> {
  const parsed = activity.safeParse(body);
  if (!parsed.success) throw new HeldError('bad-request');
  let status = 200;
  let sent: unknown;
  const headers: Record<string, string> = {};
  const response: BotResponse = {
    socket: undefined,
    status: (code) => (status = code),
    header: (name, value) => (headers[name] = String(value)),
    send: (value) => (sent = value ?? sent),
    end: (value) => (sent = value ?? sent),
  };
  try {
    await bot.process({ body: parsed.data, headers: request.headers, method: request.method ?? 'POST' }, response);
  } catch (cause) {
    if (cause instanceof HeldError) throw cause;
    throw new HeldError(cause instanceof Error && cause.name === 'ZodError' ? 'bad-request' : 'internal', undefined, { cause });
  }
  if (status < 400) return { status, headers, ...(sent === undefined ? {} : { body: sent }) };
  return errorReply(refusals[status] ?? (status < 500 ? 'bad-request' : 'internal'));
}

/** What the channel reads from the status alone: 404, for instance, is an invoke that the bot has no answer to. */
const refusals: Readonly<Record<number, ErrorCode>> = { 401: 'not-signed-in', 403: 'not-allowed', 404: 'not-found' };
