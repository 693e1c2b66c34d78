import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { routeTable, type RoutesDeps } from '../../../bot/adapters/http/routes.ts';
import type { Route } from '../../../bot/adapters/http/route.ts';
import { createHttpServer } from '../../../bot/adapters/http/server.ts';
import type { PersonId } from '../../../bot/domain/ids.ts';
import type { ReleaseStore } from '../../../bot/ports.ts';
import { englandDates } from '../../../bot/domain/prompting/englandDates.ts';
import { myData } from '../../../bot/usecases/myData.ts';
import { whoAmI } from '../../../bot/usecases/whoAmI.ts';
import { signingKey, tokenFor, type SigningKey, type TokenChanges } from '../../helpers/server.ts';
import type { TestWeb, World } from '../../helpers/world.ts';

/** What a caller sees of an answer: everything but the date. */
export interface Seen {
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

export interface Api {
  /** Paths of all GET routes. */
  readonly readable: readonly string[];
  readonly url: string;
  readonly key: SigningKey;
  /** A request with a good token of the person, or without any. */
  ask(path: string, person?: PersonId, init?: RequestInit): Promise<Seen>;
  token(person: string, changes?: TokenChanges): Promise<string>;
}

export interface ApiOptions {
  readonly releases?: ReleaseStore;
  /** A broken server for the attacks that must be seen to fail. */
  readonly routes?: (deps: RoutesDeps, world: World) => readonly Route[];
}

/** Runs `work` against the product's HTTP server, as in azure mode, over the world's real stores. */
export async function withApi<T>(world: World, web: TestWeb, work: (api: Api) => Promise<T>, options: ApiOptions = {}): Promise<T> {
  const { routes = routeTable, releases = world.tables.releases } = options;
  const key = await signingKey();
  const folder = await mkdtemp(join(tmpdir(), 'held-tab-'));
  const deps: RoutesDeps = {
    bot: { process: async (_, response) => void (response.status(200), response.end()) },
    roster: world.tables.roster,
    releases,
    watch: web.watch,
    bookingLink: undefined,
    myData: (person) => myData({ ...world.tables, watch: web.watch, clock: world.clock, calendar: englandDates }, person),
    reach: { storage: () => world.tables.ping(), keys: () => web.vault.ping() },
  };
  const table = routes(deps, world);
  const gate = { checkToken: key.check, viewerOf: (person: PersonId) => whoAmI({ roster: world.tables.roster }, person) };
  const server = createHttpServer({ routes: table, gate, tabFolder: folder, log: world.log, laptop: false });
  const url = `http://127.0.0.1:${await server.listen(0)}`;
  const tokens = new Map<PersonId, string>();
  try {
    return await work({
      readable: table.filter(({ method }) => method === 'GET').map(({ path }) => path),
      url,
      key,
      token: (person, changes) => tokenFor(person, key, changes),
      async ask(path, person, init = {}) {
        const headers = new Headers(init.headers);
        if (person) {
          const token = tokens.get(person) ?? (await tokenFor(person, key));
          tokens.set(person, token);
          headers.set('Authorization', `Bearer ${token}`);
        }
        const response = await fetch(`${url}${path}`, { redirect: 'manual', ...init, headers });
        const shown = [...response.headers].filter(([name]) => name !== 'date').sort(([a], [b]) => (a < b ? -1 : 1));
        return { status: response.status, headers: JSON.stringify(shown), body: await response.text() };
      },
    });
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}
