import type { Program, Values } from './check.ts';

const vaultNames = ['HELD_VAULT_WEB', 'HELD_VAULT_SHARED', 'HELD_VAULT_OPENER'] as const;

/** What no setting shows by itself: each sentence begins with the name of the one to change. */
export function contradictions(values: Values, program: Program): readonly string[] {
  if (values.HELD_MODE === 'local') return localStorage(values);
  if (values.HELD_MODE !== 'azure') return [];
  if (program === 'start') return ['HELD_MODE is azure, but “npm start” is for trying Held out on a laptop. Unset it.'];
  return [...azureAddresses(values), ...vaultsApart(values, program), ...botSignsIn(values), ...oneTenant(values)];
}

/** On a laptop the bot takes no token: nothing of it may reach storage beyond this machine. */
function localStorage(values: Values): readonly string[] {
  return (['HELD_TABLES', 'HELD_QUEUES'] as const).flatMap((name) => {
    const text = values[name];
    if (text === undefined || /^UseDevelopmentStorage=true;?$/i.test(text)) return [];
    const endpoints = [...text.matchAll(/\w+Endpoint=([^;]+)/gi)].map((match) => match[1] ?? '');
    if (endpoints.length > 0 && endpoints.every(isThisMachine)) return [];
    return [`${name} points beyond this machine, but HELD_MODE is local. Unset it to use Azurite, or set HELD_MODE to azure.`];
  });
}

function isThisMachine(address: string): boolean {
  return URL.canParse(address) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(address).hostname);
}

/** In Azure every process signs in with its own managed identity: a shared key or a signed address would be a second, silent way in. */
function azureAddresses(values: Values): readonly string[] {
  return (['HELD_TABLES', 'HELD_QUEUES', ...vaultNames] as const).flatMap((name) => {
    const text = values[name];
    if (text === undefined || isBareHttps(text)) return [];
    const what = name.startsWith('HELD_VAULT') ? 'the Key Vault’s address' : 'the storage account’s address';
    return [
      `${name} must be ${what} (https://…, nothing after the name): in azure mode Held signs in with its managed identity, never a key.`,
    ];
  });
}

/** Rights are given by vault: one vault in two roles would give one process the other's keys. */
function vaultsApart(values: Values, program: Program): readonly string[] {
  const given = vaultNames.flatMap((name) => {
    const address = values[name];
    return address === undefined ? [] : [[name, hostOf(address)] as const];
  });
  const same = given.filter(([name, host]) => given.some(([other, otherHost]) => other !== name && otherHost === host));
  return [
    ...same.map(([name]) => `${name} is the same vault as another. Give each of ${vaultNames.join(', ')} a vault of its own.`),
    ...(program === 'web' && values.HELD_VAULT_OPENER !== undefined
      ? ['HELD_VAULT_OPENER is set for the web process, which must not know it. Unset it here; the opener alone has it.']
      : []),
  ];
}

const hostOf = (text: string): string => (URL.canParse(text) ? new URL(text).host : text);

function isBareHttps(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, search, username, password } = new URL(text);
  return protocol === 'https:' && pathname === '/' && search === '' && username === '' && password === '';
}

function botSignsIn({ BOT_TYPE: type, BOT_PASSWORD: password }: Values): readonly string[] {
  if (type === 'UserAssignedMSI' && password !== undefined) {
    return ['BOT_PASSWORD is set, but BOT_TYPE is UserAssignedMSI, which has no password. Unset it.'];
  }
  if (type === 'SingleTenant' && password === undefined) {
    return ['BOT_PASSWORD is not set, and BOT_TYPE is SingleTenant. Set it, or better, use a managed identity: BOT_TYPE=UserAssignedMSI.'];
  }
  return [];
}

/** One deployment serves one tenant: a bot of another would let another tenant's people in. */
function oneTenant({ BOT_TENANT_ID: bot, ENTRA_TENANT_ID: tab }: Values): readonly string[] {
  if (bot === undefined || tab === undefined || bot.toLowerCase() === tab.toLowerCase()) return [];
  return ['BOT_TENANT_ID and ENTRA_TENANT_ID differ. One deployment serves one tenant: set both to it.'];
}
