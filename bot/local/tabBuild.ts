import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { root } from './child.ts';

/** What the tab is built from. */
const sources = ['tab', 'words', 'bot/contract', 'bot/domain'];
const page = join(root, 'dist/tab/index.html');
// Beside the build, not in it: everything in the build is served.
const stampFile = join(root, 'dist/tab-built-from.txt');

/** Builds the tab where there is no build or its sources have changed since. Says whether it did. */
export async function buildTab(): Promise<boolean> {
  const stamp = await sourcesHash();
  const built = await readFile(stampFile, 'utf8').catch(() => '');
  if (built === stamp && existsSync(page)) return false;
  // Built aside and then put in its place, so that nobody is served half a build.
  const fresh = join(root, `dist/tab-${process.pid}`);
  await build({ configFile: join(root, 'tab/vite.config.ts'), logLevel: 'warn', build: { outDir: fresh } });
  await rm(join(root, 'dist/tab'), { recursive: true, force: true });
  await rename(fresh, join(root, 'dist/tab'));
  await writeFile(stampFile, stamp);
  return true;
}

async function sourcesHash(): Promise<string> {
  const hash = createHash('sha256');
  hash.update(await readFile(join(root, 'package-lock.json')).catch(() => ''));
  for (const folder of sources) {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.toSorted()) hash.update(file.slice(root.length)).update(await readFile(file));
  }
  return hash.digest('hex');
}
