import { FreezeRefused, freezeUnits } from '../domain/disclosure/freeze.ts';
import type { Policy } from '../domain/disclosure/policy.ts';
import { slotsFor, type HalfTerm, type Period } from '../domain/period.ts';
import { checkPlan, defaultPlan } from '../domain/questions/plan.ts';
import { HeldError } from '../errors.ts';
import type { PeopleStore, PeriodStore, RosterStore } from '../ports.ts';
import { eligiblePeople, type EligiblePerson } from './eligiblePeople.ts';

export interface RequestPeriodDeps {
  readonly periods: PeriodStore;
  readonly roster: RosterStore;
  readonly people: PeopleStore;
  readonly policy: Policy;
}

/**
 * Asks for a half-term to be collected. The opener then makes its keys and the web process freezes the roster and opens it. Everything
 * that would make the opening fail is refused here, where an administrator can read it: rejects with `refused` and the reason.
 */
export async function requestPeriod(
  { periods, roster, people, policy }: RequestPeriodDeps,
  halfTerm: HalfTerm,
  plan = defaultPlan(halfTerm.id),
): Promise<Period> {
  const problems = checkPlan(plan);
  if (problems.length > 0) throw new HeldError('refused', problems.join(' '));
  const known = await periods.list();
  if (known.some(({ value }) => value.id === halfTerm.id)) throw new HeldError('refused', `Period ${halfTerm.id} was started before.`);
  const unfinished = known.find(({ value }) => ['REQUESTED', 'KEYED', 'OPEN', 'CLOSED'].includes(value.state));
  if (unfinished) {
    const { id, state } = unfinished.value;
    throw new HeldError('refused', `Period ${id} is still ${state}. Close it first: periods never overlap.`);
  }
  const overlapping = known.find(({ value }) => value.ends >= halfTerm.starts);
  if (overlapping)
    throw new HeldError('refused', `Period ${overlapping.value.id} runs to ${overlapping.value.ends}: periods never overlap.`);

  const eligible = eligiblePeople(await roster.read(), await people.all());
  if (eligible.length === 0) {
    throw new HeldError('refused', 'The roster has nobody with role senco who takes part. Import it first: held roster import FILE');
  }
  refuseWhatCannotFreeze(eligible, policy);

  const period: Period = { ...halfTerm, state: 'REQUESTED', plan, slots: slotsFor(halfTerm) };
  if (!(await periods.insert(period))) throw new HeldError('refused', `Period ${halfTerm.id} was started at the same moment.`);
  return period;
}

function refuseWhatCannotFreeze(eligible: readonly EligiblePerson[], policy: Policy): void {
  try {
    freezeUnits(eligible, policy.k);
  } catch (error) {
    throw error instanceof FreezeRefused ? new HeldError('refused', error.message) : error;
  }
}
