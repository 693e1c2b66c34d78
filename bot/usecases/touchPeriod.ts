import type { EnvelopeRow } from '../domain/envelope.ts';
import type { Period } from '../domain/period.ts';
import { HeldError } from '../errors.ts';
import type { EnvelopeStore, LedgerStore, Sealer, SealedLedgerEntry, Stored } from '../ports.ts';

export interface TouchDeps {
  readonly envelopes: EnvelopeStore;
  readonly ledger: LedgerStore;
}

/** What somebody writes during the touch wins; it is read and rewritten again, this often at most. */
const attempts = 10;

/**
 * Rewraps every column of every row with a fresh nonce, then seals every ledger entry anew, so that neither timestamps nor a comparison of
 * two dumps show who was asked, who answered or where. ETag-guarded: an answer is never overwritten. Gives back how many columns and entries
 * would not open (damaged or moved by someone with write access): those stay as they are, rows for the opener to set aside.
 * The last touch moves the outer envelopes from a key of H_p to one of W_p: until then not even the opener sees what changes.
 */
export async function touchPeriod(
  { envelopes, ledger }: TouchDeps,
  period: Period,
  sealer: Sealer,
  which: 'nightly' | 'last' = 'nightly',
): Promise<number> {
  let unreadable = 0;
  const rewrap = which === 'last' ? sealer.rewrapForOpening : sealer.rewrap;
  const rewrapped = (row: EnvelopeRow): EnvelopeRow => {
    const columns = Object.entries(row.columns).map(([column, sealed]): [string, Uint8Array] => {
      const fresh = rewrap(row.rowKey, column, sealed);
      if (!fresh) unreadable += 1;
      return [column, fresh ?? sealed];
    });
    return { rowKey: row.rowKey, columns: Object.fromEntries(columns) };
  };
  const resealed = (entry: SealedLedgerEntry): SealedLedgerEntry => {
    const opened = sealer.openLedgerEntry(entry);
    if (!opened) unreadable += 1;
    return opened ? sealer.sealLedgerEntry(opened) : entry;
  };

  await rewriteAll(envelopes, period, rewrapped);
  await rewriteAll(ledger, period, resealed);
  return unreadable;
}

/** A table of which every row is to be written anew. */
interface Rewritable<Row, Key> {
  pages(period: Period['id']): AsyncIterable<readonly Stored<Row>[]>;
  rewrite(period: Period['id'], rows: readonly Stored<Row>[]): Promise<readonly Key[]>;
  find(period: Period['id'], key: Key): Promise<Stored<Row> | undefined>;
}

async function rewriteAll<Row, Key>(table: Rewritable<Row, Key>, { id }: Period, anew: (row: Row) => Row): Promise<void> {
  const written = ({ value, etag }: Stored<Row>): Stored<Row> => ({ value: anew(value), etag });
  for await (const page of table.pages(id)) {
    let conflicts = await table.rewrite(id, page.map(written));
    for (let attempt = 1; conflicts.length > 0; attempt += 1) {
      if (attempt === attempts) throw new HeldError('storage-down', 'Rows kept changing during the touch; it will be repeated.');
      const found = await Promise.all(conflicts.map((key) => table.find(id, key)));
      conflicts = await table.rewrite(id, found.filter((row) => row !== undefined).map(written));
    }
  }
}
