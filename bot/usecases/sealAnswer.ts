import { slotColumn, type Answer } from '../domain/envelope.ts';
import type { PersonId } from '../domain/ids.ts';
import type { Period } from '../domain/period.ts';
import { bank } from '../domain/questions/bank.ts';
import { HeldError } from '../errors.ts';
import type { EnvelopeStore } from '../ports.ts';
import type { PeriodWatch } from './periodWatch.ts';

export interface SealAnswerDeps {
  readonly watch: Pick<PeriodWatch, 'during'>;
  readonly envelopes: EnvelopeStore;
  /**
   * Makes a copy of every answer, whoever gave it, and gives what writes it: called once the answer is safe, or never. Both reject with
   * `copy-missing`.
   */
  readonly keepCopy?: ((given: CopyGiven) => Promise<() => Promise<void>>) | undefined;
}

export interface CopyGiven {
  readonly period: Period;
  readonly person: PersonId;
  readonly envelopeSlot: number;
  readonly answer: Answer;
}

export interface AnswerGiven {
  /** Who answers, from the channel's own identity, never from the card. */
  readonly person: PersonId;
  /** The card's sealed ticket. */
  readonly ticket: string;
  /** Index of the chosen option, from 0. */
  readonly option: number;
}

/**
 * Seals one answer into the place its card names and returns once the store has it. The same card again writes the same slot, so a retry
 * or a double tap counts once and a second choice replaces the first. Nothing about the answer comes back.
 *
 * Rejects with `period-closed`, `card-not-yours` (not a ticket of this period, another person's, or no such option),
 * `joins-next-period` (no envelope in this period), `storage-down`, and `copy-missing` when the answer is safe and its copy is not.
 */
export async function sealAnswer(
  { watch, envelopes, keepCopy }: SealAnswerDeps,
  { person, ticket: text, option }: AnswerGiven,
): Promise<void> {
  await watch.during(async ({ period, sealer }) => {
    const ticket = sealer.openTicket(text);
    if (!ticket || ticket.rowKey !== sealer.placeOf(person)) throw new HeldError('card-not-yours');
    const options = bank.get(ticket.question)?.options.length ?? 0;
    if (!Number.isInteger(option) || option < 0 || option >= options) throw new HeldError('card-not-yours');
    const sealed = sealer.sealAnswer(ticket.rowKey, ticket.slot, { question: ticket.question, option });
    const copy = keepCopy?.({ period, person, envelopeSlot: ticket.slot, answer: { question: ticket.question, option } });
    // Made while the answer is written; where that fails, nobody hears what became of the copy.
    copy?.catch(() => undefined);
    const found = await envelopes.merge(period.id, ticket.rowKey, { [slotColumn(ticket.slot)]: sealed });
    if (!found) throw new HeldError('joins-next-period');
    // Written after the envelope, in places of its own, and only where the answer is safe already. What is not acknowledged is tried again by a tap.
    const write = await copy;
    await write?.();
  });
}
