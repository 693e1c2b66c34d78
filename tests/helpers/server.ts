/** The real HTTP server on a free port, over stores in memory: for tests of the server itself, where no storage is the point. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import type { Bot } from '../../bot/adapters/http/botEndpoint.ts';
import type { LocalRoutesDeps } from '../../bot/adapters/http/localRoutes.ts';
import { routeTable, type RoutesDeps } from '../../bot/adapters/http/routes.ts';
import { createHttpServer } from '../../bot/adapters/http/server.ts';
import { createTokenCheck, type TokenCheck } from '../../bot/adapters/http/tokenCheck.ts';
import { asLastingId, parsePersonId, type PersonId } from '../../bot/domain/ids.ts';
import type { Role, Roster, RosterEntry } from '../../bot/domain/roster.ts';
import { HeldError } from '../../bot/errors.ts';
import type { Logger, Published, ReleaseStore, RosterStore } from '../../bot/ports.ts';
import { whoAmI } from '../../bot/usecases/whoAmI.ts';

export const issuer = 'https://issuer.test/tenant/v2.0';
export const audience = 'c0ffee00-0000-4000-8000-00000000abcd';
export const tenant = '6a0f2c1e-6f5d-4a6b-9d5e-0c9a4b1f7e21';

export function personId(n: number): PersonId {
  const id = parsePersonId(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
  if (!id) throw new Error(`No person ${n}.`);
  return id;
}

export const entry = (n: number, roles: readonly Role[], unitPath: string): RosterEntry => ({
  person: personId(n),
  lastingId: asLastingId(`lasting-${n}`),
  displayName: `Person ${n}`,
  roles,
  school: `School ${n}`,
  unitPath,
  team: false,
});

export const senco = entry(1, ['senco'], 'Northern Trust/East');
export const leader = entry(2, ['leader'], 'Northern Trust');
export const supervisor = entry(3, ['supervisor'], 'Northern Trust/East');
export const admin = entry(4, ['admin'], 'Northern Trust');
export const stranger = personId(99);

export const rosterOf = (...entries: RosterEntry[]): RosterStore => {
  const roster: Roster = new Map(entries.map((each) => [each.person, each]));
  return { read: async () => roster, find: async (person) => roster.get(person), replace: async () => undefined };
};

export const releasesOf = (...published: Published[]): ReleaseStore => ({
  list: async () => published,
  find: async (period) => published.find(({ release }) => release.period.id === period),
  publish: () => Promise.reject(new Error('not in this test')),
});

export interface SigningKey {
  readonly privateKey: CryptoKey;
  readonly check: TokenCheck;
}

/** A key pair and the check that trusts it alone. */
export async function signingKey(algorithm: 'RS256' | 'ES256' = 'RS256'): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm);
  const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), alg: algorithm, kid: 'one' }] });
  return { privateKey, check: createTokenCheck({ issuer, audience, tenant, keys }) };
}

export interface TokenChanges {
  /** `undefined` leaves a claim out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly algorithm?: string;
  readonly kid?: string;
}

/** A token as Entra would issue it for the person; `changes` make it wrong. Times in seconds. */
export function tokenFor(person: string, { privateKey }: Pick<SigningKey, 'privateKey'>, changes: TokenChanges = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const good = { iss: issuer, aud: audience, tid: tenant, oid: person, scp: 'openid access_as_user', iat: now, nbf: now, exp: now + 3600 };
  return new SignJWT({ ...good, ...changes.claims })
    .setProtectedHeader({ alg: changes.algorithm ?? 'RS256', kid: changes.kid ?? 'one', typ: 'JWT' })
    .sign(privateKey);
}

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly fields: Readonly<Record<string, string | number | boolean>>;
  readonly message: string;
}

export function recordingLogger(): { readonly log: Logger; readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at =
    (level: LogLine['level']) =>
    (fields: LogLine['fields'], message: string): void =>
      void lines.push({ level, fields, message });
  return { lines, log: { info: at('info'), warn: at('warn'), error: at('error') } };
}

export interface ServerChanges {
  readonly deps?: Partial<RoutesDeps>;
  readonly local?: Omit<LocalRoutesDeps, 'roster'>;
  readonly tabFolder?: string;
  readonly check?: TokenCheck;
}

export interface TestServer {
  readonly url: string;
  readonly port: number;
  readonly lines: readonly LogLine[];
  readonly key: SigningKey;
  /** A request as this person, with a good token. */
  as(person: PersonId, path: string, init?: RequestInit): Promise<Response>;
  get(path: string, init?: RequestInit): Promise<Response>;
  postJson(path: string, body: unknown, init?: RequestInit): Promise<Response>;
  stop(): Promise<void>;
}

/** Made once a test file: an RSA key takes a good part of a second. */
let sharedKey: Promise<SigningKey> | undefined;

const silentBot: Bot = { process: async (_, response) => void (response.status(200), response.end()) };

export async function startServer(changes: ServerChanges = {}): Promise<TestServer> {
  sharedKey ??= signingKey();
  const key = await sharedKey;
  const { log, lines } = recordingLogger();
  const folder = await mkdtemp(join(tmpdir(), 'held-tab-'));
  const deps: RoutesDeps = {
    bot: silentBot,
    roster: rosterOf(senco, leader, supervisor, admin),
    releases: releasesOf(),
    watch: { latest: undefined, next: undefined },
    bookingLink: undefined,
    myData: () => Promise.reject(new HeldError('not-on-roster')),
    reach: { storage: async () => undefined, keys: async () => undefined },
    ...changes.deps,
    ...(changes.local ? { local: changes.local } : {}),
  };
  const server = createHttpServer({
    routes: routeTable(deps),
    gate: { checkToken: changes.check ?? key.check, viewerOf: (person) => whoAmI(deps, person) },
    tabFolder: changes.tabFolder ?? folder,
    log,
    laptop: changes.local !== undefined,
  });
  const port = await server.listen(0);
  const url = `http://127.0.0.1:${port}`;
  const get = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${url}${path}`, { redirect: 'manual', ...init });
  return {
    url,
    port,
    lines,
    key,
    get,
    async as(person, path, init = {}) {
      const headers = new Headers(init.headers);
      headers.set('Authorization', `Bearer ${await tokenFor(person, key)}`);
      return get(path, { ...init, headers });
    },
    postJson(path, body, init = {}) {
      const headers = new Headers(init.headers);
      if (!headers.has('Content-Type')) headers.set('Content-Type', 'application/json');
      return get(path, { method: 'POST', body: JSON.stringify(body), ...init, headers });
    },
    async stop() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
