import type { AttackContext, AttackResult } from '../attack.ts';
import {
  anyNumber,
  anySchools,
  bankWithWords,
  discloseAnySchools,
  distributions,
  everyAnswerWeighs,
  exactCounts,
  fineMeans,
  liveRoster,
  nestedFigures,
  noClamp,
  noSecondMinimum,
  overwritingReleases,
  reasonsGiven,
  rollingCalendar,
  secondStatistic,
} from '../mutants.ts';
import { gateUnder, productGate } from '../statistics/gate.ts';
import { signedCombinations } from './02-signed-combinations.ts';
import { linearProgramme } from './03-linear-programme.ts';
import { knowsAllOthers } from './04-knows-all-others.ts';
import { editsInside, joinerAndLeaver } from './06-joiner-and-leaver.ts';
import { repeatedAnswers } from './08-repeated-answers.ts';
import { participationOracle, shapesOfSilence } from './09-suppression-oracle.ts';
import { repetition } from './10-repetition.ts';
import { canary } from './14-canary.ts';
import { apiBypass } from './17-api-bypass.ts';

/** One rule switched off, and the attack that must notice. */
export interface Mutant {
  readonly rule: string;
  readonly attack: number;
  readonly off: string;
  run(context: AttackContext): Promise<AttackResult> | AttackResult;
}

/** Mutants of what is computed: the disclosure functions under attack, and nothing else. */
export const computedMutants: readonly Mutant[] = [
  { rule: 'R1', attack: 2, off: 'any number of people', run: (context) => signedCombinations(context, { gate: gateUnder(anyNumber) }) },
  { rule: 'R2', attack: 2, off: 'any schools', run: (context) => signedCombinations(context, { gate: gateUnder(anySchools) }) },
  { rule: 'R3', attack: 8, off: 'every answer weighs one', run: (context) => repeatedAnswers(context, gateUnder(everyAnswerWeighs)) },
  {
    rule: 'R4',
    attack: 2,
    off: 'a figure of everybody below each unit',
    run: (context) => signedCombinations(context, { gate: nestedFigures }),
  },
  { rule: 'R5', attack: 4, off: 'the median as well', run: (context) => knowsAllOthers(context, secondStatistic) },
  { rule: 'R6', attack: 2, off: 'periods that overlap', run: (context) => signedCombinations(context, { calendar: rollingCalendar }) },
  { rule: 'R8', attack: 4, off: 'means to a quarter point', run: (context) => knowsAllOthers(context, gateUnder(fineMeans)) },
  { rule: 'R8', attack: 6, off: 'no second minimum', run: (context) => joinerAndLeaver(context, gateUnder(noSecondMinimum)) },
  { rule: 'R9', attack: 3, off: 'no clamp', run: (context) => linearProgramme(context, gateUnder(noClamp)) },
  { rule: 'R10', attack: 4, off: 'distributions from eight people', run: (context) => knowsAllOthers(context, gateUnder(distributions)) },
  { rule: 'R11', attack: 9, off: 'the exact number of respondents', run: (context) => participationOracle(context, exactCounts) },
  { rule: 'R12', attack: 9, off: 'the reason of each suppression', run: (context) => shapesOfSilence(context, reasonsGiven) },
  { rule: 'R13', attack: 6, off: 'the roster of the release’s day', run: (context) => editsInside(context, productGate, liveRoster) },
];

/** Mutants of the running system. */
export const systemMutants: readonly Mutant[] = [
  { rule: 'R2', attack: 17, off: 'any schools', run: (context) => apiBypass(context, { disclose: discloseAnySchools }) },
  { rule: 'R7', attack: 10, off: 'a store that overwrites', run: (context) => repetition(context, { releases: overwritingReleases() }) },
  { rule: 'R14', attack: 14, off: 'a question answered in words', run: (context) => canary(context, { questions: bankWithWords }) },
];

export interface Mutation {
  readonly rule: string;
  /** The attacks that failed against the product without the rule, by number. */
  readonly killedBy: readonly number[];
}

/** Runs mutants against their attacks, each at the smallest size: failing once is enough. */
export async function mutate(
  context: AttackContext,
  mutants: readonly Mutant[],
): Promise<{ result: AttackResult; mutations: readonly Mutation[] }> {
  const killedBy = new Map<string, number[]>();
  const notes: string[] = [];
  let survived = 0;
  for (const [index, { rule, attack, off, run }] of mutants.entries()) {
    const found = await killed(() => run({ profile: 'short', seed: context.seed, impatient: true, progress: () => undefined }));
    const kills = killedBy.get(rule) ?? [];
    if (found.kills) kills.push(attack);
    else survived += 1;
    killedBy.set(rule, kills);
    notes.push(`${rule} off (${off}): attack ${attack} ${found.says}`);
    context.progress((index + 1) / mutants.length);
  }
  const byNumber = (one: { readonly rule: string }, other: { readonly rule: string }): number =>
    Number(one.rule.slice(1)) - Number(other.rule.slice(1));
  return {
    result: { metric: survived, bound: 0, pass: survived === 0, cases: mutants.length, notes },
    mutations: [...killedBy].map(([rule, each]) => ({ rule, killedBy: each.toSorted((one, other) => one - other) })).toSorted(byNumber),
  };
}

/** A mutant is killed by an attack that fails; not by one that stops for another reason. */
async function killed(run: () => Promise<AttackResult> | AttackResult): Promise<{ readonly kills: boolean; readonly says: string }> {
  try {
    const { pass, metric, bound } = await run();
    const measured = `${Number(metric.toFixed(3))} against ${bound}`;
    return { kills: !pass, says: pass ? `PASSES (${measured}): nothing would notice` : `fails (${measured})` };
  } catch (error) {
    return { kills: false, says: `STOPPED: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** Attack 19, of which a run has two halves. */
export const mutation = { id: 19, name: 'mutation: each rule switched off in turn' } as const;
