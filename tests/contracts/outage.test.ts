import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { openQueues } from '../../bot/adapters/queues/openQueues.ts';
import { openTables, type Tables } from '../../bot/adapters/tables/openTables.ts';
import { asLedgerKey, asRowKey, parsePeriodId, parsePersonId } from '../../bot/domain/ids.ts';
import { HeldError } from '../../bot/errors.ts';
import { freePort, startAzurite } from '../helpers/azurite.ts';

const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
const connection = (kind: 'Table' | 'Queue', port: number): string =>
  `DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=${key};${kind}Endpoint=http://127.0.0.1:${port}/devstoreaccount1;`;
const person = parsePersonId('0f8fad5b-d9cb-469f-a165-70867728950e');
const period = parsePeriodId('2026-27-2');
if (!person || !period) throw new Error('ids');
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

/** Every kind of request that a store makes. */
const requests = (tables: Tables): Promise<unknown>[] => [
  tables.ping(),
  tables.roster.find(person),
  tables.people.all(),
  tables.periods.list(),
  tables.envelopes.merge(period, asRowKey('abc'), { S01: new Uint8Array(312) }),
  tables.envelopes.insertMissing(period, [{ rowKey: asRowKey('abc'), columns: {} }]),
  tables.envelopes.pages(period)[Symbol.asyncIterator]().next(),
  tables.envelopes.deleteAll(period),
  tables.ledger.insertMissing(period, [{ key: asLedgerKey('abc'), sealed: new Uint8Array(312) }]),
  tables.releases.list(),
  tables.leases.withLease('any', async () => 'never'),
  tables.conversations.save(person, 'x'),
];

async function codesOf(requested: Promise<unknown>[]): Promise<unknown[]> {
  const ended = await Promise.allSettled(requested);
  return ended.map((end) => (end.status === 'rejected' && end.reason instanceof HeldError ? end.reason.code : end));
}

describe('storage that is down', () => {
  it('says so, whatever was asked, and names nobody', async () => {
    const tables = openTables(connection('Table', await freePort()));
    expect(new Set(await codesOf(requests(tables)))).toEqual(new Set(['storage-down']));
    const failure = await tables.roster.find(person).catch((error: unknown) => error);
    expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain(person.slice(0, 8));
    expect(failure).not.toHaveProperty('cause');
  });

  it('that answers 500 or 503, or asks for a long wait, is down too', async () => {
    for (const [status, headers] of [
      [500, {}],
      [503, { 'retry-after': '3600' }],
    ] as const) {
      const port = await serve((request, answer) => {
        request.resume();
        answer.writeHead(status, headers);
        answer.end('{}');
      });
      const tables = openTables(connection('Table', port), { deadlines: { point: 500, bulk: 1_000 } });
      expect(await codesOf([tables.ping(), tables.people.all()])).toEqual(['storage-down', 'storage-down']);
    }
  });

  it('that never answers is given up', async () => {
    const port = await serve(() => undefined);
    const queues = openQueues(connection('Queue', port), { log });
    const tables = openTables(connection('Table', port));
    expect(await codesOf([tables.ping(), queues.ping(), queues.prompts.take()])).toEqual(['storage-down', 'storage-down', 'storage-down']);
  });

  it('that refuses our key is down, with the way to fix it', async () => {
    const port = await serve((request, answer) => {
      request.resume();
      answer.writeHead(403);
      answer.end('{}');
    });
    await expect(openTables(connection('Table', port)).ping()).rejects.toMatchObject({
      code: 'storage-down',
      because: expect.stringContaining('key'),
    });
  });

  it('without its tables is down; after an outage the same stores go on, and what was acknowledged is there', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'held-outage-'));
    const first = await startAzurite({ dir });
    const tables = openTables(first.tables);
    try {
      await expect(tables.conversations.save(person, 'x')).rejects.toMatchObject({ code: 'storage-down' });
      await expect(tables.people.all()).rejects.toMatchObject({ code: 'storage-down' });
      await tables.ensure();
      await tables.conversations.save(person, 'kept');
    } finally {
      await first.stop();
    }
    await expect(tables.conversations.find(person)).rejects.toMatchObject({ code: 'storage-down' });
    const second = await startAzurite({ dir, tablePort: first.tablePort, queuePort: first.queuePort });
    try {
      expect(await tables.conversations.find(person)).toBe('kept');
    } finally {
      await second.stop();
      await rm(dir, { recursive: true });
    }
  });
});

describe('queues that are down', () => {
  it('say so, whatever was asked', async () => {
    const queues = openQueues(connection('Queue', await freePort()), { log });
    const prompt = { whom: 'c2VhbGVk', period, dueAt: '2026-11-18T10:05:00Z', occasion: 'meeting' } as const;
    const codes = await codesOf([queues.ping(), queues.ensure(), queues.prompts.put(prompt, 5), queues.prompts.take()]);
    expect(new Set(codes)).toEqual(new Set(['storage-down']));
  });
});
