import { headerColumn } from '../../domain/envelope.ts';
import type { PeriodId, PersonId } from '../../domain/ids.ts';
import type { Period } from '../../domain/period.ts';
import { HeldError } from '../../errors.ts';
import type {
  Clock,
  LeaseStore,
  Logger,
  PeriodStore,
  PublicKey,
  Randomness,
  RecordNights,
  RecordSealer,
  RecordSealing,
  RecordStore,
  RecordVault,
  RosterStore,
} from '../../ports.ts';

export interface RecordDeps {
  readonly records: RecordStore;
  readonly periods: PeriodStore;
  readonly roster: RosterStore;
  readonly leases: LeaseStore;
  readonly vault: RecordVault;
  readonly recordSealing: RecordSealing;
  readonly randomness: Randomness;
  readonly clock: Clock;
  readonly log: Logger;
  /** The deployment's time zone, which days and nights follow. */
  readonly timeZone: string;
}

/** Name of the secret that rows' places are made from. */
export const placesKey = 'places';
/** A term: the half-term under way and the one before. */
const kept = 2;
/** Places of a half-term's row for what the device itself asks: two questions a week, for eight weeks. */
export const noteSlots = 16;
/** Slots of a record row: as many as the envelope's, and those. */
export const slotsOf = ({ slots }: Period): number => slots + noteSlots;

/** Newest first: the half-terms that records are kept of, out of those that were open at some time. */
export async function keptPeriods({ periods }: Pick<RecordDeps, 'periods'>): Promise<readonly Period[]> {
  const all = (await periods.list()).map(({ value }) => value);
  return all
    .filter(({ state }) => state !== 'REQUESTED' && state !== 'KEYED')
    .slice(-kept)
    .reverse();
}

/**
 * What a web process keeps in memory of private records: the nights' keys, and which public half belongs to which place.
 *
 * Guarantee: looking up a public half reads no row of one person alone, so that not even a log of reads at storage ties a record's row to the
 * envelope that is written at the same moment.
 */
export class RecordBook {
  readonly #deps: RecordDeps;
  readonly #keys = new Map<string, Uint8Array>();
  #revision: string | undefined;
  #owners: ReadonlyMap<string, PublicKey> = new Map();
  #periods: readonly PeriodId[] = [];

  constructor(deps: RecordDeps) {
    this.#deps = deps;
  }

  /** Rejects with `refused` before the first night's work, and `keys-down`. */
  async sealer(nights?: RecordNights): Promise<RecordSealer> {
    const known = nights ?? (await this.#deps.records.nights());
    if (!known) throw new HeldError('refused', 'Private records are not set up yet: the web process does that when a half-term opens.');
    const names = [known.current, known.previous, known.dropping].filter((name) => name !== undefined);
    const found = await Promise.all(names.map((name) => this.#key(name)));
    // What was destroyed must not live on in memory.
    for (const name of this.#keys.keys()) if (name !== placesKey && !names.includes(name)) this.#keys.delete(name);
    const places = await this.#key(placesKey);
    const keys = found.filter((key) => key !== undefined);
    if (!places || !found[0]) throw new HeldError('keys-down', 'The keys of private records are missing from the vault.');
    return this.#deps.recordSealing.sealerFor(places, keys);
  }

  /**
   * The public half that the person's copies are sealed to; undefined where they have no row. Reads all headers when the revision says that
   * one has changed.
   */
  async keyOf(sealer: RecordSealer, period: PeriodId, person: PersonId, revision: string | undefined): Promise<PublicKey | undefined> {
    if (revision !== this.#revision || !this.#periods.includes(period)) await this.#read(sealer, revision);
    for (const id of this.#periods) {
      const key = this.#owners.get(entryOf(id, sealer.placeOf(id, person)));
      if (key) return key;
    }
    return undefined;
  }

  async #read(sealer: RecordSealer, revision: string | undefined): Promise<void> {
    const periods = (await keptPeriods(this.#deps)).map(({ id }) => id);
    const owners = new Map<string, PublicKey>();
    for (const id of periods) {
      for await (const page of this.#deps.records.headers(id)) {
        for (const { rowKey, columns } of page) {
          const sealed = columns[headerColumn];
          const owner = sealed && sealer.unwrapOwner(id, rowKey, sealed);
          if (owner) owners.set(entryOf(id, rowKey), owner.publicKey);
        }
      }
    }
    [this.#periods, this.#owners, this.#revision] = [periods, owners, revision];
  }

  async #key(name: string): Promise<Uint8Array | undefined> {
    const known = this.#keys.get(name);
    if (known) return known;
    const key = await this.#deps.vault.recordKey(name);
    if (key) this.#keys.set(name, key);
    return key;
  }
}

const entryOf = (period: PeriodId, rowKey: string): string => `${period} ${rowKey}`;
