/** What infra/ promises, read from the Bicep itself. It cannot be compiled without Microsoft's tool: docs/deploy.md says so. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { tableNames } from '../../bot/adapters/tables/tableNames.ts';
import { queueNames } from '../../bot/adapters/queues/openQueues.ts';
import { settings } from '../../bot/config.ts';
import { paths } from '../../bot/contract/paths.ts';
import { isExpression, parseBicep, readBicep, unknownNames, type Bicep, type Declared, type Value } from '../helpers/bicep.ts';
import { root } from '../helpers/checks.ts';
import { heldVaultPlans, identities } from '../helpers/heldVaults.ts';
import { rights } from '../helpers/tenant.ts';

const folder = join(root, 'infra');
/** Azure's built-in roles, by id: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles */
const roleIds: Readonly<Record<string, string>> = {
  'b86a8fe4-44ce-4948-aee5-eccb2c155cd7': 'Key Vault Secrets Officer',
  '4633458b-17de-408a-b874-0445c86b69e6': 'Key Vault Secrets User',
  '14b46e9e-c2b7-41b4-b07b-48a6ebf60603': 'Key Vault Crypto Officer',
  '21090545-7ca7-4776-b22c-e363652d74d2': 'Key Vault Reader',
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3': 'Storage Table Data Contributor',
  '76199698-9eea-4c19-bc75-cec21354c6b6': 'Storage Table Data Reader',
  '974c5e8b-45b9-4653-ba55-5f855dd0fb88': 'Storage Queue Data Contributor',
  'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a': 'Storage Queue Data Message Sender',
  '3913510d-42f4-4e42-8a64-420c390055eb': 'Monitoring Metrics Publisher',
  '7f951dda-4ed3-4680-a7ca-43fe172d538d': 'AcrPull',
};

let files: Map<string, Bicep>;
beforeAll(async () => {
  const names = ['main.bicep', ...(await readdir(join(folder, 'modules'))).map((name) => `modules/${name}`)];
  files = new Map(await Promise.all(names.map(async (name) => [name, await readBicep(join(folder, name))] as const)));
});

const file = (name: string): Bicep => {
  const found = files.get(name);
  if (!found) throw new Error(`There is no ${name}.`);
  return found;
};
const everywhere = (): Declared[] => [...files.values()].flatMap(({ resources }) => resources);
const of = (type: string): Declared[] => everywhere().filter((each) => each.type === type);
const text = (value: Value | undefined): string =>
  isExpression(value) ? value.expression : typeof value === 'string' ? value : JSON.stringify(value);
function at(value: Value | undefined, ...path: readonly string[]): Value | undefined {
  return path.reduce<Value | undefined>(
    (within, name) =>
      typeof within === 'object' && within !== null && !Array.isArray(within)
        ? Object.entries(within).find(([each]) => each === name)?.[1]
        : undefined,
    value,
  );
}
const properties = (declared: Declared, ...path: readonly string[]): Value | undefined => at(declared.body, 'properties', ...path);
const listOf = (value: Value | undefined): readonly string[] => z.array(z.string()).parse(value);

/** `{who} {role} {on what}` of every assignment. */
function assignments(): string[] {
  return [...files].flatMap(([, { resources, variables }]) =>
    resources
      .filter(({ type }) => type === 'Microsoft.Authorization/roleAssignments')
      .map((each) => {
        const role = /roleDefinitions', (\w+)\)/.exec(text(properties(each, 'roleDefinitionId')))?.[1] ?? '';
        const name = roleIds[text(variables[role])] ?? `unknown ${role}`;
        const limit = each.condition === undefined ? '' : ` ${each.condition}`;
        return `${text(properties(each, 'principalId'))} ${name} ${text(at(each.body, 'scope'))}${limit}`;
      }),
  );
}

describe('the reader', () => {
  it('refuses what is not Bicep', async () => {
    await expect(parseBicep("resource a 'T@1' = { name: }")).rejects.toThrow(/not Bicep/);
    await expect(parseBicep("resource a 'T@1' = { name 'x' ")).rejects.toThrow(/not Bicep/);
  });
});

describe('identities and roles', () => {
  it('are exactly these: two processes and a group of operators, each with the least on what it needs', () => {
    expect(assignments().toSorted()).toEqual(
      [
        'webPrincipalId Key Vault Secrets Officer webVault',
        'openerPrincipalId Key Vault Reader webVault',
        'webPrincipalId Key Vault Secrets User sharedVault',
        'openerPrincipalId Key Vault Secrets Officer sharedVault',
        'openerPrincipalId Key Vault Secrets Officer openerVault',
        'openerPrincipalId Key Vault Crypto Officer openerVault',
        'webPrincipalId Storage Table Data Contributor table[i] (!contains(webReads, each))',
        'webPrincipalId Storage Table Data Reader table[i] (contains(webReads, each))',
        'webPrincipalId Storage Queue Data Contributor account',
        'openerPrincipalId Storage Table Data Contributor table[i] (contains(openerTables, each))',
        'openerPrincipalId Storage Table Data Reader table[i] (contains(openerReads, each))',
        'operatorsGroupId Storage Table Data Reader table[i] (contains(operatorReads, each))',
        'operatorsGroupId Storage Table Data Contributor table[i] (contains(operatorTables, each))',
        'operatorsGroupId Storage Queue Data Message Sender queue[0]',
        'webPrincipalId Monitoring Metrics Publisher insights',
        'openerPrincipalId Monitoring Metrics Publisher insights',
        'principalId AcrPull registry',
      ].toSorted(),
    );
  });

  it('are those that the tests of the vaults run with', () => {
    const who: Readonly<Record<string, string>> = { [identities.web]: 'webPrincipalId', [identities.opener]: 'openerPrincipalId' };
    const inTests = Object.entries(heldVaultPlans()).flatMap(([vault, { roles }]) =>
      Object.entries(roles).flatMap(([client, names]) => names.map((role) => `${who[client]} ${role} ${vault.replace('held-', '')}Vault`)),
    );
    expect(
      assignments()
        .filter((each) => each.includes('Key Vault'))
        .toSorted(),
    ).toEqual(inTests.toSorted());
  });

  it('keep the two identities apart: neither is given to the other’s host', () => {
    expect(of('Microsoft.ManagedIdentity/userAssignedIdentities').map(({ symbol }) => symbol)).toEqual(['web', 'opener']);
    const given = file('main.bicep').modules.flatMap(({ symbol, body }) => {
      const id = at(body, 'params', 'identityId');
      return id === undefined ? [] : [[symbol, text(id)]];
    });
    expect(Object.fromEntries(given)).toEqual({
      web: 'identities.outputs.webId',
      opener: 'identities.outputs.openerId',
      bot: 'identities.outputs.webId',
    });
    for (const each of everywhere()) expect(text(at(each.body, 'identity', 'type') ?? 'UserAssigned')).toBe('UserAssigned');
  });

  it('open to the opener no table that says who is who, to an operator none that is sealed, and let nobody but the opener write a release', () => {
    const { variables } = file('modules/storage.bicep');
    const given = (name: string): readonly string[] => listOf(variables[name]).toSorted();
    expect([given('openerTables'), given('openerReads')]).toEqual([rights.opener.uses.toSorted(), rights.opener.reads.toSorted()]);
    expect([given('operatorTables'), given('operatorReads')]).toEqual([rights.operator.uses.toSorted(), rights.operator.reads.toSorted()]);
    expect(given('webReads')).toEqual(rights.web.reads);
    for (const secret of [tableNames.roster, tableNames.people, tableNames.conversations, tableNames.ledger, tableNames.days]) {
      expect([...given('openerTables'), ...given('openerReads')]).not.toContain(secret);
    }
    for (const sealed of [tableNames.envelopes, tableNames.ledger, tableNames.days, tableNames.records, tableNames.supervision])
      expect([...given('operatorTables'), ...given('operatorReads')]).not.toContain(sealed);
  });
});

describe('storage', () => {
  it('takes no shared key and no old TLS, shows nothing to the public, and keeps no record of who touched which row', () => {
    const accounts = of('Microsoft.Storage/storageAccounts');
    expect(accounts).toHaveLength(1);
    expect(accounts[0]?.body['properties']).toMatchObject({
      allowSharedKeyAccess: false,
      allowBlobPublicAccess: false,
      defaultToOAuthAuthentication: true,
      minimumTlsVersion: 'TLS1_2',
      supportsHttpsTrafficOnly: true,
    });
    const watched = of('Microsoft.Insights/diagnosticSettings').map(({ body }) => text(body['scope']));
    expect(watched.toSorted()).toEqual(['host', 'openerVault', 'sharedVault', 'site', 'webVault']);
  });

  it('has every table and queue of the code, and no other', () => {
    const { variables } = file('modules/storage.bicep');
    expect(listOf(variables['tableNames']).toSorted()).toEqual(Object.values(tableNames).toSorted());
    // The first is the one that operators may put messages into.
    expect(listOf(variables['queueNames'])[0]).toBe(queueNames.prompts);
    expect(listOf(variables['queueNames']).toSorted()).toEqual(Object.values(queueNames).toSorted());
  });
});

describe('vaults', () => {
  it('are three, by role, with soft delete; that of H_p can always be purged, the others by choice', () => {
    const vaults = of('Microsoft.KeyVault/vaults');
    expect(vaults.map(({ symbol }) => symbol)).toEqual(['webVault', 'sharedVault', 'openerVault']);
    for (const vault of vaults) {
      expect(vault.body['properties']).toMatchObject({
        enableRbacAuthorization: true,
        enableSoftDelete: true,
        softDeleteRetentionInDays: 7,
        enabledForDeployment: false,
        enabledForDiskEncryption: false,
        enabledForTemplateDeployment: false,
      });
    }
    expect(
      vaults.map((vault) => properties(vault, 'enablePurgeProtection')).map((value) => (value === undefined ? value : text(value))),
    ).toEqual([undefined, 'keepDeletedPeriodKeys ? true : null', 'keepDeletedPeriodKeys ? true : null']);
    expect(file('main.bicep').params.get('keepDeletedPeriodKeys')).toBe('false');
  });
});

describe('the web process', () => {
  const site = (): Declared => of('Microsoft.Web/sites')[0] ?? missing('site');
  const variable = (name: string): Value | undefined => file('modules/web.bicep').variables[name];

  it('speaks HTTPS on Node 24 LTS, is asked whether it is up, and takes no password', () => {
    expect(properties(site(), 'httpsOnly')).toBe(true);
    expect(variable('siteConfig')).toMatchObject({
      alwaysOn: true,
      ftpsState: 'Disabled',
      healthCheckPath: paths.healthz,
      linuxFxVersion: 'NODE|24-lts',
      minTlsVersion: '1.2',
      scmMinTlsVersion: '1.2',
      remoteDebuggingEnabled: false,
    });
    const policies = everywhere().filter(({ type }) => type.endsWith('basicPublishingCredentialsPolicies'));
    expect(policies).toHaveLength(4);
    for (const policy of policies) expect(properties(policy, 'allow')).toBe(false);
    expect(of('Microsoft.Web/sites/slots').map(({ condition }) => condition)).toEqual(['(withSlot)']);
  });

  it('records what it prints, never who called', () => {
    const logs = of('Microsoft.Insights/diagnosticSettings').find(({ body }) => text(body['scope']) === 'site');
    expect(JSON.stringify(logs && properties(logs, 'logs'))).not.toMatch(/HTTPLogs|AuditLogs|IPSec/);
    // At info every request that went well has its line.
    expect(variable('settings')).toContainEqual({ name: 'HELD_LOG_LEVEL', value: 'warn' });
  });

  it('is given every setting that it needs and no vault of the opener; so is the opener', () => {
    const names = (value: Value | undefined): string[] =>
      z
        .array(z.object({ name: z.string() }))
        .parse(JSON.parse(JSON.stringify(value)))
        .map(({ name }) => name);
    const needed = (program: 'web' | 'opener') =>
      settings.filter(({ neededInAzure: by }) => by === 'all' || by === program || by === 'web and opener').map(({ name }) => name);
    const web = names(variable('settings'));
    expect(web).toEqual(expect.arrayContaining(needed('web')));
    expect(web).not.toContain('HELD_VAULT_OPENER');
    const container = at(of('Microsoft.App/jobs')[0]?.body ?? {}, 'properties', 'template', 'containers');
    const opener = Array.isArray(container) ? names(at(container[0], 'env')) : [];
    expect(opener).toEqual(expect.arrayContaining(needed('opener')));
    const known = new Set(settings.map(({ name }) => name));
    for (const name of [...web, ...opener])
      expect(['SCM_DO_BUILD_DURING_DEPLOYMENT', 'APPLICATION_INSIGHTS_NO_STATSBEAT'].includes(name) || known.has(name)).toBe(true);
  });
});

describe('the opener', () => {
  it('is a scheduled job, one run at a time, with no address; its images need no password', () => {
    const job = of('Microsoft.App/jobs')[0] ?? missing('job');
    expect(properties(job, 'configuration', 'triggerType')).toBe('Schedule');
    expect(properties(job, 'configuration', 'scheduleTriggerConfig')).toMatchObject({ parallelism: 1, replicaCompletionCount: 1 });
    expect(properties(job, 'configuration', 'ingress')).toBeUndefined();
    expect(of('Microsoft.ContainerRegistry/registries')[0]?.body['properties']).toMatchObject({
      adminUserEnabled: false,
      anonymousPullEnabled: false,
    });
  });
});

describe('the bot', () => {
  it('has no password, one tenant, the code’s address and the Teams channel', () => {
    const bot = of('Microsoft.BotService/botServices')[0] ?? missing('bot');
    expect(bot.body['properties']).toMatchObject({ msaAppType: 'UserAssignedMSI', msaAppTenantId: { expression: 'tenant().tenantId' } });
    expect(text(properties(bot, 'endpoint'))).toBe(`'https://\${host}${paths.messages}'`);
    expect(of('Microsoft.BotService/botServices/channels').map(({ body }) => body['name'])).toEqual(['MsTeamsChannel']);
  });
});

describe('the alarms', () => {
  it('each reach somebody; what changes rights, or ends an audit, is seen where Azure records it', async () => {
    const rules = of('Microsoft.Insights/scheduledQueryRules');
    const changes = of('Microsoft.Insights/activityLogAlerts');
    expect([rules.map(({ each }) => each), changes.map(({ each }) => each)]).toEqual([['for each in alarms'], ['for each in changes']]);
    for (const rule of rules) expect(properties(rule, 'actions', 'actionGroups')).toEqual([{ expression: 'operators.id' }]);
    for (const change of changes) {
      expect(properties(change, 'actions', 'actionGroups')).toEqual([{ actionGroupId: { expression: 'operators.id' } }]);
      expect(properties(change, 'scopes')).toEqual([{ expression: 'group' }]);
      expect(properties(change, 'condition', 'allOf')).toContainEqual({ field: 'operationName', equals: { expression: 'each.operation' } });
    }
    expect(await readFile(join(folder, 'modules/monitoring.bicep'), 'utf8')).toContain('\nvar group = resourceGroup().id\n');
    for (const each of [...rules, ...changes]) expect(properties(each, 'enabled')).toBe(true);
    expect(file('modules/monitoring.bicep').variables['changes']).toEqual([
      { name: 'rights-changed', operation: 'Microsoft.Authorization/roleAssignments/write' },
      { name: 'watch-removed', operation: 'Microsoft.Insights/diagnosticSettings/delete' },
    ]);
  });

  it('ring for every way to a key but the two processes’ own', () => {
    const alarms = z.array(z.looseObject({ name: z.string(), severity: z.number(), query: z.looseObject({ expression: z.string() }) }));
    const all = z.array(z.unknown()).parse(JSON.parse(JSON.stringify(file('modules/monitoring.bicep').variables['alarms'])));
    const [strange] = alarms.parse(all.filter((each) => JSON.stringify(each).includes('strange-key-use')));
    const { query, severity } = strange ?? missing('strange-key-use');
    expect(severity).toBe(0);
    // A key that only wraps can be unwrapped by decrypting; a backup or a recovered key is a key; an update may allow what was not.
    for (const way of [
      'SecretGet',
      'SecretBackup',
      'SecretRecover',
      'KeyGet',
      'KeyUnwrap',
      'KeyDecrypt',
      'KeyBackup',
      'KeyRecover',
      'KeyUpdate',
    ])
      expect(query.expression).toContain(`"${way}"`);
    expect(query.expression).toContain('!in ("${webPrincipalId}", "${openerPrincipalId}")');
  });
});

describe('all of it', () => {
  it('uses no name that is declared nowhere', async () => {
    for (const name of files.keys()) expect([name, await unknownNames(await readFile(join(folder, name), 'utf8'))]).toEqual([name, []]);
    expect(await unknownNames("param tables string\noutput t string = '${tabels}'")).toEqual(['tabels']);
  });

  it('lies in the United Kingdom, is tagged, and has a budget', () => {
    expect(file('main.bicep').params.get('location')).toBe("'uksouth'");
    const untagged = [
      'locks',
      'roleAssignments',
      'diagnosticSettings',
      'tableServices',
      'tables',
      'queueServices',
      'queues',
      'channels',
      'budgets',
      'basicPublishingCredentialsPolicies',
    ];
    for (const each of everywhere()) {
      if (untagged.some((kind) => each.type.endsWith(`/${kind}`))) continue;
      expect([each.symbol, text(each.body['tags'])]).toEqual([each.symbol, 'tags']);
      const location = text(each.body['location']);
      expect(['location', 'global']).toContain(location);
    }
    expect(of('Microsoft.Consumption/budgets')).toHaveLength(1);
  });

  it('gives every module what it asks for, and nothing that it does not know', () => {
    for (const { symbol, type, body } of file('main.bicep').modules) {
      const { params } = file(type);
      const given = Object.keys(z.record(z.string(), z.unknown()).parse(body['params']));
      const required = [...params].filter(([, fallback]) => fallback === undefined).map(([name]) => name);
      expect([symbol, given.filter((name) => !params.has(name))]).toEqual([symbol, []]);
      expect([symbol, required.filter((name) => !given.includes(name))]).toEqual([symbol, []]);
    }
  });

  it('takes from each module only what it gives out', async () => {
    const main = await readFile(join(folder, 'main.bicep'), 'utf8');
    const types = new Map(file('main.bicep').modules.map(({ symbol, type }) => [symbol, type]));
    const used = [...main.matchAll(/(\w+)\.outputs\.(\w+)/g)];
    expect(used.length).toBeGreaterThan(20);
    for (const [, symbol = '', output = ''] of used)
      expect([symbol, file(types.get(symbol) ?? '').outputs]).toEqual([symbol, expect.arrayContaining([output])]);
  });

  it('has parameters for development and two sizes of production, and they fill what must be filled', async () => {
    const shape = z.object({ parameters: z.record(z.string(), z.object({ value: z.union([z.string(), z.number(), z.boolean()]) })) });
    const { params } = file('main.bicep');
    const required = [...params].filter(([, fallback]) => fallback === undefined).map(([name]) => name);
    for (const [name, environment, size] of [
      ['dev', 'dev', 'trust'],
      ['prod', 'prod', 'trust'],
      ['county', 'prod', 'county'],
    ] as const) {
      const { parameters } = shape.parse(JSON.parse(await readFile(join(folder, `${name}.parameters.json`), 'utf8')));
      expect(Object.keys(parameters)).toEqual(expect.arrayContaining(required));
      expect(Object.keys(parameters).filter((each) => !params.has(each))).toEqual([]);
      expect([parameters['environment']?.value, parameters['size']?.value]).toEqual([environment, size]);
      // What an administrator chose must stand in the file: a deployment without it would put it back.
      expect(Object.keys(parameters)).toEqual(
        expect.arrayContaining(['calendar', 'meetingEvents', 'nation', 'keepDeletedPeriodKeys', 'bookingLink']),
      );
    }
  });

  it('can be deployed again in a later month, and first into a workspace without a table', async () => {
    const budget = await readFile(join(folder, 'modules/budget.bicep'), 'utf8');
    expect(budget).not.toContain('utcNow');
    const monitoring = await readFile(join(folder, 'modules/monitoring.bicep'), 'utf8');
    expect(monitoring).toContain('skipQueryValidation: true');
    expect(monitoring).toContain('union isfuzzy=true');
    // Microsoft's toolkit leaves the name of an empty value in its place.
    const { variables } = file('main.bicep');
    for (const name of ['image', 'booking', 'app']) expect(JSON.stringify(variables[name])).toContain('startsWith(');
    expect(JSON.stringify(file('main.bicep').modules)).not.toMatch(/"expression":"(openerImage|bookingLink|teamsApp)"/);
  });
});

const missing = (what: string): never => {
  throw new Error(`There is no ${what}.`);
};
