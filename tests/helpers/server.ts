/** The real HTTP server on a free port, over stores in memory: for tests of the server itself, where no storage is the point. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { Temporal } from 'temporal-polyfill';
import type { Bot } from '../../bot/adapters/http/botEndpoint.ts';
import type { LocalRoutesDeps } from '../../bot/adapters/http/localRoutes.ts';
import { routeTable, type RoutesDeps } from '../../bot/adapters/http/routes.ts';
import type { Gate, Route } from '../../bot/adapters/http/route.ts';
import { createHttpServer } from '../../bot/adapters/http/server.ts';
import { createTokenCheck, type TokenCheck } from '../../bot/adapters/http/tokenCheck.ts';
import { parseRosterCsv } from '../../bot/adapters/files/rosterFile.ts';
import { parseQuietDays } from '../../bot/adapters/files/quietDaysFile.ts';
import { parseTermDates } from '../../bot/adapters/files/termDatesFile.ts';
import { randomness } from '../../bot/adapters/system/randomness.ts';
import type { PlannedAction } from '../../bot/domain/actions/plannedAction.ts';
import { englandDates } from '../../bot/domain/prompting/englandDates.ts';
import type { QuietDay, SchoolCalendar } from '../../bot/domain/prompting/schoolCalendar.ts';
import type { Signposts } from '../../bot/domain/signposts.ts';
import { HeldError } from '../../bot/errors.ts';
import { asLastingId, parsePersonId, type PersonId } from '../../bot/domain/ids.ts';
import type { PersonSettings, Role, Roster, RosterEntry } from '../../bot/domain/roster.ts';
import type {
  ActionStore,
  EnvelopeStore,
  LedgerStore,
  Logger,
  PeopleStore,
  PeriodStore,
  Published,
  ReleaseStore,
  RosterStore,
  SignpostStore,
  Stored,
  TermDatesStore,
} from '../../bot/ports.ts';
import { testSupervision } from './supervision.ts';
import { whoAmI } from '../../bot/usecases/whoAmI.ts';
import { recordPart } from './records.ts';

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

const never = (): Promise<never> => Promise.reject(new Error('not in this test'));

/** Stores in memory, with etags that change at every write. */
export const peopleInMemory = (): PeopleStore => {
  const rows = new Map<string, Stored<PersonSettings>>();
  return {
    find: async (person) => rows.get(person),
    all: async () => new Map([...rows.values()].map(({ value }) => [value.person, value])),
    remove: async (person) => void rows.delete(person),
    save: async (settings, etag) => {
      if (rows.get(settings.person)?.etag !== etag) return false;
      rows.set(settings.person, { value: settings, etag: `${Number(etag ?? 0) + 1}` });
      return true;
    },
  };
};
export const actionsInMemory = (): ActionStore => {
  const rows = new Map<string, Stored<PlannedAction>>();
  return {
    list: async (unit) => [...rows.values()].filter(({ value }) => value.unit === unit),
    save: async (action, etag) => {
      if (rows.get(action.id)?.etag !== etag) return false;
      rows.set(action.id, { value: action, etag: `${Number(etag ?? 0) + 1}` });
      return true;
    },
  };
};
export const signpostsInMemory = (): SignpostStore => {
  let row: Stored<Signposts> | undefined;
  return {
    read: async () => row,
    write: async (value, etag) => {
      if (row?.etag !== etag) return false;
      row = { value, etag: `${Number(etag ?? 0) + 1}` };
      return true;
    },
  };
};
export const termDatesInMemory = (): TermDatesStore => {
  let [confirmed, draft]: (SchoolCalendar | undefined)[] = [];
  let quiet: readonly QuietDay[] = [];
  const without = ({ school, date }: QuietDay) => quiet.filter((day) => day.school !== school || day.date !== date);
  return {
    confirmed: async () => confirmed,
    draft: async () => draft,
    saveDraft: async (calendar) => void (draft = calendar),
    confirm: async (calendar) => void ([confirmed, draft] = [calendar, undefined]),
    quietDays: async () => quiet,
    addQuietDay: async (day) => void (quiet = [...without(day), day]),
    async removeQuietDay(day) {
      const before = quiet.length;
      quiet = without(day);
      return quiet.length < before;
    },
  };
};
const noLedger: LedgerStore = {
  find: async () => undefined,
  insertMissing: never,
  update: never,
  pages: () => ({ [Symbol.asyncIterator]: () => ({ next: never }) }),
  rewrite: never,
  deleteAll: never,
};
const noEnvelopes: EnvelopeStore = {
  insertMissing: never,
  merge: never,
  pages: () => ({ [Symbol.asyncIterator]: () => ({ next: never }) }),
  rewrite: never,
  find: async () => undefined,
  deleteAll: never,
};
/** No period was ever begun. */
export const noPeriods: PeriodStore = { list: async () => [], find: async () => undefined, insert: never, update: never };
/** Knows of no period. */
export const noPeriod: RoutesDeps['watch'] = {
  latest: undefined,
  next: undefined,
  open: undefined,
  during: () => Promise.reject(new HeldError('period-closed')),
};
/** Half past ten on a Wednesday in term. */
export const testNow = Temporal.Instant.from('2026-11-18T10:30:00Z');

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
  readonly narrow?: NonNullable<Gate['narrow']>;
}

export interface TestServer {
  readonly url: string;
  readonly port: number;
  readonly lines: readonly LogLine[];
  /** Every route that it serves beside the tab's files. */
  readonly routes: readonly Route[];
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
  const roster = changes.deps?.roster ?? rosterOf(senco, leader, supervisor, admin);
  const periods = changes.deps?.periods ?? noPeriods;
  const deps: RoutesDeps = {
    bot: silentBot,
    roster,
    releases: releasesOf(),
    watch: noPeriod,
    bookingLink: undefined,
    people: peopleInMemory(),
    actions: actionsInMemory(),
    signposts: signpostsInMemory(),
    conversations: { people: async () => [], remove: async () => undefined },
    days: { forget: async () => undefined },
    ledger: noLedger,
    envelopes: noEnvelopes,
    periods,
    processes: { living: async () => [], beat: never, leave: never },
    record: await recordPart({ periods, roster, clock: { now: () => testNow }, log }),
    calendar: englandDates,
    timeZone: englandDates.timeZone,
    clock: { now: () => testNow },
    randomness,
    parseRoster: (bytes) => parseRosterCsv(bytes, 'the file'),
    parseTermDates: (bytes, name) => parseTermDates(bytes, name, englandDates.timeZone),
    parseQuietDays: (bytes, name) => parseQuietDays(bytes, name, englandDates.timeZone),
    startingPoint: englandDates,
    termDates: termDatesInMemory(),
    deadPrompts: { list: async () => [] },
    myData: () => Promise.reject(new HeldError('not-on-roster')),
    supervising: (await testSupervision(roster, { now: () => testNow }, log)).deps,
    reach: { storage: async () => undefined, keys: async () => undefined },
    ...changes.deps,
    ...(changes.local ? { local: changes.local } : {}),
  };
  const routes = routeTable(deps);
  const server = createHttpServer({
    routes,
    gate: {
      checkToken: changes.check ?? key.check,
      viewerOf: (person) => whoAmI(deps, person),
      ...(changes.narrow ? { narrow: changes.narrow } : {}),
    },
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
    routes,
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
