import { freezeUnits, FreezeRefused } from '../domain/disclosure/freeze.ts';
import { forecast, type UnitForecast } from '../domain/disclosure/forecast.ts';
import type { Policy } from '../domain/disclosure/policy.ts';
import type { HalfTerm, Plan } from '../domain/period.ts';
import { HeldError } from '../errors.ts';
import type { PeopleStore, Randomness, ReleaseStore, RosterStore } from '../ports.ts';
import { eligiblePeople } from './eligiblePeople.ts';

export interface ForecastPlanDeps {
  readonly roster: RosterStore;
  readonly people: PeopleStore;
  readonly releases: ReleaseStore;
  readonly randomness: Pick<Randomness, 'fraction'>;
  readonly policy: Policy;
}

/** Shares of prompts that are answered: a quiet half-term, a usual one, a busy one. */
export const forecastRates = [0.4, 0.6, 0.8] as const;
export type ForecastRate = (typeof forecastRates)[number];

/** Trials for small rosters; fewer for large ones, where each takes longer and chance matters less. */
const trialsFor = (people: number): number => Math.max(20, Math.min(200, Math.round(100_000 / Math.max(1, people))));

/**
 * What each unit of today's roster would see of a plan, by share of prompts answered. Rejects with `refused` for a roster that cannot be
 * frozen. `onProgress` hears how many trials of how many are done.
 */
export async function forecastPlan(
  { roster, people, releases, randomness, policy }: ForecastPlanDeps,
  halfTerm: HalfTerm,
  plan: Plan,
  onProgress?: (done: number, total: number) => void,
): Promise<ReadonlyMap<ForecastRate, readonly UnitForecast[]>> {
  const eligible = eligiblePeople(await roster.read(), await people.all());
  if (eligible.length === 0) {
    throw new HeldError('refused', 'The roster has nobody with role senco who takes part. Import it first: held roster import FILE');
  }
  const { units } = frozenUnits(eligible, policy);
  const earlier = (await releases.list()).filter(({ release }) => release.period.id < halfTerm.id).map(({ cells }) => cells);
  const trials = trialsFor(eligible.length);
  const total = trials * forecastRates.length;
  return new Map(
    forecastRates.map((rate, index) => [
      rate,
      forecast({
        halfTerm,
        units,
        plan,
        policy,
        earlier,
        rate,
        trials,
        draw: () => randomness.fraction(),
        onTrial: (done) => onProgress?.(index * trials + done, total),
      }),
    ]),
  );
}

function frozenUnits(eligible: Parameters<typeof freezeUnits>[0], { k }: Policy): ReturnType<typeof freezeUnits> {
  try {
    return freezeUnits(eligible, k);
  } catch (error) {
    throw error instanceof FreezeRefused ? new HeldError('refused', error.message) : error;
  }
}
