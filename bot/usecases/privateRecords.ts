import { headerColumn, slotColumn, slotColumns, type Answer, type Column, type EnvelopeRow } from '../domain/envelope.ts';
import type { PersonId, RowKey } from '../domain/ids.ts';
import type { Period } from '../domain/period.ts';
import { HeldError } from '../errors.ts';
import type {
  Clock,
  LeaseStore,
  Logger,
  PeopleStore,
  PeriodStore,
  PublicKey,
  RecordOwner,
  RecordSealer,
  RecordSealing,
  RecordStore,
  RecordVault,
  RosterStore,
  Stored,
} from '../ports.ts';
import { eligiblePeople } from './eligiblePeople.ts';
import { enrolled } from './settings.ts';

export interface PrivateRecordsDeps {
  readonly records: RecordStore;
  readonly periods: PeriodStore;
  readonly roster: RosterStore;
  readonly people: PeopleStore;
  readonly leases: LeaseStore;
  readonly vault: RecordVault;
  readonly recordSealing: RecordSealing;
  readonly clock: Clock;
  readonly log: Logger;
  /** The deployment's time zone, which days and nights follow. */
  readonly timeZone: string;
}

/** A term: the half-term under way and the one before. */
const kept = 2;
/** From this local hour on the night's touch is due. */
const touchHour = 2;
/** Somebody else's write in between is read again, this often at most. */
const attempts = 5;
/** Rows sealed and inserted at a time: bounds memory for a county. */
const rowsAtOnce = 500;

/**
 * Private records: copies of a person's own answers that only their own device can open.
 *
 * Guarantees: everyone eligible has a row, which looks the same whether they keep a record or not; every answer writes a slot of
 * the answerer's row, with a copy in it only if they keep one; rows are rewrapped every night. Nothing here can open a copy.
 * Limits: between two touches somebody who watches the storage sees that a row was written, as with envelopes and the ledger; who holds
 * the record secret can tell who keeps a record. A crash may lose a copy, never an answer.
 */
export class PrivateRecords {
  readonly #deps: PrivateRecordsDeps;
  readonly #underWay = new Set<Promise<void>>();
  #sealer: Promise<RecordSealer> | undefined;
  #tended: string | undefined;

  constructor(deps: PrivateRecordsDeps) {
    this.#deps = deps;
  }

  /** Writes a copy after its answer was sealed, in the background: a person does not wait for it. */
  copyLater(period: Period, person: PersonId, envelopeSlot: number, answer: Answer): void {
    const work = this.#copy(period, person, envelopeSlot, answer).catch((error: unknown) => {
      const code = error instanceof HeldError ? error.code : 'internal';
      this.#deps.log.warn({ period: period.id, code }, 'a copy for a private record could not be written');
    });
    this.#underWay.add(work);
    void work.finally(() => this.#underWay.delete(work));
  }

  /** Resolves once every copy begun so far was written or given up. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  /** What the person's own device needs: their key's recovery and every slot that is sealed to it, blanks among them. */
  async read(person: PersonId): Promise<{ readonly owner: RecordOwner; readonly copies: readonly string[] }> {
    await enrolled(this.#deps, person);
    const sealer = await this.#sealing();
    const rowKey = sealer.placeOf(person);
    let owner: RecordOwner = { on: false };
    const copies: string[] = [];
    for (const period of await this.#keptPeriods()) {
      const row = (await this.#deps.records.find(period.id, rowKey))?.value;
      if (!row) continue;
      owner = ownerIn(sealer, period, row);
      if (owner.on) copies.push(...copiesIn(sealer, period, row));
    }
    return { owner, copies: owner.on ? copies : [] };
  }

  /** Rejects with `refused` when a record is kept already: its key would be lost. Turn it off first. */
  async turnOn(person: PersonId, publicKey: PublicKey, recovery: string): Promise<void> {
    const { owner } = await this.read(person);
    if (owner.on) throw new HeldError('refused', 'A record is kept already.');
    await this.#setOwner(person, { on: true, publicKey, recovery });
  }

  /** Deletes: every slot becomes a blank, and the key is forgotten. Turning off what is off changes nothing that anybody could see. */
  async turnOff(person: PersonId): Promise<void> {
    await this.#setOwner(person, { on: false });
  }

  /**
   * Run it often: inserts the rows that a half-term lacks when it opens, rewraps all rows once a night, forgets older half-terms and people
   * who are no longer eligible. Under a lease: one web process does it.
   */
  async tend(): Promise<void> {
    const periods = await this.#keptPeriods();
    const newest = periods[0];
    if (!newest) return;
    const here = this.#deps.clock.now().toZonedDateTimeISO(this.#deps.timeZone);
    const night = (here.hour >= touchHour ? here : here.subtract({ days: 1 })).toPlainDate().toString();
    const what = `${newest.id} ${night}`;
    if (this.#tended === what) return;
    await this.#deps.leases.withLease('records', async () => {
      if ((await this.#deps.records.tended()) !== what) {
        await this.#prepare(periods);
        for (const period of periods) await this.#touch(period);
        for (const { value } of await this.#deps.periods.list()) {
          if (value.id < (periods.at(-1)?.id ?? '')) await this.#deps.records.deleteAll(value.id);
        }
        await this.#deps.records.markTended(what);
      }
      this.#tended = what;
    });
  }

  async #sealing(): Promise<RecordSealer> {
    this.#sealer ??= this.#deps.vault.recordKey().then((secret) => this.#deps.recordSealing.recordSealerFor(secret));
    try {
      return await this.#sealer;
    } catch (error) {
      this.#sealer = undefined;
      throw error;
    }
  }

  /** Newest first: those that were open at some time. */
  async #keptPeriods(): Promise<readonly Period[]> {
    const periods = (await this.#deps.periods.list()).map(({ value }) => value);
    return periods
      .filter(({ state }) => state !== 'REQUESTED' && state !== 'KEYED')
      .slice(-kept)
      .reverse();
  }

  async #copy(period: Period, person: PersonId, envelopeSlot: number, { question, option }: Answer): Promise<void> {
    const sealer = await this.#sealing();
    const rowKey = sealer.placeOf(person);
    const day = this.#deps.clock.now().toZonedDateTimeISO(this.#deps.timeZone).toPlainDate().toString();
    const slot = sealer.slotFor(rowKey, envelopeSlot, period.slots);
    await this.#change(period, rowKey, async (row) => {
      const copy = { question, option, day, period: period.id };
      const sealed = await sealer.sealCopy(period.id, rowKey, slot, ownerIn(sealer, period, row), copy);
      return { ...row.columns, [slotColumn(slot)]: sealed };
    });
  }

  async #setOwner(person: PersonId, owner: RecordOwner): Promise<void> {
    await enrolled(this.#deps, person);
    const periods = await this.#keptPeriods();
    if (periods.length === 0) throw new HeldError('refused', 'No half-term has begun yet.');
    const sealer = await this.#sealing();
    const rowKey = sealer.placeOf(person);
    // Rows for everybody, where the night's work has not made this one yet: a single new row would tell whose it is.
    const missing = await Promise.all(periods.map(({ id }) => this.#deps.records.find(id, rowKey).then((row) => row === undefined)));
    if (missing.every(Boolean)) await this.#prepare(periods);
    let changed = 0;
    for (const period of periods) {
      const done = await this.#change(period, rowKey, () => freshColumns(sealer, period, rowKey, owner));
      if (done) changed += 1;
    }
    if (changed === 0) throw new HeldError('joins-next-period');
  }

  /** False when there is no such row. Somebody else's write in between is read again. */
  async #change(
    period: Period,
    rowKey: RowKey,
    next: (row: EnvelopeRow) => Promise<Readonly<Record<Column, Uint8Array>>>,
  ): Promise<boolean> {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const found = await this.#deps.records.find(period.id, rowKey);
      if (!found) return false;
      const columns = await next(found.value);
      const lost = await this.#deps.records.rewrite(period.id, [{ value: { rowKey, columns }, etag: found.etag }]);
      if (lost.length === 0) return true;
    }
    throw new HeldError('storage-down', `A record could not be written: somebody else wrote it ${attempts} times meanwhile.`);
  }

  /** A row for everyone eligible in each kept half-term, with the owner that an earlier one names; rows of nobody go. */
  async #prepare(newestFirst: readonly Period[]): Promise<void> {
    const sealer = await this.#sealing();
    const eligible = eligiblePeople(await this.#deps.roster.read(), await this.#deps.people.all());
    const expected = new Set(eligible.map(({ person }) => sealer.placeOf(person)));
    const owners = new Map<RowKey, RecordOwner>();
    for (const period of newestFirst.toReversed()) {
      const present = new Set<RowKey>();
      for await (const page of this.#deps.records.pages(period.id)) {
        for (const { value } of page) {
          if (expected.has(value.rowKey)) {
            present.add(value.rowKey);
            owners.set(value.rowKey, ownerIn(sealer, period, value));
          } else await this.#deps.records.remove(period.id, value.rowKey);
        }
      }
      // In row-key order: the order of insertion must not follow the roster's.
      const missing = [...expected].filter((rowKey) => !present.has(rowKey)).sort();
      for (let from = 0; from < missing.length; from += rowsAtOnce) {
        const rows = missing.slice(from, from + rowsAtOnce).map(async (rowKey): Promise<EnvelopeRow> => {
          const columns = await freshColumns(sealer, period, rowKey, owners.get(rowKey) ?? { on: false });
          return { rowKey, columns };
        });
        await this.#deps.records.insertMissing(period.id, await Promise.all(rows));
      }
    }
  }

  /** Rewraps every column of every row, so that timestamps say nothing of the day before. A copy that lands meanwhile wins. */
  async #touch(period: Period): Promise<void> {
    const sealer = await this.#sealing();
    const rewrapped = ({ value: { rowKey, columns }, etag }: Stored<EnvelopeRow>): Stored<EnvelopeRow> => ({
      value: {
        rowKey,
        columns: Object.fromEntries(
          Object.entries(columns).map(([column, sealed]) => [column, sealer.rewrap(period.id, rowKey, column, sealed) ?? sealed]),
        ),
      },
      etag,
    });
    for await (const page of this.#deps.records.pages(period.id)) {
      let conflicts = await this.#deps.records.rewrite(period.id, page.map(rewrapped));
      for (let attempt = 1; conflicts.length > 0 && attempt < attempts; attempt += 1) {
        const found = await Promise.all(conflicts.map((rowKey) => this.#deps.records.find(period.id, rowKey)));
        conflicts = await this.#deps.records.rewrite(period.id, found.filter((row) => row !== undefined).map(rewrapped));
      }
    }
  }
}

function ownerIn(sealer: RecordSealer, period: Period, { rowKey, columns }: EnvelopeRow): RecordOwner {
  const sealed = columns[headerColumn];
  return (sealed && sealer.openOwner(period.id, rowKey, sealed)) ?? { on: false };
}

function copiesIn(sealer: RecordSealer, period: Period, { rowKey, columns }: EnvelopeRow): readonly string[] {
  return slotColumns(period.slots).flatMap((column, i) => {
    const sealed = columns[column];
    return (sealed && sealer.forOwner(period.id, rowKey, i + 1, sealed)) ?? [];
  });
}

async function freshColumns(
  sealer: RecordSealer,
  period: Period,
  rowKey: RowKey,
  owner: RecordOwner,
): Promise<Readonly<Record<Column, Uint8Array>>> {
  const slots = slotColumns(period.slots).map(async (column, i): Promise<[Column, Uint8Array]> => [
    column,
    await sealer.sealCopy(period.id, rowKey, i + 1, owner, undefined),
  ]);
  return { [headerColumn]: sealer.sealOwner(period.id, rowKey, owner), ...Object.fromEntries(await Promise.all(slots)) };
}
