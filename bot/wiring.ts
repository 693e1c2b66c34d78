/** What both processes build alike. Nothing here places, seals or opens: those stay apart, each in its own process. */
import { join } from 'node:path';
import packageFile from '../package.json' with { type: 'json' };
import { noMetrics, type Metrics } from './adapters/metrics/metrics.ts';
import { localClock, localClockFile } from './adapters/system/localClock.ts';
import { systemClock } from './adapters/system/systemClock.ts';
import { tablesFormat } from './adapters/tables/tablesFormat.ts';
import { openTables, type Tables } from './adapters/tables/openTables.ts';
import type { Place } from './config.ts';
import { HeldError } from './errors.ts';
import type { Clock } from './ports.ts';
import type { SteadyClockDeps } from './usecases/refuseUnsteadyClock.ts';

export const codeVersion = packageFile.version;

/** Seconds between two turns of each kind of work that a process does of its own accord. A laptop's clock can jump, and somebody is watching. */
export const turnSeconds = (place: Place): Readonly<Record<'periods' | 'prompts' | 'dates' | 'planning', number>> =>
  place.mode === 'local' ? { periods: 1, prompts: 1, dates: 1, planning: 2 } : { periods: 60, prompts: 5, dates: 10, planning: 300 };

/** The system's time; on a laptop the stored clock that both processes share. */
export const clockOf = (place: Place): Clock => (place.mode === 'local' ? localClock(localClockFile(place.dataDir)) : systemClock);

/** The clock, and in Azure what it is held against before a period is moved on: a laptop's is moved on purpose. */
export const steadyClock = (place: Place, tables: Tables): SteadyClockDeps => ({
  clock: clockOf(place),
  ...(place.mode === 'azure' ? { storageTime: () => tables.serverTime() } : {}),
});

/** What signs requests to storage and vaults. */
export interface Credential {
  getToken(scopes: string | string[], options?: object): Promise<{ token: string; expiresOnTimestamp: number } | null>;
}

/** The managed identity of this process and no other way in: a fall-back to somebody's own account would hide a missing role. */
export async function managedIdentity(clientId: string): Promise<Credential> {
  const { ManagedIdentityCredential } = await import('@azure/identity');
  return new ManagedIdentityCredential({ clientId });
}

/** The person at the command line, as `az login` knows them. */
export async function ownLogin(): Promise<Credential> {
  const { AzureCliCredential } = await import('@azure/identity');
  return new AzureCliCredential();
}

/** In azure mode the process's identity; on a laptop nothing: a connection string brings its own key. */
export const credentialOf = async (place: Place): Promise<Credential | undefined> =>
  place.mode === 'azure' ? managedIdentity(place.identity) : undefined;

/** Figures for whoever operates Held, where the deployment has a place for them. Loaded only there. */
export async function metricsOf(to: string | undefined, credential: Credential | undefined, process: 'web' | 'opener'): Promise<Metrics> {
  if (to === undefined || !credential) return noMetrics;
  const { openMetrics } = await import('./adapters/metrics/openMetrics.ts');
  return openMetrics(to, credential, process);
}

export interface KeyFolders {
  /** Public halves and W_p. */
  readonly shared: string;
  /** H_p: the web process's own. */
  readonly web: string;
  /** K_p's private halves: the opener's own. */
  readonly opener: string;
  /** The key of a laptop's own tokens. */
  readonly issuer: string;
}

/** Where a laptop keeps its keys. */
export function keyFolders({ keys }: Extract<Place, { readonly mode: 'local' }>): KeyFolders {
  const folder = (name: string): string => join(keys, name);
  return { shared: folder('shared'), web: folder('web'), opener: folder('opener'), issuer: folder('issuer') };
}

export interface ReadyOptions {
  readonly credential?: Credential | undefined;
  /** `format`: the deployment made the tables; who comes first notes their format. `nothing`: somebody else does both. */
  readonly make?: 'tables' | 'format' | 'nothing';
}

/** Every store, made where missing. Rejects with `storage-down`, or with `refused` when what is stored is of another format. */
export async function readyTables(connection: string, { credential, make = 'tables' }: ReadyOptions = {}): Promise<Tables> {
  const tables = openTables(connection, credential ? { credential } : {});
  if (make === 'tables') await tables.ensure();
  const found = await tables.readFormat();
  if (found === undefined && make !== 'nothing') await tables.writeFormat(tablesFormat);
  else if (found === undefined)
    throw new HeldError('storage-down', 'Nothing was ever stored. Start the web process first: it prepares the tables.');
  else if (found !== tablesFormat) {
    const older = found < tablesFormat ? 'an older' : 'a newer';
    throw new HeldError(
      'refused',
      `The stored data has ${older} format (${found}; this is ${tablesFormat}). Start anew, or run the version that wrote it.`,
    );
  }
  return tables;
}
