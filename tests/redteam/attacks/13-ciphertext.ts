import { canonical } from '../../../bot/domain/disclosure/canonical.ts';
import { slotFor } from '../system/slots.ts';
import { defaultPlan } from '../../../bot/domain/questions/plan.ts';
import { slotsFor } from '../../../bot/domain/period.ts';
import type { PersonId } from '../../../bot/domain/ids.ts';
import type { Sealer } from '../../../bot/ports.ts';
import { autumnTwo, type World } from '../../helpers/world.ts';
import type { Attack, AttackContext, AttackResult } from '../attack.ts';
import { chance } from '../system/chance.ts';
import { inLab, type Lab } from '../system/lab.ts';
import { lengthsAndRepeats } from '../system/lengths.ts';
import { inventSencos } from '../system/organisation.ts';
import { everyAct, nearKey, rowBy, type Counted } from '../system/tampering.ts';
import { Findings } from '../system/verdict.ts';
import { threeWeeks, Walk, type WalkOptions } from '../system/walk.ts';

export interface CiphertextParts extends Pick<WalkOptions, 'opener'> {
  /** A broken seal, for attacks that must be seen to fail. */
  readonly sealer?: (sealer: Sealer) => Sealer;
}

/** Somebody who reads and writes storage looks for patterns in what is sealed, and moves, replays, spoils and forges envelopes. */
export function ciphertext(context: AttackContext, parts: CiphertextParts = {}): Promise<AttackResult> {
  const { profile, seed, progress } = context;
  const findings = new Findings(context);
  return findings.gather(async () => {
    const organisations = profile === 'full' ? 20 : 1;
    let [acts, displaced] = [0, 0];
    await inLab(async (lab) => {
      for (let organisation = 0; organisation < organisations; organisation += 1) {
        const outcome = await attackOne(lab, findings, seed, organisation, parts);
        acts += outcome.acts;
        displaced += outcome.displaced ? 1 : 0;
        progress((organisation + 1) / organisations);
      }
    });
    findings.note(
      `${organisations} organisations; every answer of the bank sealed twice, blanks, headers, tickets; ${acts} acts of tampering`,
    );
    findings.note(
      'RESIDUAL, no verdict: whoever holds W_p AND may write to storage can overwrite answers, or put rows of their own before the genuine ones ' +
        `(seen to change the release in ${displaced} of ${organisations} organisations); they read nothing by it, and rows beyond the roster are counted`,
    );
  });
}

async function attackOne(
  lab: Lab,
  findings: Findings,
  seed: number,
  organisation: number,
  parts: CiphertextParts,
): Promise<{ readonly acts: number; readonly displaced: boolean }> {
  const draw = chance(seed, 13, organisation);
  const roster = inventSencos(draw, 28, ['Trust/East', 'Trust/West']);
  const of = (unit: string): PersonId[] => roster.filter(({ unitPath }) => unitPath === unit).map(({ person }) => person);
  const [east, west] = [of('Trust/East'), of('Trust/West')];
  // The first five and two are the rows that the attacker may spoil.
  const honest = [...east.slice(5), ...west.slice(2)];
  const questions = defaultPlan(autumnTwo.id).questions;
  const answers = honest.flatMap((person) =>
    questions.map((question, place) => ({ person, place, answer: { question, option: draw.below(5) } })),
  );
  const run = <T>(work: (walk: Walk, world: World) => Promise<T>): Promise<T> =>
    lab.inWorld('2026-11-02T10:00:00Z', async (world) => {
      const walk = await Walk.open(world, roster, parts.opener ? { opener: parts.opener } : {});
      await walk.answerAll(answers);
      return work(walk, world);
    });

  const control = await run(async (walk) => canonical((await walk.toRelease()).release));
  let count = 0;
  await run(async (walk) => {
    const sealer = walk.web.watch.open?.sealer;
    const [other] = honest;
    if (!sealer || !other) throw new Error('The period is not open.');
    lengthsAndRepeats(parts.sealer?.(sealer) ?? sealer, sealer.placeOf(other), slotsFor(threeWeeks), findings);

    // Those whose answers will be moved give two, so that there is something to move.
    const movers = east.slice(1, 4);
    await walk.answerAll(
      movers.flatMap((person) => questions.slice(0, 2).map((question, place) => ({ person, place, answer: { question, option: 4 } }))),
    );
    const slots = (person: PersonId): readonly [number, number] => [slotFor(walk, person, 0), slotFor(walk, person, 1)];
    const used = questions.map((_, place) => slotFor(walk, other, place));
    // Two blanks side by side.
    const blank = Array.from({ length: slotsFor(threeWeeks) - 1 }, (_, n) => n + 1).find(
      (slot) => !used.includes(slot) && !used.includes(slot + 1),
    );
    if (blank === undefined) throw new Error('No blanks.');
    const scene = { lab, walk, draw, other: { person: other, answered: slotFor(walk, other, 0), blank }, east, west, slots };
    const acts = await everyAct(scene);
    count = acts.length;
    const due: Counted = {};
    for (const { run: act, counted } of acts) {
      await act();
      for (const [reason, by] of entriesOf(counted)) due[reason] = (due[reason] ?? 0) + by;
    }
    // The touch must neither stumble over them nor mend them.
    await walk.night();
    const { release } = await walk.toRelease();
    findings.check(canonical(release) === control, 'tampering changed what the others’ answers gave');
    const alarms = (await walk.find()).value.alarms ?? {};
    for (const [reason, by] of entriesOf(due)) {
      findings.check(alarms[reason] === by, `${reason}: ${alarms[reason] ?? 0} counted, ${by} expected`);
    }
    findings.cases += acts.length;
  });

  const displaced = await run(async (walk) => {
    const sealer = walk.web.watch.open?.sealer;
    const [question] = questions;
    if (!sealer || !question) throw new Error('The period is not open.');
    const rows = Array.from({ length: 8 }, (_, n) =>
      rowBy(sealer, nearKey(n), 'trust.east', slotsFor(threeWeeks), { question, option: 4 }),
    );
    await walk.world.tables.envelopes.insertMissing(autumnTwo.id, rows);
    const { release } = await walk.toRelease();
    findings.check(((await walk.find()).value.alarms?.['extraRow'] ?? 0) === 8, 'rows beyond the frozen roster were not counted');
    return canonical(release) !== control;
  });
  return { acts: count, displaced };
}

const entriesOf = (counted: Counted): readonly (readonly [keyof Counted, number])[] =>
  Object.entries(counted).filter((entry): entry is [keyof Counted, number] => entry[1] !== undefined);

export const attack13: Attack = { id: 13, name: 'ciphertext', run: (context) => ciphertext(context) };
