import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { faults } from './faults.ts';

const report = z.strictObject({
  seed: z.number(),
  profile: z.enum(['short', 'full']),
  faults: z.array(
    z.strictObject({
      name: z.string(),
      seconds: z.number(),
      pass: z.boolean(),
      figures: z.record(z.string(), z.number()),
      amiss: z.array(z.string()),
    }),
  ),
  pass: z.boolean(),
});

const run = async (...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> => {
  const script = fileURLToPath(new URL('run.ts', import.meta.url));
  const ended: unknown = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, ...args]).catch((error: unknown) => error);
  return Object.assign({ code: 0, stdout: '', stderr: '' }, ended);
};

describe('npm run faults', () => {
  it('names its faults, and takes no other name', async () => {
    const [help, wrong] = await Promise.all([run('--help'), run('--only', 'nothing')]);
    expect(help.code).toBe(0);
    for (const { name } of faults) expect(help.stdout).toContain(name);
    expect(wrong.code).toBe(2);
  });

  it('short: kills, an outage, two of everything and made-up input are withstood', async () => {
    const wanted = faults.filter(({ onlyByName, inLongTests }) => !onlyByName && !inLongTests).map(({ name }) => name);
    const { code, stdout } = await run('--json', '--profile', 'short', ...wanted.flatMap((name) => ['--only', name]));
    const { faults: told } = report.parse(JSON.parse(stdout));
    expect(told.map(({ name, amiss }) => ({ name, amiss }))).toEqual(wanted.map((name) => ({ name, amiss: [] })));
    for (const { name, figures } of told) if (name !== 'fuzz' && name !== 'hanging') expect(figures['acknowledged']).toBeGreaterThan(0);
    expect(code).toBe(0);
  }, 600_000);
});
