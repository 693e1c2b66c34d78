import { AuthenticationConstants, ClaimsIdentity, type BotFrameworkAuthentication, type ConnectorClient } from 'botframework-connector';

/** The channel has a service address a region; more than this are none of its own. */
const most = 50;

/**
 * The channel's client for each service address, signed in as the bot and kept: making one takes longer than sending a message with it.
 *
 * A client retries by itself, three times and as long as a `Retry-After` says. For messages of our own accord that must be ours: bounded,
 * and never after a failure that may have delivered.
 */
export function connectorClients(
  authentication: BotFrameworkAuthentication,
  botAppId: string,
): (serviceUrl: string) => Promise<ConnectorClient> {
  const claims = [AuthenticationConstants.AudienceClaim, AuthenticationConstants.AppIdClaim].map((type) => ({ type, value: botAppId }));
  const factory = authentication.createConnectorFactory(new ClaimsIdentity(claims));
  const clients = new Map<string, ConnectorClient>();
  return async (serviceUrl) => {
    const known = clients.get(serviceUrl);
    if (known) return known;
    const client = await factory.create(serviceUrl);
    withoutOwnRetries(client);
    if (clients.size >= most) clients.clear();
    clients.set(serviceUrl, client);
    return client;
  };
}

/** The client that does the work is a private field of botframework-connector's wrapper around @azure/core-client 1.x. */
function withoutOwnRetries(connector: ConnectorClient): void {
  const inner = (holder: unknown, key: string): unknown =>
    typeof holder === 'object' && holder !== null ? Reflect.get(holder, key) : undefined;
  const pipeline = inner(inner(connector, 'client'), 'pipeline');
  if (hasPolicies(pipeline)) pipeline.removePolicy({ phase: 'Retry' });
}

interface HasPolicies {
  removePolicy(which: { phase: 'Retry' }): unknown;
}

const hasPolicies = (value: unknown): value is HasPolicies =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, 'removePolicy') === 'function';
