import type { Randomness } from '../ports.ts';

/** Seconds; where prompts settle faster than that, their settling time. */
const longestJitter = 30;

/**
 * Whole seconds between a meeting's end and one person's prompt. One instant for everyone would mark a meeting's people in the queue as surely as
 * its id: so each is moved by chance. When messages were put there, the queue itself keeps until they are sent.
 */
export function settledFor({
  settleSeconds,
  randomness,
}: {
  readonly settleSeconds: number;
  readonly randomness: Pick<Randomness, 'fraction'>;
}): number {
  return Math.round(settleSeconds + jitterOf(settleSeconds) * randomness.fraction());
}

/** The most that `settledFor` gives: a meeting whose prompt is due at an instant ended no longer before it than this, in seconds. */
export const settledAtMost = (settleSeconds: number): number => Math.ceil(settleSeconds + jitterOf(settleSeconds));

const jitterOf = (settleSeconds: number): number => Math.min(longestJitter, settleSeconds);
