import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Table } from '../../../bot/adapters/tables/table.ts';

/** A storage service in a thread of its own, which takes every write and closes a connection 50 ms after its last answer. */
const service = `
  const { createServer } = require('node:http');
  const { parentPort } = require('node:worker_threads');
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(204, { etag: 'W/"1"' }).end();
      setTimeout(() => request.socket.destroy(), 50);
    });
  });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

let worker: Worker;
let table: Table;

beforeAll(async () => {
  worker = new Worker(service, { eval: true });
  const [port]: unknown[] = await once(worker, 'message');
  const key = Buffer.from('invented').toString('base64');
  const to = `DefaultEndpointsProtocol=http;AccountName=a;AccountKey=${key};TableEndpoint=http://127.0.0.1:${String(port)}/a;`;
  table = new Table('HeldTest', { to, credential: undefined, deadlines: undefined });
});
afterAll(() => worker.terminate());

/** While a thread reckons it hears of no closed connection, and writes to it afterwards. */
function reckon(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

it('goes on after a connection that storage closed while this thread was busy', async () => {
  // More than a socket takes in one write, as a batch of envelopes is.
  const properties = Object.fromEntries(Array.from({ length: 15 }, (_, n) => [`bytes${n}`, new Uint8Array(60_000)]));
  const row = { partitionKey: 'p', rowKey: 'r', ...properties };
  // As many connections as there are tables, all of them idle and then closed.
  await Promise.all(Array.from({ length: 12 }, (_, n) => table.put({ partitionKey: 'p', rowKey: `r${n}` })));
  reckon(150);
  for (let turn = 0; turn < 10; turn += 1) {
    await expect(table.put(row)).resolves.toBeUndefined();
    reckon(150);
  }
});
