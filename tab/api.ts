/** The only caller of fetch. Every body is parsed by the contract that the server parses with; tokens live in memory only. */
import { config, type ZodMiniType } from 'zod/mini';
import { bookingBody } from '../bot/contract/booking.ts';
import { errorBody } from '../bot/contract/errors.ts';
import { meBody } from '../bot/contract/me.ts';
import { paths } from '../bot/contract/paths.ts';
import { periodBody } from '../bot/contract/period.ts';
import { questionsBody } from '../bot/contract/questions.ts';
import { releasesBody } from '../bot/contract/releases.ts';
import { isLate } from './patience.ts';

// zod would compile its parsers with `new Function`, which the tab's Content-Security-Policy rightly forbids.
config({ jitless: true });

export type TokenSource = () => Promise<string>;

/** Everything a page must be able to say about a request that failed. */
export type Problem = 'offline' | 'late' | 'signedOut' | 'notAllowed' | 'notOnRoster' | 'refused' | 'changed' | 'failed';

export class ApiProblem extends Error {
  readonly problem: Problem;
  constructor(problem: Problem, options?: { cause?: unknown }) {
    super(problem, options);
    this.name = 'ApiProblem';
    this.problem = problem;
  }
}

/** Longer than any healthy answer takes; shorter than a person waits. */
const patienceMs = 20_000;

/** Every request of the tab; what may take longer brings a signal of its own. Rejects with an ApiProblem and nothing else. */
export async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, credentials: 'omit', signal: init.signal ?? AbortSignal.timeout(patienceMs) });
  } catch (cause) {
    throw new ApiProblem(isLate(cause) ? 'late' : 'offline', { cause });
  }
}

/** The body as its schema gives it. */
export async function bodyOf<T>(response: Response, body: ZodMiniType<T>): Promise<T> {
  try {
    return body.parse(await response.json());
  } catch (cause) {
    throw new ApiProblem(isLate(cause) ? 'late' : 'failed', { cause });
  }
}

async function problemOf(response: Response): Promise<Problem> {
  if (response.status === 401) return 'signedOut';
  if (response.status !== 403 && response.status !== 409) return 'failed';
  const { error } = await bodyOf(response, errorBody);
  if (response.status === 409) return error.code === 'changed-meanwhile' ? 'changed' : 'refused';
  return error.code === 'not-on-roster' ? 'notOnRoster' : 'notAllowed';
}

/** Why there is no token: without a connection nobody can say who this is, which is not the same as being signed out. */
function noToken(cause: unknown): ApiProblem {
  if (cause instanceof ApiProblem) return cause;
  if (!navigator.onLine) return new ApiProblem('offline', { cause });
  return new ApiProblem(isLate(cause) ? 'late' : 'signedOut', { cause });
}

/** The API as one person sees it. Every call rejects with an ApiProblem and nothing else. */
export function apiFor(token: TokenSource) {
  const ask = async <T>(path: string, body: ZodMiniType<T>, init: RequestInit, within = patienceMs): Promise<T> => {
    const bearer = await token().catch((cause: unknown) => {
      throw noToken(cause);
    });
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${bearer}`);
    headers.set('accept', 'application/json');
    const response = await send(path, { ...init, headers, signal: AbortSignal.timeout(within) });
    if (!response.ok) throw new ApiProblem(await problemOf(response));
    return bodyOf(response, body);
  };
  const get = <T>(path: string, body: ZodMiniType<T>): Promise<T> => ask(path, body, {});
  return {
    // For the pages' own routes: their schemas come with their code.
    get,
    /** `within`: how long the answer may take (ms), where that is longer than usual. */
    post: <T>(path: string, asks: unknown, body: ZodMiniType<T>, within?: number): Promise<T> =>
      ask(path, body, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(asks) }, within),
    me: () => get(paths.me, meBody),
    releases: () => get(paths.releases, releasesBody),
    questions: () => get(paths.questions, questionsBody),
    booking: () => get(paths.booking, bookingBody),
    period: () => get(paths.period, periodBody),
  };
}
export type Api = ReturnType<typeof apiFor>;
