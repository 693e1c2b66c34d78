/**
 * A storage account as Azure serves it, before Azurite: an address with the account in its name, tokens of identities alone, and rights by
 * identity and table. (Azurite by itself finds no account in the addresses inside a batch, and knows no roles.)
 */
import { once } from 'node:events';
import { createServer, request as send } from 'node:https';
import { decodeJwt } from 'jose';
import type { Authority } from './authority.ts';
import { azuriteAccount, type Azurite } from './azurite.ts';

/** Tables (and queues) of this account that an identity may read and write, or read alone, by client id. */
export type Rights = Readonly<Record<string, 'everything' | { readonly uses: readonly string[]; readonly reads: readonly string[] }>>;

export interface StorageAccount {
  readonly tables: string;
  readonly queues: string;
  /** `{client id} {table}` of every request that was refused. */
  readonly refused: string[];
  /** From now on its own clock, which it dates every answer with, shows this time. */
  atTime(iso: string): void;
  stop(): Promise<void>;
}

export async function startStorageAccount(authority: Authority, azurite: Azurite, rights: Rights): Promise<StorageAccount> {
  const refused: string[] = [];
  let ahead = 0;
  const fronts = await Promise.all([front('table', azurite.tablePort), front('queue', azurite.queuePort)]);
  const [table, queue] = fronts;
  return {
    tables: table?.address ?? '',
    queues: queue?.address ?? '',
    refused,
    atTime: (iso) => void (ahead = Date.parse(iso) - Date.now()),
    stop: async () => void (await Promise.all(fronts.map(({ stop }) => stop()))),
  };

  async function front(service: 'table' | 'queue', behind: number): Promise<{ address: string; stop: () => Promise<void> }> {
    const host = `held.${service}.core.windows.net`;
    const server = createServer({ cert: authority.cert, key: authority.key }, (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const target = `https://127.0.0.1:${behind}/${azuriteAccount}`;
        const batch = (request.url ?? '').startsWith('/$batch');
        const given = Buffer.concat(chunks);
        const body = batch ? Buffer.from(given.toString('utf8').replaceAll(new RegExp(`https://${host}:\\d+`, 'g'), target)) : given;
        const client = clientOf(request.headers.authorization);
        const names = batch
          ? [...given.toString('utf8').matchAll(/core\.windows\.net:\d+\/(\w+)/g)].map((found) => found[1] ?? '')
          : [nameIn(request.url)];
        const allowed = rights[client] ?? { uses: [], reads: [] };
        const may = (name: string): boolean =>
          allowed === 'everything' || allowed.uses.includes(name) || (request.method === 'GET' && allowed.reads.includes(name));
        const wrong = names.find((name) => !may(name));
        if (wrong !== undefined) {
          refused.push(`${client} ${wrong}`);
          response.writeHead(403, { 'content-type': 'application/json' });
          return response.end('{"odata.error":{"code":"AuthorizationPermissionMismatch","message":{"lang":"en-GB","value":"refused"}}}');
        }
        const { host: _ours, 'content-length': _length, 'transfer-encoding': _transfer, ...headers } = request.headers;
        const options = { method: request.method ?? 'GET', headers: { ...headers, 'content-length': body.length }, ca: authority.ca };
        const onward = send(`https://127.0.0.1:${behind}/${azuriteAccount}${request.url ?? ''}`, options, (answer) => {
          response.writeHead(answer.statusCode ?? 502, { ...answer.headers, date: new Date(Date.now() + ahead).toUTCString() });
          answer.pipe(response);
        });
        onward.on('error', () => response.destroy());
        return onward.end(body);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const bound = server.address();
    if (!bound || typeof bound === 'string') throw new Error('The storage account has no port.');
    return {
      address: `https://${host}:${bound.port}`,
      async stop() {
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      },
    };
  }
}

const nameIn = (url = '/'): string => /^\/([\w-]+)/.exec(url)?.[1] ?? url;

function clientOf(authorization: string | undefined): string {
  const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1];
  return token === undefined ? 'nobody' : decodeJwt<{ appid: string }>(token).appid;
}
