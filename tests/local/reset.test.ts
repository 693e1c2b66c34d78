import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeDemoState } from '../../bot/local/dataFolder.ts';
import { root } from '../helpers/checks.ts';

let parent: string;
let dir: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'held-reset-'));
  dir = join(parent, 'data');
  await writeDemoState(dir, 'made');
});
afterEach(() => rm(parent, { recursive: true, force: true }));

function reset(...args: readonly string[]): { readonly code: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'bot/local/reset.ts', ...args], {
    cwd: root,
    env: { ...process.env, HELD_DATA_DIR: dir },
    encoding: 'utf8',
  });
  return { code: status, output: stdout + stderr };
}

describe('demo:reset', () => {
  it.each([['--dry-run'], ['--data-dir=elsewhere'], ['everything']])('refuses %s and deletes nothing', (arg) => {
    const { code, output } = reset(arg);
    expect(code).not.toBe(0);
    expect(output).toMatch(/unknown option|too many arguments/);
    expect(existsSync(dir)).toBe(true);
  });

  it('explains itself without deleting', () => {
    expect(reset('--help')).toMatchObject({ code: 0, output: expect.stringContaining('Deletes what Held keeps') });
    expect(existsSync(dir)).toBe(true);
  });

  it('deletes when asked for nothing else', () => {
    expect(reset()).toMatchObject({ code: 0 });
    expect(existsSync(dir)).toBe(false);
  });
});
