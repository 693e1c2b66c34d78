import { asQuestionId, type QuestionId } from '../../../bot/domain/ids.ts';

/** How likely each option is, for everybody alike. */
export interface Population {
  readonly name: string;
  readonly chances: readonly number[];
  /** `stress`: printed without a verdict. */
  readonly stress?: true;
}

/** For ordered questions. */
export const populations: readonly Population[] = [
  { name: 'typical', chances: [0.1, 0.2, 0.35, 0.25, 0.1] },
  { name: 'heavy', chances: [0.05, 0.1, 0.2, 0.3, 0.35] },
  { name: 'light', chances: [0.35, 0.3, 0.2, 0.1, 0.05] },
  { name: 'uniform', chances: [0.2, 0.2, 0.2, 0.2, 0.2], stress: true },
  { name: 'polarised', chances: [0.4, 0.1, 0, 0.1, 0.4], stress: true },
];
export const verdictPopulations = populations.filter(({ stress }) => !stress);

export const ordered = asQuestionId('load');
export const otherOrdered = asQuestionId('mine');

/**
 * Questions of the bank without order, each with a population in bank order of its options: like the ordered ones, with one option ahead of
 * the next. Close races are stress, as uniform answers are: there the most chosen option leans on few people.
 */
export const unordered: readonly { readonly question: QuestionId; readonly population: Population }[] = [
  { question: asQuestionId('whose'), population: { name: 'mine before shared', chances: [0.35, 0.25, 0.1, 0.2, 0.1] } },
  { question: asQuestionId('spent'), population: { name: 'paperwork before advising', chances: [0.35, 0.1, 0.2, 0.1, 0.1, 0.15] } },
  {
    question: asQuestionId('theme'),
    population: { name: 'parents before thresholds', chances: [0.3, 0.1, 0.15, 0.05, 0.1, 0.2, 0.05, 0.05] },
  },
  { question: asQuestionId('whose'), population: { name: 'close race', chances: [0.3, 0.25, 0.15, 0.25, 0.05], stress: true } },
  {
    question: asQuestionId('theme'),
    population: { name: 'close race', chances: [0.2, 0.1, 0.15, 0.1, 0.1, 0.2, 0.1, 0.05], stress: true },
  },
];
export const verdictUnordered = unordered.filter(({ population }) => !population.stress);

/** Chances of every sum of `people` answers, from 0. */
export function sumChances(people: number, chances: readonly number[]): Float64Array {
  let now = Float64Array.of(1);
  for (let person = 0; person < people; person += 1) {
    const next = new Float64Array(now.length + chances.length - 1);
    for (const [sum, chance] of now.entries()) for (const [option, each] of chances.entries()) next[sum + option]! += chance * each;
    now = next;
  }
  return now;
}

/** Some spread of `people` answers over five options with this sum: as even as can be. */
export function spreadWithSum(people: number, sum: number): readonly number[] {
  const counts = [0, 0, 0, 0, 0];
  for (let person = 0; person < people; person += 1) counts[Math.floor(sum / people) + (person < sum % people ? 1 : 0)]! += 1;
  return counts;
}

/** Every way to spread people over options. */
export function* spreads(people: number, options: number): Generator<readonly number[]> {
  if (options === 1) {
    yield [people];
    return;
  }
  for (let count = 0; count <= people; count += 1) for (const rest of spreads(people - count, options - 1)) yield [count, ...rest];
}

const logFactorials = [0];
function logFactorial(n: number): number {
  for (let next = logFactorials.length; next <= n; next += 1) logFactorials.push((logFactorials[next - 1] ?? 0) + Math.log(next));
  return logFactorials[n] ?? 0;
}

/** The multinomial chance of a spread. */
export function spreadChance(counts: readonly number[], chances: readonly number[]): number {
  let log = logFactorial(counts.reduce((sum, count) => sum + count, 0));
  for (const [option, count] of counts.entries()) if (count > 0) log += count * Math.log(chances[option] ?? 0) - logFactorial(count);
  return Math.exp(log);
}

/** The best guess of somebody who knows the population only, and how often it is right. */
export function bestGuess({ chances }: Population): number {
  return chances.indexOf(Math.max(...chances));
}
