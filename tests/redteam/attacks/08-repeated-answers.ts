import type { OpenedRow } from '../../../bot/domain/disclosure/ballotBox.ts';
import type { Attack, AttackContext, AttackResult } from '../attack.ts';
import { productGate, publishedFile, type Gate } from '../statistics/gate.ts';
import { frozenUnit, peopleOf } from '../statistics/groups.ts';
import { ordered, populations, unordered } from '../statistics/populations.ts';
import { chance } from '../system/chance.ts';
import { Findings } from '../system/verdict.ts';

/**
 * One person answers 1, 3 or 10 times. The release must be the one in which they answered once with their single mean: exactly, where that
 * mean is an option (so also for the same answer again and again); where it lies between options, by repeating a pair of answers with that mean.
 */
export async function repeatedAnswers(context: AttackContext, gate: Gate = productGate): Promise<AttackResult> {
  const { profile, seed, organisations, progress } = context;
  const findings = new Findings(context);
  return findings.gather(async () => {
    const rounds = organisations ?? (profile === 'full' ? 4_000 : 200);
    const [whose] = unordered;
    if (!whose) throw new Error('no question without order');
    for (let round = 0; round < rounds; round += 1) {
      const draw = chance(seed, 8, round);
      const chances = draw.pick(populations).chances;
      const n = 8 + draw.below(30);
      const unit = frozenUnit('T', peopleOf('t', n));
      const others = Array.from({ length: n - 1 }, () => [draw.weighted(chances)]);
      const file = (options: readonly number[]): string => {
        const ballots = [options, ...others].map((each): OpenedRow => ({
          unit: unit.id,
          answers: each.flatMap((option) => [
            { question: ordered, option },
            { question: whose.question, option },
          ]),
        }));
        return publishedFile(gate({ units: [unit], ballots, questions: [ordered, whose.question] }));
      };
      const option = draw.below(5);
      const once = file([option]);
      for (const times of [3, 10])
        findings.check(file(Array<number>(times).fill(option)) === once, `${option}, ${times} times, is not ${option} once`);

      const [low, high] = [draw.below(5), draw.below(5)];
      const pair = file([low, high]);
      findings.check(
        file(Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? low : high))) === pair,
        `${low} and ${high}, five times each`,
      );

      // The ordered question alone, since a mean says nothing of a question without order.
      const spread = Math.min(option, 4 - option);
      const ordinal = (options: readonly number[]): string =>
        publishedFile(
          gate({
            units: [unit],
            ballots: [options, ...others].map((each) => ({
              unit: unit.id,
              answers: each.map((answer) => ({ question: ordered, option: answer })),
            })),
            questions: [ordered],
          }),
        );
      findings.check(
        ordinal([option - spread, option, option + spread]) === ordinal([option]),
        `three answers with the mean ${option} are not ${option} once`,
      );
      if (round % 50 === 0) {
        progress((round + 1) / rounds);
        await new Promise(setImmediate);
      }
    }
    findings.note(`${rounds} organisations of 8 to 37 people, ordered and without order`);
  });
}

export const attack8: Attack = { id: 8, name: 'one person answers often', run: (context) => repeatedAnswers(context) };
