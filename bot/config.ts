import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { ConfigError, readSettings, type Environment, type Program, type Values } from './config/check.ts';
import { contradictions } from './config/contradictions.ts';
import type { NationId } from './domain/nations.ts';

export { ConfigError, type Environment } from './config/check.ts';
export { settings, type Setting } from './config/settings.ts';

export type LogLevel = NonNullable<Values['HELD_LOG_LEVEL']>;

/** Addresses of the Key Vaults that the web process may know. */
export interface WebVaults {
  readonly web: string;
  readonly shared: string;
}

export interface OpenerVaults extends WebVaults {
  readonly opener: string;
}

/** Where the process runs, and where its keys are: folders on a laptop, vaults in Azure. `identity`: client id of its managed identity. */
export type Place<Vaults = unknown> =
  | { readonly mode: 'local'; readonly dataDir: string; readonly keys: string }
  | { readonly mode: 'azure'; readonly identity: string; readonly vaults: Vaults };

interface ProcessConfig<Vaults> {
  readonly place: Place<Vaults>;
  /** A connection string on a laptop, an account's address in Azure. */
  readonly tables: string;
  readonly logLevel: LogLevel;
  /** Where figures go; nowhere when not set. */
  readonly metrics: string | undefined;
}

export type OpenerConfig = ProcessConfig<OpenerVaults>;

export interface CliConfig {
  readonly mode: 'local' | 'azure';
  /** Absolute; only in local mode. */
  readonly dataDir: string | undefined;
  readonly tables: string;
  /** In azure mode, where the command line runs as a managed identity instead of as the person at it. */
  readonly identity: string | undefined;
  /** R1's k. */
  readonly k: number;
  /** Port of the web process, for the demo commands of local mode. */
  readonly port: number;
  readonly logLevel: LogLevel;
  readonly nation: NationId;
}

export type BotIdentity = { readonly id: string; readonly tenant: string; readonly openIdMetadata?: string } & (
  | { readonly type: 'UserAssignedMSI' }
  | { readonly type: 'SingleTenant'; readonly password: string }
);

/** Who signs people in to the tab. */
export interface Entra {
  readonly tenant: string;
  readonly clientId: string;
  readonly issuer: string;
  /** Address of the issuer's public keys. */
  readonly keys: string;
}

export interface WebConfig extends ProcessConfig<WebVaults> {
  readonly port: number;
  readonly answerIn: 'chat' | 'dialog';
  readonly queues: string;
  readonly settleSeconds: number;
  readonly k: number;
  readonly bookingLink: string | undefined;
  /** Whose titles, code and helplines are said. */
  readonly nation: NationId;
  /** Id under which Teams knows the app; undefined on a laptop, and where nobody gave it. */
  readonly teamsApp: string | undefined;
  /** Whether Teams tells who leaves a meeting: then its end asks nobody. */
  readonly leavesAreTold: boolean;
  /** Whether calendars may be looked at, of those who agreed. */
  readonly calendar: boolean;
  /** In azure mode always; on a laptop never: there the channel takes no token and the issuer is the laptop's own. */
  readonly identity: { readonly bot: BotIdentity; readonly entra: Entra } | undefined;
}

export interface StartConfig {
  /** Absolute. */
  readonly dataDir: string;
  readonly port: number;
  readonly tablePort: number;
  readonly queuePort: number;
  readonly playgroundPort: number;
  /** What the processes it starts are to run with: this environment, and a laptop's own defaults where nothing is set. */
  readonly childEnvironment: Environment;
}

/** The process's environment over the settings in `.env`, where the working folder has one. */
export function environment(folder: string = process.cwd()): Environment {
  const file = join(folder, '.env');
  return existsSync(file) ? { ...parseEnv(readFileSync(file, 'utf8')), ...process.env } : process.env;
}

/** Each reader throws a ConfigError that names every setting in the way at once. */
export function readWebConfig(env: Environment = environment()): WebConfig {
  const { values, need } = check(env, 'web');
  return {
    ...processConfig(values, need, webVaults(need)),
    port: need('PORT'),
    answerIn: need('ANSWER_IN'),
    queues: values.HELD_QUEUES ?? azurite('Queue', need('AZURITE_QUEUE_PORT')),
    settleSeconds: need('HELD_SETTLE_SECONDS'),
    k: need('HELD_K'),
    bookingLink: values.HELD_BOOKING_LINK,
    nation: need('NATION'),
    teamsApp: values.HELD_TEAMS_APP,
    leavesAreTold: values.HELD_MEETING_EVENTS === 'leave',
    calendar: values.HELD_CALENDAR === 'on',
    identity: values.HELD_MODE === 'azure' ? { bot: botOf(values, need), entra: entraOf(need) } : undefined,
  };
}

export function readOpenerConfig(env: Environment = environment()): OpenerConfig {
  const { values, need } = check(env, 'opener');
  return processConfig(values, need, () => ({ ...webVaults(need)(), opener: need('HELD_VAULT_OPENER') }));
}

export function readCliConfig(env: Environment = environment()): CliConfig {
  const { values, need } = check(env, 'cli');
  const mode = need('HELD_MODE');
  return {
    mode,
    dataDir: mode === 'local' ? resolve(need('HELD_DATA_DIR')) : undefined,
    tables: tablesOf(values, need),
    identity: values.HELD_IDENTITY,
    k: need('HELD_K'),
    port: need('PORT'),
    logLevel: need('HELD_LOG_LEVEL'),
    nation: need('NATION'),
  };
}

/** What stands around Held, as far as the operator's settings name it. */
export interface Surroundings {
  readonly queues: string | undefined;
  readonly vaults: readonly string[];
  /** Public keys of who signs people in and of the bot's channel. */
  readonly addresses: readonly string[];
}

export function readSurroundings(env: Environment = environment()): Surroundings {
  const { values, need } = check(env, 'cli');
  if (values.HELD_MODE !== 'azure')
    return { queues: values.HELD_QUEUES ?? azurite('Queue', need('AZURITE_QUEUE_PORT')), vaults: [], addresses: [] };
  const vaults = [values.HELD_VAULT_WEB, values.HELD_VAULT_SHARED, values.HELD_VAULT_OPENER].filter((each) => each !== undefined);
  const signIn = values.ENTRA_TENANT_ID === undefined ? [] : [entraKeys(need('ENTRA_AUTHORITY'), values.ENTRA_TENANT_ID)];
  return { queues: values.HELD_QUEUES, vaults, addresses: [...signIn, values.BOT_OPENID_METADATA ?? publicChannel] };
}

/** https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication */
const publicChannel = 'https://login.botframework.com/v1/.well-known/openidconfiguration';
const entraKeys = (authority: string, tenant: string): string =>
  `${authority.replace(/\/+$/, '')}/${tenant.toLowerCase()}/discovery/v2.0/keys`;

/** Connection of the queues, for the commands that need one. */
export function readQueues(env: Environment = environment()): string {
  const { values, need } = check(env, 'cli');
  return values.HELD_QUEUES ?? azurite('Queue', need('AZURITE_QUEUE_PORT'));
}

export function readStartConfig(env: Environment = environment()): StartConfig {
  const { need } = check(env, 'start');
  const ofALaptop = { ANSWER_IN: 'chat', HELD_SETTLE_SECONDS: '2', HELD_BOOKING_LINK: 'https://example.org/book-supervision' };
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  return {
    dataDir: resolve(need('HELD_DATA_DIR')),
    port: need('PORT'),
    tablePort: need('AZURITE_TABLE_PORT'),
    queuePort: need('AZURITE_QUEUE_PORT'),
    playgroundPort: need('PLAYGROUND_PORT'),
    childEnvironment: { ...ofALaptop, ...set },
  };
}

type Need = <Name extends keyof Values>(name: Name) => NonNullable<Values[Name]>;

function check(env: Environment, program: Program): { readonly values: Values; readonly need: Need } {
  const { values, problems } = readSettings(env, program);
  const all = [...problems, ...contradictions(values, program)];
  if (all.length > 0) throw new ConfigError(all);
  const need: Need = (name) => {
    const value = values[name];
    if (value === undefined || value === null) throw new ConfigError([`${name} is not set. Set it.`]);
    return value;
  };
  return { values, need };
}

const webVaults = (need: Need) => (): WebVaults => ({ web: need('HELD_VAULT_WEB'), shared: need('HELD_VAULT_SHARED') });

function processConfig<Vaults>(values: Values, need: Need, vaults: () => Vaults): ProcessConfig<Vaults> {
  const common = { tables: tablesOf(values, need), logLevel: need('HELD_LOG_LEVEL'), metrics: values.HELD_METRICS };
  if (values.HELD_MODE === 'azure') return { ...common, place: { mode: 'azure', identity: need('HELD_IDENTITY'), vaults: vaults() } };
  const dataDir = resolve(need('HELD_DATA_DIR'));
  return { ...common, place: { mode: 'local', dataDir, keys: resolve(values.HELD_KEYS ?? join(dataDir, 'keys')) } };
}

const tablesOf = (values: Values, need: Need): string => values.HELD_TABLES ?? azurite('Table', need('AZURITE_TABLE_PORT'));

function botOf(values: Values, need: Need): BotIdentity {
  const openIdMetadata = values.BOT_OPENID_METADATA;
  const common = { id: need('BOT_ID'), tenant: need('BOT_TENANT_ID'), ...(openIdMetadata ? { openIdMetadata } : {}) };
  const type = need('BOT_TYPE');
  return type === 'SingleTenant' ? { ...common, type, password: need('BOT_PASSWORD') } : { ...common, type };
}

function entraOf(need: Need): Entra {
  const tenant = need('ENTRA_TENANT_ID').toLowerCase();
  const authority = `${need('ENTRA_AUTHORITY').replace(/\/+$/, '')}/${tenant}`;
  return { tenant, clientId: need('ENTRA_CLIENT_ID'), issuer: `${authority}/v2.0`, keys: `${authority}/discovery/v2.0/keys` };
}

/** Azurite's development account is printed in Microsoft's documentation: no secret, and good for this machine only. */
function azurite(service: 'Table' | 'Queue', port: number): string {
  const account = 'devstoreaccount1';
  const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
  const endpoint = `${service}Endpoint=http://127.0.0.1:${port}/${account}`;
  return `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${key};${endpoint};`;
}
