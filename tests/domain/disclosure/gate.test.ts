import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { BallotBox } from '../../../bot/domain/disclosure/ballotBox.ts';
import { disclose } from '../../../bot/domain/disclosure/disclose.ts';
import { asUnitId } from '../../../bot/domain/ids.ts';
import { group, load, period, release } from './organisation.ts';

const root = new URL('../../../', import.meta.url).pathname;
const sources = ['bot', 'tab'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name)),
);
const naming = (words: RegExp): string[] => sources.filter((name) => words.test(readFileSync(join(root, name), 'utf8'))).sort();

it('has one reader of ballot boxes', () => {
  expect(naming(/\btakeAll\b/)).toEqual(['bot/domain/disclosure/ballotBox.ts', 'bot/domain/disclosure/disclose.ts']);
});

it('has one caller of the rules', () => {
  expect(naming(/\breleaseUnder\b/)).toEqual(['bot/domain/disclosure/disclose.ts', 'bot/domain/disclosure/releaseUnder.ts']);
});

it('reads a box once: a second reading and a later ballot are state errors', () => {
  const { units } = group(8, load, []);
  const box = new BallotBox();
  const input = { period, box, units, plan: { questions: [load] }, policy: { k: 8 }, earlier: [] };
  expect(disclose(input).release.units).toHaveLength(1);
  expect(() => disclose(input)).toThrow(/opened already/);
  expect(() => box.put({ unit: asUnitId('t'), answers: [] })).toThrow(/opened already/);
  expect(JSON.stringify(box)).toBe('{}');
});

it('refuses units that are no tree', () => {
  const { units } = group(8, load, []);
  const [t] = units;
  if (!t) throw new Error('no unit');
  expect(() => release({ units: [t, t], ballots: [] })).toThrow(/same id/);
  expect(() => release({ units: [{ ...t, parent: asUnitId('gone') }], ballots: [] })).toThrow(/does not exist/);
  expect(() => release({ units: [{ ...t, parent: t.id }], ballots: [] })).toThrow(/circle/);
});
