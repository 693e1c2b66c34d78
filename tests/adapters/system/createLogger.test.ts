import { describe, expect, it } from '@jest/globals';
import { createLogger } from '../../../bot/adapters/system/createLogger.ts';
import { randomness } from '../../../bot/adapters/system/randomness.ts';

describe('the logger', () => {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) };

  it('writes one JSON line an event, with plain fields', () => {
    const log = createLogger({ level: 'info', name: 'web', destination });
    log.warn({ period: '2026-27-2', rows: 3, again: true }, 'rows missing');
    expect(lines.splice(0)).toEqual([
      expect.objectContaining({ name: 'web', period: '2026-27-2', rows: 3, again: true, msg: 'rows missing' }),
    ]);
  });

  it('keeps below its level quiet', () => {
    createLogger({ level: 'warn', name: 'web', destination }).info({}, 'nothing');
    expect(lines).toEqual([]);
  });

  it('drops anything but plain values, however it got past the types', () => {
    const fields: Record<string, string> = {};
    Object.assign(fields, { code: 'storage-down', err: new Error('person'), request: { url: 'person' }, list: ['person'] });
    createLogger({ level: 'info', name: 'web', destination }).error(fields, 'failed');
    expect(JSON.stringify(lines)).not.toContain('person');
    expect(lines.splice(0)).toEqual([expect.objectContaining({ code: 'storage-down' })]);
  });
});

describe('randomness', () => {
  it('gives 128-bit ids that do not repeat, and fractions below one', () => {
    const ids = new Set(Array.from({ length: 1_000 }, () => randomness.lastingId()));
    expect(ids.size).toBe(1_000);
    for (const id of ids) expect(Buffer.from(id, 'base64url')).toHaveLength(16);
    for (let i = 0; i < 1_000; i += 1) {
      const fraction = randomness.fraction();
      expect(fraction >= 0 && fraction < 1).toBe(true);
    }
  });
});
