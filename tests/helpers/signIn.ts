/** Entra's keys and the bot channel's, published over HTTPS on this machine, and tokens that they sign. Keys can be rotated. */
import { createServer } from 'node:https';
import { once } from 'node:events';
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import type { Authority } from './authority.ts';

export interface SignIn {
  /** `https://login.microsoftonline.com` on this machine. */
  readonly authority: string;
  /** OpenID metadata of the bot channel. */
  readonly channelMetadata: string;
  /** A token for the tab, as Entra signs it for a person. */
  ofPerson(person: string, changes?: Readonly<Record<string, unknown>>): Promise<string>;
  /** A token as the channel sends it with every activity. */
  ofChannel(serviceUrl: string, changes?: Readonly<Record<string, unknown>>): Promise<string>;
  /** From now on both sign with new keys, and publish these alone. */
  rotate(): Promise<void>;
  stop(): Promise<void>;
}

export interface SignInNames {
  readonly tenant: string;
  /** The tab's client id. */
  readonly tab: string;
  /** The bot's. */
  readonly bot: string;
}

interface Pair {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

/** Wide, so that a test may move its processes' calendar. */
const times = { iat: Date.parse('2021-01-01') / 1000, nbf: Date.parse('2021-01-01') / 1000, exp: Date.parse('2099-01-01') / 1000 };

let made = 0;
async function newPair(): Promise<Pair> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const kid = `key-${(made += 1)}`;
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' } };
}

export async function startSignIn(certificate: Authority, { tenant, tab, bot }: SignInNames): Promise<SignIn> {
  let [people, channel] = await Promise.all([newPair(), newPair()]);
  let port = 0;
  const base = (): string => `https://login.microsoftonline.com:${port}`;
  const server = createServer({ cert: certificate.cert, key: certificate.key }, (request, response) => {
    const bodies: Readonly<Record<string, object>> = {
      [`/${tenant}/discovery/v2.0/keys`]: { keys: [people.jwk] },
      '/channel/keys': { keys: [{ ...channel.jwk, endorsements: ['msteams'] }] },
      '/channel/metadata': {
        issuer: 'https://api.botframework.com',
        jwks_uri: `${base()}/channel/keys`,
        id_token_signing_alg_values_supported: ['RS256'],
      },
    };
    const body = bodies[request.url ?? ''];
    response.writeHead(body ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? {}));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('Sign-in has no port.');
  port = address.port;

  const signed = ({ kid, privateKey }: Pair, claims: Readonly<Record<string, unknown>>): Promise<string> =>
    new SignJWT({ ...times, ...claims }).setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' }).sign(privateKey);

  return {
    authority: base(),
    channelMetadata: `${base()}/channel/metadata`,
    ofPerson: (person, changes = {}) =>
      signed(people, {
        iss: `${base()}/${tenant}/v2.0`,
        aud: tab,
        tid: tenant,
        oid: person,
        scp: 'access_as_user',
        ver: '2.0',
        ...changes,
      }),
    ofChannel: (serviceUrl, changes = {}) =>
      signed(channel, { iss: 'https://api.botframework.com', aud: bot, serviceurl: serviceUrl, ...changes }),
    async rotate() {
      [people, channel] = await Promise.all([newPair(), newPair()]);
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
