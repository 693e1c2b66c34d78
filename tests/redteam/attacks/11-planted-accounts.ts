import { tableNames } from '../../../bot/adapters/tables/tableNames.ts';
import { openQueues } from '../../../bot/adapters/queues/openQueues.ts';
import { randomness } from '../../../bot/adapters/system/randomness.ts';
import { paths } from '../../../bot/contract/paths.ts';
import { canonical } from '../../../bot/domain/disclosure/canonical.ts';
import type { PersonId } from '../../../bot/domain/ids.ts';
import { englandDates } from '../../../bot/domain/prompting/englandDates.ts';
import { defaultPlan } from '../../../bot/domain/questions/plan.ts';
import type { RosterEntry } from '../../../bot/domain/roster.ts';
import { checkIn } from '../../../bot/usecases/checkIn.ts';
import { decline } from '../../../bot/usecases/decline.ts';
import { pause } from '../../../bot/usecases/pause.ts';
import { promptAfterMeeting } from '../../../bot/usecases/promptAfterMeeting.ts';
import { sealAnswer } from '../../../bot/usecases/sealAnswer.ts';
import { takePart } from '../../../bot/usecases/takePart.ts';
import { withdrawAnswers } from '../../../bot/usecases/withdrawAnswers.ts';
import { ticketFor } from '../../helpers/lifecycle.ts';
import { autumnTwo, rosterOf, type TestWeb, type World } from '../../helpers/world.ts';
import type { Attack, AttackContext, AttackResult } from '../attack.ts';
import { withApi } from '../system/api.ts';
import { chance, type Chance } from '../system/chance.ts';
import { dumpQueues, dumpTables } from '../system/dump.ts';
import { inLab, type Lab } from '../system/lab.ts';
import { inventAnswers, inventId, inventPerson, inventSencos } from '../system/organisation.ts';
import { sevenAndOne, type Residual } from '../system/planted.ts';
import { Findings, percent } from '../system/verdict.ts';
import { Walk } from '../system/walk.ts';

/** Changes every night or with every process, whoever does what. */
const housekeeping = new Set<string>([tableNames.processes, tableNames.leases]);

/** Everything that an account may try. Each should be refused; each gives whether it was. */
type Tries = (web: TestWeb, person: PersonId) => Readonly<Record<string, () => Promise<unknown>>>;

const everyTry: Tries = (web, person) => {
  const deps = { ...web, calendar: englandDates };
  const [question] = defaultPlan(autumnTwo.id).questions;
  if (!question) throw new Error('empty plan');
  return {
    'check in': () => checkIn(deps, person),
    // Even with a ticket that only the product's own key can make.
    answer: () => sealAnswer(web, { person, ticket: ticketFor(web, person, 0, question), option: 4 }),
    withdraw: () => withdrawAnswers(web, person),
    'take part': () => takePart(deps, person),
    decline: () => decline(deps, person),
    pause: () => pause(deps, person, 'untilISay'),
  };
};

export interface PlantedParts {
  /** Broken doors for attacks that must be seen to fail. */
  readonly tries?: Tries;
}

export function plantedAccounts(context: AttackContext, parts: PlantedParts = {}): Promise<AttackResult> {
  const { profile, seed, progress } = context;
  const findings = new Findings(context);
  return findings.gather(async () => {
    const organisations = profile === 'full' ? 20 : 1;
    const residuals: Residual[] = [];
    await inLab(async (lab) => {
      for (let organisation = 0; organisation < organisations; organisation += 1) {
        await strangers(lab, findings, chance(seed, 11, organisation), profile === 'full' ? 24 : 12, parts.tries ?? everyTry);
        residuals.push(await sevenAndOne(lab, chance(seed, 11, organisation, 1)));
        progress((organisation + 1) / organisations);
      }
    });
    const sum = (of: (residual: Residual) => number): number => residuals.reduce((total, residual) => total + of(residual), 0);
    const cases = sum(({ questions }) => questions);
    findings.note(
      `${organisations} organisations; strangers, leaders, administrators, supervisors and a person who joined inside the period`,
    );
    findings.note(
      `RESIDUAL, no verdict: seven planted rostered accounts and one target, ${cases} questions answered by the target: its answer was narrowed ` +
        `from 5 options to ${(sum(({ left }) => left) / cases).toFixed(1)} on average and recovered exactly in ${percent(sum(({ recovered }) => recovered) / cases)}; ` +
        'no threshold prevents it, so eligibility comes only from the administrator’s verified roster',
    );
  });
}

async function strangers(lab: Lab, findings: Findings, draw: Chance, people: number, tries: Tries): Promise<void> {
  const sencos = inventSencos(draw, people, ['Trust/East']);
  const place = { unitPath: 'Trust/East', school: 'School 1' };
  const staff = (['leader', 'admin', 'supervisor'] as const).map((role) => inventPerson(draw, [role], place));
  const joiner = inventPerson(draw, ['senco'], { ...place, school: 'School 99' });
  const unknown = Array.from({ length: 3 }, () => inventId(draw));
  const answers = inventAnswers(
    draw,
    sencos.map(({ person }) => person),
    autumnTwo.id,
  );
  const roster: readonly RosterEntry[] = [...sencos, ...staff];

  const twin = await lab.inWorld('2026-11-02T10:00:00Z', async (world) => {
    const walk = await Walk.open(world, roster);
    await walk.answerAll(answers);
    return canonical((await walk.toRelease()).release);
  });

  await lab.inWorld('2026-11-02T10:00:00Z', async (world) => {
    const walk = await Walk.open(world, roster);
    await walk.answerAll(answers);
    const queues = openQueues(lab.azurite.queues, { log: world.log });
    await queues.ensure();
    const before = await rowsOf(lab, [tableNames.roster]);
    const accounts = [...unknown, ...staff.map(({ person }) => person)];
    for (const person of accounts) await refuseAll(findings, tries(walk.web, person));
    // Joining the roster inside a period gives settings at once, an envelope only from the next period.
    await world.tables.roster.replace(rosterOf([...roster, joiner]));
    const { answer, withdraw, 'check in': ask } = tries(walk.web, joiner.person);
    await refuseAll(findings, { answer, withdraw, 'check in': ask });
    const meeting = {
      ...walk.web,
      calendar: englandDates,
      queue: queues.prompts,
      randomness,
      days: world.tables.days,
      settleSeconds: 0,
    };
    await promptAfterMeeting(meeting, { people: accounts, reach: async () => true });
    findings.check((await dumpQueues(lab)).length === 0, 'a prompt was queued for an account that may not check in');
    findings.check((await rowsOf(lab, [tableNames.roster])) === before, 'an account that may not check in left a trace in a table');
    await askApi(world, walk.web, unknown, findings);
    findings.check(canonical((await walk.toRelease()).release) === twin, 'accounts off the roster changed the release');
  });
}

async function refuseAll(findings: Findings, tries: Readonly<Record<string, (() => Promise<unknown>) | undefined>>): Promise<void> {
  for (const [name, attempt] of Object.entries(tries)) {
    if (!attempt) continue;
    const taken = await attempt().then(
      () => true,
      () => false,
    );
    findings.check(!taken, `“${name}” of an account that may not was taken`);
  }
}

async function askApi(world: World, web: TestWeb, people: readonly PersonId[], findings: Findings): Promise<void> {
  await withApi(world, web, async (api) => {
    const open: readonly string[] = [paths.healthz, paths.readyz, paths.tabBare];
    for (const path of api.readable.filter((each) => !open.includes(each))) {
      for (const person of people)
        findings.check((await api.ask(path, person)).status === 403, `${path} answered an account off the roster`);
    }
  });
}

async function rowsOf(lab: Lab, except: readonly string[]): Promise<string> {
  const dump = await dumpTables(lab);
  const kept = [...dump].filter(([name]) => !housekeeping.has(name) && !except.includes(name));
  return JSON.stringify(kept.map(([name, rows]) => [name, rows.map(({ text }) => text)]));
}

export const attack11: Attack = { id: 11, name: 'planted accounts', run: (context) => plantedAccounts(context) };
