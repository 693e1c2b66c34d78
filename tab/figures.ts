/**
 * From published figures to what a chart may honestly draw. Nothing here computes a statistic: it only unfolds what rounding and
 * clamping folded away, so that nobody reads more into a figure than was released.
 */
import type { UnitBody } from '../bot/contract/me.ts';
import type { QuestionBody } from '../bot/contract/questions.ts';
import type { FigureBody, HalfTermBody, OrderedFigureBody, UnitReleaseBody } from '../bot/contract/releases.ts';

/** Where the exact mean may lie, in points from 0 (first option) to 4 (last). `openBelow` and `openAbove`: the figure was clamped there. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly openBelow: boolean;
  readonly openAbove: boolean;
}

const lastOption = 4;

/** A mean rounded to `step` stands for half a step either side; a clamped one for everything out to the end of the scale. */
export function intervalOf(figure: OrderedFigureBody): Interval {
  const low = figure.clamped === 'low' ? 0 : Math.max(0, figure.mean - figure.step / 2);
  const high = figure.clamped === 'high' ? lastOption : Math.min(lastOption, figure.mean + figure.step / 2);
  return { low, high, openBelow: figure.clamped === 'low', openAbove: figure.clamped === 'high' };
}

/**
 * The options that an interval is told by, as indexes: one where its middle is that option (`from` equals `to`), else the two that hold
 * it. A clamped interval reaches to the end of the scale and has two.
 */
export function optionsAround(interval: Interval): { readonly from: number; readonly to: number } {
  const middle = (interval.low + interval.high) / 2;
  const open = interval.openBelow || interval.openAbove;
  if (!open && Number.isInteger(middle)) return { from: middle, to: middle };
  return { from: Math.floor(interval.low), to: Math.ceil(interval.high) };
}

/** An interval as distances from the easier end of the scale, 0 to 1: every chart draws that end at the top, or to the right. */
export interface Span {
  readonly easier: number;
  readonly heavier: number;
  /** No edge there: the figure was clamped. */
  readonly openEasier: boolean;
  readonly openHeavier: boolean;
}

export function fromEasierEnd(interval: Interval, order: QuestionBody['order']): Span {
  const { low, high, openBelow, openAbove } = interval;
  return order === 'goodLast'
    ? { easier: 1 - high / lastOption, heavier: 1 - low / lastOption, openEasier: openAbove, openHeavier: openBelow }
    : { easier: low / lastOption, heavier: high / lastOption, openEasier: openBelow, openHeavier: openAbove };
}

/** One half-term of one question: a figure, the one label of every suppression, or a half-term in which it was not asked. */
export type Point =
  | {
      readonly kind: 'figure';
      readonly period: HalfTermBody;
      readonly figure: Exclude<FigureBody, { label: string }>;
      /** Earlier periods that it may be compared with (R13). */
      readonly joins: readonly string[];
    }
  | { readonly kind: 'tooFew'; readonly period: HalfTermBody }
  | { readonly kind: 'notAsked'; readonly period: HalfTermBody };

function pointOf(release: UnitReleaseBody, question: string): Point {
  const { period } = release;
  const figure = release.figures.find((each) => each.question === question);
  if (!figure) return { kind: 'notAsked', period };
  return 'label' in figure ? { kind: 'tooFew', period } : { kind: 'figure', period, figure, joins: release.joins ?? [] };
}

/** One point per release of a unit, oldest first. */
export const trendOf = (releases: readonly UnitReleaseBody[], question: string): readonly Point[] =>
  releases.map((release) => pointOf(release, question));

/** An ordered question's figure at a point, if there is one. */
export const orderedAt = (point: Point | undefined): OrderedFigureBody | undefined =>
  point?.kind === 'figure' && 'mean' in point.figure ? point.figure : undefined;

/** The last half-term in which the question was asked, whether or not there was enough to show. */
export const latestAsked = (points: readonly Point[]): Point | undefined => points.findLast((point) => point.kind !== 'notAsked');

/** Whether a trend may join two points: both have a figure, and enough of the earlier group is still there (R13). */
export const joined = (earlier: Point | undefined, later: Point | undefined): boolean =>
  earlier?.kind === 'figure' && later?.kind === 'figure' && later.joins.includes(earlier.period.id);

export interface Change {
  /** Towards the easier or the heavier end, whichever way round the options stand; `steady` within one rounding step (R13). */
  readonly direction: 'easier' | 'heavier' | 'steady';
  /** The half-term before; when steady, the earliest from which on nothing moved by more than the step. */
  readonly since: HalfTermBody;
}

/** The newest figure against the one before it; undefined while there are no two to compare, or where the line breaks between them. */
export function changeOf(points: readonly Point[], order: QuestionBody['order']): Change | undefined {
  const latest = latestAsked(points);
  const now = orderedAt(latest);
  const earlier = points
    .slice(0, latest ? points.indexOf(latest) : 0)
    .filter((point) => orderedAt(point))
    .reverse();
  const before = earlier[0];
  const then = orderedAt(before);
  if (!now || !then || !before || order === 'none' || !joined(before, latest)) return undefined;
  if (!within(now, then)) {
    return { direction: now.mean > then.mean === (order === 'goodLast') ? 'easier' : 'heavier', since: before.period };
  }
  const moved = earlier.findIndex((point) => {
    const figure = orderedAt(point);
    return !figure || !joined(point, latest) || !within(now, figure);
  });
  const since = earlier[(moved < 0 ? earlier.length : moved) - 1] ?? before;
  return { direction: 'steady', since: since.period };
}

const within = (one: OrderedFigureBody, other: OrderedFigureBody): boolean =>
  Math.abs(one.mean - other.mean) <= Math.max(one.step, other.step);

/** The same half-term of the school year before the newest asking, where the two may be compared. */
export function yearBefore(points: readonly Point[]): Point | undefined {
  const latest = latestAsked(points);
  const id = latest && sameHalfTermLastYear(latest.period.id);
  const before = points.find((point) => point.period.id === id);
  return joined(before, latest) ? before : undefined;
}

/** `2026-27-2` gives `2025-26-2`. */
function sameHalfTermLastYear(id: string): string | undefined {
  const match = /^(\d{4})-(\d{2})(-[1-6])$/.exec(id);
  if (!match) return undefined;
  const began = Number(match[1]) - 1;
  return `${began}-${String((began + 1) % 100).padStart(2, '0')}${match[3] ?? ''}`;
}

/** Bands of how many answered, the smallest first. */
const bands: readonly string[] = ['8 to 13', '14 to 29', '30 and more'];

/** Whether fewer people answered than in the release before, as far as the bands tell: a band that is not there has many reasons (R12). */
export function fewerAnswered(releases: readonly UnitReleaseBody[]): boolean {
  const [before, newest] = releases.slice(-2);
  if (before?.respondents === undefined || newest?.respondents === undefined) return false;
  return bands.indexOf(newest.respondents) < bands.indexOf(before.respondents);
}

/** The releases of one unit, oldest first. A unit whose path changed is another unit: its trend starts anew (R13). */
export const releasesOf = (releases: readonly UnitReleaseBody[], unit: UnitBody): readonly UnitReleaseBody[] =>
  releases.filter((release) => release.unit.id === unit.id && release.unit.path === unit.path);

/** Whether there is anything in it but that there is nothing to show. */
export const hasFigure = ({ figures }: UnitReleaseBody): boolean => figures.some((figure) => !('label' in figure));

/** The first rung whose newest release has a figure, since that is what there is to see; then one with any; else one's own. */
export const firstToShow = (ladder: readonly UnitBody[], releases: readonly UnitReleaseBody[]): UnitBody | undefined =>
  ladder.find((unit) => releasesOf(releases, unit).slice(-1).some(hasFigure)) ??
  ladder.find((unit) => releasesOf(releases, unit).some(hasFigure)) ??
  ladder[0];

/**
 * Which questions are asked every half-term (worth a trend) and which take turns. A question of the two newest releases is asked
 * every half-term; with one release nobody can tell, and all count so. The newest asking first, then the plan's order.
 */
export function questionsByTurn(releases: readonly UnitReleaseBody[]): {
  readonly every: readonly string[];
  readonly inTurn: readonly string[];
} {
  const asked = releases.map((release) => release.figures.map((figure) => figure.question)).reverse();
  const [newest = [], before = newest] = asked;
  const every = newest.filter((question) => before.includes(question));
  const inTurn = [...new Set(asked.flat())].filter((question) => !every.includes(question));
  return { every, inTurn };
}
