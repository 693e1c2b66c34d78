import { englandDates } from '../../../bot/domain/prompting/englandDates.ts';
import type { HalfTerm } from '../../../bot/domain/period.ts';
import type { Attack, AttackContext, AttackResult } from '../attack.ts';
import { productGate, type Gate } from '../statistics/gate.ts';
import { ordered, otherOrdered, unordered } from '../statistics/populations.ts';
import { coverOf, type Cover } from '../statistics/cover.ts';
import { inventTree, inventYear } from '../statistics/trees.ts';
import { chance, type Chance } from '../system/chance.ts';
import { Findings } from '../system/verdict.ts';

/** Up to so many figures of one question, every signed combination is tried; beyond, pairs and draws. */
const exhaustiveUpTo = 7;
const drawn = 400;

export interface CombinationParts {
  readonly gate?: Gate;
  /** The one calendar of a deployment. */
  readonly calendar?: readonly HalfTerm[];
}

/**
 * Every published figure covers the answers of its unit and period. Somebody adds and subtracts figures, of one release and of several, and looks
 * at whose answers do not cancel out. That must never be less than whole cells, each of which meets R1 and R2 as this attack counts them.
 */
export async function signedCombinations(context: AttackContext, parts: CombinationParts = {}): Promise<AttackResult> {
  const { profile, seed, organisations = profile === 'full' ? 2_000 : 80, progress } = context;
  const { gate = productGate, calendar = englandDates.halfTerms.slice(0, 3) } = parts;
  const questions = [ordered, otherOrdered, ...new Set(unordered.slice(0, 1).map(({ question }) => question))];
  const findings = new Findings(context);
  return findings.gather(async () => {
    let smallest = Infinity;
    let figures = 0;
    for (let organisation = 0; organisation < organisations; organisation += 1) {
      const draw = chance(seed, 2, organisation);
      const year = inventYear(inventTree(draw), calendar, questions, draw);
      const outputs: ReturnType<Gate>[] = [];
      for (const { period, tree, ballots } of year) {
        outputs.push(gate({ period, ballots, units: tree.units, questions, earlier: outputs.map(({ cells }) => cells) }));
      }
      for (const question of questions) {
        const cover = coverOf(question, year, outputs);
        figures += cover.figures.length;
        for (const signs of combinations(cover.figures.length, draw)) smallest = Math.min(smallest, look(cover, signs, findings));
      }
      if (organisation % 20 === 0) {
        progress((organisation + 1) / organisations);
        await new Promise(setImmediate);
      }
    }
    findings.note(
      `${organisations} organisations, ${calendar.length} releases each, ${figures} figures; every signed combination of up to ${exhaustiveUpTo} figures of a question`,
    );
    findings.note(`smallest group that a combination leaves: ${smallest} people`);
  });
}

/** Checks one combination; gives how many people it leaves. */
function look({ atoms, cells }: Cover, signs: readonly number[], findings: Findings): number {
  const left = atoms.filter(({ figures }) => figures.reduce((sum, figure) => sum + (signs[figure] ?? 0), 0) !== 0);
  if (left.length === 0) return Infinity;
  const people = new Set(left.flatMap((atom) => [...atom.people]));
  const inside = new Set(left);
  let covered = 0;
  for (const cell of cells) {
    const parts = cell.atoms.filter((atom) => inside.has(atom));
    if (parts.length === 0) continue;
    covered += parts.length;
    findings.check(parts.length === cell.atoms.length, `a combination cuts a cell of ${cell.people} people`);
    findings.check(cell.meets, `a combination covers a cell of ${cell.people} people from ${cell.schools} schools`);
  }
  findings.check(covered === left.length, `a combination leaves ${people.size} people whose answers are in no cell, or in two`);
  return people.size;
}

function* combinations(figures: number, draw: Chance): Generator<readonly number[]> {
  if (figures <= exhaustiveUpTo) {
    for (let code = 1; code < 3 ** figures; code += 1)
      yield Array.from({ length: figures }, (_, index) => (Math.floor(code / 3 ** index) % 3) - 1);
    return;
  }
  for (let one = 0; one < figures; one += 1) {
    yield Array.from({ length: figures }, (_, index) => (index === one ? 1 : 0));
    for (let other = 0; other < one; other += 1)
      yield Array.from({ length: figures }, (_, index) => (index === one ? 1 : index === other ? -1 : 0));
  }
  for (let each = 0; each < drawn; each += 1) yield Array.from({ length: figures }, () => draw.below(5) - 2);
}

export const attack2: Attack = { id: 2, name: 'signed combinations of published units', run: (context) => signedCombinations(context) };
