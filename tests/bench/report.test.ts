import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { bothWays, type Bench } from './bench.ts';
import { benches } from './benches.ts';
import { reportOn, spreadOf, tableOf } from './report.ts';

const bench = (bound: Bench['targets'][number]['bound'], holds?: 'each time'): Bench<'held' | 'bare'> => ({
  name: 'example',
  about: 'an example',
  values: { held: { what: 'ours', unit: 'ms' }, bare: { what: 'theirs', unit: 'ms' } },
  targets: [{ what: 'ratio', of: ({ held, bare }) => held / bare, bound, ...(holds ? { holds } : {}) }],
  prepare: () => Promise.reject(new Error('not run here')),
});
const samples = [
  { held: 2, bare: 1 },
  { held: 12, bare: 10 },
  { held: 9, bare: 10 },
];

describe('a verdict', () => {
  it('is about the median of the ratios, each reckoned within its repetition', () => {
    const report = reportOn(bench({ atMost: 1.2 }), samples, 1);
    expect(report).toMatchObject({ pass: true, targets: [{ median: 1.2, least: 0.9, most: 2, pass: true }] });
    expect(reportOn(bench({ atMost: 1.19 }), samples, 1).pass).toBe(false);
    expect(reportOn(bench({ atLeast: 1.2 }), samples, 1).pass).toBe(true);
    expect(reportOn(bench({ atLeast: 1.21 }), samples, 1).pass).toBe(false);
  });

  it('is about every repetition where the bound may never be passed', () => {
    expect(reportOn(bench({ atMost: 1.99 }, 'each time'), samples, 1).pass).toBe(false);
    expect(reportOn(bench({ atMost: 2 }, 'each time'), samples, 1).pass).toBe(true);
    expect(reportOn(bench({ atLeast: 0.91 }, 'each time'), samples, 1).pass).toBe(false);
  });

  it('is a miss for what was not measured, and for a bench that stopped', () => {
    expect(reportOn(bench({ atMost: 1.2 }), [], 1).pass).toBe(false);
    const stopped = reportOn(bench({ atMost: 1.2 }), samples, 1, 'no storage');
    expect(stopped.pass).toBe(false);
    expect(tableOf({ benches: [stopped], pass: false })).toMatch(/stopped: no storage.*MISSED.*\n\nA TARGET WAS MISSED/s);
  });
});

describe('repetitions', () => {
  it('have a median and a range', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 });
    expect(spreadOf([4, 1, 2, 3])).toEqual({ median: 2.5, least: 1, most: 4 });
  });

  it('turn the order round every other time, and not the results', async () => {
    const order: string[] = [];
    const work = (name: string) => async () => (order.push(name), name);
    expect(await bothWays(0, work('a'), work('b'))).toEqual(['a', 'b']);
    expect(await bothWays(1, work('a'), work('b'))).toEqual(['a', 'b']);
    expect(order).toEqual(['a', 'b', 'b', 'a']);
  });
});

describe('npm run bench', () => {
  const run = async (...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> => {
    const script = fileURLToPath(new URL('run.ts', import.meta.url));
    const ended: unknown = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, ...args]).catch(
      (error: unknown) => error,
    );
    const { code, stdout, stderr } = Object.assign({ code: 0, stdout: '', stderr: '' }, ended);
    return { code, stdout, stderr };
  };

  it('names its benches, and takes no other name', async () => {
    const [help, wrong] = await Promise.all([run('--help'), run('--only', 'nothing')]);
    expect(help.code).toBe(0);
    for (const { name } of benches) expect(help.stdout).toContain(name);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('Benches are named');
  });
});
