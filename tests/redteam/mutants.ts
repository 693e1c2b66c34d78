import { createHash } from 'node:crypto';
import { BallotBox, type OpenedRow } from '../../bot/domain/disclosure/ballotBox.ts';
import { canonical } from '../../bot/domain/disclosure/canonical.ts';
import type { ToDisclose } from '../../bot/domain/disclosure/disclose.ts';
import { FreezeRefused, freezeUnits } from '../../bot/domain/disclosure/freeze.ts';
import { defaultPolicy, rulesFor, type Rules } from '../../bot/domain/disclosure/policy.ts';
import type { ReleasedCells, UnitRelease } from '../../bot/domain/disclosure/release.ts';
import { releaseUnder, type Disclosed } from '../../bot/domain/disclosure/releaseUnder.ts';
import { asQuestionId, parsePeriodId, type PeriodId, type QuestionId, type UnitId } from '../../bot/domain/ids.ts';
import type { HalfTerm } from '../../bot/domain/period.ts';
import { bank, type Question } from '../../bot/domain/questions/bank.ts';
import type { FrozenUnit } from '../../bot/domain/unit.ts';
import type { Published, ReleaseStore } from '../../bot/ports.ts';
import { productGate, type Gate } from './statistics/gate.ts';
import { sizesOf } from './statistics/groups.ts';
import type { FreezeAtRelease } from './statistics/rosterEdits.ts';

// Broken products, one rule switched off in each. They are objects that only tests can build: rules that no policy gives, gates around the
// product's own functions, and stores, calendars, rosters and banks that no configuration names.

const rules = rulesFor(defaultPolicy);

/** R1: a figure of anybody's answers, however few. */
export const anyNumber: Rules = { ...rules, minimum: 1 };

/** R2: schools do not matter. */
export const anySchools: Rules = { ...rules, leastSchools: 1, largestSchool: { of: 1, in: 1 }, leastTeam: 1 };
export const discloseAnySchools = ({ period, box, units, plan, earlier }: ToDisclose): Disclosed =>
  releaseUnder(anySchools, BallotBox.takeAll(box), period, units, plan, earlier);

/** R3: every answer weighs one. */
export const everyAnswerWeighs: Rules = { ...rules, onePersonOneWeight: false };

/** R4: every unit has a figure of everybody below it, so an answer stands in all figures above it. */
export const nestedFigures: Gate = (given) => {
  const { units, ballots } = given;
  const parentOf = new Map(units.map(({ id, parent }) => [id, parent]));
  const isBelow = (unit: UnitId | null, top: UnitId): boolean =>
    unit !== null && (unit === top || isBelow(parentOf.get(unit) ?? null, top));
  const cells: Record<string, (readonly UnitId[])[]> = {};
  const released = units.map((unit): UnitRelease => {
    const below = units.filter(({ id }) => isBelow(id, unit.id));
    const schools = sizesOf(below.flatMap((each) => Object.entries(each.schools).flatMap(([school, n]) => Array<string>(n).fill(school))));
    const whole: FrozenUnit = { ...unit, parent: null, people: below.flatMap(({ people }) => people), schools };
    const inside = ballots.filter((row) => isBelow(row.unit, unit.id)).map((row): OpenedRow => ({ ...row, unit: unit.id }));
    const out = productGate({ ...given, units: [whole], ballots: inside, earlier: [] });
    const peopled = below.filter(({ people }) => people.length > 0).map(({ id }) => id);
    for (const [question, each] of Object.entries(out.cells.cells)) (cells[question] ??= []).push(...each.map(() => peopled));
    return out.release.units[0] ?? { unit, figures: [] };
  });
  const out = productGate(given);
  return { release: { ...out.release, units: released }, cells: { ...out.cells, cells } satisfies ReleasedCells };
};

/** R5: a second statistic beside the mean: the median. */
export const secondStatistic: Gate = (given) => {
  const out = productGate(given);
  const also = out.release.units.flatMap(({ unit, figures }) =>
    figures
      .filter((figure) => !('label' in figure))
      .map(({ question }) => [unit.id, question, median(answersBelow(given.units, given.ballots, unit.id, question))]),
  );
  return { ...out, also };
};

function answersBelow(units: readonly FrozenUnit[], ballots: readonly OpenedRow[], top: UnitId, question: QuestionId): readonly number[] {
  const parentOf = new Map(units.map(({ id, parent }) => [id, parent]));
  const isBelow = (unit: UnitId | null): boolean => unit !== null && (unit === top || isBelow(parentOf.get(unit) ?? null));
  return ballots
    .filter(({ unit }) => isBelow(unit))
    .flatMap(({ answers }) => answers.filter((answer) => answer.question === question).map(({ option }) => option));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)] ?? 0, sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0];
  return (low + high) / 2;
}

const day = (index: number): string => new Date(Date.UTC(2026, 8, 7 + index)).toISOString().slice(0, 10);

/** R6: periods of six weeks that begin anew every week, as a rolling average has them. */
export const rollingCalendar: readonly HalfTerm[] = ['2026-27-1', '2026-27-2', '2026-27-3'].map((text, week) => {
  const id = parsePeriodId(text);
  if (!id) throw new Error('not a period');
  return { id, starts: day(7 * week), ends: day(7 * week + 41) };
});

/** R7: a shelf of releases on which the last writer wins, whoever opens it. */
export function overwritingReleases(): (store: ReleaseStore) => ReleaseStore {
  const shelf = new Map<PeriodId, Published>();
  return (store) => ({
    ...store,
    find: async (period) => shelf.get(period),
    list: async () => [...shelf.values()],
    async publish(release, cells) {
      await store.publish(release, cells).catch(() => undefined);
      const published = { release, cells, hash: createHash('sha256').update(canonical(release)).digest('hex') };
      shelf.set(release.period.id, published);
      return published;
    },
  });
}

/** R8, its second half: rosters may be as near as they like. */
export const noSecondMinimum: Rules = { ...rules, nearRoster: { people: 0, minimum: 0, grown: 0 } };

/** R8, its first half: a mean to a quarter of a point from the first person. */
export const fineMeans: Rules = { ...rules, quartersFrom: 1 };

/** R9: values at the ends of the scale stay as they are. */
export const noClamp: Rules = { ...rules, clampQuarters: 0 };

/** R10: the distribution of a question without order, from the first figure on. */
export const distributions: Rules = { ...rules, topFrom: rules.minimum, sharesFrom: [{ people: rules.minimum, parts: 10 }] };

/** R11: how many answered, instead of a band. */
export const exactCounts: Gate = (given) => {
  const out = productGate(given);
  const also = out.release.units.flatMap(({ unit, respondents }) =>
    respondents ? [[unit.id, given.ballots.filter((row) => row.unit === unit.id).length]] : [],
  );
  return { ...out, also };
};

/** R12: every suppression says why. */
export const reasonsGiven: Gate = (given) => {
  const out = productGate(given);
  const also = out.release.units.flatMap(({ unit, figures }) =>
    figures
      .filter((figure) => 'label' in figure)
      .map(({ question }) => {
        const answering = given.ballots.filter((row) => row.unit === unit.id && row.answers.some((answer) => answer.question === question));
        return [unit.id, question, answering.length >= rules.minimum ? 'Too few schools' : 'Too few people'];
      }),
  );
  return { ...out, also };
};

/** R13: the roster as it is on the day of the release. Where that cannot be frozen, nothing is released. */
export const liveRoster: FreezeAtRelease = (_frozen, now) => {
  try {
    return freezeUnits(now);
  } catch (error) {
    if (error instanceof FreezeRefused) return { units: [], placed: new Map() };
    throw error;
  }
};

/** R14: a question that is answered in words. */
const inWords: Question = {
  id: asQuestionId('words'),
  asks: 'What would you like to say?',
  options: [],
  order: 'none',
  occasion: 'week',
  construct: 'anything',
};
export const bankWithWords: ReadonlyMap<QuestionId, Question> = new Map([...bank, [inWords.id, inWords]]);
