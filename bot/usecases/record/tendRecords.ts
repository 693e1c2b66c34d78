import { headerColumn, slotColumn, type Column, type EnvelopeRow } from '../../domain/envelope.ts';
import type { PeriodId } from '../../domain/ids.ts';
import type { Period } from '../../domain/period.ts';
import { HeldError } from '../../errors.ts';
import type { RecordNights, RecordOwner, RecordSealer, Stored } from '../../ports.ts';
import { blankColumns } from './changeRecord.ts';
import type { WaitingCopies } from './keepCopy.ts';
import { waitingCopies } from './readRecord.ts';
import { keptPeriods, placesKey, type RecordBook, type RecordDeps } from './recordBook.ts';

/** From this local hour on the night's work is due. */
const touchHour = 2;
/** Somebody else's write in between is read again, this often at most. */
const attempts = 10;
/** Rows sealed and inserted at a time: bounds memory for a county. */
const rowsAtOnce = 100;

/** The night whose work is due now, as the date it began to be due on. */
export function nightNow({ clock, timeZone }: Pick<RecordDeps, 'clock' | 'timeZone'>): string {
  const here = clock.now().toZonedDateTimeISO(timeZone);
  return (here.hour >= touchHour ? here : here.subtract({ days: 1 })).toPlainDate().toString();
}

/**
 * The night's work, and a new half-term's. Run it often; it does nothing when nothing is due. Under a lease: one web process does it, and after
 * a crash any does it again.
 *
 * A half-term that opened gets a row for everyone on the roster with role `senco`, in the order of places. Once a night a new key is made,
 * every column of every row is sealed anew under it, with the day's copies in their slots, the copies on their way are deleted, and the key
 * of two nights ago is destroyed: no dump of before can be opened with what the server holds then.
 */
export async function tendRecords(deps: RecordDeps & { readonly book: RecordBook }, end?: Ending): Promise<void> {
  const periods = await keptPeriods(deps);
  const [newest] = periods;
  const due = (): string => labelOf(nightNow(deps), end);
  if (!newest || isDone(await deps.records.nights(), newest.id, due())) return;
  await deps.leases.withLease('records', async () => {
    const work = due();
    let nights = await deps.records.nights();
    if (isDone(nights, newest.id, work)) return;
    // What a crash left half done is finished first: until then rows may lie under any of its keys.
    if (!nights || (nights.done && nights.night !== work)) nights = await nextNight(deps, nights, work);
    const sealer = await deps.book.sealer(nights);
    if (nights.prepared !== newest.id) {
      await prepare(deps, sealer, periods);
      nights = { ...nights, prepared: newest.id };
      await deps.records.saveRevision(deps.randomness.lastingId());
      await deps.records.saveNights(nights);
    }
    if (!nights.done) await touch(deps, sealer, periods);
    await forgetOlder(deps, periods);
    if (nights.dropping !== undefined) await deps.vault.destroyRecordKey(nights.dropping);
    await deps.records.saveNights({ ...nights, dropping: undefined, done: true });
  });
}

/**
 * Before the link of a half-term is cut, and once nobody seals into it any more: does the work of a night twice, in two turns, so that every
 * key under which anything was sealed before is destroyed with H_p. Otherwise a copy of storage of its last days would still say, with the
 * keys of those nights, whose copies were written when, and so whose envelopes. Gives false until the second is done.
 */
export async function cutRecords(deps: RecordDeps & { readonly book: RecordBook }, period: PeriodId): Promise<boolean> {
  const before = await deps.records.nights();
  if (!before) return true;
  const step = ending(period, before) > 0 && before.done ? 'atCut' : 'afterClose';
  await tendRecords(deps, { period, step });
  const after = await deps.records.nights();
  return after !== undefined && after.done && ending(period, after) === 2;
}

/** Work that the end of a half-term asks for beside the nights'. Two steps, so that what was under way during the first finds its key. */
interface Ending {
  readonly period: PeriodId;
  readonly step: 'afterClose' | 'atCut';
}

const labelOf = (night: string, ending: Ending | undefined): string => (ending ? `${night} ${ending.period} ${ending.step}` : night);

/** How many of the two steps of a half-term's end the last work was. */
function ending(period: PeriodId, { night }: RecordNights): number {
  if (night.endsWith(` ${period} atCut`)) return 2;
  return night.endsWith(` ${period} afterClose`) ? 1 : 0;
}

/** Work at a half-term's end is a night's work too. */
const isDone = (nights: RecordNights | undefined, newest: PeriodId, work: string): boolean =>
  nights !== undefined && nights.done && nights.prepared === newest && (nights.night === work || nights.night.startsWith(`${work} `));

/** Everybody seals under the new key from now on; what was sealed under the two before can still be opened until all of it was rewritten. */
async function nextNight(deps: RecordDeps, before: RecordNights | undefined, night: string): Promise<RecordNights> {
  const current = `night-${nightNow(deps)}-${deps.randomness
    .lastingId()
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .slice(0, 8)}`;
  await Promise.all([deps.vault.createRecordKey(placesKey), deps.vault.createRecordKey(current)]);
  const next: RecordNights = {
    night,
    current,
    previous: before?.current,
    dropping: before?.previous,
    prepared: before?.prepared,
    done: false,
  };
  await deps.records.saveNights(next);
  return next;
}

/** A row for everyone who may keep a record, for the key that their row of the half-term before has. */
async function prepare(deps: RecordDeps, sealer: RecordSealer, [newest, ...earlier]: readonly Period[]): Promise<void> {
  if (!newest) return;
  const people = [...(await deps.roster.read()).values()].filter(({ roles }) => roles.includes('senco'));
  const before = earlier[0] && { id: earlier[0].id, owners: await ownersIn(deps, sealer, earlier[0].id) };
  const placed = people
    .map(({ person }) => ({
      rowKey: sealer.placeOf(newest.id, person),
      owner: before?.owners.get(sealer.placeOf(before.id, person)),
    }))
    .sort((a, b) => (a.rowKey < b.rowKey ? -1 : 1));
  for (let from = 0; from < placed.length; from += rowsAtOnce) {
    const rows = placed.slice(from, from + rowsAtOnce).map(async ({ rowKey, owner }): Promise<EnvelopeRow> => {
      const to = owner ?? (await deps.recordSealing.nobody());
      return { rowKey, columns: await blankColumns({ recordSealing: deps.recordSealing, sealer }, { period: newest, rowKey, owner: to }) };
    });
    await deps.records.insertMissing(newest.id, await Promise.all(rows));
  }
}

async function ownersIn({ records }: RecordDeps, sealer: RecordSealer, period: PeriodId): Promise<ReadonlyMap<string, RecordOwner>> {
  const owners = new Map<string, RecordOwner>();
  for await (const page of records.headers(period)) {
    for (const { rowKey, columns } of page) {
      const sealed = columns[headerColumn];
      const owner = sealed && sealer.unwrapOwner(period, rowKey, sealed);
      if (owner) owners.set(rowKey, owner);
    }
  }
  return owners;
}

/** Seals every column of every row anew, with the copies that wait in their slots, and then deletes those. */
async function touch(deps: RecordDeps, sealer: RecordSealer, periods: readonly Period[]): Promise<void> {
  const { waiting, ids, unreadable } = await waitingCopies(deps, sealer);
  if (unreadable > 0) deps.log.warn({ unreadable }, 'copies that no key opens were dropped');
  for (const { id: period } of periods) {
    const rewrapped = ({ value: { rowKey, columns }, etag }: Stored<EnvelopeRow>): Stored<EnvelopeRow> => ({
      value: { rowKey, columns: columnsAnew(sealer, period, { rowKey, columns }, waiting) },
      etag,
    });
    for await (const page of deps.records.pages(period)) {
      let conflicts = await deps.records.rewrite(period, page.map(rewrapped));
      for (let attempt = 1; conflicts.length > 0; attempt += 1) {
        // A key must not be destroyed while anything lies under it.
        if (attempt === attempts)
          throw new HeldError('storage-down', 'Records kept changing during the night’s work; it will be repeated.');
        const found = await Promise.all(conflicts.map((rowKey) => deps.records.find(period, rowKey)));
        conflicts = await deps.records.rewrite(period, found.filter((row) => row !== undefined).map(rewrapped));
      }
    }
  }
  await deps.records.removePending(ids.toSorted());
}

function columnsAnew(
  sealer: RecordSealer,
  period: PeriodId,
  { rowKey, columns }: EnvelopeRow,
  waiting: WaitingCopies,
): Readonly<Record<Column, Uint8Array>> {
  const header = columns[headerColumn];
  const owner = header && sealer.unwrapOwner(period, rowKey, header);
  const fresh = Object.entries(columns).map(([column, sealed]): [Column, Uint8Array] => [
    column,
    sealer.rewrap(period, rowKey, column, sealed) ?? sealed,
  ]);
  const own = owner ? [...waiting.inRow(period, rowKey, owner.publicKey)] : [];
  const copies = own.map(([slot, copy]): [Column, Uint8Array] => [slotColumn(slot), sealer.wrapCopy(period, rowKey, slot, copy)]);
  return Object.fromEntries([...fresh, ...copies]);
}

async function forgetOlder({ periods, records }: RecordDeps, kept: readonly Period[]): Promise<void> {
  const oldest = kept.at(-1)?.id ?? '';
  for (const { value } of await periods.list()) if (value.id < oldest) await records.deleteAll(value.id);
}
