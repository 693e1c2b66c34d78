/** The only caller of fetch. Every body is parsed by the contract that the server parses with; tokens live in memory only. */
import { config, type ZodMiniType } from 'zod/mini';
import { bookingBody } from '../bot/contract/booking.ts';
import { errorBody } from '../bot/contract/errors.ts';
import { localPeopleBody, localTokenBody } from '../bot/contract/local.ts';
import { meBody, type PersonBody } from '../bot/contract/me.ts';
import { paths } from '../bot/contract/paths.ts';
import { periodBody } from '../bot/contract/period.ts';
import { questionsBody } from '../bot/contract/questions.ts';
import { releasesBody } from '../bot/contract/releases.ts';

// zod would compile its parsers with `new Function`, which the tab's Content-Security-Policy rightly forbids.
config({ jitless: true });

export type TokenSource = () => Promise<string>;

/** Everything a page must be able to say about a request that failed. */
export type Problem = 'offline' | 'signedOut' | 'notAllowed' | 'notOnRoster' | 'refused' | 'changed' | 'failed';

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

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, credentials: 'omit', signal: AbortSignal.timeout(patienceMs) });
  } catch (cause) {
    const late = cause instanceof DOMException && cause.name === 'TimeoutError';
    throw new ApiProblem(late ? 'failed' : 'offline', { cause });
  }
}

async function read<T>(response: Response, body: ZodMiniType<T>): Promise<T> {
  try {
    return body.parse(await response.json());
  } catch (cause) {
    throw new ApiProblem('failed', { cause });
  }
}

async function problemOf(response: Response): Promise<Problem> {
  if (response.status === 401) return 'signedOut';
  if (response.status !== 403 && response.status !== 409) return 'failed';
  const { error } = await read(response, errorBody);
  if (response.status === 409) return error.code === 'changed-meanwhile' ? 'changed' : 'refused';
  return error.code === 'not-on-roster' ? 'notOnRoster' : 'notAllowed';
}

/** The API as one person sees it. Every call rejects with an ApiProblem and nothing else. */
export function apiFor(token: TokenSource) {
  const ask = async <T>(path: string, body: ZodMiniType<T>, init: RequestInit): Promise<T> => {
    const bearer = await token().catch((cause: unknown) => {
      throw cause instanceof ApiProblem ? cause : new ApiProblem('signedOut', { cause });
    });
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${bearer}`);
    headers.set('accept', 'application/json');
    const response = await send(path, { ...init, headers });
    if (!response.ok) throw new ApiProblem(await problemOf(response));
    return read(response, body);
  };
  const get = <T>(path: string, body: ZodMiniType<T>): Promise<T> => ask(path, body, {});
  return {
    // For the pages' own routes: their schemas come with their code.
    get,
    post: <T>(path: string, asks: unknown, body: ZodMiniType<T>): Promise<T> =>
      ask(path, body, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(asks) }),
    me: () => get(paths.me, meBody),
    releases: () => get(paths.releases, releasesBody),
    questions: () => get(paths.questions, questionsBody),
    booking: () => get(paths.booking, bookingBody),
    period: () => get(paths.period, periodBody),
  };
}
export type Api = ReturnType<typeof apiFor>;

/** The demo people of local mode; undefined where the route does not exist, which is everywhere else. */
export async function demoPeople(): Promise<readonly PersonBody[] | undefined> {
  const response = await send(paths.localPeople, { headers: { accept: 'application/json' } });
  if (response.status === 404) return undefined;
  if (!response.ok) throw new ApiProblem('failed');
  return (await read(response, localPeopleBody)).people;
}

/** Tokens of the local issuer for one demo person: asked anew when the last one is about to run out. */
export function demoToken(objectId: string): TokenSource {
  const marginMs = 60_000;
  let last: { readonly token: string; readonly until: number } | undefined;
  return async () => {
    if (last && Date.now() < last.until) return last.token;
    const response = await send(paths.localToken, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ objectId }),
    });
    if (!response.ok) throw new ApiProblem(response.status === 404 ? 'notOnRoster' : 'signedOut');
    const { token, expiresIn } = await read(response, localTokenBody);
    last = { token, until: Date.now() + expiresIn * 1000 - marginMs };
    return token;
  };
}
