import { readFileSync, statSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { HeldError } from '../../errors.ts';
import type { Clock } from '../../ports.ts';

/** Where the stored clock of a data folder lies. */
export const localClockFile = (dataDir: string): string => join(dataDir, 'clock.json');

const instant = z.string().transform((text, context) => {
  try {
    return Temporal.Instant.from(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'not an ISO instant' });
    return z.NEVER;
  }
});
/** At the real instant `real` it was `product` in the product; from there it runs on. */
const stored = z.strictObject({ product: instant, real: instant });

/**
 * A clock that a laptop can move: stored in a file that both processes share, running on at real speed, re-read whenever the file
 * changes. While there is no file it is the system's time. A file that cannot be read rejects every `now()` with how to fix it.
 */
export function localClock(file: string): Clock {
  let version = '';
  let offset = new Temporal.Duration();
  return {
    now() {
      const found = versionOf(file);
      if (found !== version) {
        offset = found === '' ? new Temporal.Duration() : readOffset(file);
        version = found;
      }
      return Temporal.Now.instant().add(offset);
    },
  };
}

/** Sets the stored clock, at once and whole for every process that reads it. */
export async function setLocalClock(file: string, product: Temporal.Instant): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${randomUUID()}`;
  try {
    const content = { product: product.toString(), real: Temporal.Now.instant().toString() };
    await writeFile(temporary, `${JSON.stringify(content)}\n`, { mode: 0o600 });
    await rename(temporary, file);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw new HeldError('internal', `The clock could not be written to ${file}; is the folder writable?`, { cause });
  }
}

/** Tells versions of the file apart: a rename gives it another inode. Empty when there is none. */
function versionOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false, bigint: true });
  return stat ? `${stat.ino}.${stat.mtimeNs}.${stat.size}` : '';
}

function readOffset(file: string): Temporal.Duration {
  try {
    const { product, real } = stored.parse(JSON.parse(readFileSync(file, 'utf8')));
    return real.until(product);
  } catch (cause) {
    throw new HeldError('internal', `The stored clock ${file} cannot be read. Delete it, or set it again with “held demo clock”.`, {
      cause,
    });
  }
}
