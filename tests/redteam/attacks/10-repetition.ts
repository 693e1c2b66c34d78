import { paths } from '../../../bot/contract/paths.ts';
import { canonical } from '../../../bot/domain/disclosure/canonical.ts';
import type { ReleaseStore } from '../../../bot/ports.ts';
import { slotColumn } from '../../../bot/domain/envelope.ts';
import { openTables } from '../../../bot/adapters/tables/openTables.ts';
import { advanceInOpener, type AdvanceInOpenerDeps } from '../../../bot/usecases/advanceInOpener.ts';
import { releasePeriod } from '../../../bot/usecases/releasePeriod.ts';
import { Crash, Killed } from '../../helpers/crash.ts';
import { autumnTwo, type World } from '../../helpers/world.ts';
import type { Attack, AttackContext, AttackResult } from '../attack.ts';
import { withApi } from '../system/api.ts';
import { chance } from '../system/chance.ts';
import { inLab, type Lab } from '../system/lab.ts';
import { inventAnswers, inventPerson, inventSencos } from '../system/organisation.ts';
import { Findings } from '../system/verdict.ts';
import { Walk } from '../system/walk.ts';

export interface RepetitionParts {
  /** A broken release store for the attacks that must be seen to fail (R7: one that overwrites). */
  readonly releases?: (store: ReleaseStore) => ReleaseStore;
}

/** Bytes of the release and of what the next one needs of it, as storage has them now: a fresh reader keeps nothing. */
async function bytesNow(lab: Lab, parts: RepetitionParts): Promise<string> {
  const store = openTables(lab.azurite.tables).releases;
  const published = await (parts.releases?.(store) ?? store).find(autumnTwo.id);
  return published ? canonical({ release: published.release, cells: published.cells, hash: published.hash }) : 'none';
}

/** Makes everything that could change a release happen again, or late. */
export function repetition(context: AttackContext, parts: RepetitionParts = {}): Promise<AttackResult> {
  const { profile, seed, progress } = context;
  const findings = new Findings(context);
  return findings.gather(async () => {
    const organisations = profile === 'full' ? 20 : 1;
    await inLab(async (lab) => {
      for (let organisation = 0; organisation < organisations; organisation += 1) {
        const reads = profile === 'short' ? 60 : organisation === 0 ? 1_000 : 100;
        await attackOne(lab, findings, parts, {
          seed,
          organisation,
          reads,
          people: profile === 'full' ? 24 : 12,
          crashes: profile === 'full' ? 6 : 2,
        });
        progress((organisation + 1) / organisations);
      }
    });
    findings.note(
      `${organisations} organisations; each released twice with other keys and another order of answers, then read again and again, the first 1,000 times in a full run`,
    );
    findings.note(
      'rerun after a crash before and after calls of the opener (all of them over a full run); late answers by card, by storage, and a second release by force',
    );
  });
}

interface One {
  readonly seed: number;
  readonly organisation: number;
  readonly reads: number;
  readonly crashes: number;
  readonly people: number;
}

async function attackOne(
  lab: Lab,
  findings: Findings,
  parts: RepetitionParts,
  { seed, organisation, reads, crashes, people }: One,
): Promise<void> {
  const draw = chance(seed, 10, organisation);
  const sencos = inventSencos(draw, people, ['Trust/East']);
  const leader = inventPerson(draw, ['leader'], { unitPath: 'Trust/East', school: 'Office' });
  const roster = [...sencos, leader];
  const answers = inventAnswers(
    draw,
    sencos.map(({ person }) => person),
    autumnTwo.id,
  );
  const opener = (deps: AdvanceInOpenerDeps): AdvanceInOpenerDeps => ({
    ...deps,
    releases: parts.releases?.(deps.releases) ?? deps.releases,
  });
  const start = (world: World): Promise<Walk> => Walk.open(world, roster, { opener });

  const twin = await lab.inWorld('2026-11-02T10:00:00Z', async (world) => {
    const walk = await start(world);
    await walk.answerAll(answers.toReversed());
    await walk.toRelease();
    return bytesNow(lab, parts);
  });

  await lab.inWorld('2026-11-02T10:00:00Z', async (world) => {
    const walk = await start(world);
    await walk.answerAll(answers);
    const late = answers.at(0);
    if (!late) throw new Error('nobody answers');
    await walk.close();
    const refused = await walk.answer(late).then(
      () => false,
      () => true,
    );
    findings.check(refused, 'a late answer was taken');
    await walk.cut();
    world.clock.move({ hours: 25 });

    const dry = Crash.never();
    await advanceInOpener(opener(await world.opener(dry)));

    findings.check(!/\d\.\d{3}/.test(twin), 'what is stored of a release holds an unrounded value');

    // A second release of the same period by force, as a rerun with other answers would make it.
    const standing = await walk.published();
    const [first] = standing.release.units;
    if (!first) throw new Error('a release without units');
    const forged = { ...standing.release, units: [{ ...first, figures: [] }, ...standing.release.units.slice(1)] };
    const overwritten = await walk.opener.releases.publish(forged, standing.cells).then(
      () => true,
      () => false,
    );
    findings.check(!overwritten, 'a second release of the period was taken');
    findings.check((await bytesNow(lab, parts)) === twin, 'other bytes after a second release');

    // Crash and rerun, at every call of the opener or some of them.
    for (const at of someOf(dry.calls, crashes, organisation)) {
      for (const when of ['before', 'after'] as const) {
        await backToCut(walk);
        await advanceInOpener(opener(await world.opener(new Crash(at, when)))).catch((error: unknown) => {
          if (!(error instanceof Killed)) throw error;
        });
        await backToCut(walk);
        await advanceInOpener(walk.opener);
        findings.check((await bytesNow(lab, parts)) === twin, `other bytes after a crash ${when} call ${at} of the opener`);
      }
    }

    // A stale writer with access to storage, after the rows were digested.
    await backToCut(walk);
    const rows = [];
    for await (const page of world.tables.envelopes.pages(autumnTwo.id)) rows.push(...page);
    const [one, other] = rows;
    const moved = other?.value.columns[slotColumn(1)];
    if (!one || !moved) throw new Error('no rows');
    await world.tables.envelopes.merge(autumnTwo.id, one.value.rowKey, { [slotColumn(1)]: moved });
    const published = await releasePeriod(walk.opener, await walk.find()).catch(() => false);
    findings.check(!published, 'rows that changed after their digest were released');
    findings.check((await bytesNow(lab, parts)) === twin, 'other bytes after a late change of the rows');

    await withApi(world, walk.web, async (api) => {
      const seen = new Set<string>();
      const readers = [leader.person, sencos.find(({ unitPath }) => unitPath === leader.unitPath)?.person];
      for (let read = 0; read < reads; read += 10) {
        const ten = Array.from({ length: 10 }, (_, n) => api.ask(paths.releases, readers[n % 2]));
        for (const { body } of await Promise.all(ten)) seen.add(body);
      }
      findings.cases += reads;
      findings.check(seen.size === 1, `${seen.size} different bodies in ${reads} reads by a leader and a SENCo of one unit`);
    });
  });
}

/** As after a crash between publishing and noting it. */
async function backToCut(walk: Walk): Promise<void> {
  const { value, etag } = await walk.find();
  if (value.state !== 'CUT') await walk.world.tables.periods.update({ ...value, state: 'CUT' }, etag);
}

/** A few of the points, others in every organisation, so that all have their turn in a full run. */
function someOf(points: number, most: number, organisation: number): readonly number[] {
  const every = Math.max(1, Math.ceil(points / most));
  return Array.from({ length: points }, (_, i) => i + 1).filter((at) => at % every === organisation % every);
}

export const attack10: Attack = { id: 10, name: 'repetition', run: (context) => repetition(context) };
