import type { CardData } from './cardData.ts';
import { words } from '#words/chat.ts';
import { said } from '../../../words/nation.ts';
import { nation } from '../../domain/nations.ts';

export type Json = undefined | null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Part = { readonly [key: string]: Json };

/** Where questions are answered: in a dialog (which Teams keeps out of its audit log) or on the card in the chat. */
export type AnswerIn = 'dialog' | 'chat';

/** An Adaptive Card as it is sent. */
export interface Card extends Part {
  readonly type: 'AdaptiveCard';
}

export const text = (value: string, look: Part = {}): Part => ({ type: 'TextBlock', text: value, wrap: true, ...look });
export const title = (value: string): Part => text(value, { style: 'heading', size: 'Medium', weight: 'Bolder' });
export const small = (value: string): Part => text(value, { size: 'Small', isSubtle: true });
export const actionSet = (...actions: readonly Part[]): Part => ({ type: 'ActionSet', actions });

/** Every card ends with the safety line; nothing that a person does brings it up or takes it away. */
export function card(...body: readonly Part[]): Card {
  const safety = { ...small(said(words.safety)), separator: true, spacing: 'Medium' };
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText: words.invitation,
    body: [...body, safety],
  };
}

/** For a card in a chat: newer clients replace the card in place, older ones send a message with the same data. */
export function chatButton(label: string, data: CardData): Part {
  const submit = { type: 'Action.Submit', title: label, data };
  return { type: 'Action.Execute', title: label, verb: data.held, data, fallback: submit };
}

/** For a card in a dialog, where only Action.Submit exists. */
export const dialogButton = (label: string, data: CardData): Part => ({ type: 'Action.Submit', title: label, data });

/** Opens in place, without a word to the server: nobody learns that somebody looked. */
export const unfold = (label: string, ...body: readonly Part[]): Part => ({
  type: 'Action.ShowCard',
  title: label,
  card: { type: 'AdaptiveCard', body },
});

export function helpLines(): readonly Part[] {
  const { child, yourself } = nation().helplines;
  return [
    text(words.aboutAChild, { weight: 'Bolder' }),
    ...child.map((line) => text(line, { spacing: 'Small' })),
    text(words.forYourself, { weight: 'Bolder' }),
    ...yourself.map((line) => text(line, { spacing: 'Small' })),
  ];
}
