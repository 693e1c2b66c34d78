import { createHash } from 'node:crypto';
import { odata } from '@azure/data-tables';
import { z } from 'zod';
import { HeldError } from '../../errors.ts';
import { deleteRows } from './batches.ts';
import { parseRow } from './rows.ts';
import type { FoundRow, Table } from './table.ts';

/** A property holds 64 KiB of bytes at most, a row 1 MiB of properties, which Azurite measures as base64. */
const bytesAProperty = 60_000;
const propertiesARow = 10;
const bytesARow = bytesAProperty * propertiesARow;

const manifests = 'manifest';
const manifestRow = z.object({ rowKey: z.string(), hash: z.string(), bytes: z.int().nonnegative() });
export type Manifest = z.output<typeof manifestRow>;

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Write-once documents too large for one row. The text is staged in chunks, then a manifest with its hash is inserted; who reads starts
 * at the manifest, so a document is there whole or not at all, and is checked against its hash.
 */
export class Documents {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  /** Writes once. The same text again: no change. Another text: rejects with `refused`, and nothing of it stays. */
  async write(id: string, text: string): Promise<void> {
    const hash = sha256(text);
    if (await this.#stands(id, hash)) return;
    const bytes = Buffer.from(text);
    // Chunks of a run that crashed before its manifest may differ from ours; two versions must never lie side by side.
    await deleteRows(this.#table, odata`PartitionKey eq ${chunksOf(id)}`);
    for (let index = 0; index * bytesARow < bytes.length; index += 1) {
      const properties = propertiesOf(bytes.subarray(index * bytesARow, (index + 1) * bytesARow));
      await this.#table.put({ partitionKey: chunksOf(id), rowKey: chunkKey(index), ...properties });
    }
    const first = await this.#table.insert({ partitionKey: manifests, rowKey: id, hash, bytes: bytes.length });
    if (!first) await this.#stands(id, hash);
  }

  /** All manifests, by id: one small request. */
  async manifests(): Promise<Manifest[]> {
    return (await this.#table.all(odata`PartitionKey eq ${manifests}`)).map((row) => parseRow(manifestRow, row, this.#table.name));
  }

  async manifest(id: string): Promise<Manifest | undefined> {
    const row = await this.#table.get(manifests, id);
    return row && parseRow(manifestRow, row, this.#table.name);
  }

  /** The text behind a manifest; rejects when it does not match its hash. */
  async read({ rowKey: id, hash, bytes }: Manifest): Promise<string> {
    const chunks = await this.#table.all(odata`PartitionKey eq ${chunksOf(id)}`);
    const text = Buffer.concat(chunks.flatMap(bytesOf)).toString();
    if (Buffer.byteLength(text) !== bytes || sha256(text) !== hash) {
      throw new HeldError(
        'internal',
        `Table ${this.#table.name}: what is stored for ${id} does not match its manifest. Restore it from a backup.`,
      );
    }
    return text;
  }

  async #stands(id: string, hash: string): Promise<boolean> {
    const manifest = await this.manifest(id);
    if (!manifest) return false;
    if (manifest.hash === hash) return true;
    throw new HeldError('refused', `Table ${this.#table.name} holds another version for ${id}; what was written once stays as it is.`);
  }
}

const chunksOf = (id: string): string => `chunks.${id}`;
const chunkKey = (index: number): string => String(index).padStart(4, '0');
const property = (index: number): string => `c${String(index).padStart(2, '0')}`;

function propertiesOf(bytes: Uint8Array): Record<string, Uint8Array> {
  const properties: Record<string, Uint8Array> = {};
  for (let index = 0; index * bytesAProperty < bytes.length; index += 1) {
    properties[property(index)] = bytes.subarray(index * bytesAProperty, (index + 1) * bytesAProperty);
  }
  return properties;
}

function bytesOf(row: FoundRow): Uint8Array[] {
  const parts = Array.from({ length: propertiesARow }, (_, index) => row[property(index)]);
  return parts.filter((part) => part instanceof Uint8Array);
}
