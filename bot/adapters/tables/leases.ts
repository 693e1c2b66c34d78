import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { LeaseStore } from '../../ports.ts';
import { parseRow } from './rows.ts';
import type { Table } from './table.ts';

const partitionKey = 'lease';
const leaseRow = z.object({ holder: z.string(), expires: z.number(), etag: z.string() });

/** A release that failed is tried again after so long. */
const releaseAgainMs = 1_000;

export interface LeaseOptions {
  /** How long a lease outlives a holder that died; it is renewed four times as often. */
  readonly seconds?: number;
}

/** Leases by name. They run on real time, never on the product's clock: they are about processes that are alive now. */
export function leaseStore(table: Table, { seconds = 120 }: LeaseOptions = {}): LeaseStore {
  return {
    async withLease(name, work) {
      const holder = randomUUID();
      const taken = await take(name, holder).catch((error: unknown) => {
        // It may be taken all the same: the answer alone got lost.
        releaseLater(name, holder);
        throw error;
      });
      if (!taken) return undefined;
      // A renewal that fails is tried again at the next turn; the work goes on, guarded by etags of its own.
      const renewal = setInterval(() => void renew(name, holder).catch(() => undefined), (seconds * 1000) / 4);
      renewal.unref();
      try {
        return await work();
      } finally {
        clearInterval(renewal);
        await release(name, holder).catch(() => releaseLater(name, holder));
      }
    },
  };

  /** Storage that was away comes back long before a lease runs out: nobody need wait for one that no work holds. Not released at all, it ends by itself. */
  function releaseLater(name: string, holder: string, until = Date.now() + seconds * 1000): void {
    if (Date.now() > until) return;
    setTimeout(() => void release(name, holder).catch(() => releaseLater(name, holder, until)), releaseAgainMs).unref();
  }

  async function read(name: string): Promise<z.output<typeof leaseRow> | undefined> {
    const row = await table.get(partitionKey, name);
    return row && parseRow(leaseRow, row, table.name);
  }

  async function take(name: string, holder: string): Promise<boolean> {
    const current = await read(name);
    if (current && current.expires > Date.now()) return false;
    const row = { partitionKey, rowKey: name, holder, expires: Date.now() + seconds * 1000 };
    const taken = current ? await table.replace(row, current.etag) : await table.insert(row);
    // A first try whose answer got lost looks like somebody else's: the row tells.
    return taken || (await read(name))?.holder === holder;
  }

  async function renew(name: string, holder: string): Promise<void> {
    const current = await read(name);
    if (current?.holder !== holder) return;
    await table.replace({ partitionKey, rowKey: name, holder, expires: Date.now() + seconds * 1000 }, current.etag);
  }

  async function release(name: string, holder: string): Promise<void> {
    const current = await read(name);
    if (current?.holder === holder) await table.remove(partitionKey, name, current.etag);
  }
}
