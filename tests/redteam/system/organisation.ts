import { asLastingId, parsePersonId, type PeriodId, type PersonId } from '../../../bot/domain/ids.ts';
import { defaultPlan } from '../../../bot/domain/questions/plan.ts';
import type { Role, RosterEntry } from '../../../bot/domain/roster.ts';
import type { GivenAnswer } from '../../helpers/lifecycle.ts';
import type { Chance } from './chance.ts';

export function inventId(chance: Chance): PersonId {
  const id = parsePersonId(
    `${chance.hex(8)}-${chance.hex(4)}-4${chance.hex(3)}-${chance.pick(['8', '9', 'a', 'b'])}${chance.hex(3)}-${chance.hex(12)}`,
  );
  if (!id) throw new Error('not a GUID');
  return id;
}

export interface Placed {
  readonly unitPath: string;
  readonly school: string;
}

export function inventPerson(chance: Chance, roles: readonly Role[], { unitPath, school }: Placed): RosterEntry {
  return {
    person: inventId(chance),
    lastingId: asLastingId(chance.hex(22)),
    displayName: `Invented ${chance.hex(6)}`,
    roles,
    school,
    unitPath,
    team: false,
  };
}

/** SENCos, one in each school, dealt over the units in turn; in an order that says nothing. */
export function inventSencos(chance: Chance, people: number, units: readonly string[]): readonly RosterEntry[] {
  const places = Array.from({ length: people }, (_, n) => ({ unitPath: units[n % units.length] ?? 'Trust', school: `School ${n + 1}` }));
  return chance.shuffled(places.map((place) => inventPerson(chance, ['senco'], place)));
}

/** SENCos in schools of the given sizes, all in one unit. */
export function inventSchools(chance: Chance, sizes: readonly number[], unitPath: string): readonly RosterEntry[] {
  const places = sizes.flatMap((size, n) => Array.from({ length: size }, () => ({ unitPath, school: `School ${n + 1}` })));
  return chance.shuffled(places.map((place) => inventPerson(chance, ['senco'], place)));
}

/** Answers of most people to the plan: one to three to a question, each at a place of its own. */
export function inventAnswers(chance: Chance, people: readonly PersonId[], period: PeriodId, answering = 0.8): readonly GivenAnswer[] {
  const mix = chance.pick([
    [0.1, 0.2, 0.35, 0.25, 0.1],
    [0.05, 0.1, 0.2, 0.3, 0.35],
  ]);
  return people.flatMap((person) => {
    if (chance.fraction() >= answering) return [];
    let place = 0;
    return defaultPlan(period).questions.flatMap((question) =>
      Array.from({ length: 1 + chance.below(2) }, () => ({
        person,
        place: place++,
        answer: { question, option: chance.weighted(mix) },
      })),
    );
  });
}
