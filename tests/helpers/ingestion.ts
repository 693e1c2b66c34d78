/** Application Insights' address for figures, over HTTPS on this machine: keeps what it is sent. */
import { once } from 'node:events';
import { createServer } from 'node:https';
import { gunzipSync } from 'node:zlib';
import type { Authority } from './authority.ts';

export interface Ingestion {
  readonly connectionString: string;
  /** What came, as text, with whether a token came with it. */
  readonly received: { readonly text: string; readonly signed: boolean }[];
  stop(): Promise<void>;
}

export async function startIngestion(authority: Authority): Promise<Ingestion> {
  const received: { text: string; signed: boolean }[] = [];
  const server = createServer({ cert: authority.cert, key: authority.key }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString('utf8');
      received.push({ text, signed: (request.headers.authorization ?? '').startsWith('Bearer ') });
      const items = text.split('"iKey"').length - 1;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ itemsReceived: items, itemsAccepted: items, errors: [] }));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('Ingestion has no port.');
  const endpoint = `https://uksouth-1.in.applicationinsights.azure.com:${address.port}/`;
  return {
    connectionString: `InstrumentationKey=f1900e5a-7e57-4000-8000-0123456789ab;IngestionEndpoint=${endpoint};LiveEndpoint=${endpoint}`,
    received,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
