import { QueueServiceClient } from '@azure/storage-queue';
import { openQueues } from '../../../bot/adapters/queues/openQueues.ts';
import { tableNames } from '../../../bot/adapters/tables/tableNames.ts';
import { canonical } from '../../../bot/domain/disclosure/canonical.ts';
import { englandDates } from '../../../bot/domain/prompting/englandDates.ts';
import type { RosterEntry } from '../../../bot/domain/roster.ts';
import { pause } from '../../../bot/usecases/pause.ts';
import { takePart } from '../../../bot/usecases/takePart.ts';
import { autumnTwo, type World } from '../../helpers/world.ts';
import type { Attack, AttackContext, AttackResult } from '../attack.ts';
import { chance } from '../system/chance.ts';
import { dumpQueues, dumpTables } from '../system/dump.ts';
import { inLab, type Lab } from '../system/lab.ts';
import { inventAnswers, inventSencos } from '../system/organisation.ts';
import { Findings } from '../system/verdict.ts';
import { Walk, type WalkOptions } from '../system/walk.ts';

export type FlagsParts = Pick<WalkOptions, 'opener'>;

/**
 * What stands between an answer and its figure. Every other table must be without any influence on a release: those that exist and those
 * that will (flags, digests, sessions, records), which join by not being named here.
 */
const answersPath: ReadonlySet<string> = new Set([
  tableNames.format,
  tableNames.roster,
  tableNames.periods,
  tableNames.frozen,
  tableNames.envelopes,
  tableNames.ledger,
  tableNames.releases,
  tableNames.leases,
  tableNames.processes,
]);

/** Takes away everything that is not on the answers' path, at each stage of a period, and compares the release with that of a twin. */
export function flags(context: AttackContext, parts: FlagsParts = {}): Promise<AttackResult> {
  const { profile, seed, progress } = context;
  const findings = new Findings(context);
  return findings.gather(async () => {
    const organisations = profile === 'full' ? 20 : 1;
    const removed = new Set<string>();
    await inLab(async (lab) => {
      for (let organisation = 0; organisation < organisations; organisation += 1) {
        const draw = chance(seed, 18, organisation);
        const roster = inventSencos(draw, profile === 'full' ? 24 : 12, ['Trust/East']);
        const answers = inventAnswers(
          draw,
          roster.map(({ person }) => person),
          autumnTwo.id,
        );
        const run = (stage: 'never' | 'open' | 'cut'): Promise<string> =>
          lab.inWorld('2026-11-02T10:00:00Z', async (world) => {
            const walk = await Walk.open(world, roster, parts);
            await walk.answerAll(answers);
            await fillBeside(lab, world, walk, roster);
            if (stage === 'open') for (const name of await emptyBeside(lab, findings)) removed.add(name);
            await walk.close();
            await walk.cut();
            if (stage === 'cut') for (const name of await emptyBeside(lab, findings)) removed.add(name);
            const { release, cells } = await walk.release();
            return canonical({ release, cells });
          });
        const whole = await run('never');
        // Either stage would do; in turn, so that both are seen.
        const stage = organisation % 2 === 0 ? 'cut' : 'open';
        findings.check((await run(stage)) === whole, `what was taken away while the period was ${stage} changed the release`);
        progress((organisation + 1) / organisations);
      }
    });
    findings.note(`${organisations} organisations; taken away before the release: ${[...removed].toSorted().join(', ')}`);
    findings.note('the product keeps no flags yet: a table of theirs joins this attack by existing, since only the answers’ path is named');
  });
}

/** Fills all that lies beside the answers, differently for every person. */
async function fillBeside(lab: Lab, world: World, { web, halfTerm }: Walk, roster: readonly RosterEntry[]): Promise<void> {
  const settings = { ...web, calendar: englandDates };
  const queues = openQueues(lab.azurite.queues, { log: world.log });
  await queues.ensure();
  for (const [n, { person }] of roster.entries()) {
    await takePart(settings, person, [1 + (n % 5), 5]);
    if (n % 3 === 0) await pause(settings, person, 'untilISay');
    await world.tables.conversations.save(person, `{"conversation":"${n}"}`);
    const whom = web.watch.open?.sealer.sealPerson(person) ?? '';
    if (n % 4 === 0) await queues.prompts.put({ whom, period: halfTerm.id, dueAt: '2026-11-04T10:00:00Z', occasion: 'meeting' }, 0);
  }
}

/** Deletes every row of every table that is not on the answers' path, and every queue; gives what was taken. */
async function emptyBeside(lab: Lab, findings: Findings): Promise<readonly string[]> {
  const taken: string[] = [];
  for (const [name, rows] of await dumpTables(lab)) {
    if (answersPath.has(name)) continue;
    for (const { partitionKey, rowKey } of rows) await lab.table(name).deleteEntity(partitionKey, rowKey);
    if (rows.length > 0) taken.push(`${name}`);
  }
  if ((await dumpQueues(lab)).length > 0) taken.push('queue messages');
  const service = QueueServiceClient.fromConnectionString(lab.azurite.queues);
  for await (const { name } of service.listQueues()) await service.getQueueClient(name).clearMessages();
  findings.check(taken.length >= 3, `there was little to take away: ${taken.join(', ')}`);
  return taken;
}

export const attack18: Attack = { id: 18, name: 'flags and all else beside the answers', run: (context) => flags(context) };
