import { asLastingId, type LastingId, type QuestionId } from '../../../bot/domain/ids.ts';
import type { OpenedRow } from '../../../bot/domain/disclosure/ballotBox.ts';
import type { HalfTerm } from '../../../bot/domain/period.ts';
import type { FrozenUnit } from '../../../bot/domain/unit.ts';
import type { Chance } from '../system/chance.ts';
import { frozenUnit, sizesOf } from './groups.ts';

export interface Member {
  readonly person: LastingId;
  readonly unit: FrozenUnit['id'];
  readonly school: string;
  /** How likely each prompt is answered. */
  readonly answering: number;
}

/** A frozen tree with the people in it. */
export interface Tree {
  readonly units: readonly FrozenUnit[];
  readonly members: readonly Member[];
}

const shapes: readonly (readonly string[])[] = [
  ['T'],
  ['T', 'T/A'],
  ['T', 'T/A', 'T/B'],
  ['T', 'T/A', 'T/B', 'T/C'],
  ['N', 'N/P', 'N/P/A', 'N/P/B', 'N/Q', 'N/Q/A'],
  ['T', 'T/A', 'U', 'U/A'],
];

/**
 * Trees with every difficulty that the rules know: units with and without people of their own, small and large, quiet and busy, one SENCo a
 * school, few schools, one school that outweighs the others, and declared teams.
 */
export function inventTree(draw: Chance): Tree {
  const shape = draw.pick(shapes);
  const members: Member[] = [];
  const units = shape.map((path) => {
    const leaf = !shape.some((other) => other.startsWith(`${path}/`));
    if (!leaf && draw.fraction() < 0.6) return frozenUnit(path, []);
    const team = leaf && draw.fraction() < 0.2;
    const size = draw.fraction() < 0.8 ? 8 + draw.below(9) : 20 + draw.below(25);
    const schoolOf = draw.pick<(person: number) => string>([
      (person) => `${path}${person}`,
      (person) => `${path}${person}`,
      (person) => `${path}${person % 5}`,
      (person) => `${path}${person % 3}`,
      (person) => `${path}${Math.max(0, person - Math.floor(size / 2))}`,
    ]);
    const answering = 0.3 + 0.7 * draw.fraction();
    const people = Array.from({ length: size }, (_, person) => asLastingId(`${path}:${String(person).padStart(3, '0')}`));
    const unit = frozenUnit(path, people, team ? 'team' : 'group', team ? () => path : schoolOf);
    for (const [index, person] of people.entries()) {
      members.push({ person, unit: unit.id, school: team ? path : schoolOf(index), answering });
    }
    return unit;
  });
  return { units, members };
}

/** The same people a half-term later: a few left, a few joined. */
export function laterTree({ units, members }: Tree, draw: Chance, label: number): Tree {
  const gone = new Set(members.filter(() => draw.fraction() < 0.04).map(({ person }) => person));
  const joined = units.flatMap(({ id, path, people, kind }): readonly Member[] =>
    people.length === 0 || draw.fraction() < 0.6
      ? []
      : [
          {
            person: asLastingId(`${path}:new${label}`),
            unit: id,
            school: kind === 'team' ? path : `${path}new${label}`,
            answering: 0.8,
          },
        ],
  );
  const now = [...members.filter(({ person }) => !gone.has(person)), ...joined];
  return {
    members: now,
    units: units.map((unit) => {
      const own = now.filter((each) => each.unit === unit.id);
      return { ...unit, people: own.map(({ person }) => person).toSorted(), schools: sizesOf(own.map(({ school }) => school)) };
    }),
  };
}

/** One answer, as it was given on a day. */
export interface Given {
  readonly by: Member;
  readonly question: QuestionId;
  readonly option: number;
  /** In days, like the dates of periods. */
  readonly day: number;
}

/** One period with what was answered in it. */
export interface YearPart {
  readonly period: HalfTerm;
  readonly tree: Tree;
  readonly given: readonly Given[];
  readonly ballots: readonly OpenedRow[];
}

const dayOf = (date: string): number => Date.parse(date) / 86_400_000;

/**
 * Periods of one deployment, the roster changing from one to the next. Everybody answers each question about every other week, on some day; an
 * answer belongs to every period of the calendar that its day lies in, of which a real calendar has one.
 */
export function inventYear(
  first: Tree,
  calendar: readonly HalfTerm[],
  questions: readonly QuestionId[],
  draw: Chance,
): readonly YearPart[] {
  const trees = calendar
    .map((_, index) => index)
    .reduce<readonly Tree[]>((all, index) => [...all, index === 0 ? first : laterTree(all.at(-1) ?? first, draw, index)], []);
  const last = Math.max(...calendar.map(({ ends }) => dayOf(ends)));
  const here = new Map<string, Member>();
  const given: Given[] = [];
  for (let week = dayOf(calendar[0]?.starts ?? ''); week <= last; week += 7) {
    for (const [index, { starts }] of calendar.entries()) {
      if (dayOf(starts) > week) continue;
      // Whoever left gives no more answers; whoever joined begins.
      here.clear();
      for (const member of trees[index]?.members ?? []) here.set(member.person, member);
    }
    for (const by of here.values()) {
      for (const question of questions) {
        if (draw.fraction() < by.answering / 2) given.push({ by, question, option: draw.below(5), day: week + draw.below(5) });
      }
    }
  }
  return calendar.map((period, index): YearPart => {
    const tree = trees[index] ?? first;
    const memberOf = new Map(tree.members.map((member) => [member.person, member]));
    const inside = given.filter(({ by, day }) => dayOf(period.starts) <= day && day <= dayOf(period.ends) && memberOf.has(by.person));
    const rows = new Map<string, Given[]>();
    for (const each of inside) rows.set(each.by.person, [...(rows.get(each.by.person) ?? []), each]);
    const ballots = [...rows.values()].flatMap((answers): readonly OpenedRow[] => {
      const [one] = answers;
      return one ? [{ unit: one.by.unit, answers: answers.map(({ question, option }) => ({ question, option })) }] : [];
    });
    return { period, tree, given: inside, ballots };
  });
}
