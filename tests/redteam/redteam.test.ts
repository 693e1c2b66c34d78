import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { asQuestionId } from '../../bot/domain/ids.ts';
import { sharesOf, topOf } from '../../bot/domain/disclosure/rounding.ts';
import type { AttackContext } from './attack.ts';
import { knowsTwoOthers } from './attacks/05-knows-two-others.ts';
import { attackYear, filesBySum, years } from './attacks/06-joiner-and-leaver.ts';
import { unanimous } from './attacks/07-unanimous.ts';
import { anyNumber, nestedFigures, noClamp, noSecondMinimum } from './mutants.ts';
import { reportOf, tableOf } from './report.ts';
import { statisticalAttacks } from './statisticalAttacks.ts';
import { allAttacks } from './tasks.ts';
import { Paired, wilson, type Estimate } from './statistics/estimates.ts';
import { gateUnder, productGate, type Gate } from './statistics/gate.ts';
import { ballotsOf, frozenUnit, peopleOf } from './statistics/groups.ts';
import { populations, spreadChance, spreads, spreadWithSum, sumChances } from './statistics/populations.ts';
import { programmeOf, Programme } from './statistics/programme.ts';
import { Smoother } from './statistics/smoother.ts';
import { topChances } from './statistics/topChances.ts';
import { chance } from './system/chance.ts';

const context: AttackContext = { profile: 'short', seed: 1, progress: () => undefined };

const report = z.strictObject({
  attacks: z.array(
    z.strictObject({
      id: z.number(),
      name: z.string(),
      metric: z.number(),
      bound: z.number(),
      pass: z.boolean(),
      accuracy: z.number().exactOptional(),
      guess: z.number().exactOptional(),
      advantage: z.number().exactOptional(),
      interval: z.tuple([z.number(), z.number()]).exactOptional(),
      cases: z.number(),
      notes: z.array(z.string()),
    }),
  ),
  mutations: z.array(z.strictObject({ rule: z.string(), killedBy: z.array(z.number()) })),
  pass: z.boolean(),
});

/** As `npm run redteam` runs it, outside Jest, whose sandbox makes reckoning ten times slower. */
async function redteam(...args: readonly string[]): Promise<{ readonly code: unknown; readonly stdout: string; readonly stderr: string }> {
  const script = fileURLToPath(new URL('run.ts', import.meta.url));
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', script, ...args],
      { cwd: fileURLToPath(new URL('../..', import.meta.url)) },
      (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

describe('npm run redteam, short', () => {
  let ran: z.infer<typeof report>;
  beforeAll(async () => {
    const statistical = [...statisticalAttacks.map(({ id }) => id), 19];
    const { code, stdout, stderr } = await redteam(
      '--profile',
      'short',
      '--json',
      ...statistical.flatMap((id) => ['--attack', String(id)]),
    );
    expect({ code, stderr: code === 0 ? '' : stderr + stdout }).toEqual({ code: 0, stderr: '' });
    ran = report.parse(JSON.parse(stdout));
  }, 240_000);

  it.each(statisticalAttacks.map(({ id, name }) => [id, name] as const))('attack %i is withstood: %s', (id) => {
    const attack = ran.attacks.find((each) => each.id === id);
    expect(attack).toMatchObject({ pass: true });
    expect(attack?.metric).toBeLessThanOrEqual(attack?.bound ?? -1);
    expect(attack?.cases).toBeGreaterThan(0);
  });

  it('shows each rule to be needed: without it, the attacks that it is for succeed', () => {
    expect(ran.mutations).toEqual([
      { rule: 'R1', killedBy: [2] },
      { rule: 'R2', killedBy: [2, 17] },
      { rule: 'R3', killedBy: [8] },
      { rule: 'R4', killedBy: [2] },
      { rule: 'R5', killedBy: [4] },
      { rule: 'R6', killedBy: [2] },
      { rule: 'R7', killedBy: [10] },
      { rule: 'R8', killedBy: [4, 6] },
      { rule: 'R9', killedBy: [3] },
      { rule: 'R10', killedBy: [4] },
      { rule: 'R11', killedBy: [9] },
      { rule: 'R12', killedBy: [9] },
      { rule: 'R13', killedBy: [6] },
      { rule: 'R14', killedBy: [14] },
    ]);
    expect(ran.pass).toBe(true);
  });

  it('refuses a wrong call', async () => {
    const args = ['--seed', '1', '--attack', '20'];
    expect(await redteam(...args)).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('attacks that no single rule answers can fail too', () => {
  const impatient = { ...context, impatient: true };

  it('5: of four people, two others tell', async () => {
    expect((await knowsTwoOthers({ ...context, organisations: 1_000 }, gateUnder(anyNumber), [4])).pass).toBe(false);
  });

  it('6: without the second minimum, a joiner is told apart', () => {
    const year = years([9]).find(({ name }) => name.startsWith('joiner'));
    const light = populations.find(({ name }) => name === 'light');
    if (!year || !light) throw new Error('nothing to attack');
    const attack = (gate: Gate): Estimate => attackYear(year, light, filesBySum(gate, year), 30_000, chance(1, 6));
    // The rule as first written asked for 10, also of a group that had grown from 9.
    for (const rules of [noSecondMinimum, { ...noSecondMinimum, nearRoster: { people: 7, minimum: 10, grown: 10 } }]) {
      expect(attack(gateUnder(rules)).advantage).toBeGreaterThan(0.05);
    }
    expect(attack(productGate).advantage).toBe(0);
  });

  it('7: without the clamp, everyone alike shows', async () => {
    expect((await unanimous(impatient, gateUnder(noClamp))).pass).toBe(false);
  });
});

describe('what the attacks reckon with', () => {
  it('has sums and spreads with their chances', () => {
    const chances = [0.1, 0.2, 0.35, 0.25, 0.1];
    const bySum = new Map<number, number>();
    for (const counts of spreads(6, 5)) {
      const sum = counts.reduce((total, count, option) => total + count * option, 0);
      bySum.set(sum, (bySum.get(sum) ?? 0) + spreadChance(counts, chances));
    }
    for (const [sum, weight] of sumChances(6, chances).entries()) expect(bySum.get(sum)).toBeCloseTo(weight, 10);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), (people, any) => {
        const counts = spreadWithSum(people, any % (4 * people + 1));
        expect(counts.reduce((total, count) => total + count, 0)).toBe(people);
        expect(counts.reduce((total, count, option) => total + count * option, 0)).toBe(any % (4 * people + 1));
      }),
    );
  });

  it('has the chances of the most chosen option', () => {
    const chances = [0.3, 0.25, 0.15, 0.25, 0.05];
    const offsets = [0, 1, 2, 0, 0];
    const exact = [0, 0, 0, 0, 0];
    for (const counts of spreads(7, 5))
      exact[topOf(counts.map((count, option) => BigInt(count + (offsets[option] ?? 0))))]! += spreadChance(counts, chances);
    for (const [top, weight] of exact.entries()) expect(topChances(7, chances, offsets, top)).toBeCloseTo(weight, 10);
  });

  it('smooths a year of releases by Bayes: two releases of two people, reckoned by hand', () => {
    const chances = [0.5, 0.5];
    // One other and the target answer 0 or 1; the sum is published, then the other's answer alone.
    const files = [
      [0, 1, 2],
      [0, 1],
    ];
    const smoother = new Smoother({ chances, stickiness: 0.8, others: 1, present: [true, false], files });
    // Sum 1, then the other answers 1: with 0.9 it answered 1 before, so the target answered 0.
    const [zero = 0, one = 0] = smoother.chancesOf([1, 1], 0);
    expect(zero / (zero + one)).toBeCloseTo(0.9, 10);
  });

  it('has the inverse of every published figure: HiGHS finds the truth possible and what cannot be impossible', async () => {
    const programme = await Programme.load();
    const whose = asQuestionId('whose');
    for (const counts of [
      [30, 20, 20, 5, 5],
      [33, 33, 33, 20, 1],
      [9, 5, 5, 5, 0],
    ]) {
      const unit = frozenUnit('T', peopleOf('t', 130));
      const ballots = ballotsOf(unit, whose, counts);
      const output = productGate({ units: [unit], ballots, questions: [whose] });
      expect(programme.fitsTruth(programmeOf(whose, [unit], ballots, output))).toBe(true);
      // The same file, of other answers: a truth that does not give it.
      const others = ballotsOf(unit, whose, counts.toReversed());
      expect(programme.fitsTruth(programmeOf(whose, [unit], others, output))).toBe(false);
      const total = counts.reduce((sum, count) => sum + count, 0);
      if (total >= 80)
        expect(sharesOf(counts.map(BigInt), total >= 120 ? 10 : 4).reduce((sum, share) => sum + share, 0)).toBe(total >= 120 ? 10 : 4);
    }
  });

  it('has intervals that hold what they should', () => {
    const paired = new Paired();
    for (let index = 0; index < 400; index += 1) paired.add(index % 2 === 0, index % 4 === 0);
    const { advantage, interval } = paired.get();
    expect(advantage).toBeCloseTo(0.25, 10);
    expect(interval[0]).toBeCloseTo(0.25 - 1.96 * Math.sqrt((0.25 - 0.0625) / 400), 4);
    expect(wilson(0, 10)[0]).toBe(0);
    expect(wilson(5, 10)[0]).toBeCloseTo(0.2366, 3);
    expect(wilson(5, 10)[1]).toBeCloseTo(0.7634, 3);
  });

  it('nested figures leave fewer people than a cell', () => {
    const [top, low] = [frozenUnit('T', peopleOf('t', 3)), frozenUnit('T/A', peopleOf('a', 9))];
    const load = asQuestionId('load');
    const ballots = [...ballotsOf(top, load, [0, 0, 3, 0, 0]), ...ballotsOf(low, load, [0, 0, 9, 0, 0])];
    const shown = nestedFigures({ units: [top, low], ballots, questions: [load] }).release.units.map(
      ({ figures }) => 'mean' in (figures[0] ?? {}),
    );
    expect(shown).toEqual([true, true]);
  });
});

describe('the report', () => {
  const attacks = [
    { id: 19, name: 'mutation', metric: 0, bound: 0, pass: true, cases: 12, notes: ['one'] },
    { id: 4, name: 'insider', metric: 0.0961, bound: 0.1, pass: true, cases: 3, notes: [], interval: [0.01, 0.02] as const },
    { id: 19, name: 'mutation', metric: 1, bound: 0, pass: false, cases: 3, notes: ['two'] },
  ];

  it('is sorted, joins the two parts of an attack, and passes only when all do', () => {
    const joined = reportOf(attacks, [
      { rule: 'R10', killedBy: [4] },
      { rule: 'R2', killedBy: [17] },
      { rule: 'R2', killedBy: [2] },
    ]);
    expect(joined.attacks.map(({ id }) => id)).toEqual([4, 19]);
    expect(joined.attacks[1]).toMatchObject({ metric: 1, pass: false, cases: 15, notes: ['one', 'two'] });
    expect(joined.mutations).toEqual([
      { rule: 'R2', killedBy: [2, 17] },
      { rule: 'R10', killedBy: [4] },
    ]);
    expect(joined.pass).toBe(false);
    expect(reportOf(attacks.slice(0, 2), []).pass).toBe(true);
    expect(reportOf([], []).pass).toBe(false);
  });

  it('is a table for people', () => {
    const table = tableOf(reportOf(attacks, [{ rule: 'R2', killedBy: [] }]));
    expect(table).toMatch(/\| 4 +\| insider +\| 0\.096 +\| 0\.100 .*\| passes +\|/);
    expect(table).toMatch(/\| R2 +\| NONE +\|/);
    expect(table).toContain('AN ATTACK SUCCEEDED.');
  });

  it('knows all nineteen attacks', () => {
    expect(allAttacks.map(({ id }) => id)).toEqual(Array.from({ length: 19 }, (_, index) => index + 1));
  });
});
