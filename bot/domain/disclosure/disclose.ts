import type { HalfTerm, Plan } from '../period.ts';
import type { FrozenUnit } from '../unit.ts';
import { BallotBox } from './ballotBox.ts';
import { rulesFor, type Policy } from './policy.ts';
import { releaseUnder, type Disclosed } from './releaseUnder.ts';
import type { ReleasedCells } from './release.ts';

export interface ToDisclose {
  readonly period: HalfTerm;
  readonly box: BallotBox;
  /** As frozen with the period. */
  readonly units: readonly FrozenUnit[];
  readonly plan: Plan;
  readonly policy: Policy;
  /** What was kept of every release before this one, oldest first (R8). */
  readonly earlier: readonly ReleasedCells[];
}

/**
 * The one gate from answers to output (anonymity.md, section 3, R1 to R12), and the only reader of a ballot box, which it empties: a second
 * call with the same box throws. Pure and exact: the same input gives the same release, whatever the order of envelopes, units or people.
 * What does not reach a figure is nowhere in what comes out, and the shape does not tell why.
 */
export function disclose({ period, box, units, plan, policy, earlier }: ToDisclose): Disclosed {
  return releaseUnder(rulesFor(policy), BallotBox.takeAll(box), period, units, plan, earlier);
}
