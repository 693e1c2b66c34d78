/** Figures in words: what stands beside a chart, in its table, and in its label for screen readers. */
import type { QuestionBody } from '../bot/contract/questions.ts';
import type { FigureBody, OrderedFigureBody } from '../bot/contract/releases.ts';
import { changeOf, intervalOf, optionsAround, yearBefore, type Point } from './figures.ts';
import { halfTermName } from './halfTerms.ts';
import { words } from '#words/tab.ts';
import { percentName } from '../words/formats.ts';

/** "Between A little and Somewhat", or "Around Somewhat" where the figure is that very option. */
export function intervalWords(figure: OrderedFigureBody, options: readonly string[]): string {
  const { from, to } = optionsAround(intervalOf(figure));
  if (from === to) return words.figure.around(options[from] ?? String(from));
  return words.figure.between(options[from] ?? String(from), options[to] ?? String(to));
}

/** A share as a whole percentage: shares are released in quarters or tenths. */
export const shareWords = (share: number): string => percentName(share);

function figureWords(figure: Exclude<FigureBody, { label: string }>, options: readonly string[]): string {
  if ('mean' in figure) return intervalWords(figure, options);
  if ('top' in figure) return words.figure.mostOften(options[figure.top] ?? String(figure.top));
  return figure.shares.map((share, i) => words.figure.share(options[i] ?? String(i), shareWords(share))).join('; ');
}

/** One half-term of one question, as the table behind the chart says it. */
export function pointWords(point: Point, options: readonly string[]): string {
  if (point.kind === 'figure') return figureWords(point.figure, options);
  return point.kind === 'tooFew' ? words.figure.tooFew : words.figure.notAsked;
}

/** "lighter than in Spring 2, 2027", or undefined where there is nothing to compare. */
export function changeWords(points: readonly Point[], question: QuestionBody): string | undefined {
  if (question.order === 'none') return undefined;
  const change = changeOf(points, question.order);
  return change && `${words.figure.change[question.order][change.direction]} ${halfTermName(change.since.id)}`;
}

/** "A year before, in Autumn 1, 2025: Around Somewhat", or undefined where there is no such half-term to compare with. */
export function yearBeforeWords(points: readonly Point[], question: QuestionBody): string | undefined {
  const before = yearBefore(points);
  return before && words.figure.yearBefore(halfTermName(before.period.id), pointWords(before, question.options));
}
