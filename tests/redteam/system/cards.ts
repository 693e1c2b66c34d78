import type { Question } from '../../../bot/domain/questions/bank.ts';
import { isRecord } from '../../helpers/teamsBot.ts';

/** Inputs of any kind in a card, with nested ones: a check-in has buttons and nothing else. */
export function inputsOf(card: unknown): readonly string[] {
  if (Array.isArray(card)) return card.flatMap(inputsOf);
  if (!isRecord(card)) return [];
  const { type } = card;
  const own = typeof type === 'string' && type.startsWith('Input.') ? [type] : [];
  return [...own, ...Object.values(card).flatMap(inputsOf)];
}

/** Whether a text holds the chosen option, as a quoted string, and not all the others: then it tells an answer. */
export function tellsChoice(text: string, { options }: Question, chosen: number): boolean {
  const plain = text.replaceAll('\\"', '"');
  // The closing quote matters: sealed bytes in base64 begin with any three letters now and then.
  const offered = (option: string): boolean => plain.includes(`"${option}"`) || plain.includes(`'${option}'`);
  const choice = options[chosen];
  return choice !== undefined && offered(choice) && !options.every(offered);
}
