import type { QuestionId, UnitId } from '../ids.ts';
import type { HalfTerm, Plan } from '../period.ts';
import { weeksOf } from '../period.ts';
import type { FrozenUnit } from '../unit.ts';
import { BallotBox } from './ballotBox.ts';
import { disclose } from './disclose.ts';
import type { Policy } from './policy.ts';
import type { ReleasedCells } from './release.ts';

/** What a plan would show in one unit. */
export interface UnitForecast {
  readonly unit: { readonly id: UnitId; readonly path: string };
  /** People of the unit and of all units below it. */
  readonly people: number;
  /** By question: the share of trials, 0 to 1, in which the unit has a figure of it. */
  readonly chances: ReadonlyMap<QuestionId, number>;
}

export interface ToForecast {
  readonly halfTerm: HalfTerm;
  readonly units: readonly FrozenUnit[];
  readonly plan: Plan;
  readonly policy: Policy;
  readonly earlier: readonly ReleasedCells[];
  /** The share of prompts that are answered, 0 to 1. */
  readonly rate: number;
  /** How often chance is tried. */
  readonly trials: number;
  /** Uniform in [0, 1). */
  draw(): number;
  onTrial?(done: number): void;
}

/** Times that a person is asked each question: three, fewer where a longer plan leaves less room. Three prompts a week (cadence). */
export function asksEach(halfTerm: HalfTerm, { questions }: Plan): number {
  return Math.min(3, (3 * weeksOf(halfTerm)) / Math.max(1, questions.length));
}

/**
 * How likely each unit gets a figure of each question of a plan, if each prompt is answered with the same chance. It lets the release rules
 * themselves decide over invented answers, so it knows every rule, the second minimum of grown groups and the sizes of schools included.
 * It knows nothing that anybody answered.
 */
export function forecast({ halfTerm, units, plan, policy, earlier, rate, trials, draw, onTrial }: ToForecast): readonly UnitForecast[] {
  const answersOnce = 1 - (1 - rate) ** asksEach(halfTerm, plan);
  const shown = new Map<UnitId, Map<QuestionId, number>>();
  for (let trial = 0; trial < trials; trial += 1) {
    const box = new BallotBox();
    for (const { id, people } of units) {
      for (let person = 0; person < people.length; person += 1) {
        const asked = plan.questions.filter(() => draw() < answersOnce);
        if (asked.length > 0) box.put({ unit: id, answers: asked.map((question) => ({ question, option: 0 })) });
      }
    }
    const { release } = disclose({ period: halfTerm, box, units, plan, policy, earlier });
    for (const { unit, figures } of release.units) {
      const counts = shown.get(unit.id) ?? new Map<QuestionId, number>();
      shown.set(unit.id, counts);
      for (const figure of figures) if (!('label' in figure)) counts.set(figure.question, (counts.get(figure.question) ?? 0) + 1);
    }
    onTrial?.(trial + 1);
  }
  return units.map(({ id, path }) => ({
    unit: { id, path },
    people: peopleBelow(units, id),
    chances: new Map(plan.questions.map((question) => [question, (shown.get(id)?.get(question) ?? 0) / trials])),
  }));
}

function peopleBelow(units: readonly FrozenUnit[], top: UnitId): number {
  const own = units.find(({ id }) => id === top)?.people.length ?? 0;
  return units.filter(({ parent }) => parent === top).reduce((sum, { id }) => sum + peopleBelow(units, id), own);
}
