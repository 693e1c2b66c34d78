import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, createRemoteJWKSet, decodeJwt, errors, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { openLocalIssuer } from '../../../bot/adapters/http/localIssuer.ts';
import { createTokenCheck } from '../../../bot/adapters/http/tokenCheck.ts';
import { HeldError } from '../../../bot/errors.ts';
import { freePort } from '../../helpers/azurite.ts';
import {
  audience,
  issuer,
  personId,
  senco,
  signingKey,
  tenant,
  tokenFor,
  type SigningKey,
  type TokenChanges,
} from '../../helpers/server.ts';

let key: SigningKey;
beforeAll(async () => {
  key = await signingKey();
});

const codeOf = (checked: Promise<unknown>): Promise<string> =>
  checked.then(
    () => 'let in',
    (error: unknown) => (error instanceof HeldError ? error.code : `unexpected ${String(error)}`),
  );
const now = (): number => Math.floor(Date.now() / 1000);

describe('a good token', () => {
  it('gives the person it was issued for', async () => {
    expect(await key.check(`Bearer ${await tokenFor(senco.person, key)}`)).toBe(senco.person);
    expect(await key.check(`bearer ${await tokenFor(senco.person.toUpperCase(), key)}`)).toBe(senco.person);
  });

  it('may be signed with an elliptic curve', async () => {
    const curve = await signingKey('ES256');
    expect(await curve.check(`Bearer ${await tokenFor(senco.person, curve, { algorithm: 'ES256' })}`)).toBe(senco.person);
  });

  it('may come from a clock that is half a minute ahead or behind', async () => {
    for (const claims of [{ nbf: now() + 30 }, { exp: now() - 30 }]) {
      expect(await key.check(`Bearer ${await tokenFor(senco.person, key, { claims })}`)).toBe(senco.person);
    }
  });
});

describe('a token is refused', () => {
  const wrong: readonly [string, () => TokenChanges][] = [
    ['of another issuer', () => ({ claims: { iss: 'https://issuer.test/other/v2.0' } })],
    ['for another audience', () => ({ claims: { aud: '00000003-0000-0000-c000-000000000000' } })],
    ['of another tenant', () => ({ claims: { tid: 'ffffffff-6f5d-4a6b-9d5e-0c9a4b1f7e21' } })],
    ['without a tenant', () => ({ claims: { tid: undefined } })],
    ['that has expired', () => ({ claims: { exp: now() - 120 } })],
    ['that never expires', () => ({ claims: { exp: undefined } })],
    ['that is not valid yet', () => ({ claims: { nbf: now() + 120 } })],
    ['without a person', () => ({ claims: { oid: undefined } })],
    ['whose person is no object id', () => ({ claims: { oid: 'admin' } })],
    ['without a scope', () => ({ claims: { scp: undefined } })],
    ['with another scope', () => ({ claims: { scp: 'User.Read access_as_users' } })],
    ['for an application', () => ({ claims: { scp: undefined, roles: ['access_as_user'] } })],
    ['with a key id that nobody published', () => ({ kid: 'two' })],
  ];
  it.each(wrong)('%s', async (_, changes) => {
    expect(await codeOf(key.check(`Bearer ${await tokenFor(senco.person, key, changes())}`))).toBe('not-signed-in');
  });

  it('signed with another key of the same name', async () => {
    expect(await codeOf(key.check(`Bearer ${await tokenFor(senco.person, await signingKey())}`))).toBe('not-signed-in');
  });

  it('not signed at all', async () => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { iss: issuer, aud: audience, tid: tenant, oid: senco.person, scp: 'access_as_user', exp: now() + 3600 };
    for (const alg of ['none', 'None', '']) {
      const head = part({ alg, typ: 'JWT' });
      expect(await codeOf(key.check(`Bearer ${head}.${part(claims)}.`))).toBe('not-signed-in');
      expect(await codeOf(key.check(`Bearer ${head}.${part(claims)}.AAAA`))).toBe('not-signed-in');
    }
  });

  it('signed with a shared secret', async () => {
    const token = await new SignJWT({ tid: tenant, oid: senco.person, scp: 'access_as_user' })
      .setProtectedHeader({ alg: 'HS256', kid: 'one' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime('1h')
      .sign(new TextEncoder().encode('a secret of thirty-two characters'));
    expect(await codeOf(key.check(`Bearer ${token}`))).toBe('not-signed-in');
  });

  it('changed after it was signed', async () => {
    const [head, , signature] = (await tokenFor(senco.person, key)).split('.');
    const [, other] = (await tokenFor(personId(2), key)).split('.');
    expect(await codeOf(key.check(`Bearer ${head}.${other}.${signature}`))).toBe('not-signed-in');
  });

  it.each([undefined, '', 'Bearer', 'Bearer ', 'Bearer x', 'Bearer a.b.c', 'Basic dTpw', 'Bearer a.b.c.d', `Bearer ${'a'.repeat(9000)}`])(
    'as no token: %s',
    async (header) => expect(await codeOf(key.check(header))).toBe('not-signed-in'),
  );
});

describe('a token that was found good', () => {
  const start = Date.now();
  const remembering = async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), alg: 'RS256', kid: 'one' }] });
    const state = { asked: 0, at: start, keysAway: false };
    const check = createTokenCheck(
      {
        issuer,
        audience,
        tenant,
        keys: (...of) => {
          state.asked += 1;
          if (state.keysAway) throw new errors.JWKSNoMatchingKey();
          return keys(...of);
        },
      },
      () => state.at,
    );
    return { state, check, privateKey };
  };

  it('is believed for five minutes, and then held against the issuer’s keys again', async () => {
    const { state, check, privateKey } = await remembering();
    const token = `Bearer ${await tokenFor(senco.person, { privateKey })}`;
    for (const minutes of [0, 1, 4.9]) {
      state.at = start + minutes * 60_000;
      expect(await check(token)).toBe(senco.person);
    }
    expect(state.asked).toBe(1);
    [state.at, state.keysAway] = [start + 5 * 60_000, true];
    expect(await codeOf(check(token))).toBe('not-signed-in');
  });

  it('is not believed past its expiry, nor for another token’s sake', async () => {
    const { state, check, privateKey } = await remembering();
    const soon = `Bearer ${await tokenFor(senco.person, { privateKey }, { claims: { exp: Math.floor(start / 1_000) + 60 } })}`;
    expect(await check(soon)).toBe(senco.person);
    state.at = start + 61_000;
    state.keysAway = true;
    expect(await codeOf(check(soon))).toBe('not-signed-in');
    state.keysAway = false;
    expect(await check(soon)).toBe(senco.person);
    const forged = `${soon.slice(0, -4)}AAAA`;
    expect(await codeOf(check(forged))).toBe('not-signed-in');
  });
});

describe('keys from afar', () => {
  const checkWith = (url: string) => createTokenCheck({ issuer, audience, tenant, keys: createRemoteJWKSet(new URL(url)) });

  it('cannot be fetched: not the caller’s fault', async () => {
    const token = `Bearer ${await tokenFor(senco.person, key)}`;
    expect(await codeOf(checkWith(`http://127.0.0.1:${await freePort()}/keys`)(token))).toBe('sign-in-down');
  });

  it('that answer nonsense: not the caller’s fault', async () => {
    let answer = { status: 500, body: 'no' };
    const server = createServer((_, response) => {
      response.statusCode = answer.status;
      response.end(answer.body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/keys`;
    const token = `Bearer ${await tokenFor(senco.person, key)}`;
    expect(await codeOf(checkWith(url)(token))).toBe('sign-in-down');
    answer = { status: 200, body: '{"keys": 3}' };
    expect(await codeOf(checkWith(url)(token))).toBe('sign-in-down');
    answer = { status: 200, body: '{"keys": []}' };
    expect(await codeOf(checkWith(url)(token))).toBe('not-signed-in');
    server.closeAllConnections();
    server.close();
  });
});

describe('the laptop’s own issuer', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'held-issuer-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('issues tokens that the ordinary check lets in, also after a restart', async () => {
    const first = await openLocalIssuer(join(folder, 'keys'));
    const { token, expiresIn } = await first.token(senco.person);
    const again = await openLocalIssuer(join(folder, 'keys'));
    expect(await createTokenCheck(again.check)(`Bearer ${token}`)).toBe(senco.person);
    expect(decodeJwt(token).exp).toBeLessThanOrEqual(now() + expiresIn);
  });

  it('keeps its key for its owner alone', async () => {
    const made = await openLocalIssuer(join(folder, 'modes'));
    expect(made.check.issuer).not.toContain('http');
    for (const name of await readdir(join(folder, 'modes'))) {
      expect((await stat(join(folder, 'modes', name))).mode & 0o077).toBe(0);
    }
  });

  it('is not believed by anybody else, nor another laptop’s by it', async () => {
    const [one, other] = [await openLocalIssuer(join(folder, 'one')), await openLocalIssuer(join(folder, 'other'))];
    const token = `Bearer ${(await one.token(senco.person)).token}`;
    expect(await codeOf(createTokenCheck(other.check)(token))).toBe('not-signed-in');
    expect(await codeOf(key.check(token))).toBe('not-signed-in');
  });

  it('says what to do with a damaged key file', async () => {
    const damaged = join(folder, 'damaged');
    await openLocalIssuer(damaged);
    for (const name of await readdir(damaged)) await writeFile(join(damaged, name), '{"kty":"EC"');
    await expect(openLocalIssuer(damaged)).rejects.toThrow(/Delete it/);
  });
});
