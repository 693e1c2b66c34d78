/** Private records over stores in memory: for tests of the routes, where no storage is the point. */
import { randomBytes } from 'node:crypto';
import { createRecordSealing } from '../../bot/adapters/sealing/record.ts';
import { randomness } from '../../bot/adapters/system/randomness.ts';
import type { EnvelopeRow } from '../../bot/domain/envelope.ts';
import type { PeriodId } from '../../bot/domain/ids.ts';
import type {
  Clock,
  Logger,
  PendingRow,
  PeriodStore,
  RecordNights,
  RecordStore,
  RecordVault,
  RosterStore,
  Stored,
} from '../../bot/ports.ts';
import { RecordBook, type RecordDeps } from '../../bot/usecases/record/recordBook.ts';

export function recordsInMemory(): RecordStore {
  const rows = new Map<string, Stored<EnvelopeRow>>();
  const pending = new Map<string, PendingRow>();
  let nights: RecordNights | undefined;
  let revision: string | undefined;
  let writes = 0;
  const keyOf = (period: PeriodId, rowKey: string): string => `${period} ${rowKey}`;
  const store = (period: PeriodId, value: EnvelopeRow): void => {
    writes += 1;
    rows.set(keyOf(period, value.rowKey), { value, etag: String(writes) });
  };
  const all = (period: PeriodId): Stored<EnvelopeRow>[] => [...rows].filter(([key]) => key.startsWith(`${period} `)).map(([, row]) => row);
  return {
    insertMissing: async (period, inserted) => {
      for (const row of inserted) if (!rows.has(keyOf(period, row.rowKey))) store(period, row);
    },
    merge: async (period, rowKey, columns) => {
      const found = rows.get(keyOf(period, rowKey));
      if (found) store(period, { rowKey, columns: { ...found.value.columns, ...columns } });
      return found !== undefined;
    },
    async *pages(period) {
      yield all(period);
    },
    async *headers(period) {
      yield all(period).map(({ value }) => value);
    },
    rewrite: async (period, rewritten) =>
      rewritten.flatMap(({ value, etag }) => {
        if (rows.get(keyOf(period, value.rowKey))?.etag !== etag) return [value.rowKey];
        store(period, value);
        return [];
      }),
    find: async (period, rowKey) => rows.get(keyOf(period, rowKey)),
    deleteAll: async (period) => all(period).forEach(({ value }) => rows.delete(keyOf(period, value.rowKey))),
    nights: async () => nights,
    saveNights: async (saved) => void (nights = saved),
    standing: async () => ({ nights, revision }),
    saveRevision: async (saved) => void (revision = saved),
    addPending: async (row) => void pending.set(row.id, row),
    async *pending() {
      yield [...pending.values()];
    },
    removePending: async (ids) => ids.forEach((id) => pending.delete(id)),
  };
}

export function recordKeysInMemory(): RecordVault {
  const keys = new Map<string, Uint8Array>();
  return {
    createRecordKey: async (name) => void keys.set(name, keys.get(name) ?? randomBytes(32)),
    recordKey: async (name) => keys.get(name),
    destroyRecordKey: async (name) => void keys.delete(name),
  };
}

export async function recordPart(given: {
  readonly periods: PeriodStore;
  readonly roster: RosterStore;
  readonly clock: Clock;
  readonly log: Logger;
}): Promise<RecordDeps & { readonly book: RecordBook }> {
  const deps: RecordDeps = {
    ...given,
    records: recordsInMemory(),
    leases: { withLease: (_name, work) => work() },
    vault: recordKeysInMemory(),
    recordSealing: await createRecordSealing(),
    randomness,
    timeZone: 'Europe/London',
  };
  return { ...deps, book: new RecordBook(deps) };
}
