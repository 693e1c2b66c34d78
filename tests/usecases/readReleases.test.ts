import { describe, expect, it } from '@jest/globals';
import { unitAndAbove } from '../../bot/domain/access.ts';
import { asLastingId, parsePeriodId, unitIdOf } from '../../bot/domain/ids.ts';
import { HeldError } from '../../bot/errors.ts';
import type { Published } from '../../bot/ports.ts';
import { readReleases } from '../../bot/usecases/readReleases.ts';
import { whoAmI } from '../../bot/usecases/whoAmI.ts';
import { releasesOf, rosterOf, senco, stranger } from '../helpers/server.ts';

function published(id: string, ...unitPaths: string[]): Published {
  const period = parsePeriodId(id);
  if (!period) throw new Error(id);
  const units = unitPaths.map((path) => ({ unit: { id: unitIdOf(path), path }, figures: [] }));
  const release = { period: { id: period, starts: '2026-01-05', ends: '2026-02-13' }, units };
  return { release, cells: { cells: {}, rosters: {}, units: {} }, hash: '' };
}

describe('reading releases', () => {
  const releases = releasesOf(published('2025-26-3', 'T', 'T/East', 'T/East/Inner', 'T/West'), published('2025-26-4', 'T', 'T/West'));
  const seen = async (path: string) => {
    const shown = readReleases(await releases.list(), { units: unitAndAbove(path) });
    return shown.map(({ period, unit }) => `${period.id} ${unit.path}`);
  };

  it('gives the own unit and those above, oldest period first', async () => {
    expect(await seen('T/East')).toEqual(['2025-26-3 T/East', '2025-26-3 T', '2025-26-4 T']);
    expect(await seen('T')).toEqual(['2025-26-3 T', '2025-26-4 T']);
  });

  it('gives nothing where nothing was released, nor of units that only sound alike', async () => {
    expect(await seen('T/Eas')).toEqual(['2025-26-3 T', '2025-26-4 T']);
    expect(await seen('Other')).toEqual([]);
  });
});

describe('trends (R13)', () => {
  const [period3, period4] = ['2025-26-3', '2025-26-4'].map((id) => published(id, 'T', 'T/East'));
  if (!period3 || !period4) throw new Error('unreachable');
  const group = { path: 'T/East', kind: 'group', parent: unitIdOf('T') } as const;
  const withRoster = (from: Published, hash: string, people: string[]): Published => ({
    ...from,
    hash,
    cells: { cells: {}, rosters: { [unitIdOf('T/East')]: people.map(asLastingId) }, units: { [unitIdOf('T/East')]: group } },
  });
  const joinsOf = async (later: string[]) => {
    const releases = releasesOf(withRoster(period3, 'a', ['1', '2', '3']), withRoster(period4, 'b', later));
    return readReleases(await releases.list(), { units: unitAndAbove('T/East') }).map(({ unit, joins }) => [unit.path, joins]);
  };

  it('join the releases of a unit while two thirds stay, and break otherwise', async () => {
    expect(await joinsOf(['2', '3', '4'])).toEqual([
      ['T/East', []],
      ['T', []],
      ['T/East', ['2025-26-3']],
      ['T', []],
    ]);
    expect((await joinsOf(['3', '4', '5'])).flatMap(([, joins]) => joins)).toEqual([]);
  });
});

describe('who am I', () => {
  it('is what the roster says', async () => {
    expect(await whoAmI({ roster: rosterOf(senco) }, senco.person)).toEqual({
      person: senco.person,
      displayName: senco.displayName,
      roles: ['senco'],
      units: unitAndAbove(senco.unitPath),
    });
  });

  it('is nobody without the roster', async () => {
    await expect(whoAmI({ roster: rosterOf(senco) }, stranger)).rejects.toEqual(new HeldError('not-on-roster'));
  });
});
