/** What an Azure host gives its processes to sign in with (the IDENTITY_ENDPOINT of App Service and Container Apps), on this machine. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import { SignJWT } from 'jose';

export interface IdentityEndpoint {
  /** What the host sets in the environment of a process. */
  readonly env: Readonly<Record<string, string>>;
  /** Which identity asked for a token of which resource. */
  readonly asked: { readonly client: string; readonly resource: string }[];
  stop(): Promise<void>;
}

const secret = new TextEncoder().encode('known to the stand-ins of this test alone');

/** A token as Entra would issue it to a managed identity. The stand-ins read it; its signature is theirs to believe. */
export const tokenOfIdentity = (client: string, audience: string): Promise<string> =>
  new SignJWT({ appid: client, oid: client, tid: '6a0f2c1e-6f5d-4a6b-9d5e-0c9a4b1f7e21', ver: '1.0' })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('https://sts.windows.net/6a0f2c1e-6f5d-4a6b-9d5e-0c9a4b1f7e21/')
    .setAudience(audience)
    .setIssuedAt(new Date('2021-01-01'))
    .setNotBefore(new Date('2021-01-01'))
    .setExpirationTime(new Date('2099-01-01'))
    .sign(secret);

/** `assigned`: client ids of the managed identities that this host has. Others get nothing, as in Azure. */
export async function startIdentityEndpoint(assigned: readonly string[]): Promise<IdentityEndpoint> {
  const asked: { client: string; resource: string }[] = [];
  const header = 'the host’s own secret'.replaceAll(/[^a-z]/g, '');
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://host');
    const client = url.searchParams.get('client_id') ?? '';
    const resource = url.searchParams.get('resource') ?? '';
    const answer = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (request.headers['x-identity-header'] !== header) return answer(401, { statusCode: 401, message: 'no header' });
    if (!assigned.includes(client))
      return answer(400, { statusCode: 400, message: 'No User Assigned or Delegated Managed Identity found' });
    asked.push({ client, resource });
    void tokenOfIdentity(client, resource).then((token) =>
      answer(200, {
        access_token: token,
        expires_on: String(Date.parse('2099-01-01') / 1000),
        resource,
        token_type: 'Bearer',
        client_id: client,
      }),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('The identity endpoint has no port.');
  return {
    env: { IDENTITY_ENDPOINT: `http://127.0.0.1:${address.port}/msi/token`, IDENTITY_HEADER: header },
    asked,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
