import {
  ActivityTypes,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type Activity,
  type InvokeResponse,
  type TurnContext,
} from 'botbuilder';
import { AuthenticationError } from 'botframework-connector';
import { HeldError } from '../../errors.ts';
import type { NoticeSender, PromptSender, SendPace, WelcomeSender } from '../../ports.ts';
import { isActivity, isPersonal, tenantOf } from './activities.ts';
import { botSettings, type BotAuthentication } from './authentication.ts';
import { connectorClients } from './connectors.ts';
import { createSender } from './delivery.ts';
import { friendly } from './friendly.ts';
import { trackInstallations } from './installations.ts';
import { replyToDialog } from './replies.ts';
import { onTurn, type TurnDeps } from './turns.ts';

export interface TeamsBotOptions extends Omit<TurnDeps, 'adapter'> {
  /** Who the bot is to Microsoft's channel. Absent in local mode only: then no token is asked for, so the server must listen on loopback. */
  readonly auth?: BotAuthentication;
  readonly pace: SendPace;
  /** Longest time for sending one prompt, retries included, in milliseconds. */
  readonly retryMs?: number;
  /** Longest time for one answer of the channel, in milliseconds. */
  readonly answerMs?: number;
  /** Longest wait for a turn to send, in milliseconds. */
  readonly turnMs?: number;
}

export interface BotRequest {
  /** The parsed JSON body. */
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly method: string;
}

export interface BotResponse {
  status(code: number): unknown;
  send(body?: unknown): unknown;
  end(): unknown;
}

export interface TeamsBot {
  /**
   * Answers one activity. Rejects with `bad-request` (no activity), `not-signed-in` (no valid token of the channel), `not-allowed` (another
   * tenant), and for events with `storage-down`; everything a person should read has been said in their chat.
   */
  process(request: BotRequest, response: BotResponse): Promise<void>;
  readonly sender: PromptSender & NoticeSender & WelcomeSender;
}

/** CloudAdapter without its HTTP part, which prints whole errors to the console and sends their text to the caller. */
class HeldAdapter extends CloudAdapter {
  readonly #authentication: ConfigurationBotFrameworkAuthentication;

  constructor(authentication: ConfigurationBotFrameworkAuthentication) {
    super(authentication);
    this.#authentication = authentication;
  }

  async answer(
    authorization: string,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    const trusted = await this.#authentication.authenticateRequest(activity, authorization).catch((cause: unknown) => {
      throw new HeldError(isBadToken(cause) ? 'not-signed-in' : 'internal', undefined, { cause });
    });
    return this.processActivity(trusted, activity, logic);
  }
}

/** botbuilder's own refusals, and those of jsonwebtoken that it lets through: a forged or expired token is not our failure. */
const badTokens = ['JsonWebTokenError', 'TokenExpiredError', 'NotBeforeError'];
const isBadToken = (error: unknown): boolean =>
  error instanceof AuthenticationError || (error instanceof Error && badTokens.includes(error.name));

export function createTeamsBot({ auth, ...options }: TeamsBotOptions): TeamsBot {
  const authentication = new ConfigurationBotFrameworkAuthentication(botSettings(auth));
  const adapter = new HeldAdapter(authentication);
  const botAppId = auth?.id ?? '';
  const deps: TurnDeps = { ...options, adapter };
  adapter.onTurnError = (context, error) => answerFailedTurn(deps, context, error);
  trackInstallations({ ...options, adapter, botAppId });
  const sender = createSender({
    ...options,
    connectorFor: connectorClients(authentication, botAppId),
  });

  const logic = (context: TurnContext): Promise<void> => {
    if (auth && tenantOf(context.activity) !== auth.tenant) throw new HeldError('not-allowed', 'An activity of another tenant.');
    return onTurn(deps, context);
  };

  return {
    sender,
    async process({ body, headers, method }, response) {
      if (method !== 'POST' || !isActivity(body)) throw new HeldError('bad-request');
      const answered = await adapter.answer(headerText(headers), body, logic).catch((error: unknown) => {
        throw error instanceof HeldError ? error : new HeldError('internal', undefined, { cause: error });
      });
      response.status(answered?.status ?? 200);
      const content: unknown = answered?.body;
      if (content === undefined) response.end();
      else response.send(content);
    },
  };
}

function headerText(headers: BotRequest['headers']): string {
  const value = headers['authorization'] ?? headers['Authorization'];
  return (typeof value === 'string' ? value : value?.[0]) ?? '';
}

/** The last resort for a turn: one log line, and kind words where a person is waiting in their own chat. */
async function answerFailedTurn(deps: TurnDeps, context: TurnContext, error: unknown): Promise<void> {
  const { type } = context.activity;
  if (error instanceof HeldError && (error.code === 'not-allowed' || type === ActivityTypes.Event)) throw error;
  const words = friendly(deps, error);
  try {
    if (type === ActivityTypes.Invoke) await replyToDialog(context, { kind: 'trouble', words });
    else if (type === ActivityTypes.Message && isPersonal(context.activity)) await context.sendActivity(words);
  } catch {
    deps.log.warn({ kind: 'reply' }, 'the channel took no answer');
  }
}
