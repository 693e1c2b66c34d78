import { openTables, type Tables } from '../adapters/tables/openTables.ts';
import { ConfigError, readCliConfig, type CliConfig } from '../config.ts';
import { HeldError } from '../errors.ts';
import { managedIdentity, ownLogin, type Credential } from '../wiring.ts';

/** What every command ends with. */
export const exitCodes = { done: 0, refused: 1, usage: 2 } as const;

/** Says why a command was refused; the command line ends with `refused`. */
export class Refused extends Error {}

/** Says which argument cannot be read; the command line ends with `usage`. */
export class BadArgument extends Error {}

export interface Held {
  readonly config: CliConfig;
  readonly tables: Tables;
}

/** Nothing of Held answers in this time on a laptop: nothing runs. */
const longestSilenceMs = { local: 4_000, azure: 30_000 };

/** Opens the stores that the settings name. Refuses with a clear line where nothing runs. */
export async function openHeld(): Promise<Held> {
  const config = readCliConfig();
  const tables = await tablesOf(config);
  const answered = tables.ping().then(
    () => true,
    () => false,
  );
  const silence = new Promise<boolean>((resolve) => setTimeout(resolve, longestSilenceMs[config.mode], false).unref());
  if (!(await Promise.race([answered, silence]))) throw new Refused(silent[config.mode]);
  return { config, tables };
}

const silent = {
  local: 'Held is not running: its storage does not answer. Start it first: npm start',
  azure:
    'Storage does not let you in. Sign in (az login) as somebody of the operators’ group, and check HELD_TABLES: npm run held -- doctor',
};

/** In azure mode the identity of whoever is at the command line, or the managed one of the host it runs on. */
export async function credentialOfCli({ mode, identity }: CliConfig): Promise<Credential | undefined> {
  if (mode === 'local') return undefined;
  return identity === undefined ? ownLogin() : managedIdentity(identity);
}

export async function tablesOf(config: CliConfig): Promise<Tables> {
  const credential = await credentialOfCli(config);
  return openTables(config.tables, credential ? { credential } : {});
}

/** Words for the operator; a mistake of ours keeps its stack, so that it can be reported. */
export function wordsOf(error: unknown): string {
  if (error instanceof Refused || error instanceof BadArgument || error instanceof ConfigError) return error.message;
  if (error instanceof HeldError) return error.code === 'storage-down' ? `Storage does not answer. ${error.message}` : error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
