import { sharedVariable, startAccounts, type SharedPlace } from './azurite.ts';

export interface SharedStorage {
  /** Tells a test run's processes where it is. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Azurite's servers once for a whole test run: starting them anew for every suite cost more than the tests that use them. */
export async function startSharedStorage(): Promise<SharedStorage> {
  const servers = await startAccounts();
  const place: SharedPlace = { tablePort: servers.tablePort, queuePort: servers.queuePort, taken: servers.dir };
  return { env: { [sharedVariable]: JSON.stringify(place) }, stop: servers.stop };
}
