import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { suppressedLabel } from '../../bot/domain/disclosure/release.ts';
import { parsePeriodId, type PeriodId } from '../../bot/domain/ids.ts';
import type { HalfTerm } from '../../bot/domain/period.ts';
import { defaultPlan } from '../../bot/domain/questions/plan.ts';
import { startAzurite, type Azurite } from '../helpers/azurite.ts';
import { Crash } from '../helpers/crash.ts';
import { Pair, strikeHalfTermsBefore, walkPeriod, type GivenAnswer } from '../helpers/lifecycle.ts';
import { createWorld, personId, rosterOf, sencos, type World } from '../helpers/world.ts';

const people = 8;
let azurite: Azurite;
let world: World;
/** The half-term walked last. */
let before: PeriodId | undefined;

beforeAll(async () => {
  azurite = await startAzurite();
  world = await createWorld(azurite.tables, '2030-09-02T10:00:00Z');
  await world.tables.roster.replace(rosterOf(sencos(people, ['Trust'])));
});
afterAll(async () => {
  await world.dispose();
  await azurite.stop();
});

/** A run of half-terms that never overlap, one for each kill. */
function* halfTerms(): Generator<HalfTerm, never> {
  for (let year = 2030; ; year += 1) {
    const id = parsePeriodId(`${year}-${String((year + 1) % 100).padStart(2, '0')}-1`);
    if (!id) throw new Error('no period id');
    yield { id, starts: `${year}-09-02`, ends: `${year}-09-08` };
  }
}
const next = halfTerms();

/** As many questions are answered. */
const answered = 2;

/**
 * Exactly 8 people answer each of these questions once with its option 3: one answer lost and its figure would be missing, one answered
 * otherwise or counted for another question and it would not be 3.
 */
function answers(period: PeriodId): GivenAnswer[] {
  return Array.from({ length: people }, (_, n) =>
    defaultPlan(period)
      .questions.slice(0, answered)
      .map((question, place) => ({ person: personId(n + 1), place, answer: { question, option: 3 } })),
  ).flat();
}

async function expectWhole(period: PeriodId): Promise<void> {
  const published = await world.tables.releases.find(period);
  expect(published?.release.units).toEqual([
    {
      unit: { id: 'trust', path: 'Trust' },
      respondents: '8 to 13',
      figures: defaultPlan(period).questions.map((question, n) =>
        n < answered ? { question, mean: 3, step: 0.5 } : { question, label: suppressedLabel },
      ),
    },
  ]);
  const found = await world.tables.periods.find(period);
  // An opener that died at its first look takes the next one late, and says so; nothing else is amiss.
  const { freezeSeenLate: _late, ...alarms } = found?.value.alarms ?? {};
  expect(alarms).toEqual({});
  for await (const page of world.tables.envelopes.pages(period)) expect(page).toEqual([]);
}

/** Walks one period with these crashes and checks its release. */
async function walk(crashes: { readonly web?: Crash; readonly opener?: Crash }): Promise<void> {
  const halfTerm = next.next().value;
  const pair = await Pair.start(world, crashes);
  await walkPeriod(world, pair, halfTerm, answers(halfTerm.id));
  await expectWhole(halfTerm.id);
  await pair.stop();
  await strikeHalfTermsBefore(azurite.tables, before ?? halfTerm.id);
  before = halfTerm.id;
}

describe('a process killed at any call to storage or vault', () => {
  for (const victim of ['web', 'opener'] as const) {
    it(`${victim}: every acknowledged answer is counted exactly once`, async () => {
      const dry = { web: Crash.never(), opener: Crash.never() };
      await walk(dry);
      const points = dry[victim].calls;
      expect(points).toBeGreaterThan(10);
      // Every point in the long run; a few of each kind, from a start that moves with the kind of kill, in the short one.
      const every = process.env['HELD_LONG'] ? 1 : Math.floor(points / (victim === 'web' ? 7 : 4));
      let kills = 0;
      for (const [offset, when] of (['before', 'after'] as const).entries()) {
        for (let at = 1 + offset * Math.floor(every / 2); at <= points; at += every) {
          const crash = new Crash(at, when);
          await walk({ [victim]: crash });
          kills += crash.dead ? 1 : 0;
        }
      }
      expect(kills).toBeGreaterThan(2);
    }, 900_000);
  }
});
