import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface FileBytes {
  readonly path: string;
  readonly bytes: Buffer;
}

/** Every file below a folder. Files that go away meanwhile are passed over. */
export async function filesUnder(folder: string): Promise<readonly FileBytes[]> {
  const found: FileBytes[] = [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes) found.push({ path, bytes });
  }
  return found;
}
