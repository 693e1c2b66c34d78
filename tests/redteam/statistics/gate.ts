import { BallotBox, type OpenedRow } from '../../../bot/domain/disclosure/ballotBox.ts';
import { canonical } from '../../../bot/domain/disclosure/canonical.ts';
import { disclose } from '../../../bot/domain/disclosure/disclose.ts';
import { defaultPolicy, type Rules } from '../../../bot/domain/disclosure/policy.ts';
import type { ReleasedCells } from '../../../bot/domain/disclosure/release.ts';
import { releaseUnder, type Disclosed } from '../../../bot/domain/disclosure/releaseUnder.ts';
import { parsePeriodId, type QuestionId } from '../../../bot/domain/ids.ts';
import type { HalfTerm } from '../../../bot/domain/period.ts';
import type { FrozenUnit } from '../../../bot/domain/unit.ts';

export interface ToRelease {
  readonly period?: HalfTerm;
  readonly ballots: readonly OpenedRow[];
  readonly units: readonly FrozenUnit[];
  readonly questions: readonly QuestionId[];
  readonly earlier?: readonly ReleasedCells[];
}

export interface Output extends Disclosed {
  /** What a broken gate publishes besides. The product's has no place for anything. */
  readonly also?: unknown;
}

/** From opened envelopes to what is published. The statistical attacks know the product by nothing else. */
export type Gate = (given: ToRelease) => Output;

const id = parsePeriodId('2026-27-2');
if (!id) throw new Error('not a period');
const somePeriod: HalfTerm = { id, starts: '2026-11-02', ends: '2026-12-18' };

/** The product's own way: a ballot box, and the one function that reads it. */
export const productGate: Gate = ({ period = somePeriod, ballots, units, questions, earlier = [] }) => {
  const box = new BallotBox();
  for (const ballot of ballots) box.put(ballot);
  return disclose({ period, box, units, plan: { questions }, policy: defaultPolicy, earlier });
};

/** The same under broken rules. */
export const gateUnder =
  (rules: Rules): Gate =>
  ({ period = somePeriod, ballots, units, questions, earlier = [] }) =>
    releaseUnder(rules, ballots, period, units, { questions }, earlier);

/** All that anybody can read of a release, as bytes. */
export const publishedFile = ({ release, also }: Output): string => canonical({ release, also });
