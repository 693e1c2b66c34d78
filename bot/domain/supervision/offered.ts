import type { OfferCount } from './board.ts';

/** How many schools of a unit state an offer, in thirds: “all” and “none” are not among them, since they would speak for each school. */
export const offeredSteps = ['few', 'some', 'most'] as const;
export type OfferedStep = (typeof offeredSteps)[number];

/** As many as a figure needs (R2). Among fewer, whoever knows their own school's statement would read that of another. */
const leastSchools = 5;

/**
 * What everyone in a unit may read of the offers that heads state for their schools: never a count, never which. Undefined for a unit of few
 * schools, whatever they state. Nothing in it comes from answers.
 */
export function offeredStep({ schools, offered }: OfferCount): OfferedStep | undefined {
  if (schools < leastSchools) return undefined;
  if (offered * 3 > schools * 2) return 'most';
  return offered * 3 < schools ? 'few' : 'some';
}
