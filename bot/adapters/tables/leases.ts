import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { LeaseStore } from '../../ports.ts';
import { parseRow } from './rows.ts';
import type { Table } from './table.ts';

const partitionKey = 'lease';
const leaseRow = z.object({ holder: z.string(), expires: z.number(), etag: z.string() });

export interface LeaseOptions {
  /** How long a lease outlives a holder that died; it is renewed four times as often. */
  readonly seconds?: number;
}

/** Leases by name. They run on real time, never on the product's clock: they are about processes that are alive now. */
export function leaseStore(table: Table, { seconds = 120 }: LeaseOptions = {}): LeaseStore {
  return {
    async withLease(name, work) {
      const holder = randomUUID();
      if (!(await take(name, holder))) return undefined;
      // A renewal that fails is tried again at the next turn; the work goes on, guarded by etags of its own.
      const renewal = setInterval(() => void renew(name, holder).catch(() => undefined), (seconds * 1000) / 4);
      renewal.unref();
      try {
        return await work();
      } finally {
        clearInterval(renewal);
        // Not released, it ends by itself.
        await release(name, holder).catch(() => undefined);
      }
    },
  };

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
