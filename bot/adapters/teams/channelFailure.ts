import { z } from 'zod';
import type { SendFailure } from '../../ports.ts';

/** What to do after the channel refused a message. `forget`: the address is wrong; the next install or message brings another. */
export type Verdict =
  | {
      readonly outcome: 'retry';
      readonly afterMs?: number;
      /** What failed may have delivered all the same. */ readonly maybeArrived?: true;
    }
  | Ended;

/** A verdict after which nothing is tried any more. */
export type Ended =
  | { readonly outcome: 'gone' }
  | { readonly outcome: 'failed'; readonly reason: SendFailure; readonly arrived: 'no' | 'maybe'; readonly forget: boolean };

const field = z.unknown().transform((value) => (typeof value === 'string' ? value : undefined));
const failure = z.looseObject({
  statusCode: z.number().optional().catch(undefined),
  code: field,
  body: z
    .looseObject({ code: field, error: z.looseObject({ code: field }).optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

const blocked = new Set(['ConversationBlockedByUser', 'MessageWritesBlocked']);
const notInstalled = new Set(['BotNotInConversationRoster', 'ConversationNotFound']);
const disabled = 'BotDisabledByAdmin';
/** To be tried again, as Microsoft Learn says of them. */
const passing = new Set([412, 429, 502, 503, 504]);
/** Of those, a gateway's: what lies behind it may have taken the message. */
const byGateway = new Set([502, 504]);

/** After this verdict nothing is known, and a second try could double a message. */
export const noAnswer: Ended = { outcome: 'failed', reason: 'noAnswer', arrived: 'maybe', forget: false };
/** What remains of `retry` once there is no time left. */
export const stillBusy: Ended = { outcome: 'failed', reason: 'channelBusy', arrived: 'no', forget: false };

/** Reads a failure of the channel's client. Codes: "Get an error from the Teams bot API", Microsoft Learn. */
export function verdictOn(error: unknown): Verdict {
  const parsed = failure.safeParse(error);
  if (!parsed.success) return noAnswer;
  const { statusCode, code, body } = parsed.data;
  const codes = [code, body?.code, body?.error?.code].filter((each) => each !== undefined);
  const failed = (reason: SendFailure, forget = false): Ended => ({ outcome: 'failed', reason, arrived: 'no', forget });
  if (codes.some((each) => blocked.has(each))) return { outcome: 'gone' };
  if (codes.some((each) => notInstalled.has(each)) || statusCode === 404) return failed('notInstalled', true);
  if (codes.includes(disabled)) return failed('botDisabled');
  if (statusCode !== undefined && passing.has(statusCode)) {
    const afterMs = retryAfterMs(error);
    const maybe = byGateway.has(statusCode) ? { maybeArrived: true as const } : {};
    return { outcome: 'retry', ...maybe, ...(afterMs === undefined ? {} : { afterMs }) };
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return failed('refused');
  // Without a status the connection failed. Only a refused one surely delivered nothing; after any other a retry could double a prompt.
  return codes.includes('ECONNREFUSED') ? { outcome: 'retry' } : noAnswer;
}

/** `Retry-After` in milliseconds: seconds, or an HTTP date. */
function retryAfterMs(error: unknown): number | undefined {
  const value = headerOf(error, 'retry-after');
  if (value === undefined) return undefined;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

function headerOf(error: unknown, name: string): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const response: unknown = Reflect.get(error, 'response');
  if (typeof response !== 'object' || response === null) return undefined;
  const headers: unknown = Reflect.get(response, 'headers');
  if (typeof headers !== 'object' || headers === null) return undefined;
  const get: unknown = Reflect.get(headers, 'get');
  const value: unknown = typeof get === 'function' ? Reflect.apply(get, headers, [name]) : Reflect.get(headers, name);
  return typeof value === 'string' ? value : undefined;
}
