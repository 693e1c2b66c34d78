import { TableClient, TableServiceClient } from '@azure/data-tables';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Every row of every table as the service gives it: what a reader of the storage account sees. */
export async function dumpTables(connection: string): Promise<ReadonlyMap<string, readonly Record<string, unknown>[]>> {
  const options = { allowInsecureConnection: true };
  const dump = new Map<string, Record<string, unknown>[]>();
  for await (const { name } of TableServiceClient.fromConnectionString(connection, options).listTables()) {
    if (name === undefined) continue;
    const rows: Record<string, unknown>[] = [];
    for await (const row of TableClient.fromConnectionString(connection, name, options).listEntities()) rows.push(asText(row));
    dump.set(name, rows);
  }
  return dump;
}

/** Binary columns as Latin-1, so that any text in them can be looked for. */
const asText = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value]),
  );

/** Every file below a folder, as bytes read as Latin-1, so that any text in it can be looked for. */
export async function dumpFiles(folder: string, wanted: (file: string) => boolean): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = files.filter(wanted).map(async (file) => (await readFile(file)).toString('latin1'));
  return (await Promise.all(texts)).join('\n');
}

/** Text of a value in every form in which it may lie in storage. */
export function formsOf(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  return [
    text,
    bytes.toString('latin1'),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('hex'),
    JSON.stringify(text).slice(1, -1),
  ];
}
