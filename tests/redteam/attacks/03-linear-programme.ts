import type { Attack, AttackContext, AttackResult } from '../attack.ts';
import { Findings } from '../system/verdict.ts';
import { chance, type Chance } from '../system/chance.ts';
import { productGate, type Gate } from '../statistics/gate.ts';
import { frozenUnit, peopleOf, ballotsOf } from '../statistics/groups.ts';
import { ordered, populations, unordered } from '../statistics/populations.ts';
import { Programme, programmeOf } from '../statistics/programme.ts';
import { inventTree } from '../statistics/trees.ts';
import type { OpenedRow } from '../../../bot/domain/disclosure/ballotBox.ts';
import type { FrozenUnit } from '../../../bot/domain/unit.ts';

interface Case {
  readonly name: string;
  readonly units: readonly FrozenUnit[];
  readonly ballots: readonly OpenedRow[];
}

const unanimous = [0, 1, 2, 3, 4].map((option) => [0, 1, 2, 3, 4].map((each) => (each === option ? 1 : 0)));

/** Trees in which everybody answers once, as in one of the populations or all alike. */
function invent(draw: Chance): Case {
  const { units, members } = inventTree(draw);
  const chances = draw.fraction() < 0.4 ? draw.pick(unanimous) : draw.pick(populations).chances;
  const ballots = members
    .filter(({ answering }) => draw.fraction() < answering)
    .map(({ unit, school }) => ({ unit, school, answers: [{ question: ordered, option: draw.weighted(chances) }] }));
  return { name: 'a tree', units, ballots };
}

/** The ends of everything: every size around a limit, everybody alike. */
const edges = [8, 9, 10, 29, 30, 31].flatMap((n) =>
  unanimous.map((counts, option): Case => {
    const unit = frozenUnit('T', peopleOf('t', n));
    return {
      name: `${n} people, all ${option}`,
      units: [unit],
      ballots: ballotsOf(
        unit,
        ordered,
        counts.map((count) => count * n),
      ),
    };
  }),
);

/**
 * The published file and the number of answers of each cell as constraints on whole numbers (mixed-integer, so nothing that cannot be is taken to
 * be possible): for every person and option, is there a way to answer that gives this very file?
 */
export async function linearProgramme(context: AttackContext, gate: Gate = productGate): Promise<AttackResult> {
  const { profile, seed, organisations = profile === 'full' ? 600 : 15, progress } = context;
  const findings = new Findings(context);
  return findings.gather(async () => {
    const programme = await Programme.load();
    const cases = [
      ...(profile === 'full' ? edges : edges.slice(0, 5)).map((each) => () => ({ ...each, question: ordered })),
      ...Array.from({ length: organisations }, (_, organisation) => () => ({
        ...invent(chance(seed, 3, organisation)),
        question: ordered,
      })),
      ...unordered.flatMap(({ question, population }) =>
        (profile === 'full' ? [24, 25, 79, 80, 81, 119, 120, 150] : [24, 80]).map((n) => () => {
          const draw = chance(seed, 3, n, population.chances.length);
          const unit = frozenUnit('T', peopleOf('t', n));
          const counts = population.chances.map(() => 0);
          for (let person = 0; person < n; person += 1) counts[draw.weighted(population.chances)]! += 1;
          return { name: `${question}, ${n} people`, units: [unit], ballots: ballotsOf(unit, question, counts), question };
        }),
      ),
    ];
    let [pairs, closed] = [0, 0];
    for (const [index, invented] of cases.entries()) {
      const { name, units, ballots, question } = invented();
      const output = gate({ units, ballots, questions: [question] });
      const model = programmeOf(question, units, ballots, output);
      if (model.cells.length > 0) findings.check(programme.fitsTruth(model), `${name}: the true answers do not fit the constraints`);
      const impossible = programme.closed(model);
      pairs += model.cells.length * model.options;
      closed += impossible.length;
      for (const { cell, option } of impossible) {
        findings.check(false, `${name}: nobody of a cell of ${model.cells[cell]?.people} people can have chosen ${option}`);
      }
      if (index % 5 === 0) {
        progress((index + 1) / cases.length);
        await new Promise(setImmediate);
      }
    }
    findings.note(`${cases.length} files; ${pairs} pairs of cell and option put to HiGHS as whole-number programmes; ${closed} impossible`);
  });
}

export const attack3: Attack = { id: 3, name: 'linear programme over the published file', run: (context) => linearProgramme(context) };
