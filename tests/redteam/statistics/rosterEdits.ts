import { freezeUnits, type FrozenRoster, type PersonToFreeze } from '../../../bot/domain/disclosure/freeze.ts';
import { asLastingId, asQuestionId } from '../../../bot/domain/ids.ts';
import { chance, type Chance } from '../system/chance.ts';
import { publishedFile, type Gate } from './gate.ts';

/** The roster that a release goes by, from the one frozen at the period's start and the people on the roster when it is released. */
export type FreezeAtRelease = (frozen: FrozenRoster, now: readonly PersonToFreeze[]) => FrozenRoster;

const theFrozenOne: FreezeAtRelease = (frozen) => frozen;

interface Edits {
  readonly tried: number;
  readonly changed: number;
}

const questions = ['load', 'mine'].map(asQuestionId);
const paths = ['T/A', 'T/B', 'T/C', 'T'];

/** Rosters of one to four units of 8 to 14 people, and in the middle of a period one person leaves, joins or moves. */
export function rosterEdits(given: {
  readonly seed: number;
  readonly organisations: number;
  readonly gate: Gate;
  readonly freezeAtRelease?: FreezeAtRelease;
}): Edits {
  const { seed, organisations, gate, freezeAtRelease = theFrozenOne } = given;
  let changed = 0;
  for (let organisation = 0; organisation < organisations; organisation += 1) {
    const draw = chance(seed, 6, 6, organisation);
    const start = paths.slice(0, 1 + draw.below(4)).flatMap((unitPath) =>
      Array.from({ length: 8 + draw.below(7) }, (_, person): PersonToFreeze => ({
        lastingId: asLastingId(`${unitPath}${person}`),
        school: `${unitPath}${person}`,
        unitPath,
        team: false,
      })),
    );
    const answers = new Map(
      start.flatMap(({ lastingId }) =>
        draw.fraction() < 0.85 ? [[lastingId, questions.map((question) => ({ question, option: draw.below(5) }))] as const] : [],
      ),
    );
    const releaseWith = (now: readonly PersonToFreeze[]): string => {
      const { units, placed } = freezeAtRelease(freezeUnits(start), now);
      const ballots = [...answers].flatMap(([person, each]) => {
        const unit = placed.get(person);
        return unit === undefined ? [] : [{ unit, answers: each }];
      });
      return publishedFile(gate({ units, ballots, questions }));
    };
    if (releaseWith(edited(start, draw)) !== releaseWith(start)) changed += 1;
  }
  return { tried: organisations, changed };
}

function edited(people: readonly PersonToFreeze[], draw: Chance): readonly PersonToFreeze[] {
  const one = draw.pick(people);
  const others = people.filter((person) => person !== one);
  const edit = draw.below(3);
  if (edit === 0) return others;
  if (edit === 1) return [...people, { ...one, lastingId: asLastingId('joiner') }];
  return [...others, { ...one, unitPath: draw.pick(paths) }];
}
