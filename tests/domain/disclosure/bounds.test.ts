import { describe, expect, it } from '@jest/globals';
import type { Figure, ReleasedCells } from '../../../bot/domain/disclosure/release.ts';
import { asLastingId, asQuestionId, asUnitId } from '../../../bot/domain/ids.ts';
import { group, load, people, release, unit, whose, type Organisation } from './organisation.ts';

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
const isShown = (figure: Figure | undefined): boolean => figure !== undefined && !('label' in figure);
const first = (organisation: Organisation, options: Parameters<typeof release>[1] = {}): Figure | undefined =>
  release(organisation, { questions: [load], ...options }).release.units[0]?.figures[0];

it.each([
  { k: 8, answered: 7, shown: false },
  { k: 8, answered: 8, shown: true },
  { k: 8, answered: 9, shown: true },
  { k: 15, answered: 14, shown: false },
  { k: 15, answered: 15, shown: true },
])('R1: with k = $k, $answered people have a figure: $shown', ({ k, answered, shown }) => {
  expect(isShown(first(group(20, load, times(answered, [2])), { policy: { k } }))).toBe(shown);
});

it.each([
  // Five schools: more than the four largest have together. None with more than half: twice the largest.
  { schools: times(20, 1), answered: 8, shown: true },
  { schools: [2, 2, 2, 2], answered: 8, shown: false },
  { schools: [2, 2, 2, 2, 2], answered: 8, shown: false },
  { schools: [2, 2, 2, 2, 2], answered: 9, shown: true },
  { schools: [2, 2, 2, 1, 1, 1], answered: 7, shown: false },
  { schools: [2, 2, 2, 1, 1, 1], answered: 8, shown: true },
  { schools: [3, 2, 2, 1, 1, 1], answered: 8, shown: false },
  { schools: [3, 2, 2, 1, 1, 1], answered: 9, shown: true },
  { schools: [5, ...times(10, 1)], answered: 9, shown: false },
  { schools: [5, ...times(10, 1)], answered: 10, shown: true },
  { schools: [8, ...times(10, 1)], answered: 15, shown: false },
  { schools: [8, ...times(10, 1)], answered: 16, shown: true },
  { schools: [10, 1, 1, 1, 1], answered: 14, shown: false },
  { schools: [20], answered: 20, shown: false },
])('R2: of schools with $schools people, $answered answering have a figure: $shown', ({ schools, answered, shown }) => {
  const marks = schools.flatMap((count, school) => times(count, `s${school}`));
  expect(isShown(first(group(marks.length, load, times(answered, [2]), marks)))).toBe(shown);
});

it('R2: a school counts once over all units of a cell', () => {
  const marks = ['s1', 's1', ...Array.from({ length: 6 }, (_, n) => `own${n}`)];
  const units = [
    unit('T', []),
    unit('T/A', people('a', 8), 'group', { schools: marks }),
    unit('T/B', people('b', 8), 'group', { schools: marks }),
  ];
  const ballots = (n: number) => ['t.a', 't.b'].flatMap((id) => times(n, { unit: asUnitId(id), answers: [{ question: load, option: 2 }] }));
  // Together every school has twice as many people: 4 + 2 + 2 + 2 and one more. Neither cluster meets the minimum alone.
  expect(isShown(first({ units, ballots: ballots(5) }))).toBe(false);
  expect(isShown(first({ units, ballots: ballots(6) }))).toBe(true);
});

it.each([
  { kind: 'team' as const, roster: 11, answered: 11, shown: false },
  { kind: 'team' as const, roster: 12, answered: 7, shown: false },
  { kind: 'team' as const, roster: 12, answered: 8, shown: true },
  { kind: 'team' as const, roster: 13, answered: 8, shown: true },
  { kind: 'group' as const, roster: 13, answered: 13, shown: false },
])('R2: a $kind of one school with $roster people, $answered answering, has a figure: $shown', ({ kind, roster, answered, shown }) => {
  expect(isShown(first(group(roster, load, times(answered, [2]), times(roster, 'one'), kind)))).toBe(shown);
});

describe('R8: the second minimum', () => {
  const before = (size: number): ReleasedCells => ({
    cells: { load: [[asUnitId('was')]] },
    rosters: { was: people('t', size) },
    units: { was: { path: 'Was', kind: 'group', parent: null } },
  });
  /** Roster t0001 to t0020: `left` of an earlier roster that had other people besides, `joined` of its own. */
  const differing = (joined: number, left: number): ReleasedCells => {
    const cells = before(20 - joined);
    return { ...cells, rosters: { was: [...(cells.rosters.was ?? []), ...times(left, 0).map((_, index) => asLastingId(`gone${index}`))] } };
  };

  it.each([
    { joined: 0, left: 0, answered: 8, shown: true },
    { joined: 1, left: 0, answered: 8, shown: false },
    { joined: 1, left: 0, answered: 9, shown: false },
    { joined: 1, left: 0, answered: 10, shown: false },
    { joined: 1, left: 0, answered: 11, shown: true },
    { joined: 2, left: 1, answered: 10, shown: false },
    { joined: 2, left: 1, answered: 11, shown: true },
    { joined: 0, left: 1, answered: 10, shown: true },
    { joined: 1, left: 1, answered: 9, shown: false },
    { joined: 1, left: 1, answered: 10, shown: true },
    { joined: 0, left: 1, answered: 9, shown: false },
    { joined: 3, left: 4, answered: 9, shown: false },
    { joined: 4, left: 4, answered: 8, shown: true },
    { joined: 7, left: 0, answered: 9, shown: false },
    { joined: 8, left: 0, answered: 8, shown: true },
    { joined: 0, left: 8, answered: 8, shown: true },
  ])('$joined joined, $left left, $answered answering: a figure $shown', ({ joined, left, answered, shown }) => {
    expect(isShown(first(group(20, load, times(answered, [2])), { earlier: [differing(joined, left)] }))).toBe(shown);
  });

  it('is the strictest that any near roster asks for, back to the same roster', () => {
    const releases = (...sizes: readonly number[]) => sizes.map(before);
    const shows = (...sizes: readonly number[]): boolean =>
      isShown(first(group(11, load, times(10, [2])), { earlier: releases(...sizes) }));
    // Grown from 10: 11 are needed, whatever came between; not where these very 11 were a group since.
    expect([shows(10), shows(10, 12), shows(12), shows(10, 11, 12), shows(10, 11)]).toEqual([false, false, true, true, true]);
  });

  it('holds for cells of that question only', () => {
    const other = { ...differing(1, 0), cells: { mine: [[asUnitId('was')]] } };
    expect(isShown(first(group(20, load, times(8, [2])), { earlier: [other] }))).toBe(true);
  });

  it('never lowers a raised minimum', () => {
    expect(isShown(first(group(20, load, times(11, [2])), { earlier: [differing(1, 0)], policy: { k: 12 } }))).toBe(false);
  });

  it.each([
    { gap: 'the question was not asked for a while', between: { ...before(19), cells: {} }, shown: false },
    { gap: 'the question was suppressed for a while', between: { ...before(19), cells: { load: [] } }, shown: false },
    {
      gap: 'another unit had the only cell for a while',
      between: { ...before(19), cells: { load: [[asUnitId('far')]] }, rosters: { was: people('t', 19), far: people('f', 12) } },
      shown: false,
    },
    {
      gap: 'the people were counted in a larger cell for a while',
      between: {
        ...before(19),
        cells: { load: [[asUnitId('was'), asUnitId('far')]] },
        rosters: { was: people('t', 19), far: people('f', 12) },
      },
      shown: false,
    },
    { gap: 'the same roster had a figure since', between: before(20), shown: true },
  ])('compares across a gap: $gap: a figure $shown', ({ between, shown }) => {
    expect(isShown(first(group(20, load, times(9, [2])), { earlier: [before(19), between, between] }))).toBe(shown);
    expect(isShown(first(group(20, load, times(11, [2])), { earlier: [before(19), between, between] }))).toBe(true);
  });

  it('compares with every cell, also of units that are gone', () => {
    const cells: ReleasedCells = {
      cells: { load: [[asUnitId('far')], [asUnitId('was')]] },
      rosters: { far: people('far', 30), was: people('t', 19) },
      units: {},
    };
    expect(isShown(first(group(20, load, times(9, [2])), { earlier: [cells] }))).toBe(false);
  });
});

it.each([
  { answered: 29, sum: 40, figure: { mean: 1.5, step: 0.5 } },
  { answered: 30, sum: 40, figure: { mean: 1.25, step: 0.25 } },
  { answered: 31, sum: 40, figure: { mean: 1.25, step: 0.25 } },
])('R8: $answered people with sum $sum', ({ answered, sum, figure }) => {
  const options = times(answered, 0).map((_, index) => [Math.floor(sum / answered) + (index < sum % answered ? 1 : 0)]);
  expect(first(group(40, load, options))).toEqual({ question: load, ...figure });
});

it.each([
  { sum: 0, mean: 0.5, clamped: 'low' },
  { sum: 4, mean: 0.5, clamped: 'low' },
  { sum: 5, mean: 0.5, clamped: 'low' },
  { sum: 6, mean: 1, clamped: undefined },
  { sum: 25, mean: 3, clamped: undefined },
  { sum: 26, mean: 3.5, clamped: 'high' },
  { sum: 32, mean: 3.5, clamped: 'high' },
])('R9: 8 people with sum $sum show $mean', ({ sum, mean, clamped }) => {
  const options = times(8, 0).map((_, index) => [Math.floor(sum / 8) + (index < sum % 8 ? 1 : 0)]);
  expect(first(group(8, load, options))).toEqual({ question: load, mean, step: 0.5, ...(clamped ? { clamped } : {}) });
});

it.each([
  { answered: 23, shape: 'label' },
  { answered: 24, shape: 'top' },
  { answered: 79, shape: 'top' },
  { answered: 80, shape: 'shares', parts: 4 },
  { answered: 119, shape: 'shares', parts: 4 },
  { answered: 120, shape: 'shares', parts: 10 },
])('R10: $answered people show $shape', ({ answered, shape, parts = 1 }) => {
  const figure = first(
    group(
      130,
      whose,
      times(answered, 0).map((_, index) => [index % 5]),
    ),
    { questions: [whose] },
  );
  expect(Object.keys(figure ?? {})).toEqual(['question', shape]);
  if (figure && 'shares' in figure) {
    expect(figure.shares.map((share) => Number.isInteger(share * parts))).toEqual(times(5, true));
    expect(figure.shares.reduce((sum, share) => sum + Math.round(share * parts), 0)).toBe(parts);
  }
});

it.each([
  { answered: 7, band: undefined },
  { answered: 8, band: '8 to 13' },
  { answered: 13, band: '8 to 13' },
  { answered: 14, band: '14 to 29' },
  { answered: 29, band: '14 to 29' },
  { answered: 30, band: '30 and more' },
])('R11: $answered people who answered anything: $band', ({ answered, band }) => {
  expect(release(group(60, load, times(answered, [2]))).release.units[0]?.respondents).toBe(band);
});

it.each([
  { sizes: [8, 8], band: '14 to 29' },
  { sizes: [13, 13], band: '14 to 29' },
  { sizes: [8, 14], band: undefined },
  { sizes: [14, 14], band: undefined },
  { sizes: [8, 30], band: '30 and more' },
  { sizes: [8, 8, 14], band: '30 and more' },
  { sizes: [8, 8, 8], band: undefined },
])('R11: a union of cells of $sizes respondents: $band', ({ sizes, band }) => {
  const parts = sizes.map((size, index) => ({ path: `T/${'ABC'[index]}`, size }));
  const organisation: Organisation = {
    units: [unit('T', []), ...parts.map(({ path, size }) => unit(path, people(path, size)))],
    ballots: parts.flatMap(({ path, size }) => {
      const { ballots } = group(size, load, times(size, [2]));
      return ballots.map((ballot) => ({ ...ballot, unit: unit(path, []).id }));
    }),
  };
  expect(release(organisation).release.units[0]?.respondents).toBe(band);
});

it.each([
  { marks: ['x', 'y'], shown: false },
  { marks: ['x', 'y', 'z'], shown: true },
])('questions after supervision with supervisors $marks: a figure $shown', ({ marks, shown }) => {
  const hour = asQuestionId('hour');
  const { units, ballots } = group(12, hour, times(9, [2]));
  expect(isShown(first({ units: units.map((each) => ({ ...each, supervisors: marks })), ballots }, { questions: [hour] }))).toBe(shown);
});
