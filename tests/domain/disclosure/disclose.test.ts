import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonical } from '../../../bot/domain/disclosure/canonical.ts';
import { suppressedLabel, type Figure, type ReleasedCells } from '../../../bot/domain/disclosure/release.ts';
import type { UnitId } from '../../../bot/domain/ids.ts';
import { questionOf } from '../../../bot/domain/questions/bank.ts';
import { group, load, organisations, period, plan, release, type Organisation } from './organisation.ts';

/** How many answered a question, or anything, in a set of units; straight from the ballots. */
const behind = ({ ballots }: Organisation, units: readonly string[], question: string): number =>
  ballots.filter(
    ({ unit, answers }) => units.includes(unit) && (question === 'respondents' || answers.some((answer) => answer.question === question)),
  ).length;

/** R2 tried out: whichever schools fall silent, so that as few people of as few schools as can be are left. */
function worstSchools(sizes: readonly number[], answered: number): { readonly fewest: number; readonly largest: number } {
  const largestFirst = sizes.toSorted((a, b) => b - a);
  let [left, fewest] = [answered, 0];
  for (const size of largestFirst) {
    if (left <= 0) break;
    left -= size;
    fewest += 1;
  }
  return { fewest, largest: Math.min(largestFirst[0] ?? 0, answered) };
}

const rosterOf = (cells: ReleasedCells, units: readonly string[]): ReadonlySet<string> =>
  new Set(units.flatMap((id) => cells.rosters[id] ?? []));

function differ(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  return [...one].filter((person) => !other.has(person)).length + [...other].filter((person) => !one.has(person)).length;
}

/** The units with people of their own in a unit's subtree. */
function peopledBelow({ units }: Organisation, top: UnitId): readonly string[] {
  return units.filter(({ id, people }) => people.length > 0 && (id === top || id.startsWith(`${top}.`))).map(({ id }) => id);
}

const shown = (figure: Figure | undefined): boolean => figure !== undefined && !('label' in figure);

/** An organisation, and the same one after some people left or joined. */
const twoPeriods = fc
  .tuple(organisations, organisations, fc.boolean())
  .map(([first, second, same]) => ({ first, second: same ? first : second }));

describe('every release', () => {
  it('counts every answer in exactly one cell or in none (R4), and makes cells of whole units only', () => {
    fc.assert(
      fc.property(organisations, (organisation) => {
        const { cells } = release(organisation);
        expect(Object.keys(cells.cells).sort()).toEqual(['respondents', ...plan].sort());
        for (const each of Object.values(cells.cells)) {
          const units = each.flat();
          expect(new Set(units).size).toBe(units.length);
          for (const id of units) expect(cells.rosters[id]?.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('has only cells that meet R1, R2, R8’s second minimum, R10 and the three supervisors', () => {
    fc.assert(
      fc.property(twoPeriods, fc.integer({ min: 8, max: 12 }), ({ first, second }, k) => {
        const before = release(first, { policy: { k } }).cells;
        const { cells } = release(second, { policy: { k }, earlier: [before] });
        for (const [question, each] of Object.entries(cells.cells)) {
          for (const units of each) {
            const people = behind(second, units, question);
            const frozen = second.units.filter(({ id }) => units.includes(id));
            const unordered = question !== 'respondents' && questionOf(plan.find((id) => id === question) ?? load).order === 'none';
            expect(people).toBeGreaterThanOrEqual(unordered ? 24 : k);
            const team = frozen.length === 1 && frozen[0]?.kind === 'team' && frozen[0].people.length >= 12;
            const sizes = new Map<string, number>();
            for (const { schools } of frozen)
              for (const [school, n] of Object.entries(schools)) sizes.set(school, (sizes.get(school) ?? 0) + n);
            const { fewest, largest } = worstSchools([...sizes.values()], people);
            expect(team || (fewest >= 5 && largest <= people / 2)).toBe(true);
            const needed = (before.cells[question] ?? []).map((was) => {
              const [old, now] = [rosterOf(before, was), rosterOf(cells, units)];
              const changed = differ(old, now);
              return changed < 1 || changed > 7 ? 0 : now.size > old.size ? 11 : 10;
            });
            expect(people).toBeGreaterThanOrEqual(Math.max(0, ...needed));
            if (question === 'clearer') expect(new Set(frozen.flatMap(({ supervisors }) => supervisors)).size).toBeGreaterThanOrEqual(3);
          }
        }
      }),
    );
  });

  it('shows a figure exactly for units that are a union of cells; without order, for one cell', () => {
    fc.assert(
      fc.property(organisations, (organisation) => {
        const { release: out, cells } = release(organisation);
        for (const { unit, figures } of out.units) {
          const peopled = peopledBelow(organisation, unit.id);
          for (const [place, question] of plan.entries()) {
            const inside = (cells.cells[question] ?? []).filter((each) => each.every((id) => peopled.includes(id)));
            const union = peopled.length > 0 && inside.flat().length === peopled.length;
            expect(shown(figures[place])).toBe(union && (questionOf(question).order !== 'none' || inside.length === 1));
          }
        }
      }),
    );
  });

  it('lets every signed combination of its figures cover whole cells only', () => {
    fc.assert(
      fc.property(organisations, fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 10, maxLength: 10 }), (organisation, signs) => {
        const { release: out, cells } = release(organisation);
        for (const [place, question] of plan.entries()) {
          const factor = new Map<string, number>();
          for (const [index, { unit, figures }] of out.units.entries()) {
            if (!shown(figures[place])) continue;
            for (const id of peopledBelow(organisation, unit.id)) factor.set(id, (factor.get(id) ?? 0) + (signs[index] ?? 0));
          }
          const left = [...factor].filter(([, value]) => value !== 0).map(([id]) => id);
          const covering = (cells.cells[question] ?? []).filter((cell) => cell.some((id) => left.includes(id)));
          expect(covering.flat().sort()).toEqual(left.sort());
          for (const cell of covering) expect(new Set(cell.map((id) => factor.get(id))).size).toBe(1);
        }
      }),
    );
  });

  it('does not depend on the order of envelopes, answers, units or people', () => {
    fc.assert(
      fc.property(organisations, fc.func(fc.nat()), ({ units, ballots }, chance) => {
        const shuffled = <T>(items: readonly T[]): T[] =>
          items
            .map((item, index) => ({ item, at: chance(index) }))
            .sort((a, b) => a.at - b.at)
            .map(({ item }) => item);
        const mixed: Organisation = {
          units: shuffled(units.map((unit) => ({ ...unit, people: shuffled(unit.people), supervisors: shuffled(unit.supervisors) }))),
          ballots: shuffled(ballots.map((ballot) => ({ ...ballot, answers: shuffled(ballot.answers) }))),
        };
        expect(canonical(release(mixed))).toBe(canonical(release({ units, ballots })));
      }),
    );
  });

  it('is the same whether people give their answers once, three or ten times (R3)', () => {
    fc.assert(
      fc.property(organisations, fc.constantFrom(3, 10), ({ units, ballots }, times) => {
        const repeated = ballots.map((ballot) => ({ ...ballot, answers: Array.from({ length: times }, () => ballot.answers).flat() }));
        expect(canonical(release({ units, ballots: repeated }))).toBe(canonical(release({ units, ballots })));
      }),
    );
  });

  it('has cells, labels and bands that do not depend on what was answered', () => {
    fc.assert(
      fc.property(organisations, fc.func(fc.integer({ min: 0, max: 4 })), ({ units, ballots }, chance) => {
        const others = ballots.map((ballot, index) => ({
          ...ballot,
          answers: ballot.answers.map((answer, place) => ({ ...answer, option: chance(index, place) })),
        }));
        const [one, other] = [release({ units, ballots }), release({ units, ballots: others })];
        expect(canonical(other.cells)).toBe(canonical(one.cells));
        const shape = ({ release: { units: all } }: typeof one): unknown =>
          all.map(({ unit, respondents, figures }) => ({
            unit,
            respondents: respondents ?? 'absent',
            labels: figures.map((each) => 'label' in each),
          }));
        expect(shape(other)).toEqual(shape(one));
      }),
    );
  });

  it('keeps its form: every unit, every question of the plan in order, one label, steps and clamps as published (R8, R9, R12)', () => {
    fc.assert(
      fc.property(organisations, (organisation) => {
        const { release: out } = release(organisation);
        expect(out.period).toEqual(period);
        expect(out.units.map(({ unit }) => unit.id)).toEqual(organisation.units.map(({ id }) => id).toSorted());
        for (const { figures, ...rest } of out.units) {
          expect(Object.keys(rest).filter((name) => name !== 'respondents')).toEqual(['unit']);
          expect(figures.map(({ question }) => question)).toEqual(plan);
          for (const figure of figures) {
            const { question, ...value } = figure;
            if ('label' in value) expect(value).toEqual({ label: suppressedLabel });
            if ('mean' in value) {
              expect(questionOf(question).order).not.toBe('none');
              expect(Number.isInteger(value.mean / value.step)).toBe(true);
              expect(value.clamped).toBe(value.mean === 0.5 ? 'low' : value.mean === 3.5 ? 'high' : undefined);
              expect(value.mean).toBeGreaterThanOrEqual(0.5);
              expect(value.mean).toBeLessThanOrEqual(3.5);
            }
            if ('shares' in value) expect(value.shares).toHaveLength(5);
          }
        }
      }),
    );
  });

  it('shows the same for everyone the same and for a mixed group in the same rounding bin', () => {
    const same = group(
      8,
      load,
      Array.from({ length: 8 }, () => [2]),
    );
    const mixed = group(8, load, [[0], [4], [1], [3], [0], [4], [2], [3]]);
    expect(canonical(release(same))).toBe(canonical(release(mixed)));
  });
});

it('looks the same whatever it is that is missing (R12)', () => {
  const answered = (count: number): readonly number[][] => Array.from({ length: count }, () => [2]);
  const silent = canonical(release(group(12, load, [])).release);
  expect(canonical(release(group(12, load, answered(7))).release)).toBe(silent);
  expect(canonical(release(group(12, load, answered(9), Array<string>(9).fill('one'))).release)).toBe(silent);
  expect(silent).not.toContain('null');
});

it('has every unit without a figure when nobody answered, and an empty release without units', () => {
  expect(release({ units: [], ballots: [] }).release).toEqual({ period, units: [] });
});

it('counts a question once, though a plan named it twice', () => {
  const organisation = group(
    8,
    load,
    Array.from({ length: 8 }, () => [2]),
  );
  expect(canonical(release(organisation, { questions: [load, load] }))).toBe(canonical(release(organisation, { questions: [load] })));
});
