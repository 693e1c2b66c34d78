import { headerColumn, slotColumn } from '../../domain/envelope.ts';
import type { PersonId } from '../../domain/ids.ts';
import { HeldError } from '../../errors.ts';
import type { RecordOwner, RecordSealer } from '../../ports.ts';
import { enrolled } from '../settings.ts';
import { WaitingCopies } from './keepCopy.ts';
import { keptPeriods, slotsOf, type RecordBook, type RecordDeps } from './recordBook.ts';

export interface SealedRecord {
  readonly owner: RecordOwner;
  /** One for every slot, blanks among them: which is which only the device can tell. */
  readonly copies: readonly string[];
}

/**
 * What the person's own device needs. Of the same shape for everyone, whether they keep a record or not. Rejects with `not-on-roster`,
 * `not-eligible`, `joins-next-period` (no row before the next half-term) and `storage-down`.
 */
export async function readRecord(deps: RecordDeps & { readonly book: RecordBook }, person: PersonId): Promise<SealedRecord> {
  await enrolled(deps, person);
  const sealer = await deps.book.sealer();
  const { waiting } = await waitingCopies(deps, sealer);
  let owner: RecordOwner | undefined;
  const copies: string[] = [];
  for (const period of await keptPeriods(deps)) {
    const rowKey = sealer.placeOf(period.id, person);
    const columns = (await deps.records.find(period.id, rowKey))?.value.columns;
    const header = columns?.[headerColumn];
    const own = header && sealer.unwrapOwner(period.id, rowKey, header);
    if (!columns || !own) continue;
    owner ??= own;
    const newer = waiting.inRow(period.id, rowKey, own.publicKey);
    for (let slot = 1; slot <= slotsOf(period); slot += 1) {
      const sealed = columns[slotColumn(slot)];
      const copy = newer.get(slot) ?? (sealed && sealer.unwrapCopy(period.id, rowKey, slot, sealed));
      if (copy !== undefined) copies.push(copy);
    }
  }
  if (!owner) throw new HeldError('joins-next-period');
  return { owner, copies };
}

/** Every copy on its way, with all ids, those among them that no key of the last nights opens. */
export async function waitingCopies(
  { records }: Pick<RecordDeps, 'records'>,
  sealer: RecordSealer,
): Promise<{ readonly waiting: WaitingCopies; readonly ids: readonly string[]; readonly unreadable: number }> {
  const waiting = new WaitingCopies();
  const ids: string[] = [];
  let unreadable = 0;
  for await (const page of records.pending()) {
    for (const { id, sealed } of page) {
      ids.push(id);
      const copy = sealer.unwrapPending(id, sealed);
      if (copy) waiting.add(copy);
      else unreadable += 1;
    }
  }
  return { waiting, ids, unreadable };
}
