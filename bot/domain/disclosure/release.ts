import type { HalfTerm } from '../period.ts';
import type { QuestionId, UnitId, LastingId } from '../ids.ts';
import type { UnitKind } from '../unit.ts';

/** The one label of every suppression (R12). */
export const suppressedLabel = 'Not enough responses to show';

/** How many people answered anything, as a band (R11). */
export type RespondentBand = '8 to 13' | '14 to 29' | '30 and more';

/**
 * One published figure. Fields are absent, never null or zero, so that the shape does not tell why something is missing.
 * - ordered question: `mean` from 0.5 to 3.5 in whole `step`s; `clamped` where it stands for "0.5 or below" or "3.5 or above"
 * - question without order: `top` (option, from 0), or `shares` per option in bank order, which add up to 1
 */
export type Figure =
  | { readonly question: QuestionId; readonly mean: number; readonly step: 0.5 | 0.25; readonly clamped?: 'low' | 'high' }
  | { readonly question: QuestionId; readonly top: number }
  | { readonly question: QuestionId; readonly shares: readonly number[] }
  | { readonly question: QuestionId; readonly label: typeof suppressedLabel };

export interface UnitRelease {
  readonly unit: { readonly id: UnitId; readonly path: string };
  readonly respondents?: RespondentBand;
  /** In the plan's order, one for every question of the plan. */
  readonly figures: readonly Figure[];
}

/** What one period publishes, once: the same bytes for everyone who may see a unit. */
export interface Release {
  readonly period: HalfTerm;
  /** Every frozen unit, sorted by id. */
  readonly units: readonly UnitRelease[];
}

/** `respondents` is R11's "one more question". */
export type CellQuestion = QuestionId | 'respondents';

/** A unit as it stood in a release, so that a trend joins only what is the same unit (R13). */
export interface ReleasedUnit {
  readonly path: string;
  readonly kind: UnitKind;
  readonly parent: UnitId | null;
}

/**
 * What later releases need of this one (R8, R13): which units' own people made up each cell, and who those people were
 * by lasting ids. Rosters only, nothing drawn from answers beyond which figures were published.
 */
export interface ReleasedCells {
  /** By question of the plan and `respondents`. */
  readonly cells: Readonly<Record<string, readonly (readonly UnitId[])[]>>;
  /** By unit: its own people, not those of units below. */
  readonly rosters: Readonly<Record<string, readonly LastingId[]>>;
  /** By unit. */
  readonly units: Readonly<Record<string, ReleasedUnit>>;
}
