import type { PeriodId, PersonId, QuestionId } from '../domain/ids.ts';
import { HeldError } from '../errors.ts';
import type { LedgerEntry, LedgerStore } from '../ports.ts';
import { ledgerOf } from './ledger.ts';
import type { OpenPeriod } from './periodWatch.ts';

/** A place in the person's envelope, sealed for the card that will be sent. */
export interface Place {
  readonly period: PeriodId;
  readonly ticket: string;
  readonly question: QuestionId;
}

const attempts = 5;

/**
 * Counts one ask in the ledger and seals a ticket for its place. The count is written first, guarded by ETag: of two processes at the
 * same place one goes on and the other reads again, so that no prompt is ever doubled. A crash afterwards costs a place, no more.
 *
 * `next` gives the question and the new counts, or undefined where the budget refuses (then `refused`). `missing`: there is no ledger
 * row, because the person joined after the period was frozen.
 */
export async function takePlace(
  ledger: LedgerStore,
  { period, sealer }: OpenPeriod,
  person: PersonId,
  next: (counts: LedgerEntry) => { readonly counts: LedgerEntry; readonly question: QuestionId } | undefined,
): Promise<Place | 'refused' | 'missing'> {
  const entries = ledgerOf(ledger, period.id, sealer);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const found = await entries.find(person);
    if (!found) return 'missing';
    const taken = next(found.value);
    if (!taken) return 'refused';
    if (!(await entries.update(taken.counts, found.etag))) continue;
    const rowKey = sealer.placeOf(person);
    const slot = sealer.slotFor(rowKey, found.value.places, period.slots);
    return { period: period.id, ticket: sealer.sealTicket({ rowKey, slot, question: taken.question }), question: taken.question };
  }
  throw new HeldError('storage-down', `The ledger could not be written: somebody else wrote it ${attempts} times meanwhile.`);
}
