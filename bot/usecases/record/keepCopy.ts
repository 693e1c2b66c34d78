import { Temporal } from 'temporal-polyfill';
import type { PeriodId, PersonId, RowKey } from '../../domain/ids.ts';
import type { Period } from '../../domain/period.ts';
import { HeldError } from '../../errors.ts';
import type { PendingCopy, PublicKey, RecordSealer } from '../../ports.ts';
import type { CopyGiven } from '../sealAnswer.ts';
import { enrolled } from '../settings.ts';
import { keptPeriods, noteSlots, slotsOf, type RecordBook, type RecordDeps } from './recordBook.ts';

/**
 * Makes a copy of an answer that is being sealed: for everyone alike, whether or not they keep a record. What it gives writes the copy,
 * nowhere that names anybody: it waits among all other copies until the night, when every row is rewritten. The same answer again takes the same slot.
 *
 * Both reject with `copy-missing` when that cannot be done, after the store's own retries: the answer itself is safe then.
 */
export async function keepCopy(
  deps: RecordDeps & { readonly book: RecordBook },
  { period, person, envelopeSlot, answer }: CopyGiven,
): Promise<() => Promise<void>> {
  return orCopyMissing(async () => {
    const { nights, revision } = await deps.records.standing();
    // Before the first night's work nobody can have begun a record.
    if (!nights) return async () => undefined;
    const sealer = await deps.book.sealer(nights);
    // Somebody who has no row yet is written for too, with a key that nobody has: a missing copy would tell.
    const key = (await deps.book.keyOf(sealer, period.id, person, revision)) ?? (await deps.recordSealing.nobody()).publicKey;
    const day = deps.clock.now().toZonedDateTimeISO(deps.timeZone).toPlainDate().toString();
    const copy = await deps.recordSealing.sealTo(key, { ...answer, day, period: period.id });
    return () => orCopyMissing(() => put(deps, sealer, { period, person, n: envelopeSlot - 1, key, copy }));
  });
}

async function orCopyMissing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new HeldError('copy-missing', undefined, { cause });
  }
}

/**
 * Writes what the person's own device sealed: an answer to a question that is asked only there. The server never has it in the clear.
 * `place`, from 0, is the device's choice; the same place again replaces. Rejects with `bad-request`, `joins-next-period`, `storage-down`.
 */
export async function keepNote(
  deps: RecordDeps & { readonly book: RecordBook },
  person: PersonId,
  { place, copy }: { readonly place: number; readonly copy: string },
): Promise<void> {
  await enrolled(deps, person);
  if (!Number.isInteger(place) || place < 0 || place >= noteSlots) throw new HeldError('bad-request');
  const [period] = await keptPeriods(deps);
  if (!period) throw new HeldError('refused', 'No half-term has begun yet.');
  const { nights, revision } = await deps.records.standing();
  const sealer = await deps.book.sealer(nights);
  const key = await deps.book.keyOf(sealer, period.id, person, revision);
  if (!key) throw new HeldError('joins-next-period');
  await put(deps, sealer, { period, person, n: period.slots + place, key, copy });
}

interface Put {
  readonly period: Period;
  readonly person: PersonId;
  readonly n: number;
  readonly key: PublicKey;
  readonly copy: string;
}

async function put(deps: RecordDeps, sealer: RecordSealer, { period, person, n, key, copy }: Put): Promise<void> {
  const id: string = deps.randomness.lastingId();
  const rowKey = sealer.placeOf(period.id, person);
  const slot = sealer.slotFor(rowKey, n, slotsOf(period));
  const at = deps.clock.now().toString();
  await deps.records.addPending({ id, sealed: sealer.wrapPending(id, { period: period.id, rowKey, slot, at, key: key.x, copy }) });
}

/** Copies on their way, by row. */
export class WaitingCopies {
  readonly #rows = new Map<string, PendingCopy[]>();

  add(copy: PendingCopy): void {
    const row = rowOf(copy.period, copy.rowKey);
    this.#rows.set(row, [...(this.#rows.get(row) ?? []), copy]);
  }

  /** The newest for each slot, out of those sealed to the key that the row has now. */
  inRow(period: PeriodId, rowKey: RowKey, key: PublicKey): ReadonlyMap<number, string> {
    const own = (this.#rows.get(rowOf(period, rowKey)) ?? []).filter((copy) => copy.key === key.x);
    const oldestFirst = own.toSorted((a, b) => Temporal.Instant.compare(a.at, b.at));
    return new Map(oldestFirst.map(({ slot, copy }) => [slot, copy]));
  }
}

const rowOf = (period: PeriodId, rowKey: RowKey): string => `${period} ${rowKey}`;
