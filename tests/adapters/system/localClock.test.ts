import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { localClock, localClockFile, setLocalClock } from '../../../bot/adapters/system/localClock.ts';
import { systemClock } from '../../../bot/adapters/system/systemClock.ts';

let dir: string;
let file: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'held-clock-'));
  file = localClockFile(dir);
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const wednesday = Temporal.Instant.from('2026-11-18T10:05:00Z');
/** A minute of tolerance: the test may be slow, the clock may not be wrong by more. */
const near = (a: Temporal.Instant, b: Temporal.Instant): boolean => Math.abs(a.epochMilliseconds - b.epochMilliseconds) < 60_000;

describe('the stored clock', () => {
  it('is the system’s time while nothing is stored', () => {
    expect(near(localClock(file).now(), systemClock.now())).toBe(true);
  });

  it('is shared by every instance, and moves under all of them', async () => {
    const [web, opener] = [localClock(file), localClock(file)];
    await setLocalClock(file, wednesday);
    expect(near(web.now(), wednesday)).toBe(true);
    expect(near(opener.now(), wednesday)).toBe(true);
    const later = wednesday.add({ hours: 24 * 40 });
    await setLocalClock(file, later);
    expect(near(web.now(), later)).toBe(true);
    expect(near(opener.now(), later)).toBe(true);
    await setLocalClock(file, wednesday);
    expect(near(web.now(), wednesday)).toBe(true);
    await rm(file);
    expect(near(opener.now(), systemClock.now())).toBe(true);
  });

  it('runs on, in a later process too', async () => {
    await setLocalClock(file, wednesday);
    const clock = localClock(file);
    const first = clock.now();
    const spent = Date.now();
    while (Date.now() - spent < 5);
    const second = clock.now();
    expect(Temporal.Instant.compare(second, first)).toBe(1);
    expect(Temporal.Instant.compare(localClock(file).now(), second)).toBeGreaterThanOrEqual(0);
    expect(Temporal.Instant.compare(first, wednesday)).toBeGreaterThanOrEqual(0);
  });

  it('leaves nothing half-written and no other files', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, i) => setLocalClock(file, wednesday.add({ hours: i }))));
    expect(await readdir(dir)).toEqual(['clock.json']);
    expect(() => localClock(file).now()).not.toThrow();
  });

  it('makes its folder', async () => {
    const deep = localClockFile(join(dir, 'a', 'b'));
    await setLocalClock(deep, wednesday);
    expect(near(localClock(deep).now(), wednesday)).toBe(true);
  });

  it('says how to fix a file that cannot be read, and goes on once it is fixed', async () => {
    const clock = localClock(file);
    for (const bad of ['', '{}', 'rubbish', '{"product":"yesterday","real":"2026-11-18T10:05:00Z"}', '[]']) {
      await writeFile(file, bad);
      expect(() => clock.now()).toThrow(expect.objectContaining({ code: 'internal', because: expect.stringContaining(file) }));
    }
    await setLocalClock(file, wednesday);
    expect(near(clock.now(), wednesday)).toBe(true);
  });
});
