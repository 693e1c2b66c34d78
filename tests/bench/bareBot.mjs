// What a bot that does nothing costs: the packages that Held's web process uses, a server and an adapter. Held's start is measured against it.
import '@azure/data-tables';
import '@azure/storage-queue';
import '@microsoft/teamsfx';
import 'jose';
import 'libsodium-wrappers';
import 'p-retry';
import 'pino';
import 'temporal-polyfill';
import 'zod';
import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import restify from 'restify';

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
const server = restify.createServer();
server.post('/api/messages', async (request, response) => adapter.process(request, response, async () => undefined));
server.listen(Number(process.env['PORT']), '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
