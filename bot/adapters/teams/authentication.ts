import { AuthenticationConstants } from 'botframework-connector';
import { CallerIdConstants } from 'botframework-schema';
import { HeldError } from '../../errors.ts';

interface Common {
  /** Client id of the bot. */
  readonly id: string;
  readonly tenant: string;
  /** Where the channel's signing keys are described; Microsoft's public cloud when absent. */
  readonly openIdMetadata?: string;
}

/** Who the bot is. New bots are no longer multi-tenant: a managed identity in Azure, a single-tenant app with a secret elsewhere. */
export type BotAuthentication = Common &
  ({ readonly type: 'UserAssignedMSI' } | { readonly type: 'SingleTenant'; readonly password: string });

/** botbuilder's settings. Empty without authentication: then it asks for no token. Half-empty settings would do the same, so they throw. */
export function botSettings(auth: BotAuthentication | undefined): Record<string, string> {
  if (!auth) return {};
  const needed = { id: auth.id, tenant: auth.tenant, ...(auth.type === 'SingleTenant' ? { password: auth.password } : {}) };
  for (const [name, value] of Object.entries(needed)) {
    if (value.trim() === '') throw new HeldError('internal', `The bot's ${name} is empty: it would answer anyone.`);
  }
  return {
    MicrosoftAppId: auth.id,
    MicrosoftAppType: auth.type,
    MicrosoftAppTenantId: auth.tenant,
    ...(auth.type === 'SingleTenant' ? { MicrosoftAppPassword: auth.password } : {}),
    ...(auth.openIdMetadata === undefined ? {} : addresses(auth.openIdMetadata)),
  };
}

/** Once one address is given botbuilder takes none of its defaults: then each must be spelled out. */
const addresses = (openIdMetadata: string): Record<string, string> => ({
  ToBotFromChannelOpenIdMetadataUrl: openIdMetadata,
  ToBotFromEmulatorOpenIdMetadataUrl: openIdMetadata,
  ToBotFromChannelTokenIssuer: AuthenticationConstants.ToBotFromChannelTokenIssuer,
  ToChannelFromBotLoginUrl: AuthenticationConstants.ToChannelFromBotLoginUrl,
  ToChannelFromBotOAuthScope: AuthenticationConstants.ToChannelFromBotOAuthScope,
  OAuthUrl: AuthenticationConstants.OAuthUrl,
  CallerId: CallerIdConstants.PublicAzureChannel,
  ValidateAuthority: 'true',
});
