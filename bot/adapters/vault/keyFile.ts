import { randomBytes, randomUUID } from 'node:crypto';
import { access, constants, link, mkdir, open, readdir, readFile, stat, unlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { PeriodId } from '../../domain/ids.ts';
import { HeldError } from '../../errors.ts';

export const keyBytes = 32;

/** Which key of a period a file holds. */
export type KeyKind = 'places' | 'outer' | 'inner-public' | 'inner-private' | 'freeze' | `record-${string}` | 'supervision';

/** One key of one period in one file that names both, so that a file copied to another place is no key there. */
export interface KeyFile {
  readonly folder: string;
  /** `lasting`: of no period. */
  readonly period: PeriodId | 'lasting';
  readonly kind: KeyKind;
}

const pathOf = ({ folder, period, kind }: KeyFile): string => join(folder, `${period}.${kind}.key`);
const labelOf = ({ period, kind }: KeyFile): string => `held:${kind}:${period}:`;

/** The key, or undefined when there is no file. A file that holds anything else is refused, never guessed at. */
export async function readKey(file: KeyFile): Promise<Uint8Array | undefined> {
  const text = await orMissing(readFile(pathOf(file), 'utf8'));
  if (text === undefined) return undefined;
  const [label, encoded] = [text.slice(0, labelOf(file).length), text.slice(labelOf(file).length).trimEnd()];
  const key = Buffer.from(encoded, 'base64url');
  if (label !== labelOf(file) || key.length !== keyBytes || key.toString('base64url') !== encoded) {
    throw new HeldError(
      'keys-down',
      `The key file ${pathOf(file)} is damaged. Restore it from a backup; without it the period cannot go on.`,
    );
  }
  return new Uint8Array(key);
}

/** Stores a key where there is none, whole and on disk before it returns, and gives back the key that stands: this one or an earlier one. */
export async function createKey(file: KeyFile, key: Uint8Array): Promise<Uint8Array> {
  const standing = await readKey(file);
  if (standing) return standing;
  await asKeysDown(async () => {
    await mkdir(file.folder, { recursive: true, mode: 0o700 });
    const temporary = `${pathOf(file)}.${randomUUID()}`;
    try {
      await writeThrough(temporary, 'wx', `${labelOf(file)}${Buffer.from(key).toString('base64url')}\n`);
      // Unlike a rename, a link never replaces a key that another process made in the meantime.
      await link(temporary, pathOf(file));
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    } finally {
      await orMissing(unlink(temporary));
    }
    await syncFolder(file.folder);
  });
  const stored = await readKey(file);
  if (!stored) throw new HeldError('keys-down', `The key file ${pathOf(file)} went away while it was made.`);
  return stored;
}

/** Overwrites and deletes a key, with copies that a crash left in the middle of making it; gone already is done. */
export async function destroyKey(file: KeyFile): Promise<void> {
  await asKeysDown(async () => {
    const copies = await copiesOf(file);
    for (const path of copies ?? []) {
      const found = await orMissing(stat(path));
      if (!found) continue;
      // A courtesy to plain disks; on flash and copying file systems only the disk's own encryption makes sure.
      await writeThrough(path, 'r+', randomBytes(found.size));
      await unlink(path);
    }
    if (copies) await syncFolder(file.folder);
  });
}

/** Whether a key file stands, or a copy left in the middle of making it, without reading any. */
export async function keyStands(file: KeyFile): Promise<boolean> {
  const copies = await copiesOf(file);
  // A wrong path must not look like a destroyed key.
  if (!copies) throw new HeldError('keys-down', `The key folder ${file.folder} is missing, so nobody can tell whether its keys are gone.`);
  return copies.length > 0;
}

async function copiesOf(file: KeyFile): Promise<string[] | undefined> {
  const names = await orMissing(readdir(file.folder));
  return names?.filter((name) => name.startsWith(basename(pathOf(file)))).map((name) => join(file.folder, name));
}

/** Can the folder be read, and written where `writable`? */
export async function reachFolder(folder: string, writable: boolean): Promise<void> {
  await asKeysDown(() => access(folder, constants.R_OK | constants.X_OK | (writable ? constants.W_OK : 0)));
}

export async function makeFolder(folder: string): Promise<void> {
  await asKeysDown(() => mkdir(folder, { recursive: true, mode: 0o700 }));
}

async function writeThrough(path: string, flags: 'wx' | 'r+', content: string | Uint8Array): Promise<void> {
  const handle = await open(path, flags, 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Without this a power cut may undo a creation or a deletion that was reported as done. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

async function orMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw keysDown(error);
  }
}

async function asKeysDown<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw keysDown(error);
  }
}

function keysDown(error: unknown): HeldError {
  if (error instanceof HeldError) return error;
  return new HeldError(
    'keys-down',
    `The key folder cannot be used (${codeOf(error) ?? 'unknown failure'}); check that it exists and belongs to Held.`,
    {
      cause: error,
    },
  );
}
