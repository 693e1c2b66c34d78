/** What both processes build alike. Nothing here places, seals or opens: those stay apart, each in its own process. */
import { join } from 'node:path';
import packageFile from '../package.json' with { type: 'json' };
import { localClock, localClockFile } from './adapters/system/localClock.ts';
import { systemClock } from './adapters/system/systemClock.ts';
import { openTables, type Tables } from './adapters/tables/openTables.ts';
import type { Place } from './config.ts';
import { HeldError } from './errors.ts';
import type { Clock } from './ports.ts';
import type { SteadyClockDeps } from './usecases/refuseUnsteadyClock.ts';

export const codeVersion = packageFile.version;

/** Version of what is stored in the tables. Raise it when data of before can no longer be read. */
const tablesFormat = 2;

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

/** Where a laptop keeps its keys. Rejects in azure mode: this version keeps keys in folders only, and folders are not for answers of real people. */
export function keyFolders(place: Place): KeyFolders {
  if (place.mode === 'azure') {
    throw new HeldError(
      'keys-down',
      'HELD_MODE is azure, but this version of Held has no Key Vault adapter yet. Use HELD_MODE=local to try it out.',
    );
  }
  const folder = (name: string): string => join(place.keys, name);
  return { shared: folder('shared'), web: folder('web'), opener: folder('opener'), issuer: folder('issuer') };
}

/** Every store, made where missing. Rejects with `storage-down`, or with `refused` when what is stored is of another format. */
export async function readyTables(connection: string): Promise<Tables> {
  const tables = openTables(connection);
  await tables.ensure();
  const found = await tables.readFormat();
  if (found === undefined) await tables.writeFormat(tablesFormat);
  else if (found !== tablesFormat) {
    const older = found < tablesFormat ? 'an older' : 'a newer';
    throw new HeldError(
      'refused',
      `The stored data has ${older} format (${found}; this is ${tablesFormat}). Start anew, or run the version that wrote it.`,
    );
  }
  return tables;
}
