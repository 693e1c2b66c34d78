/** Local mode: its demo people, and tokens for them. Loaded only where no host is. */
import { localPeopleBody, localTokenBody } from '../bot/contract/local.ts';
import type { PersonBody } from '../bot/contract/me.ts';
import { paths } from '../bot/contract/paths.ts';
import { ApiProblem, bodyOf, send, type TokenSource } from './api.ts';

/** The demo people of local mode; undefined where the route does not exist, which is everywhere else. */
export async function demoPeople(): Promise<readonly PersonBody[] | undefined> {
  const response = await send(paths.localPeople, { headers: { accept: 'application/json' } });
  if (response.status === 404) return undefined;
  if (!response.ok) throw new ApiProblem('failed');
  return (await bodyOf(response, localPeopleBody)).people;
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
    const { token, expiresIn } = await bodyOf(response, localTokenBody);
    last = { token, until: Date.now() + expiresIn * 1000 - marginMs };
    return token;
  };
}
