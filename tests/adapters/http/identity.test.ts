/**
 * Who may call what: every route and role in one table, and every way in which a token can be wrong on every route, over the real server
 * and real signed tokens whose keys come over HTTP from an issuer on this machine.
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import { administratorRole, adminInEntraToo } from '../../../bot/adapters/http/appRoles.ts';
import { createTokenCheck } from '../../../bot/adapters/http/tokenCheck.ts';
import { errorBody } from '../../../bot/contract/errors.ts';
import { meBody } from '../../../bot/contract/me.ts';
import { paths } from '../../../bot/contract/paths.ts';
import { access } from '../../../bot/domain/access.ts';
import { roles, type Role } from '../../../bot/domain/roster.ts';
import {
  admin,
  audience,
  issuer,
  leader,
  senco,
  startServer,
  stranger,
  supervisor,
  tenant,
  tokenFor,
  type TestServer,
} from '../../helpers/server.ts';

const everyone = roles;

/** Route by route, who is let in. A route that is not here fails the first test below. */
const table: Readonly<Record<string, readonly Role[] | 'anyone' | 'channel'>> = {
  messages: 'channel',
  healthz: 'anyone',
  readyz: 'anyone',
  tabBare: 'anyone',
  me: everyone,
  releases: everyone,
  questions: everyone,
  booking: everyone,
  period: everyone,
  myData: everyone,
  signposts: everyone,
  changeSignposts: ['admin'],
  actions: everyone,
  decide: ['leader'],
  mine: ['senco'],
  changeMine: ['senco'],
  withdraw: ['senco'],
  record: ['senco'],
  recordOn: ['senco'],
  recordOff: ['senco'],
  recordNote: ['senco'],
  rosterPreview: ['admin'],
  rosterImport: ['admin'],
  operations: ['admin'],
  termDates: ['admin'],
  changeTermDates: ['admin'],
  confirmTermDates: ['admin'],
  quietDays: ['admin'],
  changeQuietDays: ['admin'],
  coverage: ['leader'],
  offered: everyone,
  changeCoverage: ['leader'],
  changeNetwork: ['leader', 'admin'],
  upkeep: ['admin'],
  supervisees: ['supervisor'],
  supervisee: ['supervisor'],
  changeSupervisee: ['supervisor'],
  supervisorBooking: ['supervisor'],
  library: ['supervisor'],
  changeLibrary: ['supervisor'],
  supervision: everyone,
  changeSupervision: ['senco'],
  changeFlags: everyone,
  supervisionRecords: everyone,
  changeRecords: everyone,
  supervisionCalendar: ['senco'],
  supervisionNetwork: everyone,
  join: ['senco'],
};
const forPeople = Object.entries(table).flatMap(([name, who]) => (Array.isArray(who) ? [[name, who as readonly Role[]] as const] : []));
const people = { senco, leader, supervisor, admin } as const satisfies Record<Role, unknown>;

interface Signer {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}
async function signer(kid: string): Promise<Signer> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } };
}
const now = (): number => Math.floor(Date.now() / 1000);

let published: readonly Signer[] = [];
let fetches = 0;
let keyServer: Server;
let server: TestServer;
let first: Signer;
let second: Signer;

beforeAll(async () => {
  [first, second] = await Promise.all([signer('first'), signer('second')]);
  published = [first];
  keyServer = createServer((_, response) => {
    fetches += 1;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ keys: published.map(({ jwk }) => jwk) }));
  }).listen(0, '127.0.0.1');
  await once(keyServer, 'listening');
  const address = keyServer.address();
  const url = new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/keys`);
  // Fetched anew at once when a key is unknown, where the product waits half a minute.
  server = await startServer({
    check: createTokenCheck({ issuer, audience, tenant, keys: createRemoteJWKSet(url, { cooldownDuration: 0 }) }),
  });
});
afterAll(async () => {
  await server?.stop();
  keyServer?.closeAllConnections();
  keyServer?.close();
});

function token(person: string, claims: Readonly<Record<string, unknown>> = {}, { kid, privateKey }: Signer = first): Promise<string> {
  const good = {
    iss: issuer,
    aud: audience,
    tid: tenant,
    oid: person,
    scp: 'access_as_user',
    ver: '2.0',
    iat: now(),
    nbf: now(),
    exp: now() + 600,
  };
  return new SignJWT({ ...good, ...claims }).setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' }).sign(privateKey);
}

async function call(name: string, bearer: string): Promise<{ status: number; text: string }> {
  const route = server.routes.find((each) => each.name === name);
  if (!route) throw new Error(`There is no route ${name}.`);
  const init = { method: route.method, headers: { Authorization: `Bearer ${bearer}` } };
  const response = await server.get(route.path, init);
  return { status: response.status, text: await response.text() };
}

describe('the table of access', () => {
  it('has every route, and for people the roles that the code has', () => {
    expect(server.routes.map(({ name }) => name).toSorted()).toEqual(Object.keys(table).toSorted());
    const inCode = server.routes.map(({ name, who }) => [name, Object.entries(access).find(([action]) => action === who)?.[1] ?? who]);
    expect(Object.fromEntries(inCode)).toEqual(table);
  });

  it.each(forPeople.flatMap(([name, who]) => roles.map((role) => [name, role, who.includes(role)] as const)))(
    '%s as %s: %s',
    async (name, role, allowed) => {
      const { status, text } = await call(name, await token(people[role].person));
      // By its code: a route may have other reasons to refuse somebody whom it is open to.
      const refused = status !== 200 && errorBody.parse(JSON.parse(text)).error.code;
      expect([status === 401, refused === 'not-allowed']).toEqual([false, !allowed]);
    },
  );

  it.each(forPeople)('%s is closed to somebody of the tenant who is not on the roster', async (name) => {
    expect((await call(name, await token(stranger))).status).toBe(403);
  });
});

describe('a wrong token', () => {
  const unsigned = (alg: string): string => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { iss: issuer, aud: audience, tid: tenant, oid: senco.person, scp: 'access_as_user', exp: now() + 600 };
    return `${part({ alg, typ: 'JWT' })}.${part(claims)}.`;
  };
  const wrong: readonly (readonly [string, () => Promise<string> | string])[] = [
    ['of another issuer', () => token(senco.person, { iss: 'https://login.microsoftonline.com/other/v2.0' })],
    ['of the first version of Entra’s tokens', () => token(senco.person, { iss: `https://sts.windows.net/${tenant}/` })],
    ['for another audience', () => token(senco.person, { aud: 'api://held' })],
    ['of another tenant', () => token(senco.person, { tid: stranger })],
    ['with the algorithm none', () => unsigned('none')],
    [
      'signed with a public value as a shared secret',
      () =>
        new SignJWT({ tid: tenant, oid: senco.person, scp: 'access_as_user' })
          .setProtectedHeader({ alg: 'HS256', kid: 'first' })
          .setIssuer(issuer)
          .setAudience(audience)
          .setExpirationTime('10m')
          .sign(new TextEncoder().encode(JSON.stringify(first.jwk))),
    ],
    ['that has expired', () => token(senco.person, { exp: now() - 120 })],
    ['that is not valid yet', () => token(senco.person, { nbf: now() + 120 })],
    ['of an unknown key', () => token(senco.person, {}, second)],
    [
      'of the bot’s channel',
      () =>
        token(senco.person, { iss: 'https://api.botframework.com', serviceurl: 'https://smba.example/', tid: undefined, scp: undefined }),
    ],
    ['of an application instead of a person', () => token(senco.person, { scp: undefined, roles: ['access_as_user'] })],
  ];

  it.each(wrong)('%s is refused on every route for people, and every refusal reads the same', async (_, make) => {
    const bearer = await make();
    const answers = await Promise.all(forPeople.map(([name]) => call(name, bearer)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 401));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  });
});

describe('the administrator’s app role, in a tenant', () => {
  let narrowed: TestServer;
  beforeAll(async () => void (narrowed = await startServer({ narrow: adminInEntraToo })));
  afterAll(() => narrowed.stop());
  const rolesOf = async (person: string, roles?: unknown): Promise<unknown> => {
    const bearer = await tokenFor(person, narrowed.key, roles === undefined ? {} : { claims: { roles } });
    const response = await narrowed.get(paths.me, { headers: { Authorization: `Bearer ${bearer}` } });
    return response.status === 200 ? meBody.parse(await response.json()).roles : response.status;
  };

  it('is needed beside the roster’s, and is none by itself', async () => {
    expect(await rolesOf(admin.person, [administratorRole])).toEqual(['admin']);
    for (const roles of [undefined, [], ['Held.Reader'], 'Held.Administrator', [7]]) expect(await rolesOf(admin.person, roles)).toBe(403);
    expect(await rolesOf(senco.person, [administratorRole])).toEqual(['senco']);
    expect(await rolesOf(leader.person)).toEqual(['leader']);
  });
});

describe('rotated keys', () => {
  it('a new key is fetched when it is first seen, and one that was withdrawn opens nothing', async () => {
    published = [first, second];
    const before = fetches;
    expect((await call('me', await token(senco.person, {}, second))).status).toBe(200);
    expect(fetches).toBe(before + 1);
    // Known keys cost no request.
    for (const each of [first, second]) expect((await call('me', await token(leader.person, {}, each))).status).toBe(200);
    expect(fetches).toBe(before + 1);
    published = [second];
    // Somebody's unknown key makes the set be fetched again; the withdrawn one is gone with it.
    expect((await call('me', await token(senco.person, {}, await signer('third')))).status).toBe(401);
    expect((await call('me', await token(senco.person, {}, first))).status).toBe(401);
    expect((await call('me', await token(senco.person, {}, second))).status).toBe(200);
  });
});
