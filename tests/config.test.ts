import { describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import {
  ConfigError,
  environment,
  readCliConfig,
  readOpenerConfig,
  readStartConfig,
  readWebConfig,
  settings,
  type Environment,
} from '../bot/config.ts';

const tenant = '6a0f2c1e-6f5d-4a6b-9d5e-0c9a4b1f7e21';
const vault = (name: string): string => `https://held-${name}.vault.azure.net`;
const azure: Environment = {
  HELD_MODE: 'azure',
  HELD_TABLES: 'https://held.table.core.windows.net',
  HELD_QUEUES: 'https://held.queue.core.windows.net',
  HELD_IDENTITY: '5d9c1c55-7d0c-4bf6-9f0e-1d6a4b8c2e10',
  HELD_VAULT_WEB: 'https://held-web.vault.azure.net/',
  HELD_VAULT_SHARED: 'https://held-shared.vault.azure.net',
  BOT_ID: '0b6b7a5e-3f0c-4b7e-9a51-2f5c1d9c8e70',
  BOT_TYPE: 'UserAssignedMSI',
  BOT_TENANT_ID: tenant,
  ENTRA_TENANT_ID: tenant,
  ENTRA_CLIENT_ID: 'c0ffee00-0000-4000-8000-00000000abcd',
};

function problemsOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}
const webProblems = (env: Environment): readonly string[] => problemsOf(() => readWebConfig(env));
const without = (env: Environment, name: string): Environment => ({ ...env, [name]: undefined });

describe('on a laptop', () => {
  it('needs no setting at all', () => {
    const config = readWebConfig({});
    expect(config).toMatchObject({ port: 3978, answerIn: 'dialog', settleSeconds: 120, k: 8, logLevel: 'info', identity: undefined });
    expect(config.place).toEqual({ mode: 'local', dataDir: resolve('.held'), keys: resolve('.held', 'keys') });
    expect(config.tables).toContain('TableEndpoint=http://127.0.0.1:10002/devstoreaccount1;');
    expect(config.queues).toContain('QueueEndpoint=http://127.0.0.1:10001/devstoreaccount1;');
  });

  it('gives the opener and the command line the same storage and keys', () => {
    const env = { AZURITE_TABLE_PORT: '20002', HELD_DATA_DIR: '/tmp/elsewhere' };
    expect(readOpenerConfig(env).tables).toBe(readWebConfig(env).tables);
    expect(readOpenerConfig(env).place).toEqual(readWebConfig(env).place);
    expect(readCliConfig(env)).toMatchObject({ mode: 'local', tables: readWebConfig(env).tables, dataDir: '/tmp/elsewhere' });
  });

  it('counts an empty value as not set', () => {
    expect(readWebConfig({ PORT: '', HELD_BOOKING_LINK: '', ANSWER_IN: '' })).toMatchObject({ port: 3978, answerIn: 'dialog' });
  });

  it('starts its processes with questions in the chat, unless told otherwise', () => {
    expect(readStartConfig({}).childEnvironment).toMatchObject({ ANSWER_IN: 'chat' });
    expect(readStartConfig({ ANSWER_IN: '' }).childEnvironment).toMatchObject({ ANSWER_IN: 'chat' });
    expect(readStartConfig({ ANSWER_IN: 'dialog' }).childEnvironment).toMatchObject({ ANSWER_IN: 'dialog' });
    expect(problemsOf(() => readStartConfig(azure))).toEqual([expect.stringMatching(/^HELD_MODE is azure/)]);
  });

  it.each([
    ['HELD_MODE', 'cloud'],
    ['PORT', '80 80'],
    ['PORT', '65536'],
    ['ANSWER_IN', 'card'],
    ['HELD_K', '7'],
    ['HELD_K', '8.5'],
    ['HELD_SETTLE_SECONDS', '-1'],
    ['HELD_BOOKING_LINK', 'http://book.example.org'],
    ['HELD_BOOKING_LINK', 'javascript:alert(1)'],
    ['HELD_LOG_LEVEL', 'loud'],
    ['HELD_TABLES', 'https://held.table.core.windows.net'],
    ['HELD_TABLES', 'DefaultEndpointsProtocol=https;AccountName=real;AccountKey=c2VjcmV0;EndpointSuffix=core.windows.net'],
    ['HELD_QUEUES', 'QueueEndpoint=https://held.queue.core.windows.net/;SharedAccessSignature=sig'],
    ['BOT_ID', azure['BOT_ID']],
    ['BOT_PASSWORD', 'secret'],
    ['ENTRA_TENANT_ID', tenant],
    ['ENTRA_AUTHORITY', 'https://login.example.org'],
  ])('refuses %s=%s by its name', (name, value) => {
    expect(webProblems({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name} `))]);
  });

  it('takes a connection string of this machine', () => {
    const HELD_TABLES = 'AccountName=a;AccountKey=b;TableEndpoint=http://127.0.0.1:4711/a;';
    expect(readWebConfig({ HELD_TABLES }).tables).toBe(HELD_TABLES);
  });
});

describe('in Azure', () => {
  it('starts with a full set', () => {
    const config = readWebConfig(azure);
    expect(config.place).toEqual({
      mode: 'azure',
      identity: azure['HELD_IDENTITY'],
      vaults: { web: azure['HELD_VAULT_WEB'], shared: azure['HELD_VAULT_SHARED'] },
    });
    expect(config.identity).toEqual({
      bot: { id: azure['BOT_ID'], tenant, type: 'UserAssignedMSI' },
      entra: {
        tenant,
        clientId: azure['ENTRA_CLIENT_ID'],
        issuer: `https://login.microsoftonline.com/${tenant}/v2.0`,
        keys: `https://login.microsoftonline.com/${tenant}/discovery/v2.0/keys`,
      },
    });
  });

  it('knows the app by the id that Teams gave it, once somebody says it', () => {
    const HELD_TEAMS_APP = '6f1d1c0a-55d1-4a5d-9f6e-0d7c2d0b1a01';
    expect([readWebConfig(azure).teamsApp, readWebConfig({ ...azure, HELD_TEAMS_APP }).teamsApp]).toEqual([undefined, HELD_TEAMS_APP]);
    expect(webProblems({ ...azure, HELD_TEAMS_APP: '${{HELD_TEAMS_APP}}' })).toEqual([expect.stringMatching(/^HELD_TEAMS_APP /)]);
  });

  it('speaks for England unless another nation of the four is named', () => {
    expect([readWebConfig(azure).nation, readWebConfig({ ...azure, NATION: 'wales' }).nation]).toEqual(['england', 'wales']);
    expect(webProblems({ ...azure, NATION: 'cornwall' })).toEqual([expect.stringMatching(/^NATION .*northernIreland/)]);
  });

  it('takes other metadata addresses', () => {
    const { identity } = readWebConfig({
      ...azure,
      BOT_OPENID_METADATA: 'https://c.example.org/oidc',
      ENTRA_AUTHORITY: 'http://127.0.0.1:9/',
    });
    expect(identity?.bot.openIdMetadata).toBe('https://c.example.org/oidc');
    expect(identity?.entra.issuer).toBe(`http://127.0.0.1:9/${tenant}/v2.0`);
  });

  const needed = Object.keys(azure).filter((name) => name !== 'HELD_MODE');
  it.each(needed)('does not start the web process without %s', (name) => {
    expect(webProblems(without(azure, name))).toEqual([expect.stringMatching(new RegExp(`^${name} is not set`))]);
  });

  it('names everything at once', () => {
    const problems = webProblems({ HELD_MODE: 'azure', ANSWER_IN: 'card' });
    expect(problems.map((problem) => problem.replace(/ .*/s, '')).toSorted()).toEqual([...needed, 'ANSWER_IN'].toSorted());
  });

  it('asks of each process only what it uses', () => {
    const { HELD_MODE, HELD_TABLES, HELD_IDENTITY, HELD_VAULT_WEB, HELD_VAULT_SHARED } = azure;
    const opener = { HELD_MODE, HELD_TABLES, HELD_IDENTITY, HELD_VAULT_WEB, HELD_VAULT_SHARED, HELD_VAULT_OPENER: vault('opener') };
    expect(readOpenerConfig(opener).place).toMatchObject({ vaults: { opener: vault('opener') } });
    for (const name of Object.keys(opener).filter((each) => each !== 'HELD_MODE')) {
      expect(problemsOf(() => readOpenerConfig(without(opener, name)))).toEqual([expect.stringMatching(new RegExp(`^${name} is not set`))]);
    }
    expect(problemsOf(() => readCliConfig({ HELD_MODE, HELD_TABLES }))).toEqual([]);
    expect(problemsOf(() => readCliConfig({ HELD_MODE }))).toEqual([expect.stringMatching(/^HELD_TABLES /)]);
  });

  it.each([
    ['BOT_PASSWORD', { BOT_PASSWORD: 'secret' }],
    ['BOT_PASSWORD', { BOT_TYPE: 'SingleTenant' }],
    ['BOT_TYPE', { BOT_TYPE: 'MultiTenant' }],
    ['BOT_ID', { BOT_ID: 'held' }],
    ['BOT_TENANT_ID', { BOT_TENANT_ID: 'aaaaaaaa-6f5d-4a6b-9d5e-0c9a4b1f7e21' }],
    ['HELD_TABLES', { HELD_TABLES: 'DefaultEndpointsProtocol=https;AccountName=real;AccountKey=c2VjcmV0' }],
    ['HELD_TABLES', { HELD_TABLES: 'http://held.table.core.windows.net' }],
    ['HELD_QUEUES', { HELD_QUEUES: 'https://held.queue.core.windows.net/?sv=2024&sig=abc' }],
    ['HELD_KEYS', { HELD_KEYS: '.held/keys' }],
    ['HELD_IDENTITY', { HELD_IDENTITY: 'held-web' }],
    ['HELD_VAULT_WEB', { HELD_VAULT_WEB: 'https://held.vault.azure.net/secrets/places' }],
    ['HELD_VAULT_SHARED', { HELD_VAULT_SHARED: '.held/keys' }],
    ['HELD_VAULT_OPENER', { HELD_VAULT_OPENER: vault('opener') }],
    ['HELD_DATA_DIR', { HELD_DATA_DIR: '.held' }],
    ['PLAYGROUND_PORT', { PLAYGROUND_PORT: '56150' }],
    ['AZURITE_TABLE_PORT', { AZURITE_TABLE_PORT: '10002' }],
    ['AZURITE_QUEUE_PORT', { AZURITE_QUEUE_PORT: '10001' }],
    ['BOT_OPENID_METADATA', { BOT_OPENID_METADATA: 'http://channel.example.org' }],
    ['ENTRA_AUTHORITY', { ENTRA_AUTHORITY: 'login' }],
  ])('refuses a contradiction by the name %s', (name, change) => {
    expect(webProblems({ ...azure, ...change })).toEqual([expect.stringMatching(new RegExp(`^${name} `))]);
  });

  it('keeps its vaults apart', () => {
    const problems = webProblems({ ...azure, HELD_VAULT_SHARED: vault('web') });
    expect(problems.map((problem) => problem.replace(/ .*/s, ''))).toEqual(['HELD_VAULT_WEB', 'HELD_VAULT_SHARED']);
  });

  it('signs in with a password only where the bot has no managed identity', () => {
    const { identity } = readWebConfig({ ...azure, BOT_TYPE: 'SingleTenant', BOT_PASSWORD: 'secret' });
    expect(identity?.bot).toMatchObject({ type: 'SingleTenant', password: 'secret' });
  });
});

it('repeats no value: it may be a secret in the wrong place', () => {
  const secret = 'Tr0ub4dor';
  const everyOther = settings.filter(({ name }) => name !== 'HELD_MODE').map(({ name }) => [name, secret]);
  for (const HELD_MODE of ['local', 'azure', secret]) {
    const problems = webProblems({ HELD_MODE, ...Object.fromEntries(everyOther) });
    expect(problems.length).toBeGreaterThan(5);
    expect(problems.join()).not.toContain(secret);
  }
});

it('lists every setting in .env.example, with the defaults', async () => {
  const example = parseEnv(await readFile(new URL('../.env.example', import.meta.url), 'utf8'));
  expect(Object.keys(example).toSorted()).toEqual(settings.map(({ name }) => name).toSorted());
  for (const { name, default: fallback, where } of settings) {
    const startsOwn = name === 'ANSWER_IN' || name === 'HELD_SETTLE_SECONDS';
    expect([name, example[name]]).toEqual([name, where === 'azure' || startsOwn ? '' : (fallback ?? '')]);
  }
  expect(readWebConfig(example)).toEqual(readWebConfig({}));
  // Copied as it is, it leaves a laptop its own defaults.
  const { childEnvironment } = readStartConfig(example);
  expect(childEnvironment).toMatchObject(readStartConfig({}).childEnvironment);
});

it('reads .env beneath the environment', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'held-env-'));
  try {
    expect(environment(folder)['HELD_TEST_ONLY']).toBeUndefined();
    await writeFile(join(folder, '.env'), 'HELD_TEST_ONLY=from the file\nPATH=nowhere\n');
    expect(environment(folder)['HELD_TEST_ONLY']).toBe('from the file');
    expect(environment(folder)['PATH']).toBe(process.env['PATH']);
  } finally {
    await rm(folder, { recursive: true });
  }
});
