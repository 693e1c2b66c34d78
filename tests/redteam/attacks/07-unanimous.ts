import type { Attack, AttackContext, AttackResult } from '../attack.ts';
import { productGate, publishedFile, type Gate } from '../statistics/gate.ts';
import { ballotsOf, frozenUnit, peopleOf } from '../statistics/groups.ts';
import { ordered, unordered } from '../statistics/populations.ts';
import { chance } from '../system/chance.ts';
import { Findings } from '../system/verdict.ts';

/**
 * Everyone answered the same: the one case in which a mean would tell every answer. For each size and option, mixed groups whose exact mean
 * lies in the same rounding bin, found from the rules as written and not from the product's code, must give the same bytes; in a group alone and
 * in a cluster of a trust.
 */
export async function unanimous(context: AttackContext, gate: Gate = productGate): Promise<AttackResult> {
  const { profile, seed, progress } = context;
  const findings = new Findings(context);
  return findings.gather(async () => {
    const draw = chance(seed, 7);
    const sizes = profile === 'full' ? Array.from({ length: 53 }, (_, index) => index + 8) : [8, 9, 13, 30, 31];
    for (const [index, n] of sizes.entries()) {
      for (let option = 0; option < 5; option += 1) {
        const same = [0, 0, 0, 0, 0].map((_, each) => (each === option ? n : 0));
        const alone = frozenUnit('T', peopleOf('t', n));
        const [above, cluster, beside] = [frozenUnit('T', []), frozenUnit('T/A', peopleOf('a', n)), frozenUnit('T/B', peopleOf('b', 12))];
        const others = ballotsOf(beside, ordered, [2, 3, 3, 2, 2]);
        const files = (counts: readonly number[]): readonly string[] => [
          publishedFile(gate({ units: [alone], ballots: ballotsOf(alone, ordered, counts), questions: [ordered] })),
          publishedFile(
            gate({ units: [above, cluster, beside], ballots: [...ballotsOf(cluster, ordered, counts), ...others], questions: [ordered] }),
          ),
        ];
        const published = files(same);
        for (const mixed of mixedInSameBin(n, option, draw.shuffled(Array.from({ length: 4 * n + 1 }, (_, sum) => sum)), draw.fraction)) {
          const other = files(mixed);
          findings.check(
            other.every((file, place) => file === published[place]),
            `${n} people: all ${option} looks unlike ${mixed.join('+')}`,
          );
        }
      }
      progress((index + 1) / (sizes.length + 1));
      await new Promise(setImmediate);
    }
    for (const { question, population } of unordered) {
      const unit = frozenUnit('T', peopleOf('t', 24));
      const file = (counts: readonly number[]): string =>
        publishedFile(gate({ units: [unit], ballots: ballotsOf(unit, question, counts), questions: [question] }));
      for (const option of population.chances.keys()) {
        const same = population.chances.map((_, each) => (each === option ? 24 : 0));
        const mixed = population.chances.map((_, each) => (each === option ? 24 - 2 * (population.chances.length - 1) : 2));
        findings.check(file(same) === file(mixed), `${question}: all ${option} looks unlike a majority of it`);
      }
    }
    progress(1);
    findings.note(`groups of ${sizes[0]} to ${sizes.at(-1)} people, alone and in a trust; questions without order with 24 people`);
  });
}

/** A few spreads with at least two different answers, whose exact mean is published as the mean `option` is. */
function mixedInSameBin(n: number, option: number, sums: readonly number[], fraction: () => number): readonly (readonly number[])[] {
  const step = n >= 30 ? 0.25 : 0.5;
  const clamped = (mean: number): number => Math.min(3.5, Math.max(0.5, Math.floor(mean / step + 0.5) * step));
  const found: (readonly number[])[] = [];
  for (const sum of sums) {
    if (clamped(sum / n) !== clamped(option) || sum === 0 || sum === 4 * n) continue;
    const answers = Array.from({ length: n }, (_, person) => Math.floor(sum / n) + (person < sum % n ? 1 : 0));
    // Answers move apart in pairs, so that the sum stays and the spread does not.
    for (let pair = 0; pair < n; pair += 1) {
      const [up, down] = [Math.floor(fraction() * n), Math.floor(fraction() * n)];
      if (up === down || (answers[up] ?? 4) >= 4 || (answers[down] ?? 0) <= 0) continue;
      answers[up]! += 1;
      answers[down]! -= 1;
    }
    if (new Set(answers).size < 2) continue;
    found.push([0, 1, 2, 3, 4].map((each) => answers.filter((answer) => answer === each).length));
    if (found.length === 3) break;
  }
  return found;
}

export const attack7: Attack = { id: 7, name: 'everyone answered the same', run: (context) => unanimous(context) };
