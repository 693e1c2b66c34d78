import type { PeriodId, PersonId } from '../domain/ids.ts';
import { HeldError } from '../errors.ts';
import type { LedgerEntry, LedgerStore, Sealer, SealedLedgerEntry, Stored } from '../ports.ts';

/** The ledger of one period, read and written by who holds H_p; what lies in storage is sealed. */
export interface Ledger {
  find(person: PersonId): Promise<Stored<LedgerEntry> | undefined>;
  /** Its new ETag; undefined when somebody else wrote first. */
  update(entry: LedgerEntry, etag: string): Promise<string | undefined>;
  /** Every entry, for work over everyone. One that does not open is left out: its person is not asked. */
  all(): AsyncIterable<LedgerEntry>;
}

/** Rejects with `internal` for an entry that does not open: somebody with access to storage wrote it, and budgets may not be guessed. */
export function ledgerOf(store: LedgerStore, period: PeriodId, sealer: Sealer): Ledger {
  return {
    async find(person) {
      const found = await store.find(period, sealer.ledgerKeyOf(person));
      return found && { value: opened(sealer, found.value), etag: found.etag };
    },
    update: (entry, etag) => store.update(period, sealer.sealLedgerEntry(entry), etag),
    async *all() {
      for await (const page of store.pages(period)) {
        for (const { value } of page) {
          const entry = sealer.openLedgerEntry(value);
          if (entry) yield entry;
        }
      }
    },
  };
}

/** The entry of somebody who was not asked yet. */
export const blankEntry = (person: PersonId): LedgerEntry => ({ person, week: '', prompts: 0, others: 0, day: '', places: 0, weeks: 0 });

function opened(sealer: Sealer, entry: SealedLedgerEntry): LedgerEntry {
  const found = sealer.openLedgerEntry(entry);
  if (!found)
    throw new HeldError(
      'internal',
      'An entry of the ledger cannot be opened: storage was changed by another hand. That person is not asked.',
    );
  return found;
}
