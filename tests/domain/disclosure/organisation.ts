import fc from 'fast-check';
import { BallotBox } from '../../../bot/domain/disclosure/ballotBox.ts';
import { disclose } from '../../../bot/domain/disclosure/disclose.ts';
import { defaultPolicy, type Policy } from '../../../bot/domain/disclosure/policy.ts';
import type { ReleasedCells } from '../../../bot/domain/disclosure/release.ts';
import type { Disclosed } from '../../../bot/domain/disclosure/releaseUnder.ts';
import type { Answer } from '../../../bot/domain/envelope.ts';
import {
  asLastingId,
  asQuestionId,
  asUnitId,
  parsePeriodId,
  unitIdOf,
  type LastingId,
  type QuestionId,
  type UnitId,
} from '../../../bot/domain/ids.ts';
import type { HalfTerm } from '../../../bot/domain/period.ts';
import type { FrozenUnit, UnitKind } from '../../../bot/domain/unit.ts';

/** A frozen roster with what its people answered. */
export interface Organisation {
  readonly units: readonly FrozenUnit[];
  readonly ballots: readonly { readonly unit: UnitId; readonly answers: readonly Answer[] }[];
}

const id = parsePeriodId('2026-27-2');
if (!id) throw new Error('not a period');
export const period: HalfTerm = { id, starts: '2026-11-02', ends: '2026-12-18' };

/** Two ordered questions, one without order, one about supervision. */
export const plan = ['load', 'mine', 'whose', 'clearer'].map(asQuestionId);
export const [load, mine, whose] = plan as [QuestionId, QuestionId, QuestionId, QuestionId];

/** Discloses by the product's gate, with a fresh box. */
export function release(
  { units, ballots }: Organisation,
  {
    policy = defaultPolicy,
    earlier = [],
    questions = plan,
  }: { policy?: Policy; earlier?: readonly ReleasedCells[]; questions?: readonly QuestionId[] } = {},
): Disclosed {
  const box = new BallotBox();
  for (const ballot of ballots) box.put(ballot);
  return disclose({ period, box, units, plan: { questions }, policy, earlier });
}

export function people(prefix: string, count: number, from = 1): LastingId[] {
  return Array.from({ length: count }, (_, index) => asLastingId(`${prefix}${String(index + from).padStart(4, '0')}`));
}

/** How many people each school has, from the school of each person. */
export function schoolSizes(schools: readonly string[]): Readonly<Record<string, number>> {
  const sizes: Record<string, number> = {};
  for (const school of schools) sizes[school] = (sizes[school] ?? 0) + 1;
  return sizes;
}

/** A frozen unit; its people have a school each, or those given, in the order of the roster. */
export function unit(
  path: string,
  roster: readonly LastingId[],
  kind: UnitKind = 'group',
  { supervisors = [], schools = [] }: { readonly supervisors?: readonly string[]; readonly schools?: readonly string[] } = {},
): FrozenUnit {
  const end = path.lastIndexOf('/');
  const parent = end < 0 ? null : unitIdOf(path.slice(0, end));
  const sizes = schoolSizes(roster.map((person, index) => schools[index] ?? `school of ${person}`));
  return { id: unitIdOf(path), path, kind, parent, people: roster, schools: sizes, supervisors };
}

/** One group whose first people answered; `options` by person; a school each, or those given for the roster. */
export function group(
  size: number,
  question: QuestionId,
  options: readonly (readonly number[])[],
  schools: readonly string[] = [],
  kind: UnitKind = 'group',
): Organisation {
  return {
    units: [unit('T', people('t', size), kind, { schools })],
    ballots: options.map((each) => ({ unit: asUnitId('t'), answers: each.map((option) => ({ question, option })) })),
  };
}

const answers = (question: QuestionId): fc.Arbitrary<readonly Answer[]> =>
  fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }).map((options) => options.map((option) => ({ question, option })));

interface Answering {
  readonly school: number;
  readonly answers: readonly Answer[];
}

const person: fc.Arbitrary<Answering> = fc.record({
  school: fc.nat({ max: 30 }),
  answers: fc.tuple(...plan.map(answers)).map((each) => each.flat()),
});

const paths = ['T', 'T/A', 'T/A/X', 'T/A/Y', 'T/B', 'T/C', 'T/C/X', 'U', 'U/A', 'V'];

/** Trees and forests of up to ten units: empty ones, small ones, teams, few and many schools, silence and repeated answers. */
export const organisations: fc.Arbitrary<Organisation> = fc
  .tuple(
    ...paths.map((path) =>
      fc.record({
        path: fc.constant(path),
        people: fc.oneof<fc.MaybeWeightedArbitrary<readonly Answering[]>[]>(
          { weight: 2, arbitrary: fc.constant<readonly Answering[]>([]) },
          { weight: 4, arbitrary: fc.array(person, { minLength: 8, maxLength: 14 }) },
          { weight: 1, arbitrary: fc.array(person, { minLength: 20, maxLength: 40 }) },
        ),
        team: fc.boolean(),
        supervisors: fc.integer({ min: 1, max: 3 }),
      }),
    ),
  )
  .map((specs) => ({
    units: specs.map((spec) => {
      const leaf = !paths.some((path) => path.startsWith(`${spec.path}/`));
      const roster = people(`${spec.path}:`, spec.people.length);
      const supervisors = roster.length > 0 ? Array.from({ length: spec.supervisors }, (_, index) => `${spec.path[0]}${index}`) : [];
      const schools = spec.people.map(({ school }) => (leaf && spec.team ? spec.path : `s${school}`));
      return unit(spec.path, roster, leaf && spec.team ? 'team' : 'group', { supervisors, schools });
    }),
    ballots: specs.flatMap((spec) =>
      spec.people.filter((each) => each.answers.length > 0).map((each) => ({ unit: unitIdOf(spec.path), answers: each.answers })),
    ),
  }));
