import type { Question } from '../questions/bank.ts';
import type { Cell } from './cells.ts';
import { meanOf, weightsOf } from './contribution.ts';
import type { Rules } from './policy.ts';
import { suppressedLabel, type Figure, type RespondentBand } from './release.ts';
import { roundMean, roundUnion, sharesOf, topOf, type Rounded } from './rounding.ts';

/**
 * The figure of a unit that consists of exactly these cells (R4); no cells: the one label (R12). A union of several is made of the cells'
 * published values, and a question without order has none.
 */
export function figureOf(question: Question, cells: readonly Cell[], rules: Rules): Figure {
  const [first, ...others] = cells;
  if (!first || (question.order === 'none' && others.length > 0)) return { question: question.id, label: suppressedLabel };
  if (question.order === 'none') return withoutOrder(question, first, rules);
  const publish = ({ tally }: Cell): Rounded => roundMean(meanOf(tally), tally.people, rules);
  const { quarters, step, clamped } =
    others.length === 0
      ? publish(first)
      : roundUnion(
          cells.map((cell) => ({ value: publish(cell), roster: cell.roster })),
          rules,
        );
  return { question: question.id, mean: quarters / 4, step, ...(clamped ? { clamped } : {}) };
}

/** R10. */
function withoutOrder({ id }: Question, { tally }: Cell, rules: Rules): Figure {
  const { weights } = weightsOf(tally);
  const parts = rules.sharesFrom.findLast(({ people }) => tally.people >= people)?.parts;
  if (parts === undefined) return { question: id, top: topOf(weights) };
  return { question: id, shares: sharesOf(weights, parts).map((share) => share / parts) };
}

const bands: readonly { readonly band: RespondentBand; readonly from: number; readonly to: number }[] = [
  { band: '8 to 13', from: 8, to: 13 },
  { band: '14 to 29', from: 14, to: 29 },
  { band: '30 and more', from: 30, to: Infinity },
];

/**
 * R11: how many people answered anything, as a band. For a union of several cells only where their bands already force it (the sums of their
 * lower and of their upper ends lie in one band); else absent. So it tells nothing that the cells' own bands do not.
 */
export function bandOf(cells: readonly Cell[]): RespondentBand | undefined {
  if (cells.length === 0) return undefined;
  const each = cells.map(({ tally }) => bands.find(({ from, to }) => from <= tally.people && tally.people <= to));
  const from = each.reduce((sum, band) => sum + (band?.from ?? 0), 0);
  const to = each.reduce((sum, band) => sum + (band?.to ?? Infinity), 0);
  return bands.find((band) => band.from <= from && to <= band.to)?.band;
}
