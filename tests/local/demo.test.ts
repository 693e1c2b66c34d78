import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRosterFile } from '../../bot/adapters/files/rosterFile.ts';
import { englandDates } from '../../bot/domain/prompting/englandDates.ts';
import { slotsFor } from '../../bot/domain/period.ts';
import { asQuestionId, parsePeriodId } from '../../bot/domain/ids.ts';
import { roles, type Role } from '../../bot/domain/roster.ts';
import { checkRoster } from '../../bot/domain/rosterImport.ts';
import { bank } from '../../bot/domain/questions/bank.ts';
import { askingDays } from '../../bot/local/demo/seedPeriods.ts';
import { chance, demoOption } from '../../bot/local/demo/story.ts';
import { playgroundConfig } from '../../bot/local/playground.ts';
import { root } from '../helpers/checks.ts';

const people = checkRoster((await readRosterFile(join(root, 'bot/local/demo/people.csv'))).lines);

describe('the demo’s people', () => {
  it('are a roster that the importer takes: 24 SENCos in 24 schools of two clusters, 3 supervisors, 3 leaders, 1 administrator', () => {
    expect(people.problems).toEqual([]);
    const having = (role: Role) => people.people.filter((each) => each.roles.includes(role));
    expect(roles.map((role) => `${having(role).length} ${role}`)).toEqual(['24 senco', '3 leader', '3 supervisor', '1 admin']);
    expect(new Set(having('senco').map(({ school }) => school)).size).toBe(24);
    for (const unit of ['East', 'West'])
      expect(having('senco').filter(({ unitPath }) => unitPath === `Northern Trust/${unit}`)).toHaveLength(12);
  });

  it('include the six of the Playground, under the same names', async () => {
    const yaml = await readFile(playgroundConfig, 'utf8');
    const named = [...yaml.matchAll(/name: (.+)\n\s+userPrincipleName: .+\n\s+aadObjectId: (.+)\n/g)].map(
      ([, name, id]) => `${name} ${id}`,
    );
    expect(named).toHaveLength(6);
    const known = new Set(people.people.map(({ displayName, person }) => `${displayName} ${person}`));
    expect(named.filter((each) => !known.has(each))).toEqual([]);
  });
});

describe('the demo’s story', () => {
  it('asks three times a week where term dates allow, and never more than there are slots', () => {
    for (const halfTerm of englandDates.halfTerms) {
      const days = askingDays(englandDates, halfTerm);
      expect(days.length).toBeLessThanOrEqual(slotsFor(halfTerm));
      expect(days.length).toBeGreaterThanOrEqual(13);
      const weeks = new Map<string, number>();
      for (const day of days) weeks.set(`${day.weekOfYear}`, (weeks.get(`${day.weekOfYear}`) ?? 0) + 1);
      expect(Math.max(...weeks.values())).toBeLessThanOrEqual(3);
    }
  });

  it('is the same on every machine', () => {
    expect([chance('a', 1), chance('a', 2)]).toEqual([chance('a', 1), chance('a', 2)]);
    expect(chance('a', 1)).not.toBe(chance('a', 2));
  });

  it('answers every question of the bank with an option that it has', () => {
    const period = parsePeriodId('2026-27-1');
    const person = people.people[0]?.person;
    if (!period || !person) throw new Error('no demo');
    for (const [id, { options }] of bank) {
      const option = demoOption(period, person, 'Northern Trust/East', asQuestionId(id), 'x');
      expect(options[option]).toBeDefined();
    }
  });

  it('weighs more in spring than in autumn', () => {
    const mean = (id: string): number => {
      const period = parsePeriodId(id);
      if (!period) throw new Error(id);
      const all = people.people.flatMap(({ person, unitPath }) =>
        ['a', 'b', 'c'].map((day) => demoOption(period, person, unitPath, asQuestionId('load'), day)),
      );
      return all.reduce((sum, option) => sum + option, 0) / all.length;
    };
    expect(mean('2025-26-4')).toBeGreaterThan(mean('2026-27-1') + 1);
  });
});
