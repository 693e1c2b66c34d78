import { asQuestionId } from '../../../bot/domain/ids.ts';
import type { Attack, AttackContext, AttackResult } from '../attack.ts';
import { rounded, wilson } from '../statistics/estimates.ts';
import { productGate, publishedFile, type Gate } from '../statistics/gate.ts';
import { ballotsOf, frozenUnit, group, numbering, peopleOf, withOneMore } from '../statistics/groups.ts';
import {
  ordered,
  populations,
  spreadChance,
  spreads,
  spreadWithSum,
  sumChances,
  unordered,
  type Population,
} from '../statistics/populations.ts';
import { chance } from '../system/chance.ts';

const bound = 0.1;

/** One way to be an insider: how often the last person's answer is recovered, exactly or from draws. */
interface Finding {
  readonly name: string;
  readonly recovery: number;
  /** Where the recovery was counted in draws: the upper end of its 95% interval is judged. */
  readonly upper?: number;
  readonly stress: boolean;
}

/** What is judged. */
const judgement = ({ recovery, upper }: Finding): number => upper ?? recovery;

/** Recovered: of all options, only the true one gives the file that was published. */
function recovered(files: readonly number[], option: number): boolean {
  return files.every((file, other) => other === option || file !== files[option]);
}

/** Exact, over every spread of the others' answers. */
function bySpreads(gate: Gate, question: string, n: number, all: readonly Population[], findings: Finding[]): void {
  const [{ chances: some } = { chances: [] }] = all;
  const { file } = group(gate, asQuestionId(question), peopleOf('t', n));
  const options = some.map((_, option) => option);
  const recovery = all.map(() => 0);
  for (const others of spreads(n - 1, options.length)) {
    const files = options.map((option) => file(withOneMore(others, option)));
    const found = options.filter((option) => recovered(files, option));
    if (found.length === 0) continue;
    for (const [index, { chances }] of all.entries()) {
      const weight = spreadChance(others, chances);
      for (const option of found) recovery[index]! += weight * (chances[option] ?? 0);
    }
  }
  for (const [index, { name, stress }] of all.entries()) {
    findings.push({ name: `${question}, ${n} people, ${name}`, recovery: recovery[index] ?? 0, stress: stress === true });
  }
}

/** From draws of the others, where there are too many spreads. */
function byDraws(gate: Gate, question: string, n: number, { name, chances, stress }: Population, draws: number, seed: number): Finding {
  const { file } = group(gate, asQuestionId(question), peopleOf('t', n));
  const draw = chance(seed, 4, n, chances.length);
  let found = 0;
  for (let each = 0; each < draws; each += 1) {
    const others = chances.map(() => 0);
    for (let person = 1; person < n; person += 1) others[draw.weighted(chances)]! += 1;
    const files = chances.map((_, option) => file(withOneMore(others, option)));
    if (recovered(files, draw.weighted(chances))) found += 1;
  }
  return {
    name: `${question}, ${n} people, ${name}, ${draws} draws`,
    recovery: found / draws,
    upper: wilson(found, draws)[1],
    stress: stress === true,
  };
}

/** Units of a tree with how many are on their roster and how many of them answer; the first one holds the target. */
interface Ladder {
  readonly name: string;
  readonly units: readonly { readonly path: string; readonly roster: number; readonly answer: number }[];
}

const ladders: readonly Ladder[] = [
  {
    name: 'two clusters of 8',
    units: [
      { path: 'T/A', roster: 8, answer: 8 },
      { path: 'T/B', roster: 8, answer: 8 },
    ],
  },
  {
    name: 'clusters of 8 and 30',
    units: [
      { path: 'T/A', roster: 8, answer: 8 },
      { path: 'T/B', roster: 30, answer: 30 },
    ],
  },
  {
    name: 'a trust with 8 people of its own above a cluster',
    units: [
      { path: 'T', roster: 8, answer: 8 },
      { path: 'T/A', roster: 12, answer: 9 },
    ],
  },
  {
    name: 'a cluster too small to show, merged',
    units: [
      { path: 'T/A', roster: 12, answer: 5 },
      { path: 'T/B', roster: 12, answer: 8 },
    ],
  },
  {
    name: 'three levels',
    units: [
      { path: 'N/P/A', roster: 8, answer: 8 },
      { path: 'N/P', roster: 8, answer: 8 },
      { path: 'N/Q', roster: 8, answer: 8 },
    ],
  },
];

/** Exact, over every sum of the others' answers: whoever is not in the target's unit is known too, and every unit's figures are read. */
function byLadder(gate: Gate, { name, units: places }: Ladder, findings: Finding[]): void {
  const units = places.map(({ path, roster }) => frozenUnit(path, peopleOf(path, roster)));
  const above = new Set(
    places.flatMap(({ path }) =>
      path
        .split('/')
        .slice(0, -1)
        .map((_, level, all) => all.slice(0, level + 1).join('/')),
    ),
  );
  for (const { path } of places) above.delete(path);
  const empty = [...above].map((path) => frozenUnit(path, []));
  const number = numbering();
  const seen = new Map<string, number>();
  const file = (sums: readonly number[]): number => {
    const key = sums.join();
    let known = seen.get(key);
    if (known === undefined) {
      const ballots = units.flatMap((unit, index) => ballotsOf(unit, ordered, spreadWithSum(places[index]?.answer ?? 0, sums[index] ?? 0)));
      seen.set(key, (known = number(publishedFile(gate({ units: [...units, ...empty], ballots, questions: [ordered] })))));
    }
    return known;
  };
  for (const { name: population, chances, stress } of populations) {
    let recovery = 0;
    const walk = (index: number, weight: number, sums: readonly number[]): void => {
      const place = places[index];
      if (!place) {
        const files = chances.map((_, option) => file(sums.map((sum, unit) => (unit === 0 ? sum + option : sum))));
        for (const [option, each] of chances.entries()) if (recovered(files, option)) recovery += weight * each;
        return;
      }
      for (const [sum, each] of sumChances(place.answer - (index === 0 ? 1 : 0), chances).entries()) {
        if (each > 0) walk(index + 1, weight * each, [...sums, sum]);
      }
    };
    walk(0, 1, []);
    findings.push({ name: `${name}, ${population}`, recovery, stress: stress === true });
  }
}

/**
 * Somebody who knows n and the answers of all others but one looks which answers of the last person fit what is published. Ordered questions
 * by every spread of the others' answers; ladders of units by every sum; questions without order by every spread, or by draws.
 */
export async function knowsAllOthers(context: AttackContext, gate: Gate = productGate): Promise<AttackResult> {
  const { profile, seed, progress, impatient } = context;
  const full = profile === 'full';
  const findings: Finding[] = [];
  const sizes = full ? [8, 9, 10, 11, 12, 13, 14, 16, 20, 24] : [8, 9, 12];
  const steps: (() => void)[] = [
    ...sizes.map((n) => () => bySpreads(gate, ordered, n, populations, findings)),
    // The mean is all that larger groups are asked about, so a sum stands for its spreads.
    ...(full ? [29, 30, 31, 40] : [30]).map(
      (n) => () => byLadder(gate, { name: `${ordered}, ${n} people`, units: [{ path: 'T', roster: n, answer: n }] }, findings),
    ),
    ...(full ? ladders : ladders.slice(3, 4)).map((ladder) => () => byLadder(gate, ladder, findings)),
    ...[...new Set(unordered.map(({ question }) => question))].flatMap((question) => {
      const all = unordered.filter((each) => each.question === question).map(({ population }) => population);
      const options = all[0]?.chances.length ?? 0;
      const exactly = full ? [8, 12, ...(options < 8 ? [24] : []), ...(options < 6 ? [25, 30] : [])] : options < 6 ? [8, 24] : [8];
      const drawn = full ? [...(options < 8 ? [] : [24]), 80, 120] : [];
      return [
        ...exactly.map((n) => () => bySpreads(gate, question, n, all, findings)),
        ...drawn.flatMap((n) =>
          all.map((population) => () => findings.push(byDraws(gate, question, n, population, n === 24 ? 20_000 : 1_500, seed))),
        ),
      ];
    }),
  ];
  for (const [index, step] of steps.entries()) {
    step();
    if (impatient && findings.some((finding) => !finding.stress && judgement(finding) > bound)) break;
    progress((index + 1) / steps.length);
    await new Promise(setImmediate);
  }
  const judged = findings.filter(({ stress }) => !stress);
  const byWorst = (one: Finding, other: Finding): number => judgement(other) - judgement(one);
  const metric = Math.max(...judged.map(judgement));
  const told = ({ name, recovery, upper }: Finding): string =>
    `${name}: ${rounded(recovery)}${upper === undefined ? '' : ` (up to ${rounded(upper)})`}`;
  return {
    metric,
    bound,
    pass: metric <= bound,
    cases: findings.length,
    notes: [
      `recovery, worst of ${judged.length} groups and ladders: ${judged.toSorted(byWorst).slice(0, 4).map(told).join('; ')}`,
      `stress, no verdict: ${findings
        .filter(({ stress }) => stress)
        .toSorted(byWorst)
        .slice(0, 3)
        .map(told)
        .join('; ')}`,
    ],
  };
}

export const attack4: Attack = { id: 4, name: 'insider who knows all other answers', run: (context) => knowsAllOthers(context) };
