import { z } from 'zod';
import { nationIds } from '../domain/nations.ts';

/** Where a setting may stand: in the other mode it contradicts HELD_MODE and is refused. */
export type Where = 'both' | 'local' | 'azure';
/** Which processes of azure mode do not start without it. */
export type NeededBy = 'all' | 'web' | 'opener' | 'web and opener' | 'none';

export interface Setting {
  readonly name: string;
  /** As text; absent where there is none. */
  readonly default?: string;
  readonly meaning: string;
  readonly where: Where;
  readonly neededInAzure: NeededBy;
}

const whole = (from: number, to: number, what: string) =>
  z
    .string()
    .regex(/^\d+$/, what)
    .transform(Number)
    .refine((n) => n >= from && n <= to, what);
const port = () => whole(1, 65_535, 'is not a port. Give a whole number from 1 to 65535.');
const guid = () => z.guid('is not a GUID such as 0b6b7a5e-3f0c-4b7e-9a51-2f5c1d9c8e70. Copy it from the Azure portal.');
const https = () => z.url({ protocol: /^https$/, error: 'is not an https:// address. Give the whole address, beginning with https://' });

/** Tests of whole processes stand in for Microsoft's servers on this machine; anything else must be https. */
const httpsOrThisMachine = () =>
  z
    .url({ protocol: /^https?$/, error: 'is not an address. Give the whole address, beginning with https://' })
    .regex(/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)(:\d+)?(\/|$))/, 'must begin with https://');

/** What is known of each setting beside its schema. */
const known = z.registry<Omit<Setting, 'name'>>();

function setting<S extends z.ZodType>(schema: S, where: Where, neededInAzure: NeededBy, meaning: string, fallback?: string): S {
  known.add(schema, { where, neededInAzure, meaning, ...(fallback === undefined ? {} : { default: fallback }) });
  return schema;
}

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

/** Every environment variable of Held. Nothing else is read. */
export const shape = {
  HELD_MODE: setting(
    z.enum(['local', 'azure'], 'must be local or azure.'),
    'both',
    'all',
    '`local`: on one laptop, without any cloud. `azure`: in the organisation’s own tenant.',
    'local',
  ),
  PORT: setting(port(), 'both', 'none', 'Port of the web process. In local mode it listens on 127.0.0.1 only.', '3978'),
  ANSWER_IN: setting(
    z.enum(['chat', 'dialog'], 'must be dialog or chat.'),
    'both',
    'none',
    'Where a question opens. `chat` is for clients without dialogs, and is what `npm start` sets; inline answers are written to the Microsoft 365 audit log, dialogs are not.',
    'dialog',
  ),
  HELD_LOG_LEVEL: setting(
    z.enum(levels, `must be one of ${levels.join(', ')}.`),
    'both',
    'none',
    `Least level that is logged: ${levels.join(', ')}.`,
    'info',
  ),
  HELD_SETTLE_SECONDS: setting(
    whole(0, 3_600, 'is not a number of seconds from 0 to 3600.'),
    'both',
    'none',
    'Seconds between a meeting’s end and its prompt.',
    '120',
  ),
  HELD_K: setting(
    whole(8, 1_000, 'must be a whole number of 8 or more: the least group may be raised, never lowered.'),
    'both',
    'none',
    'Least number of people who must have answered before a figure of theirs exists.',
    '8',
  ),
  HELD_BOOKING_LINK: setting(https(), 'both', 'none', 'Where supervision is booked; shown in the tab.'),
  HELD_TABLES: setting(
    z.string(),
    'both',
    'all',
    'Azure Tables. Azure: the account’s address, `https://….table.core.windows.net`. Local: a connection string; Azurite’s when not set.',
  ),
  HELD_QUEUES: setting(
    z.string(),
    'both',
    'web',
    'Azure Queues. Azure: the account’s address, `https://….queue.core.windows.net`. Local: a connection string; Azurite’s when not set.',
  ),
  HELD_KEYS: setting(z.string(), 'local', 'none', 'Folder of the keys; `keys` in the data folder when not set.'),
  HELD_IDENTITY: setting(
    guid(),
    'azure',
    'web and opener',
    'Client id of the managed identity that this process signs in with. Not set, the command line uses your own `az login`.',
  ),
  HELD_VAULT_WEB: setting(
    https(),
    'azure',
    'web and opener',
    'Key Vault of the web process’s own keys, `https://….vault.azure.net`; without purge protection.',
  ),
  HELD_VAULT_SHARED: setting(
    https(),
    'azure',
    'web and opener',
    'Key Vault of the keys that the opener makes and the web process reads, `https://….vault.azure.net`.',
  ),
  HELD_VAULT_OPENER: setting(
    https(),
    'azure',
    'opener',
    'Key Vault that only the opener may use, `https://….vault.azure.net`. The web process refuses to know it.',
  ),
  HELD_DATA_DIR: setting(z.string(), 'local', 'none', 'Folder for everything that a laptop keeps between starts.', '.held'),
  AZURITE_TABLE_PORT: setting(port(), 'local', 'none', 'Port of Azurite’s tables, on 127.0.0.1.', '10002'),
  AZURITE_QUEUE_PORT: setting(port(), 'local', 'none', 'Port of Azurite’s queues, on 127.0.0.1.', '10001'),
  PLAYGROUND_PORT: setting(port(), 'local', 'none', 'Port of the Microsoft 365 Agents Playground.', '56150'),
  HELD_METRICS: setting(
    z
      .string()
      .regex(
        /^InstrumentationKey=[^;]+;.*IngestionEndpoint=https:/,
        'is not a connection string of Application Insights. Copy the whole of it.',
      ),
    'azure',
    'none',
    'Connection string of Application Insights, for figures without personal data. It holds no secret: sending takes the process’s identity.',
  ),
  HELD_CALENDAR: setting(
    z.enum(['on', 'off'], 'must be on or off.'),
    'azure',
    'none',
    '`on`: look at the times, and nothing else, in the calendars of who agreed to it. The process’s identity needs the right (docs/deploy.md).',
    'off',
  ),
  HELD_TEAMS_APP: setting(
    guid(),
    'azure',
    'none',
    'Id under which Teams knows the app, for buttons that open its tab: the one of the organisation’s catalogue (Teams admin centre, Manage apps), or `TEAMS_APP_ID` where the package is uploaded by hand. Not set, cards say where to look.',
  ),
  HELD_MEETING_EVENTS: setting(
    z.enum(['end', 'leave'], 'must be end or leave.'),
    'both',
    'none',
    'What a prompt follows in a meeting whose chat has Held. `leave`: the moment each person leaves; nobody else is asked. `end`, for where Teams does not tell who leaves: the meeting’s end, for everyone in its chat (docs/deploy.md).',
    'end',
  ),
  NATION: setting(
    z.enum(nationIds, `must be one of ${nationIds.join(', ')}.`),
    'both',
    'none',
    `Whose titles, plan, code, seasons and helplines are said: ${nationIds.map((id) => `\`${id}\``).join(', ')}. Only England’s are confirmed: with another, Held starts, and says what somebody who works there must confirm.`,
    'england',
  ),
  BOT_ID: setting(guid(), 'azure', 'web', 'Client id of the bot.'),
  BOT_TYPE: setting(
    z.enum(['UserAssignedMSI', 'SingleTenant'], 'must be UserAssignedMSI or SingleTenant.'),
    'azure',
    'web',
    'How the bot signs in: `UserAssignedMSI` (a managed identity, no password) or `SingleTenant`.',
  ),
  BOT_TENANT_ID: setting(guid(), 'azure', 'web', 'Tenant of the bot; the same as ENTRA_TENANT_ID.'),
  BOT_PASSWORD: setting(z.string(), 'azure', 'none', 'Client secret of the bot; with `SingleTenant` only, and needed there.'),
  BOT_OPENID_METADATA: setting(
    httpsOrThisMachine(),
    'azure',
    'none',
    'OpenID metadata of the bot channel, where it is not the public cloud’s.',
  ),
  ENTRA_TENANT_ID: setting(guid(), 'azure', 'web', 'Tenant whose people may sign in to the tab.'),
  ENTRA_CLIENT_ID: setting(guid(), 'azure', 'web', 'Client id of the tab’s app registration: the audience of its tokens.'),
  ENTRA_AUTHORITY: setting(
    httpsOrThisMachine(),
    'azure',
    'none',
    'Who issues the tab’s tokens, where it is not the public cloud’s.',
    'https://login.microsoftonline.com',
  ),
};

export type SettingName = keyof typeof shape;

/** The same as a list, for the checks, the README and `.env.example`. */
export const settings: readonly Setting[] = Object.entries(shape).map(([name, schema]) => {
  const about = known.get(schema);
  if (!about) throw new Error(`${name} has no meaning.`);
  return { name, ...about };
});
