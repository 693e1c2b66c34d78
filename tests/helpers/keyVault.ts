/**
 * Key Vaults on this machine, over HTTPS: the part of their REST interface that Held uses, with versions, soft delete, purge, purge
 * protection, real RSA wrapping, the token challenge, and rights by role. What a real vault does after it has answered, this one does late too.
 */
import { constants, createPublicKey, generateKeyPairSync, privateDecrypt, publicEncrypt, randomBytes, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import { decodeJwt } from 'jose';
import type { Authority } from './authority.ts';

/** Data actions, in groups: what Azure's built-in roles allow on a vault. */
export const vaultRoles = {
  'Key Vault Secrets Officer': ['secrets/list', 'secrets/get', 'secrets/set', 'secrets/delete', 'secrets/purge'],
  'Key Vault Secrets User': ['secrets/list', 'secrets/get'],
  'Key Vault Reader': ['secrets/list', 'keys/list'],
  'Key Vault Crypto Officer': ['keys/list', 'keys/get', 'keys/create', 'keys/delete', 'keys/purge', 'keys/wrap', 'keys/unwrap'],
} as const;
export type VaultRole = keyof typeof vaultRoles;

export interface VaultPlan {
  readonly purgeProtection: boolean;
  /** By client id of an identity. */
  readonly roles: Readonly<Record<string, readonly VaultRole[]>>;
}

export interface KeyVaults {
  readonly port: number;
  address(vault: string): string;
  /** `{vault} {client id} {action}` of every request that was refused. */
  readonly refused: string[];
  /** Every content that is or was stored in a vault and not purged. */
  contents(vault: string): readonly string[];
  /** Names that stand, and names that lie deleted. */
  names(vault: string): { readonly standing: readonly string[]; readonly deleted: readonly string[] };
  /** Adds a version to a secret, as somebody with access could. */
  overwrite(vault: string, name: string, value: string, secondsLater?: number): void;
  /** Answers every request with this status until it is undefined again. */
  failWith: number | undefined;
  /** Takes every request and answers none. */
  hangs: boolean;
  stop(): Promise<void>;
}

interface Version {
  readonly version: string;
  /** Seconds. */
  readonly created: number;
  readonly value?: string;
  readonly key?: KeyObject;
}
interface Item {
  readonly versions: Version[];
  deletedAt?: number;
  /** Seen as deleted, and purged, only this many looks later. */
  looks: number;
}
interface Vault extends VaultPlan {
  readonly secrets: Map<string, Item>;
  readonly keys: Map<string, Item>;
}
interface Answer {
  readonly status: number;
  readonly body?: object;
}

const retentionDays = { recoverableDays: 90 };
const lag = 1;

export async function startKeyVaults(authority: Authority, plans: Readonly<Record<string, VaultPlan>>): Promise<KeyVaults> {
  const vaults = new Map<string, Vault>(
    Object.entries(plans).map(([name, plan]) => [name, { ...plan, secrets: new Map(), keys: new Map() }]),
  );
  const refused: string[] = [];
  let port = 0;
  const address = (vault: string): string => `https://${vault}.vault.azure.net:${port}`;
  const vaultOf = (name: string): Vault => vaults.get(name) ?? missing(name);

  const server = createServer({ cert: authority.cert, key: authority.key }, (request, response) => {
    const name = (request.headers.host ?? '').split('.')[0] ?? '';
    if (made.hangs) return;
    void answer(request, name).then(({ status, body }) => {
      const challenge = `Bearer authorization="https://login.microsoftonline.com/6a0f2c1e-6f5d-4a6b-9d5e-0c9a4b1f7e21", resource="https://vault.azure.net"`;
      response.writeHead(status, { 'content-type': 'application/json', ...(status === 401 ? { 'www-authenticate': challenge } : {}) });
      response.end(body ? JSON.stringify(body) : undefined);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (!bound || typeof bound === 'string') throw new Error('The vaults have no port.');
  port = bound.port;

  const made: KeyVaults = {
    port,
    address,
    refused,
    failWith: undefined,
    hangs: false,
    contents: (vault) => [...vaultOf(vault).secrets.values()].flatMap(({ versions }) => versions.flatMap(({ value }) => value ?? [])),
    names(vault) {
      const all = [...vaultOf(vault).secrets, ...vaultOf(vault).keys];
      const those = (isDeleted: boolean) =>
        all.filter(([, { deletedAt }]) => (deletedAt !== undefined) === isDeleted).map(([each]) => each);
      return { standing: those(false), deleted: those(true) };
    },
    overwrite(vault, name, value, secondsLater = 0) {
      const fresh = versionOf({ value });
      itemOf(vaultOf(vault).secrets, name).versions.push({ ...fresh, created: fresh.created + secondsLater });
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return made;

  async function answer(request: IncomingMessage, name: string): Promise<Answer> {
    const body = await jsonOf(request);
    const vault = vaults.get(name);
    if (made.failWith !== undefined) return { status: made.failWith, body: failure('Forced') };
    if (!vault) return { status: 404, body: failure('VaultNotFound') };
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (!token) return { status: 401, body: failure('Unauthorized') };
    const { aud, appid } = decodeJwt<{ appid: string }>(token);
    if (String(aud).replace(/\/(\.default)?$/, '') !== 'https://vault.azure.net') return { status: 401, body: failure('WrongAudience') };
    const call = callOf(request.method ?? 'GET', new URL(request.url ?? '/', address(name)).pathname);
    if (!call) return { status: 405, body: failure('NotInThisStandIn') };
    const allowed = (vault.roles[appid] ?? []).flatMap((role): readonly string[] => vaultRoles[role]);
    if (!allowed.includes(call.action)) {
      refused.push(`${name} ${appid} ${call.action}`);
      return { status: 403, body: failure('Forbidden') };
    }
    return run(vault, address(name), call, body);
  }
}

interface Call {
  readonly action: string;
  readonly kind: 'secrets' | 'keys';
  readonly verb: 'list' | 'listDeleted' | 'versions' | 'get' | 'put' | 'delete' | 'getDeleted' | 'purge' | 'wrapkey' | 'unwrapkey';
  readonly name: string;
  readonly version: string;
}

function callOf(method: string, path: string): Call | undefined {
  const [, first = '', name = '', second = '', third = ''] = path.split('/');
  const kind = first.replace('deleted', '');
  if (kind !== 'secrets' && kind !== 'keys') return undefined;
  const make = (verb: Call['verb'], action: string): Call => ({ kind, verb, action: `${kind}/${action}`, name, version: second });
  if (first !== kind) {
    if (method === 'GET') return name ? make('getDeleted', 'get') : make('listDeleted', 'list');
    return method === 'DELETE' ? make('purge', 'purge') : undefined;
  }
  if (method === 'GET') return name ? (second === 'versions' ? make('versions', 'list') : make('get', 'get')) : make('list', 'list');
  if (method === 'DELETE') return make('delete', 'delete');
  if (method === 'PUT' && kind === 'secrets') return make('put', 'set');
  if (method !== 'POST') return undefined;
  if (second === 'create') return make('put', 'create');
  if (third === 'wrapkey' || third === 'unwrapkey') return make(third, third.replace('key', ''));
  return undefined;
}

function run(vault: Vault, address: string, { kind, verb, name, version }: Call, body: Readonly<Record<string, unknown>>): Answer {
  const items = vault[kind];
  const item = items.get(name);
  const there = item && item.deletedAt === undefined ? item : undefined;
  const attributes = (created: number) => ({
    enabled: true,
    created,
    updated: created,
    recoveryLevel: vault.purgeProtection ? 'Recoverable' : 'Recoverable+Purgeable',
    ...retentionDays,
  });
  const idOf = (of: string, v?: string): string => `${address}/${kind}/${of}${v ? `/${v}` : ''}`;
  const ref = kind === 'secrets' ? (id: string) => ({ id }) : (id: string) => ({ kid: id });
  const shown = (of: string, { version: v, created, value, key }: Version): object => ({
    attributes: attributes(created),
    ...(kind === 'secrets' ? { id: idOf(of, v), value } : { key: { kid: idOf(of, v), kty: 'RSA', ...(key ? publicJwk(key) : {}) } }),
  });
  const found = there?.versions.find((each) => version === '' || each.version === version);
  switch (verb) {
    case 'list':
    case 'listDeleted': {
      const deleted = verb === 'listDeleted';
      const all = [...items].filter(([, { deletedAt }]) => (deletedAt !== undefined) === deleted);
      const value = all.map(([of, { versions }]) => ({ ...ref(idOf(of)), attributes: attributes(versions[0]?.created ?? 0) }));
      return { status: 200, body: { value, nextLink: null } };
    }
    case 'versions': {
      // Newest first: nobody may rely on an order.
      const value = (there?.versions ?? [])
        .toReversed()
        .map((each) => ({ ...ref(idOf(name, each.version)), attributes: attributes(each.created) }));
      return { status: 200, body: { value, nextLink: null } };
    }
    case 'get':
      if (version === '' && there) return { status: 200, body: shown(name, there.versions.at(-1) ?? versionOf({})) };
      return found ? { status: 200, body: shown(name, found) } : { status: 404, body: failure('NotFound') };
    case 'put': {
      if (item?.deletedAt !== undefined) return { status: 409, body: failure('ObjectIsDeletedButRecoverable') };
      const value = typeof body['value'] === 'string' ? body['value'] : undefined;
      const key = (): KeyObject => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
      const fresh = versionOf(kind === 'keys' ? { key: key() } : value === undefined ? {} : { value });
      itemOf(items, name).versions.push(fresh);
      return { status: 200, body: shown(name, fresh) };
    }
    case 'delete': {
      if (!there) return { status: 404, body: failure('NotFound') };
      there.deletedAt = Date.now() / 1000;
      there.looks = lag;
      return {
        status: 200,
        body: { ...shown(name, there.versions.at(-1) ?? versionOf({})), recoveryId: `${address}/deleted${kind}/${name}` },
      };
    }
    case 'getDeleted': {
      if (item?.deletedAt === undefined || item.looks-- > 0) return { status: 404, body: failure('NotFound') };
      const purge = Math.floor(item.deletedAt) + retentionDays.recoverableDays * 86_400;
      return {
        status: 200,
        body: {
          ...shown(name, item.versions.at(-1) ?? versionOf({})),
          recoveryId: `${address}/deleted${kind}/${name}`,
          deletedDate: Math.floor(item.deletedAt),
          scheduledPurgeDate: purge,
        },
      };
    }
    case 'purge':
      if (item?.deletedAt === undefined) return { status: 404, body: failure('NotFound') };
      if (vault.purgeProtection) return { status: 403, body: failure('Forbidden') };
      items.delete(name);
      return { status: 204 };
    case 'wrapkey':
    case 'unwrapkey': {
      const key = found?.key;
      if (!key || body['alg'] !== 'RSA-OAEP-256') return { status: key ? 400 : 404, body: failure('NotFound') };
      const given = Buffer.from(String(body['value']), 'base64url');
      const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' };
      const result =
        verb === 'wrapkey' ? publicEncrypt({ key: createPublicKey(key), ...padding }, given) : privateDecrypt({ key, ...padding }, given);
      return { status: 200, body: { kid: idOf(name, found.version), value: result.toString('base64url') } };
    }
  }
}

const publicJwk = (key: KeyObject): object => {
  const { n, e } = createPublicKey(key).export({ format: 'jwk' });
  return { n, e, key_ops: ['wrapKey', 'unwrapKey'] };
};
const versionOf = (content: Pick<Version, 'value' | 'key'>): Version => ({
  version: randomBytes(16).toString('hex'),
  created: Math.floor(Date.now() / 1000),
  ...content,
});
function itemOf(items: Map<string, Item>, name: string): Item {
  const item = items.get(name) ?? { versions: [], looks: 0 };
  items.set(name, item);
  return item;
}
const failure = (code: string): object => ({ error: { code, message: code } });
const missing = (name: string): never => {
  throw new Error(`There is no vault ${name}.`);
};

async function jsonOf(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const value: unknown = text === '' ? {} : JSON.parse(text);
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
