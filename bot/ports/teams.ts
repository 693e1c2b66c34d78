/** Sending in Teams. */
import type { Ticket } from '../domain/envelope.ts';
import type { PeriodId, PersonId } from '../domain/ids.ts';
import type { Moment } from '../domain/questions/wording.ts';
import type { PersonSettings } from '../domain/roster.ts';
import type { NamedLink } from '../domain/signposts.ts';

/** Why the channel did not take a message. */
export const sendFailures = [
  /** No address of a chat is known, or Held is not installed there: it needs an install. */
  'notInstalled',
  /** An administrator has switched the app off. */
  'botDisabled',
  /** The channel was busy or down for as long as was tried. */
  'channelBusy',
  /** The channel takes no such message. */
  'refused',
  /** No answer came, or one that does not tell: it may have arrived. */
  'noAnswer',
] as const;
export type SendFailure = (typeof sendFailures)[number];

/** How sending ended. `gone`: stop for good (blocked, uninstalled). `arrived`: whether the person may have it all the same. */
export type SendOutcome =
  | { readonly kind: 'sent'; /** The channel's id of the message. */ readonly message: string | undefined }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly reason: SendFailure; readonly arrived: 'no' | 'maybe' };

/** What a card in the chat shows. */
export type PromptCard =
  | {
      readonly kind: 'question';
      readonly period: PeriodId;
      readonly ticket: string;
      readonly question: Ticket['question'];
      readonly moment: Moment;
    }
  | { readonly kind: 'halfWay'; /** Absent where it could not be read. */ readonly beside?: HalfWay };

/** What the card half-way through a half-term says beside its buttons. */
export interface HalfWay {
  readonly booking: readonly NamedLink[];
  /** Things that leaders have done and published. */
  readonly done: number;
}

/** A person and the address of their chat, as the conversation store has it. */
export interface Addressee {
  readonly person: PersonId;
  readonly address: string;
}

export interface PromptSender {
  /** Sends the card to the person's 1:1 chat. Never rejects for the channel's failures. */
  sendPrompt(to: Addressee, card: PromptCard): Promise<SendOutcome>;
  /**
   * Turns a card of the person's chat into the one that has passed. `again`: not now, and worth another try; `done` too where it never can be.
   * Never rejects for the channel's failures.
   */
  passCard(to: Addressee, message: string): Promise<'done' | 'again'>;
}

export interface WelcomeSender {
  /** Sends the welcome to the person's 1:1 chat. Never rejects for the channel's failures. */
  sendWelcome(to: Addressee, settings: PersonSettings): Promise<SendOutcome>;
}

/** Keeps all instances together under the channel's limit. */
export interface SendPace {
  /** Resolves when one more message may leave, in order of asking. */
  turn(): Promise<void>;
}
