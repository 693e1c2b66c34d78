import { parseRosterCsv } from '../../../bot/adapters/files/rosterFile.ts';
import { parseQuietDays } from '../../../bot/adapters/files/quietDaysFile.ts';
import { parseTermDates } from '../../../bot/adapters/files/termDatesFile.ts';
import { randomness } from '../../../bot/adapters/system/randomness.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { routeTable, type RoutesDeps } from '../../../bot/adapters/http/routes.ts';
import { seriesFiles } from '../../../bot/adapters/files/seriesFile.ts';
import { rolesOf, type Route } from '../../../bot/adapters/http/route.ts';
import type { Role } from '../../../bot/domain/roster.ts';
import { createHttpServer } from '../../../bot/adapters/http/server.ts';
import type { PersonId } from '../../../bot/domain/ids.ts';
import type { ReleaseStore } from '../../../bot/ports.ts';
import { englandDates } from '../../../bot/domain/prompting/englandDates.ts';
import { myData } from '../../../bot/usecases/myData.ts';
import { whoAmI } from '../../../bot/usecases/whoAmI.ts';
import { signingKey, tokenFor, type SigningKey, type TokenChanges } from '../../helpers/server.ts';
import { recordsOf, type TestWeb, type World } from '../../helpers/world.ts';

/** What a caller sees of an answer: everything but the date. */
export interface Seen {
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

export interface Api {
  /** Paths of all GET routes. */
  readonly readable: readonly string[];
  /** Every route that is for certain roles. */
  readonly guarded: readonly { readonly method: string; readonly path: string; readonly roles: readonly Role[] }[];
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
    ...world.tables,
    releases,
    watch: web.watch,
    record: await recordsOf(world),
    calendar: englandDates,
    timeZone: web.timeZone,
    clock: world.clock,
    randomness,
    parseRoster: (bytes) => parseRosterCsv(bytes, 'the file'),
    parseTermDates: (bytes, name) => parseTermDates(bytes, name, englandDates.timeZone),
    parseQuietDays: (bytes, name) => parseQuietDays(bytes, name, englandDates.timeZone),
    startingPoint: englandDates,
    bookingLink: undefined,
    supervising: {
      ...world.tables,
      rows: web.rows,
      clock: world.clock,
      calendar: englandDates,
      log: world.log,
      seriesFiles,
      randomness,
      notices: { sendNotice: async () => ({ kind: 'sent', message: undefined }) },
    },
    myData: (person) => myData({ ...world.tables, rows: web.rows, watch: web.watch, clock: world.clock, calendar: englandDates }, person),
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
      guarded: table.flatMap((route) => {
        const roles = rolesOf(route);
        return roles ? [{ method: route.method, path: route.path, roles }] : [];
      }),
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
