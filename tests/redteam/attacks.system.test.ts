import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { closeLab } from './system/lab.ts';
import { systemAttacks } from './systemAttacks.ts';

// No verdict depends on time; a busy machine may take long.
jest.setTimeout(300_000);

afterAll(closeLab);

describe('the product withstands', () => {
  it.each(systemAttacks.map((attack) => [attack.id, attack.name, attack] as const))('attack %i, %s', async (_, __, attack) => {
    const result = await attack.run({ profile: 'short', seed: 7, progress: () => undefined });
    expect(result.notes.filter((note) => note.startsWith('FAILED'))).toEqual([]);
    expect(result).toMatchObject({ pass: true });
    expect(result.metric).toBeLessThanOrEqual(result.bound);
    expect(result.cases).toBeGreaterThan(0);
  });
});
