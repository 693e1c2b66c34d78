import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './checks.ts';

/**
 * A folder with what `make` builds from these files and folders of the repository. Test files, in whichever process, share one build of the
 * same sources, whichever comes first; the folder stays. `make` gives the folder that it built into.
 */
export async function sharedBuild(name: string, sources: readonly string[], make: () => Promise<string>): Promise<string> {
  const shared = join(tmpdir(), `held-${name}-built-${await nameOf(sources)}`);
  if (existsSync(shared)) return shared;
  const fresh = await make();
  // Another's build may have come first: both are the same.
  await rename(fresh, shared).catch(() => rm(fresh, { recursive: true, force: true }));
  return shared;
}

/** A name for the sources as they are now. */
async function nameOf(sources: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const source of sources) {
    const path = join(root, source);
    const below = (await stat(path)).isDirectory()
      ? (await readdir(path, { recursive: true })).sort().map((name) => join(path, name))
      : [path];
    for (const file of below) if ((await stat(file)).isFile()) hash.update(file).update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 24);
}
