import { freezeUnits, FreezeRefused } from '../domain/disclosure/freeze.ts';
import { forecast, type UnitForecast } from '../domain/disclosure/forecast.ts';
import type { Policy } from '../domain/disclosure/policy.ts';
import type { HalfTerm, Plan } from '../domain/period.ts';
import { HeldError } from '../errors.ts';
import type { FrozenStore, PeopleStore, Randomness, ReleaseStore, RosterStore } from '../ports.ts';
import { eligiblePeople } from './eligiblePeople.ts';

export interface ForecastPlanDeps {
  readonly roster: RosterStore;
  readonly people: PeopleStore;
  readonly frozen: FrozenStore;
  readonly releases: ReleaseStore;
  readonly randomness: Pick<Randomness, 'fraction'>;
  readonly policy: Policy;
}

/** Shares of prompts that are answered: a quiet half-term, a usual one, a busy one. */
export const forecastRates = [0.4, 0.6, 0.8] as const;
export type ForecastRate = (typeof forecastRates)[number];

export interface PlanForecast {
  readonly rates: ReadonlyMap<ForecastRate, readonly UnitForecast[]>;
  /** People who count today, those who were not asked yet included. */
  readonly eligible: number;
  /** Those of them who said that they take part: only they are sent prompts. */
  readonly takingPart: number;
}

/** Trials for small rosters; fewer for large ones, where each takes longer and chance matters less. */
const trialsFor = (people: number): number => Math.max(20, Math.min(200, Math.round(100_000 / Math.max(1, people))));

/**
 * What each unit of the half-term's frozen roster, or of today's before its start, would see of a plan, by share of prompts answered. Rejects with `refused` for a roster that cannot be
 * frozen. `onProgress` hears how many trials of how many are done.
 */
export async function forecastPlan(
  { roster, people, frozen, releases, randomness, policy }: ForecastPlanDeps,
  halfTerm: HalfTerm,
  plan: Plan,
  onProgress?: (done: number, total: number) => void,
): Promise<PlanForecast> {
  const settings = await people.all();
  const eligible = eligiblePeople(await roster.read(), settings);
  if (eligible.length === 0) {
    throw new HeldError('refused', 'The roster has nobody with role senco who takes part. Import it first: held roster import FILE');
  }
  // A half-term that was started keeps the roster of its start.
  const units = (await frozen.read(halfTerm.id))?.units ?? frozenUnits(eligible, policy).units;
  const earlier = (await releases.list()).filter(({ release }) => release.period.id < halfTerm.id).map(({ cells }) => cells);
  const trials = trialsFor(eligible.length);
  const total = trials * forecastRates.length;
  const rates = new Map(
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
  const takingPart = eligible.filter(({ person }) => settings.get(person)?.participation === 'takingPart').length;
  return { rates, eligible: eligible.length, takingPart };
}

function frozenUnits(eligible: Parameters<typeof freezeUnits>[0], { k }: Policy): ReturnType<typeof freezeUnits> {
  try {
    return freezeUnits(eligible, k);
  } catch (error) {
    throw error instanceof FreezeRefused ? new HeldError('refused', error.message) : error;
  }
}
