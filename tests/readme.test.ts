import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { settings, type Setting } from '../bot/config.ts';
import { root } from './helpers/checks.ts';

const readme = await readFile(join(root, 'README.md'), 'utf8');

/** The README's row for a setting: what the code says of it, word for word. */
function rowOf({ name, meaning, where, neededInAzure, default: fallback }: Setting): string {
  const needed = where === 'both' ? 'needed in azure' : `${where}; needed in azure`;
  const mode = neededInAzure === 'none' ? where : needed;
  return `| \`${name}\` | ${fallback === undefined ? '' : `\`${fallback}\``} | ${mode} | ${meaning} |`;
}

describe('the README', () => {
  it('lists every setting as the code has it', () => {
    const missing = settings.map(rowOf).filter((row) => !readme.includes(row));
    expect(missing).toEqual([]);
  });

  it('points only to files that exist', () => {
    const named = [...readme.matchAll(/`((?:bot|tab|words|tests|appPackage|docs)\/[\w./-]+)`|\((docs\/[\w./-]+)\)/g)].map(
      (match) => match[1] ?? match[2] ?? '',
    );
    expect(named.length).toBeGreaterThan(25);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
