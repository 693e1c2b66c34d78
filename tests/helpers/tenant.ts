/**
 * A tenant on this machine: storage, vaults, identities, sign-in and the Teams channel as loopback stand-ins, and Held's own processes in azure
 * mode over them. The processes run unchanged: names of the cloud lead here, and a certificate authority of this test is believed by them alone.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { paths } from '../../bot/contract/paths.ts';
import { queueNames } from '../../bot/adapters/queues/openQueues.ts';
import { tableNames } from '../../bot/adapters/tables/tableNames.ts';
import { freePort, startAzurite } from './azurite.ts';
import { createAuthority, type Authority } from './authority.ts';
import { root } from './checks.ts';
import { startConnector, type Connector } from './connector.ts';
import { heldVaultPlans, heldVaults, identities } from './heldVaults.ts';
import { startIdentityEndpoint, type IdentityEndpoint } from './identityEndpoint.ts';
import { startIngestion, type Ingestion } from './ingestion.ts';
import { startKeyVaults, type KeyVaults } from './keyVault.ts';
import { startSignIn, type SignIn } from './signIn.ts';
import { startStorageAccount, type StorageAccount } from './storageAccount.ts';

export const tenantId = '6a0f2c1e-6f5d-4a6b-9d5e-0c9a4b1f7e21';
export const tabClientId = 'c0ffee00-0000-4000-8000-00000000abcd';

/** What the deployment opens to whom, and no more; tests/infra holds infra/ to it. */
const tablesOf = (...names: readonly (keyof typeof tableNames)[]): readonly string[] => names.map((name) => tableNames[name]);
export const rights = {
  web: { uses: Object.values(tableNames).filter((name) => name !== tableNames.releases), reads: tablesOf('releases') },
  opener: { uses: tablesOf('periods', 'envelopes', 'releases', 'leases'), reads: tablesOf('format', 'frozen') },
  operator: {
    uses: tablesOf('roster', 'people', 'conversations', 'periods', 'deadPrompts', 'termDates'),
    reads: tablesOf('format', 'frozen', 'processes', 'releases'),
  },
} as const;
/** The web process uses every queue, operators may put messages into one. */
const queuesOfWeb = Object.values(queueNames);

export interface TenantProcess {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Exit code once it has ended. */
  readonly ended: Promise<number | null>;
}

export type Environment = Readonly<Record<string, string>>;

export interface Tenant {
  readonly storage: StorageAccount;
  readonly vaults: KeyVaults;
  readonly signIn: SignIn;
  readonly connector: Connector;
  readonly ingestion: Ingestion;
  readonly authority: Authority;
  readonly dir: string;
  readonly hosts: { readonly web: IdentityEndpoint; readonly opener: IdentityEndpoint };
  /** What each process is started with. */
  readonly web: Environment;
  readonly opener: Environment;
  readonly cli: Environment;
  /** Starts a program at this time of its own; `with` replaces settings, and an empty one leaves it out. */
  start(script: string, env: Environment, now: string, args?: readonly string[]): TenantProcess;
  /** Starts the web process and waits until it is ready. */
  serve(now: string): Promise<TenantProcess>;
  get(path: string, init?: RequestInit): Promise<Response>;
  stop(): Promise<void>;
}

export async function startTenant(): Promise<Tenant> {
  const dir = await mkdtemp(join(tmpdir(), 'held-tenant-'));
  const authority = await createAuthority(dir);
  const azurite = await startAzurite({ dir: join(dir, 'storage'), https: authority });
  const storage = await startStorageAccount(authority, azurite, {
    [identities.web]: { ...rights.web, uses: [...rights.web.uses, ...queuesOfWeb] },
    [identities.opener]: rights.opener,
    [identities.operator]: { ...rights.operator, uses: [...rights.operator.uses, queueNames.prompts] },
    [identities.deployment]: 'everything',
  });
  const vaults = await startKeyVaults(authority, heldVaultPlans());
  const signIn = await startSignIn(authority, { tenant: tenantId, tab: tabClientId, bot: identities.web });
  const connector = await startConnector();
  const ingestion = await startIngestion(authority);
  // Two hosts: neither can sign in as the other's identity.
  const hosts = { web: await startIdentityEndpoint([identities.web]), opener: await startIdentityEndpoint([identities.opener]) };
  // In the place of somebody's own sign-in.
  const desk = await startIdentityEndpoint([identities.operator]);
  const port = await freePort();

  const at = heldVaults(vaults);
  const common = { HELD_MODE: 'azure', HELD_TABLES: storage.tables, HELD_VAULT_WEB: at.web, HELD_VAULT_SHARED: at.shared };
  const figures = { HELD_METRICS: ingestion.connectionString, APPLICATION_INSIGHTS_NO_STATSBEAT: 'true' };
  const web = {
    ...common,
    ...figures,
    ...hosts.web.env,
    HELD_QUEUES: storage.queues,
    HELD_IDENTITY: identities.web,
    BOT_ID: identities.web,
    BOT_TYPE: 'UserAssignedMSI',
    BOT_TENANT_ID: tenantId,
    BOT_OPENID_METADATA: signIn.channelMetadata,
    ENTRA_TENANT_ID: tenantId,
    ENTRA_CLIENT_ID: tabClientId,
    ENTRA_AUTHORITY: signIn.authority,
    PORT: String(port),
  };
  const opener = { ...common, ...figures, ...hosts.opener.env, HELD_IDENTITY: identities.opener, HELD_VAULT_OPENER: at.opener };
  const cli = {
    HELD_MODE: 'azure',
    HELD_TABLES: storage.tables,
    HELD_QUEUES: storage.queues,
    HELD_IDENTITY: identities.operator,
    HELD_VAULT_WEB: at.web,
    HELD_VAULT_SHARED: at.shared,
    HELD_VAULT_OPENER: at.opener,
    ...desk.env,
  };

  const started: TenantProcess[] = [];
  const preload = pathToFileURL(join(root, 'tests/helpers/loopbackPreload.mjs')).href;
  const get = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`http://127.0.0.1:${port}${path}`, init);

  function start(script: string, env: Environment, now: string, args: readonly string[] = []): TenantProcess {
    // Held compares its clock with the storage service's before it moves a half-term on.
    storage.atTime(now);
    const inherited = { PATH: process.env['PATH'] ?? '', HOME: dir, NODE_EXTRA_CA_CERTS: authority.caFile, HELD_TEST_NOW: now };
    const source = script.endsWith('.ts') ? ['--import', 'tsx'] : [];
    const child = spawn(process.execPath, [...source, '--import', preload, join(root, script), ...args], {
      cwd: script.endsWith('.ts') ? root : dir,
      env: { ...inherited, ...env },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    const ended = once(child, 'exit').then(([code]: unknown[]) => (typeof code === 'number' ? code : null));
    const made = { child, output: () => output, ended };
    started.push(made);
    return made;
  }

  return {
    storage,
    vaults,
    signIn,
    connector,
    ingestion,
    authority,
    dir,
    hosts,
    web,
    opener,
    cli,
    start,
    get,
    async serve(now) {
      const process = start('bot/main.ts', web, now);
      for (const deadline = Date.now() + 45_000; Date.now() < deadline; await sleep(100)) {
        if (process.child.exitCode !== null) break;
        const ready = await get(paths.readyz).catch(() => undefined);
        if (ready?.status === 200) return process;
      }
      throw new Error(`The web process is not ready:\n${process.output()}`);
    },
    async stop() {
      for (const { child, ended } of started) {
        if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
        await ended;
      }
      await storage.stop();
      await Promise.all([
        azurite.stop(),
        vaults.stop(),
        signIn.stop(),
        connector.stop(),
        ingestion.stop(),
        hosts.web.stop(),
        hosts.opener.stop(),
        desk.stop(),
      ]);
      await rm(dir, { recursive: true, force: true });
    },
  };
}
