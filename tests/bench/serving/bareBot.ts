/**
 * The least bot that answers an invoke: botbuilder and restify, beside the packages that Held imports. Prints its port. With `BARE_MERGE` (a
 * connection string) it merges the row that the invoke names before it answers: what one thread can do of both.
 */
import { TableClient } from '@azure/data-tables';
import '@azure/storage-queue';
import '@microsoft/teamsfx';
import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import 'jose';
import 'libsodium-wrappers';
import 'p-retry';
import 'pino';
import { createServer, plugins, type Request, type Response } from 'restify';
import 'temporal-polyfill';
import { z } from 'zod';
import { tableNames } from '../../../bot/adapters/tables/tableNames.ts';

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
const connection = process.env['BARE_MERGE'];
const merges = connection
  ? TableClient.fromConnectionString(connection, tableNames.envelopes, { allowInsecureConnection: true })
  : undefined;
const named = z.object({ data: z.object({ partitionKey: z.string(), rowKey: z.string(), column: z.string(), sealed: z.string() }) });
const server = createServer();
server.use(plugins.bodyParser());
server.post('/api/messages', async (request: Request, response: Response) => {
  const plain = { body: request.body, headers: request.headers, method: 'POST' };
  await adapter.process(plain, response, async (context) => {
    if (merges) {
      const { partitionKey, rowKey, column, sealed } = named.parse(context.activity.value).data;
      await merges.updateEntity({ partitionKey, rowKey, [column]: Buffer.from(sealed, 'base64') }, 'Merge');
    }
    await context.sendActivity({ type: 'invokeResponse', value: { status: 200 } });
  });
});
const json = JSON.parse(process.env['BARE_JSON'] ?? '{}');
server.get('/json', (_request: Request, response: Response, next: (after?: unknown) => void) => {
  response.json(json);
  next(false);
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
