import { describe, expect, it } from '@jest/globals';
import { HeldError } from '../bot/errors.ts';
import { every } from '../bot/running.ts';
import { recordingLogger } from './helpers/server.ts';

describe('a loop', () => {
  it('never overlaps itself, survives failures, and ends after its turn when told', async () => {
    const { log } = recordingLogger();
    const ending = new AbortController();
    let turns = 0;
    let inside = 0;
    await every(
      0,
      'test',
      async () => {
        inside += 1;
        expect(inside).toBe(1);
        await new Promise((resolve) => setImmediate(resolve));
        inside -= 1;
        turns += 1;
        if (turns === 20) ending.abort();
        if (turns % 2 === 0) throw new Error('now and then');
      },
      { signal: ending.signal, log },
    );
    expect([turns, inside]).toEqual([20, 0]);
  });

  it('does not wait out its pause when told to end', async () => {
    const { log } = recordingLogger();
    const ending = new AbortController();
    const loop = every(3600, 'test', async () => setImmediate(() => ending.abort()), { signal: ending.signal, log });
    await expect(loop).resolves.toBeUndefined();
  });

  it('logs an outage once, and its end, in words of ours', async () => {
    const { log, lines } = recordingLogger();
    const ending = new AbortController();
    let again = 0;
    const outcomes = [undefined, 'storage', 'storage', 'storage', undefined, 'library', 'library', undefined];
    await every(
      0,
      'test',
      async () => {
        const outcome = outcomes.shift();
        if (outcomes.length === 0) ending.abort();
        if (outcome === 'storage') throw new HeldError('storage-down');
        if (outcome === 'library') throw new TypeError('Priya answered 4');
      },
      { signal: ending.signal, log, failedAgain: () => (again += 1) },
    );
    // Each failed turn is heard of once: by the log, or as one more.
    expect(again).toBe(3);
    expect(lines.map(({ level, fields }) => [level, fields['code'] ?? 'fine'])).toEqual([
      ['error', 'storage-down'],
      ['info', 'fine'],
      ['error', 'internal'],
      ['info', 'fine'],
    ]);
    expect(JSON.stringify(lines)).not.toContain('Priya');
  });
});
