import type { Figure, UnitRelease } from '../disclosure/release.ts';
import { bank } from '../questions/bank.ts';
import { wayOfQuestion, type Way } from './ways.ts';
import type { QuestionId } from '../ids.ts';

/** What a leader's page opens on: one way to act, and the question whose figure points there. Without one, nothing stood out. */
export interface Signal {
  readonly way: Way;
  readonly question?: QuestionId;
}

/** A figure at least this far towards the heavy end is a signal: the middle of the scale. */
const standsOut = 0.5;
const lastOption = 4;
/** A question without order has no heaviness; that its first option leads outweighs a middling figure, not a heavy one. */
const leads = 0.7;

/**
 * The one signal of a release: the figure nearest the heavy end, in the plan's order where two are alike. Drawn from what was published
 * and nothing else, so that it can be no finer. With nothing past the middle it is the way that always helps: develop and thank. Undefined where no figure
 * was published: that nothing can be shown does not mean that nothing stands out.
 */
export function signalOf({ figures }: Pick<UnitRelease, 'figures'>): Signal | undefined {
  if (figures.every((figure) => 'label' in figure)) return undefined;
  let strongest: { readonly signal: Signal; readonly heavy: number } | undefined;
  for (const figure of figures) {
    const found = weigh(figure);
    if (found && found.heavy >= standsOut && found.heavy > (strongest?.heavy ?? 0)) {
      strongest = { heavy: found.heavy, signal: { way: found.way, question: figure.question } };
    }
  }
  return strongest?.signal ?? { way: 'thank' };
}

function weigh(figure: Figure): { readonly way: Way; readonly heavy: number } | undefined {
  const { question } = figure;
  if ('mean' in figure) {
    const way = wayOfQuestion[question];
    const order = bank.get(question)?.order;
    if (!way || order === undefined || order === 'none') return undefined;
    const heavy = figure.mean / lastOption;
    return { way, heavy: order === 'heavyLast' ? heavy : 1 - heavy };
  }
  const first = ('top' in figure && figure.top === 0) || ('shares' in figure && (figure.shares[0] ?? 0) >= 0.5);
  // Where most of the time goes into paperwork, and where most of it is felt to be “mine”.
  if (question === 'spent' && first) return { way: 'time', heavy: leads };
  if (question === 'whose' && first) return { way: 'shared', heavy: leads };
  if (question === 'spent' && 'shares' in figure && figure.shares.some((share) => share >= 0.5)) return { way: 'vision', heavy: leads };
  return undefined;
}
