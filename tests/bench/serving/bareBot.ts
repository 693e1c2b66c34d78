/** The least bot that answers an invoke: botbuilder and restify, beside the packages that Held imports. Prints its port. */
import '@azure/data-tables';
import '@azure/storage-queue';
import '@microsoft/teamsfx';
import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import 'jose';
import 'libsodium-wrappers';
import 'p-retry';
import 'pino';
import { createServer, plugins, type Request, type Response } from 'restify';
import 'temporal-polyfill';
import 'zod';

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
const server = createServer();
server.use(plugins.bodyParser());
server.post('/api/messages', async (request: Request, response: Response) => {
  const plain = { body: request.body, headers: request.headers, method: 'POST' };
  await adapter.process(plain, response, async (context) => {
    await context.sendActivity({ type: 'invokeResponse', value: { status: 200 } });
  });
});
const json = JSON.parse(process.env['BARE_JSON'] ?? '{}');
server.get('/json', (_request: Request, response: Response, next: (after?: unknown) => void) => {
  response.json(json);
  next(false);
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
