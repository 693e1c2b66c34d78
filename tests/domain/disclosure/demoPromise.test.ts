import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { readRosterFile } from '../../../bot/adapters/files/rosterFile.ts';
import type { ReleasedCells, UnitRelease } from '../../../bot/domain/disclosure/release.ts';
import { asLastingId, unitIdOf, type QuestionId, type UnitId } from '../../../bot/domain/ids.ts';
import type { HalfTerm } from '../../../bot/domain/period.ts';
import { afterPrompt, type PromptCounts } from '../../../bot/domain/prompting/budget.ts';
import { englandDates } from '../../../bot/domain/prompting/englandDates.ts';
import { defaultPlan } from '../../../bot/domain/questions/plan.ts';
import { questionOf } from '../../../bot/domain/questions/bank.ts';
import { promptOf } from '../../../bot/domain/questions/rotation.ts';
import { checkRoster } from '../../../bot/domain/rosterImport.ts';
import { askingDays } from '../../../bot/local/demo/seedPeriods.ts';
import { answersWith, chance as demoChance, demoOption } from '../../../bot/local/demo/story.ts';
import { chance } from '../../redteam/system/chance.ts';
import { period, release, unit, type Organisation } from './organisation.ts';

// The promise: in a trust of 24 in two clusters of 12, with each prompt answered with probability 0.6 and three asks a question, each
// cluster has its own figure for at least five of the six questions of a half-term's plan.

const clusters = ['T/A', 'T/B'];
const figuresOf = (units: readonly UnitRelease[], id: UnitId): number =>
  units.find((each) => each.unit.id === id)?.figures.filter((figure) => !('label' in figure)).length ?? 0;

it('holds in every one of 400 invented half-terms', () => {
  const plan = defaultPlan(period.id).questions;
  const fewest = Array.from({ length: 400 }, (_, seed) => {
    const draw = chance(seed, 24);
    const people = clusters.flatMap((path) =>
      Array.from({ length: 12 }, (_person, index) => ({ path, id: asLastingId(`${path}${index}`) })),
    );
    const organisation: Organisation = {
      units: [
        unit('T', []),
        ...clusters.map((path) =>
          unit(
            path,
            people.filter((each) => each.path === path).map(({ id }) => id),
          ),
        ),
      ],
      ballots: people.map(({ path }) => ({
        unit: unitIdOf(path),
        answers: plan.flatMap((question) =>
          Array.from({ length: 3 }, () => draw.fraction() < answersWith).flatMap((answered) =>
            answered ? [{ question, option: draw.below(5) }] : [],
          ),
        ),
      })),
    };
    const { units } = release(organisation, { questions: plan }).release;
    return Math.min(...clusters.map((path) => figuresOf(units, unitIdOf(path))));
  });
  expect(fewest.filter((figures) => figures < 5)).toEqual([]);
  // All six are not certain, only very likely.
  expect(fewest.filter((figures) => figures === 6).length / fewest.length).toBeGreaterThan(0.98);
});

it('holds for the demo as it is told, in every past half-term', async () => {
  const file = fileURLToPath(new URL('../../../bot/local/demo/people.csv', import.meta.url));
  const read = await readRosterFile(file);
  const sencos = checkRoster(read.lines).people.filter(({ roles }) => roles.includes('senco'));
  expect(sencos).toHaveLength(24);
  const paths = [...new Set(sencos.map(({ unitPath }) => unitPath))].toSorted();
  const [top = ''] = (paths[0] ?? '').split('/');
  const units = [
    unit(top, []),
    ...paths.map((path) =>
      unit(
        path,
        sencos.filter(({ unitPath }) => unitPath === path).map(({ person }) => asLastingId(person)),
      ),
    ),
  ];
  const earlier: ReleasedCells[] = [];
  for (const halfTerm of englandDates.halfTerms.filter(({ id }) => id >= '2025-26-3' && id <= '2026-27-1')) {
    const asked = asksOf(halfTerm);
    const ballots = sencos.map(({ person, unitPath }) => ({
      unit: unitIdOf(unitPath),
      answers: asked.flatMap(({ day, question }) =>
        demoChance('answers', halfTerm.id, person, day) < answersWith
          ? [{ question, option: demoOption(halfTerm.id, person, unitPath, question, day) }]
          : [],
      ),
    }));
    const out = release({ units, ballots }, { questions: defaultPlan(halfTerm.id).questions, earlier });
    for (const path of paths)
      expect({ id: halfTerm.id, path, figures: figuresOf(out.release.units, unitIdOf(path)) >= 5 }).toEqual({
        id: halfTerm.id,
        path,
        figures: true,
      });
    earlier.push(out.cells);
  }
  expect(earlier).toHaveLength(5);
});

/** The day and question of each ask of a half-term, as the demo's days and the product's rotation give them. */
function asksOf(halfTerm: HalfTerm): readonly { readonly day: string; readonly question: QuestionId }[] {
  const workingDays = [1, 2, 3, 4, 5];
  let counts: PromptCounts = { week: '', prompts: 0, others: 0, day: '', places: 0, weeks: 0 };
  return askingDays(englandDates, halfTerm).flatMap((day) => {
    const prompted = promptOf(defaultPlan(halfTerm.id), halfTerm, day, { occasion: 'meeting', counts, workingDays });
    if (!prompted) return [];
    const question = prompted.kind === 'question' ? prompted.question : undefined;
    counts = afterPrompt(counts, day, 24, question !== undefined && questionOf(question).occasion !== 'meeting');
    return question === undefined ? [] : [{ day: day.toString(), question }];
  });
}
