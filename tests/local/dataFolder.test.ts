import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { markEnded, markRunning, readDemoState, refuseWhileRunning, wipe, writeDemoState } from '../../bot/local/dataFolder.ts';

let parent: string;
let dir: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'held-folder-'));
  dir = join(parent, 'data');
});
afterEach(() => rm(parent, { recursive: true, force: true }));

describe('the data folder', () => {
  it('remembers how far the demo is', async () => {
    expect(await readDemoState(dir)).toBeUndefined();
    await writeDemoState(dir, 'making');
    expect(await readDemoState(dir)).toBe('making');
    await writeDemoState(dir, 'made');
    expect(await readDemoState(dir)).toBe('made');
  });

  it('of an older format is refused with the command that helps', async () => {
    await writeDemoState(dir, 'made');
    await writeFile(join(dir, 'held.json'), '{"format":0,"demo":"made"}');
    await expect(readDemoState(dir)).rejects.toThrow(/older format .* npm run demo:reset/);
    await writeFile(join(dir, 'held.json'), 'not json');
    await expect(readDemoState(dir)).rejects.toThrow(/npm run demo:reset/);
  });

  it('is never somebody else’s folder: neither used nor wiped', async () => {
    await mkdir(dir);
    await writeFile(join(dir, 'thesis.txt'), 'years of work');
    await expect(readDemoState(dir)).rejects.toThrow(/no data folder of Held/);
    await expect(wipe(dir)).rejects.toThrow(/nothing in it was deleted/);
    expect(await readdir(dir)).toEqual(['thesis.txt']);
  });

  it('is wiped whole, and wiping nothing is done', async () => {
    await writeDemoState(dir, 'made');
    await mkdir(join(dir, 'azurite'));
    await writeFile(join(dir, 'azurite', 'rows'), 'x');
    await wipe(dir);
    expect(existsSync(dir)).toBe(false);
    await wipe(dir);
  });

  it('is not wiped or shared while another supervisor lives, and is when that one is gone', async () => {
    await writeDemoState(dir, 'made');
    // The test runner's parent lives for certain, and is not this process.
    await writeFile(join(dir, 'running.json'), JSON.stringify({ pid: process.ppid }));
    await expect(wipe(dir)).rejects.toThrow(/Held is running/);
    await expect(refuseWhileRunning(dir)).rejects.toThrow(/Held is running/);
    // No process has this number: pid_max is lower everywhere.
    await writeFile(join(dir, 'running.json'), JSON.stringify({ pid: 2 ** 30 }));
    await refuseWhileRunning(dir);
    await markRunning(dir);
    await markEnded(dir);
    await wipe(dir);
  });
});
