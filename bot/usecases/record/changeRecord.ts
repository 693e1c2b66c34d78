import { headerColumn, slotColumns, type Column } from '../../domain/envelope.ts';
import type { PersonId, RowKey } from '../../domain/ids.ts';
import type { Period } from '../../domain/period.ts';
import { HeldError } from '../../errors.ts';
import type { RecordOwner, RecordSealer, RecordSealing } from '../../ports.ts';
import { enrolled } from '../settings.ts';
import { keptPeriods, slotsOf, type RecordBook, type RecordDeps } from './recordBook.ts';

/** Somebody else's write in between is read again, this often at most. */
const attempts = 5;

/** Begins a record, for this public half; whatever was kept for an earlier one is overwritten. Rejects as `readRecord`, and with `bad-request`. */
export async function beginRecord(deps: RecordDeps & { readonly book: RecordBook }, person: PersonId, owner: RecordOwner): Promise<void> {
  await setOwner(deps, person, owner);
}

/** Deletes: every slot becomes a blank for a key that nobody has. Copies of the last day lose their place, and go with the coming night. */
export async function endRecord(deps: RecordDeps & { readonly book: RecordBook }, person: PersonId): Promise<void> {
  await setOwner(deps, person, await deps.recordSealing.nobody());
}

/** Every column of a row without any copy. */
export async function blankColumns(
  { recordSealing, sealer }: { readonly recordSealing: RecordSealing; readonly sealer: RecordSealer },
  { period, rowKey, owner }: { readonly period: Period; readonly rowKey: RowKey; readonly owner: RecordOwner },
): Promise<Readonly<Record<Column, Uint8Array>>> {
  const slots = slotColumns(slotsOf(period)).map(async (column, i): Promise<[Column, Uint8Array]> => {
    const blank = await recordSealing.sealTo(owner.publicKey, undefined);
    return [column, sealer.wrapCopy(period.id, rowKey, i + 1, blank)];
  });
  return { [headerColumn]: sealer.wrapOwner(period.id, rowKey, owner), ...Object.fromEntries(await Promise.all(slots)) };
}

async function setOwner(deps: RecordDeps & { readonly book: RecordBook }, person: PersonId, owner: RecordOwner): Promise<void> {
  await enrolled(deps, person);
  const sealer = await deps.book.sealer();
  let changed = 0;
  for (const period of await keptPeriods(deps)) {
    const rowKey = sealer.placeOf(period.id, person);
    const columns = await blankColumns({ recordSealing: deps.recordSealing, sealer }, { period, rowKey, owner });
    if (await replaced(deps, period, rowKey, columns)) changed += 1;
  }
  if (changed === 0) throw new HeldError('joins-next-period');
  await deps.records.saveRevision(deps.randomness.lastingId());
}

/** False when there is no such row. */
async function replaced(
  { records }: RecordDeps,
  period: Period,
  rowKey: RowKey,
  columns: Readonly<Record<Column, Uint8Array>>,
): Promise<boolean> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const found = await records.find(period.id, rowKey);
    if (!found) return false;
    const lost = await records.rewrite(period.id, [{ value: { rowKey, columns }, etag: found.etag }]);
    if (lost.length === 0) return true;
  }
  throw new HeldError('storage-down', `A record could not be written: somebody else wrote it ${attempts} times meanwhile.`);
}
