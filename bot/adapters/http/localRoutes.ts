import { Temporal } from 'temporal-polyfill';
import { localClockAsk, localTokenAsk, type LocalClockBody, type LocalPeopleBody, type LocalTokenBody } from '../../contract/local.ts';
import { paths } from '../../contract/paths.ts';
import { parsePersonId } from '../../domain/ids.ts';
import { HeldError } from '../../errors.ts';
import type { RosterStore } from '../../ports.ts';
import type { LocalIssuer } from './localIssuer.ts';
import { personOf } from './present.ts';
import { ok } from './reply.ts';
import { bodyOf, type Route } from './route.ts';

export interface LocalRoutesDeps {
  readonly roster: RosterStore;
  readonly issuer: Pick<LocalIssuer, 'token'>;
  /** Sets the stored clock that both processes share. */
  readonly setClock: (now: Temporal.Instant) => Promise<void>;
}

/** For trying Held out on a laptop: whom to view the tab as, a token for them, and the time. Built in local mode only. */
export function localRoutes({ roster, issuer, setClock }: LocalRoutesDeps): readonly Route[] {
  return [
    {
      name: 'localToken',
      method: 'POST',
      path: paths.localToken,
      who: 'laptop',
      async answer(request) {
        const person = parsePersonId((await bodyOf(request, localTokenAsk)).objectId);
        if (!person || !(await roster.find(person))) throw new HeldError('not-found');
        const body: LocalTokenBody = await issuer.token(person);
        return ok(body);
      },
    },
    {
      name: 'localClock',
      method: 'POST',
      path: paths.localClock,
      who: 'laptop',
      async answer(request) {
        const now = Temporal.Instant.from((await bodyOf(request, localClockAsk)).now);
        await setClock(now);
        const body: LocalClockBody = { now: now.toString() };
        return ok(body);
      },
    },
    {
      name: 'localPeople',
      method: 'GET',
      path: paths.localPeople,
      who: 'laptop',
      async answer() {
        const body: LocalPeopleBody = { people: [...(await roster.read()).values()].map(personOf) };
        return ok(body);
      },
    },
  ];
}
