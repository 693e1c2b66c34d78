import type { Viewer } from '../../domain/access.ts';
import { unitAndAbove } from '../../domain/access.ts';
import type { PersonId } from '../../domain/ids.ts';
import type { RosterEntry } from '../../domain/roster.ts';
import type { Offer, OfferCount } from '../../domain/supervision/board.ts';
import { offeredStep, type OfferedStep } from '../../domain/supervision/offered.ts';
import type { Entitlement, Rhythm } from '../../domain/supervision/session.ts';
import { HeldError } from '../../errors.ts';
import { entitlementOf, everyone, todayOf, type SupervisionDeps } from './supervisionDeps.ts';

type LeaderDeps = Omit<SupervisionDeps, 'rows'>;
type Unit = Viewer['units'][number];

export interface CoverageOfUnit extends OfferCount {
  readonly unit: Unit;
  readonly entitlement: Entitlement;
}

/** What leaders see of coverage: their own school's offer, and how many schools of each unit state one. Never whether it was taken. */
export interface Coverage {
  readonly school: string;
  readonly offer?: Offer;
  readonly units: readonly CoverageOfUnit[];
}

/** Rejects with `not-on-roster`. */
export async function readCoverage(deps: LeaderDeps, { person, units }: Pick<Viewer, 'person' | 'units'>): Promise<Coverage> {
  const roster = await deps.roster.read();
  const entry = roster.get(person);
  if (!entry) throw new HeldError('not-on-roster');
  const offers = await deps.boards.offers.list(everyone);
  const count = counting(roster, offers);
  const counted = await Promise.all(
    units.map(async (unit): Promise<CoverageOfUnit> => ({ unit, ...count(unit), entitlement: await entitlementOf(deps, unit.path) })),
  );
  const offer = offers.find(({ school }) => school === entry.school);
  return { school: entry.school, units: counted, ...(offer ? { offer } : {}) };
}

export interface OfferedInUnit {
  readonly unit: Unit;
  /** Absent where the unit has too few schools to say. */
  readonly step?: OfferedStep;
}

/** What everyone in a unit reads of the offers in it: the same for every role, and naming no school. */
export async function readOffered(
  { roster, boards }: Pick<LeaderDeps, 'roster' | 'boards'>,
  { units }: Pick<Viewer, 'units'>,
): Promise<readonly OfferedInUnit[]> {
  const count = counting(...(await Promise.all([roster.read(), boards.offers.list(everyone)])));
  return units.map((unit) => {
    const step = offeredStep(count(unit));
    return { unit, ...(step ? { step } : {}) };
  });
}

/** Counts the schools of a unit and those of them that state an offer. Schools are those with somebody to supervise: an office of the trust is none. */
function counting(roster: ReadonlyMap<PersonId, RosterEntry>, offers: readonly Offer[]): (unit: Unit) => OfferCount {
  const offering = new Set(offers.map(({ school }) => school));
  const schoolsAt = new Map<string, Set<string>>();
  for (const { roles, school, unitPath } of roster.values())
    if (roles.includes('senco')) schoolsAt.set(unitPath, (schoolsAt.get(unitPath) ?? new Set()).add(school));
  return ({ id }) => {
    const within = [...schoolsAt].flatMap(([path, at]) => (unitAndAbove(path).some((each) => each.id === id) ? [...at] : []));
    const schools = new Set(within);
    return { schools: schools.size, offered: [...schools].filter((school) => offering.has(school)).length };
  };
}

/** A head's own statement for the school that the roster names as theirs. */
export async function stateOffer(
  deps: LeaderDeps,
  { person }: Pick<Viewer, 'person'>,
  given: { readonly minutes: number; readonly every: Rhythm; readonly cover: boolean },
): Promise<void> {
  const entry = await deps.roster.find(person);
  if (!entry) throw new HeldError('not-on-roster');
  await deps.boards.offers.put(everyone, entry.school, { ...given, school: entry.school, statedOn: todayOf(deps) });
}

/** What the people of one's own unit, and of those below it without their own, are entitled to. Rejects with `not-found` for any other, those above too. */
export async function setEntitlement(
  deps: LeaderDeps,
  { units: [own] }: Pick<Viewer, 'units'>,
  unit: string,
  entitlement: Entitlement,
): Promise<void> {
  if (own?.id !== unit) throw new HeldError('not-found');
  await deps.boards.entitlements.put(everyone, unit, entitlement);
}
