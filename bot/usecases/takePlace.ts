import type { PeriodId, PersonId, QuestionId } from '../domain/ids.ts';
import { HeldError } from '../errors.ts';
import type { LedgerEntry, LedgerStore, Stored } from '../ports.ts';
import { ledgerOf } from './ledger.ts';
import type { OpenPeriod } from './periodWatch.ts';

/** A place in the person's envelope, sealed for the card that will be sent. */
export interface Place {
  readonly period: PeriodId;
  readonly ticket: string;
  readonly question: QuestionId;
}

export interface Counted<Next> {
  readonly before: LedgerEntry;
  readonly next: Next;
  /** The entry as it is stored now. */
  readonly written: Stored<LedgerEntry>;
}

const attempts = 5;

/**
 * Counts one ask in the ledger, guarded by ETag: of two processes at the same count one goes on and the other reads again, so that no
 * prompt is ever doubled.
 *
 * `next` gives what the ask brings and the new counts, or undefined where there is to be none (then `refused`). `missing`: there is no
 * ledger row, because the person joined after the period was frozen.
 */
export async function countAsk<Next extends { readonly counts: LedgerEntry }>(
  ledger: LedgerStore,
  { period, sealer }: OpenPeriod,
  person: PersonId,
  next: (counts: LedgerEntry) => Next | undefined,
): Promise<Counted<Next> | 'refused' | 'missing'> {
  const entries = ledgerOf(ledger, period.id, sealer);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const found = await entries.find(person);
    if (!found) return 'missing';
    const taken = next(found.value);
    if (!taken) return 'refused';
    const etag = await entries.update(taken.counts, found.etag);
    if (etag !== undefined) return { before: found.value, next: taken, written: { value: taken.counts, etag } };
  }
  throw new HeldError('storage-down', `The ledger could not be written: somebody else wrote it ${attempts} times meanwhile.`);
}

/** The place that belongs to a person's n-th ask, sealed with its question. */
export function sealPlace({ period, sealer }: OpenPeriod, person: PersonId, places: number, question: QuestionId): Place {
  const rowKey = sealer.placeOf(person);
  const slot = sealer.slotFor(rowKey, places, period.slots);
  return { period: period.id, ticket: sealer.sealTicket({ rowKey, slot, question }), question };
}
