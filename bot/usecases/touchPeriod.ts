import type { EnvelopeRow } from '../domain/envelope.ts';
import type { Period } from '../domain/period.ts';
import { HeldError } from '../errors.ts';
import type { EnvelopeStore, LedgerStore, Sealer, Stored } from '../ports.ts';

export interface TouchDeps {
  readonly envelopes: EnvelopeStore;
  readonly ledger: LedgerStore;
}

/** An answer that lands while its row is rewrapped wins; the row is read and rewrapped again, this often at most. */
const attempts = 10;

/**
 * Rewraps every column of every row with a fresh nonce, then rewrites the ledger, so that neither timestamps nor a comparison of two
 * dumps show who answered or where. ETag-guarded: an answer is never overwritten. Gives back how many columns would not rewrap
 * (damaged or moved by someone with write access): those stay as they are, for the opener to set aside.
 */
export async function touchPeriod({ envelopes, ledger }: TouchDeps, period: Period, sealer: Sealer): Promise<number> {
  let unreadable = 0;
  const rewrapped = ({ value, etag }: Stored<EnvelopeRow>): Stored<EnvelopeRow> => {
    const columns = Object.entries(value.columns).map(([column, sealed]): [string, Uint8Array] => {
      const fresh = sealer.rewrap(value.rowKey, column, sealed);
      if (!fresh) unreadable += 1;
      return [column, fresh ?? sealed];
    });
    return { value: { rowKey: value.rowKey, columns: Object.fromEntries(columns) }, etag };
  };

  for await (const page of envelopes.pages(period.id)) {
    let conflicts = await envelopes.rewrite(period.id, page.map(rewrapped));
    for (let attempt = 1; conflicts.length > 0; attempt += 1) {
      if (attempt === attempts) throw new HeldError('storage-down', 'Rows kept changing during the touch; it will be repeated.');
      const found = await Promise.all(conflicts.map((rowKey) => envelopes.find(period.id, rowKey)));
      conflicts = await envelopes.rewrite(period.id, found.filter((row) => row !== undefined).map(rewrapped));
    }
  }
  await ledger.rewriteAll(period.id);
  return unreadable;
}
