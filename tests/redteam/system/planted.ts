import { BallotBox } from '../../../bot/domain/disclosure/ballotBox.ts';
import { disclose } from '../../../bot/domain/disclosure/disclose.ts';
import type { Figure } from '../../../bot/domain/disclosure/release.ts';
import type { Frozen } from '../../../bot/ports.ts';
import { type QuestionId } from '../../../bot/domain/ids.ts';
import { defaultPlan } from '../../../bot/domain/questions/plan.ts';
import { autumnTwo } from '../../helpers/world.ts';
import type { Chance } from './chance.ts';
import type { Lab } from './lab.ts';
import { inventSencos } from './organisation.ts';
import { Walk } from './walk.ts';

/** How far seven colluding people of a unit of eight get against the eighth. */
export interface Residual {
  readonly questions: number;
  /** Options that still fit the release, summed over questions; at least one each. */
  readonly left: number;
  /** Questions whose answer was the only one that fits. */
  readonly recovered: number;
}

const people = 8;

/**
 * Eight rostered people; seven answer as the attacker tells them, with sums around which the rounding turns. After the real release the
 * attacker runs the public rules with each option that the target may have chosen and keeps those that give what was published.
 */
export async function sevenAndOne(lab: Lab, draw: Chance): Promise<Residual> {
  const roster = inventSencos(draw, people, ['Trust']);
  const questions = defaultPlan(autumnTwo.id).questions;
  // Seven answers that add up to 10 to 13: a target's 0 to 4 more then spans a turn of the rounding to halves.
  const told = new Map(questions.map((question) => [question, spread(10 + draw.below(4))]));
  const truth = new Map(questions.map((question) => [question, draw.below(5)]));
  return lab.inWorld('2026-11-02T10:00:00Z', async (world) => {
    const walk = await Walk.open(world, roster);
    for (const [place, question] of questions.entries()) {
      const options = [...(told.get(question) ?? []), truth.get(question) ?? 0];
      await walk.answerAll(roster.map(({ person }, n) => ({ person, place, answer: { question, option: options[n] ?? 0 } })));
    }
    const { release } = await walk.toRelease();
    const frozen = await world.tables.frozen.read(autumnTwo.id);
    if (!frozen) throw new Error('nothing was frozen');
    let [left, recovered] = [0, 0];
    for (const question of questions) {
      const published = release.units[0]?.figures.find((figure) => figure.question === question);
      const fits = [0, 1, 2, 3, 4].filter((option) => same(expected(frozen, question, [...(told.get(question) ?? []), option]), published));
      if (!fits.includes(truth.get(question) ?? -1)) throw new Error('The attacker’s own sum is wrong.');
      left += fits.length;
      recovered += fits.length === 1 ? 1 : 0;
    }
    return { questions: questions.length, left, recovered };
  });
}

const same = (one: Figure | undefined, other: Figure | undefined): boolean => JSON.stringify(one) === JSON.stringify(other);

function spread(sum: number): readonly number[] {
  return Array.from({ length: people - 1 }, (_, n) => Math.floor((sum + n) / (people - 1)));
}

/** What the published rules make of these answers. */
function expected(frozen: Frozen, question: QuestionId, options: readonly number[]): Figure | undefined {
  const box = new BallotBox();
  const [unit] = frozen.units;
  if (!unit) throw new Error('no unit');
  for (const option of options) {
    box.put({ unit: unit.id, answers: [{ question, option }] });
  }
  const { release } = disclose({ period: autumnTwo, box, units: frozen.units, plan: frozen.plan, policy: frozen.policy, earlier: [] });
  return release.units[0]?.figures.find((figure) => figure.question === question);
}
