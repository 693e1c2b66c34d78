import { QueueServiceClient } from '@azure/storage-queue';
import { openQueues } from '../../../bot/adapters/queues/openQueues.ts';
import { tableNames } from '../../../bot/adapters/tables/tableNames.ts';
import { canonical } from '../../../bot/domain/disclosure/canonical.ts';
import { englandDates } from '../../../bot/domain/prompting/englandDates.ts';
import type { RosterEntry } from '../../../bot/domain/roster.ts';
import { pause } from '../../../bot/usecases/pause.ts';
import { agree, asSupervisee, asSupervisor } from '../../../bot/usecases/supervision/agree.ts';
import { changeFlags } from '../../../bot/usecases/supervision/changeFlags.ts';
import { readSupervisees } from '../../../bot/usecases/supervision/readSupervisees.ts';
import { draftRecord, type Draft } from '../../../bot/usecases/supervision/records.ts';
import { SupervisionUpkeep } from '../../../bot/usecases/supervision/tendSupervision.ts';
import { topicIds } from '../../../bot/domain/supervision/topics.ts';
import { takePart } from '../../../bot/usecases/takePart.ts';
import { autumnTwo, type World } from '../../helpers/world.ts';
import type { Attack, AttackContext, AttackResult } from '../attack.ts';
import { chance } from '../system/chance.ts';
import { dumpQueues, dumpTables } from '../system/dump.ts';
import { inLab, type Lab } from '../system/lab.ts';
import { inventAnswers, inventPerson, inventSencos } from '../system/organisation.ts';
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
        const supervisor = inventPerson(draw, ['supervisor'], { unitPath: 'Trust', school: 'Supervision' });
        const answers = inventAnswers(
          draw,
          roster.map(({ person }) => person),
          autumnTwo.id,
        );
        const run = (stage: 'never' | 'open' | 'cut'): Promise<string> =>
          lab.inWorld('2026-11-02T10:00:00Z', async (world) => {
            const walk = await Walk.open(world, supervisedBy(supervisor, roster), parts);
            await walk.answerAll(answers);
            await fillBeside(lab, world, walk, roster);
            await supervise(world, walk, roster, supervisor, findings);
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
    findings.note(
      'flags kept, sent and talked through, records drafted; a table joins this attack by existing, since only the answers’ path is named',
    );
    findings.check(removed.has(tableNames.supervision), 'there were no flags to take away');
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

const supervisedBy = (supervisor: RosterEntry, roster: readonly RosterEntry[]): readonly RosterEntry[] => [
  supervisor,
  ...roster.map((entry) => ({ ...entry, supervisor: supervisor.person })),
];

/** Everybody keeps other topics by the product's own ways; some are sent by hand, the rest by a morning, and one session is recorded. */
async function supervise(
  world: World,
  { web, halfTerm }: Walk,
  roster: readonly RosterEntry[],
  supervisor: RosterEntry,
  findings: Findings,
): Promise<void> {
  const deps = {
    ...world.tables,
    rows: web.rows,
    clock: world.clock,
    calendar: englandDates,
    log: world.log,
    notices: { sendNotice: async () => ({ kind: 'sent', message: undefined }) as const },
  };
  const terms = { copies: 'supervisee', years: 2 } as const;
  for (const [n, { person }] of roster.entries()) {
    await agree(deps, await asSupervisee(deps, person), terms);
    await agree(deps, await asSupervisor(deps, supervisor.person, person), terms);
    const id = `flag-of-person-${n}-of-all`;
    await changeFlags(deps, person, { do: 'keep', id, topic: topicIds[n % topicIds.length] ?? 'team', note: `words ${n}`, sure: true });
    if (n % 2 === 0) await changeFlags(deps, person, { do: 'release', id, version: 1 });
  }
  await new SupervisionUpkeep({ ...deps, supervision: world.tables.supervision, policy: world.policy }).tend();
  const { supervisees } = await readSupervisees(deps, supervisor.person);
  findings.check(supervisees.filter(({ digest }) => digest.topics.length === 1).length === roster.length, 'not every flag was sent');
  const [first] = roster;
  if (first) await draftRecord(deps, supervisor.person, first.person, recordOf(halfTerm.starts));
}

const recordOf = (date: string): Draft => ({
  id: 'record-of-a-session',
  version: 0,
  date,
  minutes: 60,
  format: 'oneToOne',
  focus: 'words',
  mine: '',
  shared: '',
  systems: '',
  actions: [],
  reading: [],
  mayLeave: '',
});

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
