import * as z from 'zod/mini';
import { suppressedLabel } from '../domain/disclosure/release.ts';
import { unitBody } from './me.ts';

/** Local date, `YYYY-MM-DD`. */
export const dateBody = z.iso.date();

export const halfTermBody = z.strictObject({ id: z.string().check(z.minLength(1)), starts: dateBody, ends: dateBody });
export type HalfTermBody = z.infer<typeof halfTermBody>;

/** Of a question with order: from 0 (the first option) to 4 (the last), in whole steps. */
const orderedFigure = z.strictObject({
  question: z.string(),
  mean: z.number().check(z.minimum(0), z.maximum(4)),
  step: z.literal([0.5, 0.25]),
  /** `low`: 0.5 or below. `high`: 3.5 or above. */
  clamped: z.optional(z.enum(['low', 'high'])),
});
/** Of a question without order: the one most chosen option, counted from 0. */
const topFigure = z.strictObject({ question: z.string(), top: z.int().check(z.nonnegative()) });
/** Of a question without order, in large cells: the share of each option, in the bank's order. */
const sharesFigure = z.strictObject({ question: z.string(), shares: z.array(z.number().check(z.minimum(0), z.maximum(1))) });
/** Every suppression looks like this, whatever its reason. */
const suppressedFigure = z.strictObject({ question: z.string(), label: z.literal(suppressedLabel) });

export const figureBody = z.union([orderedFigure, topFigure, sharesFigure, suppressedFigure]);
export type FigureBody = z.infer<typeof figureBody>;
export type OrderedFigureBody = z.infer<typeof orderedFigure>;

/** What one period published for one unit. */
export const unitReleaseBody = z.strictObject({
  period: halfTermBody,
  unit: unitBody,
  /** How many people answered anything, as a band. Absent when suppressed. */
  respondents: z.optional(z.enum(['8 to 13', '14 to 29', '30 and more'])),
  /** In the order of the period's plan. */
  figures: z.array(figureBody),
  /** Ids of earlier periods whose figures for this unit may be joined to these, oldest first (R13). Any other comparison would be of different people. */
  joins: z.optional(z.array(z.string().check(z.minLength(1)))),
});
export type UnitReleaseBody = z.infer<typeof unitReleaseBody>;

/** `GET /api/releases`: the caller's unit and those above it, the newest period last. */
export const releasesBody = z.strictObject({ releases: z.array(unitReleaseBody) });
export type ReleasesBody = z.infer<typeof releasesBody>;
