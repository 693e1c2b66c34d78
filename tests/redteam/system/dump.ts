import { TableServiceClient } from '@azure/data-tables';
import { QueueServiceClient } from '@azure/storage-queue';
import { z } from 'zod';
import type { Lab } from './lab.ts';

/** One row as storage gives it to whoever may read: properties in the order in which they come, binary ones in base64. */
export interface RawRow {
  readonly partitionKey: string;
  readonly rowKey: string;
  readonly etag: string;
  readonly timestamp: string;
  /** Everything else, type annotations included. */
  readonly properties: readonly (readonly [name: string, value: unknown])[];
  /** The whole row as text. */
  readonly text: string;
}

/** Every table by its name; rows in the order in which storage lists them. */
export type Dump = ReadonlyMap<string, readonly RawRow[]>;

const listed = z.object({ value: z.array(z.record(z.string(), z.unknown())) });
const ownProperties = new Set(['PartitionKey', 'RowKey', 'Timestamp']);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A dump of all tables as an outsider with read access would take it, byte for byte what the service sends. */
export async function dumpTables(lab: Lab): Promise<Dump> {
  const dump = new Map<string, readonly RawRow[]>();
  const service = TableServiceClient.fromConnectionString(lab.azurite.tables, { allowInsecureConnection: true });
  for await (const { name } of service.listTables()) if (name) dump.set(name, await dumpTable(lab, name));
  return dump;
}

export async function dumpTable(lab: Lab, name: string): Promise<readonly RawRow[]> {
  const bodies: string[] = [];
  const pages = lab.table(name).listEntities({ onResponse: ({ bodyAsText }) => void bodies.push(bodyAsText ?? '') });
  let rows = 0;
  for await (const _ of pages) rows += 1;
  const found = bodies.flatMap((body) => listed.parse(JSON.parse(body)).value.map(rawRow));
  if (found.length !== rows) throw new Error(`Table ${name}: ${rows} rows, ${found.length} in the raw answers.`);
  return found;
}

function rawRow(row: Readonly<Record<string, unknown>>): RawRow {
  return {
    partitionKey: text(row['PartitionKey']),
    rowKey: text(row['RowKey']),
    etag: text(row['odata.etag']),
    timestamp: text(row['Timestamp']),
    properties: Object.entries(row).filter(([name]) => !name.startsWith('odata.') && !ownProperties.has(name)),
    text: JSON.stringify(row),
  };
}

/** Text of every queue message that can be seen; hidden ones are found on disk only. */
export async function dumpQueues(lab: Lab): Promise<readonly string[]> {
  const service = QueueServiceClient.fromConnectionString(lab.azurite.queues);
  const messages: string[] = [];
  for await (const { name } of service.listQueues()) {
    const { peekedMessageItems } = await service.getQueueClient(name).peekMessages({ numberOfMessages: 32 });
    messages.push(...peekedMessageItems.map(({ messageText }) => messageText));
  }
  return messages;
}
