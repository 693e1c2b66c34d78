import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import { startAzurite, type Azurite } from '../../helpers/azurite.ts';
import { startTestBot, tenantId, type TestBot } from '../../helpers/teamsBot.ts';

const id = '77777777-7777-4777-8777-777777777777';
let azurite: Azurite;
let bot: TestBot;
let channel: Server;
let privateKey: CryptoKey;

/** The channel's description of its keys, as Microsoft publishes it, on this machine. */
async function startMetadata(key: JWK): Promise<string> {
  let base = '';
  channel = createServer((request, response) => {
    const keys = { keys: [{ ...key, kid: 'test', use: 'sig', alg: 'RS256', endorsements: ['msteams'] }] };
    const description = {
      issuer: 'https://api.botframework.com',
      jwks_uri: `${base}/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
    };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(request.url === '/keys' ? keys : description));
  });
  channel.listen(0, '127.0.0.1');
  await once(channel, 'listening');
  const address = channel.address();
  if (!address || typeof address === 'string') throw new Error('no port');
  base = `http://127.0.0.1:${address.port}`;
  return `${base}/metadata`;
}

beforeAll(async () => {
  const pair = await generateKeyPair('RS256', { extractable: true });
  privateKey = pair.privateKey;
  const openIdMetadata = await startMetadata(await exportJWK(pair.publicKey));
  azurite = await startAzurite();
  bot = await startTestBot(azurite, { auth: { id, tenant: tenantId, type: 'SingleTenant', password: 'invented', openIdMetadata } });
});
afterAll(async () => {
  await bot?.stop();
  await azurite?.stop();
  channel?.close();
});

const token = (claims: Record<string, unknown> = {}, audience = id, issuer = 'https://api.botframework.com', expires = '5m') =>
  new SignJWT({ serviceurl: bot.connector.url, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'test', typ: 'JWT' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(expires)
    .sign(privateKey);

/** An invoke, because its answer needs no call to the channel. */
async function open(bearer: string, changed: Record<string, unknown> = {}): Promise<{ status: number; body: unknown }> {
  const [person] = bot.people;
  if (!person) throw new Error('nobody');
  const activity = bot.from(person, { type: 'invoke', name: 'task/fetch', value: { data: {} }, ...changed });
  return bot.post(activity, { authorization: `Bearer ${bearer}` });
}

describe('the channel’s token', () => {
  it('opens the door when it is the channel’s own', async () => {
    const { status, body } = await open(await token());
    expect(status).toBe(200);
    expect(JSON.stringify(body)).toContain('could not be read');
  });

  it('is refused when it is for another bot, of another issuer, expired, or for another address', async () => {
    const bad = await Promise.all([
      token({}, '88888888-8888-4888-8888-888888888888'),
      token({}, id, 'https://elsewhere.example'),
      token({}, id, undefined, '-1h'),
      token({ serviceurl: 'https://elsewhere.example' }),
    ]);
    for (const each of bad) expect((await open(each)).status).toBe(401);
    const { privateKey: other } = await generateKeyPair('RS256');
    const forged = await new SignJWT({ serviceurl: bot.connector.url })
      .setProtectedHeader({ alg: 'RS256', kid: 'test' })
      .setIssuer('https://api.botframework.com')
      .setAudience(id)
      .setExpirationTime('5m')
      .sign(other);
    expect((await open(forged)).status).toBe(401);
  });

  it('is refused when it is not valid yet, unsigned, of an unknown key, or a person’s own', async () => {
    const later = { nbf: Math.floor(Date.now() / 1000) + 3_600 };
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { iss: 'https://api.botframework.com', aud: id, serviceurl: bot.connector.url, exp: 4_000_000_000 };
    const unsigned = `${part({ alg: 'none', kid: 'test', typ: 'JWT' })}.${part(claims)}.`;
    const unknown = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'nobody’s' }).sign(privateKey);
    // What the tab sends to the API, signed by the same key even: issuer and audience are not the channel's.
    const issuer = `https://login.microsoftonline.com/${tenantId}/v2.0`;
    const ofPerson = token({ tid: tenantId, oid: bot.people[0], scp: 'access_as_user' }, 'c0ffee00-0000-4000-8000-00000000abcd', issuer);
    for (const each of [token(later), unsigned, unknown, ofPerson]) expect((await open(await each)).status).toBe(401);
  });

  it('does not let another tenant in', async () => {
    const elsewhere = '66666666-6666-4666-8666-666666666666';
    const conversation = { id: 'x', conversationType: 'personal', tenantId: elsewhere };
    expect((await open(await token(), { conversation })).status).toBe(403);
  });
});
