import { paths } from '../../../bot/contract/paths.ts';
import type { RosterEntry } from '../../../bot/domain/roster.ts';
import type { PersonId } from '../../../bot/domain/ids.ts';
import { defaultPlan } from '../../../bot/domain/questions/plan.ts';
import { autumnTwo } from '../../helpers/world.ts';
import type { Attack, AttackContext, AttackResult } from '../attack.ts';
import { withApi, type Api, type ApiOptions, type Seen } from '../system/api.ts';
import { chance } from '../system/chance.ts';
import { inLab, type Lab } from '../system/lab.ts';
import { inventPerson, inventSencos } from '../system/organisation.ts';
import { Findings } from '../system/verdict.ts';
import { Walk } from '../system/walk.ts';

const silentRoles = ['admin', 'supervisor'] as const;

interface Staff {
  readonly sencos: readonly RosterEntry[];
  readonly roster: readonly RosterEntry[];
  /** Who polls; undefined polls without a token. */
  readonly pollers: readonly (PersonId | undefined)[];
}

function staff(seed: number, organisation: number, everybody: boolean): Staff {
  const draw = chance(seed, 1, organisation);
  const sencos = inventSencos(draw, everybody ? 24 : 12, everybody ? ['Trust/East', 'Trust/West'] : ['Trust/East']);
  const others = (['leader', ...(everybody ? silentRoles : [])] as const).map((role) =>
    inventPerson(draw, [role], { unitPath: 'Trust', school: 'Office' }),
  );
  return {
    sencos,
    roster: [...sencos, ...others],
    pollers: [sencos[0]?.person, ...others.map(({ person }) => person), undefined],
  };
}

/**
 * One's own private record is sealed anew at every turn, for everyone alike, and only its owner gets it: what may not change in step with
 * answers, one's own among them, is its status, its length and how many copies it has.
 */
const shapeOf = ({ status, body }: Seen): string => JSON.stringify([status, body.length, body.split('"eyJ').length]);

/** One reading of every endpoint as everybody. */
async function poll(api: Api, { pollers }: Staff): Promise<ReadonlyMap<string, string>> {
  const readings = api.readable.flatMap((path) => pollers.map((poller, index) => ({ path, poller, index })));
  return new Map(
    await Promise.all(
      readings.map(async ({ path, poller, index }) => {
        const seen = await api.ask(path, poller);
        return [`${path} as poller ${index}`, path === paths.record ? shapeOf(seen) : JSON.stringify(seen)] as const;
      }),
    ),
  );
}

type Stage = 'open' | 'touched' | 'closed' | 'cut' | 'released';

/** Walks a period in which the first so many SENCos answer, and reads everything at every stage, while it is open after each answer. */
async function watched(
  lab: Lab,
  people: Staff,
  answering: number,
  options: ApiOptions,
  see: (stage: Stage, seen: ReadonlyMap<string, string>) => void,
): Promise<void> {
  await lab.inWorld('2026-11-02T10:00:00Z', async (world) => {
    const walk = await Walk.open(world, people.roster);
    await withApi(
      world,
      walk.web,
      async (api) => {
        see('open', await poll(api, people));
        const [question] = defaultPlan(autumnTwo.id).questions;
        if (!question) throw new Error('empty plan');
        for (const [n, { person }] of people.sencos.slice(0, answering).entries()) {
          await walk.answer({ person, place: 0, answer: { question, option: n % 5 } });
          see('open', await poll(api, people));
        }
        await walk.night();
        see('touched', await poll(api, people));
        await walk.close();
        see('closed', await poll(api, people));
        await walk.cut();
        see('cut', await poll(api, people));
        await walk.release();
        see('released', await poll(api, people));
      },
      options,
    );
  });
}

/**
 * Somebody who may read the API keeps reading all of it while others answer. Compared with the same organisation in which nobody answers,
 * every response (status, headers, bytes) must be the same at every stage until the release.
 */
export function livePolling(context: AttackContext, options: ApiOptions = {}): Promise<AttackResult> {
  const { profile, seed, progress } = context;
  const findings = new Findings(context);
  return findings.gather(async () => {
    const organisations = profile === 'full' ? 20 : 1;
    const answering = profile === 'full' ? 12 : 8;
    let readings = 0;
    await inLab(async (lab) => {
      for (let organisation = 0; organisation < organisations; organisation += 1) {
        const people = staff(seed, organisation, profile === 'full');
        const silent = new Map<Stage, ReadonlyMap<string, string>>();
        await watched(lab, people, 0, options, (stage, seen) => void silent.set(stage, seen));
        let changedByRelease = false;
        await watched(lab, people, answering, options, (stage, seen) => {
          for (const [endpoint, response] of seen) {
            readings += 1;
            const same = silent.get(stage)?.get(endpoint) === response;
            if (stage === 'released') changedByRelease ||= !same;
            else findings.check(same, `${endpoint} differs while the period is ${stage}`);
          }
        });
        // Otherwise the attack would pass by reading nothing.
        findings.check(changedByRelease, 'the release itself changed no response: the readings see nothing');
        progress((organisation + 1) / organisations);
      }
    });
    findings.note(`${organisations} organisations, ${readings} responses read as SENCo, leader, administrator, supervisor and nobody`);
    findings.note('compared with a twin organisation in which nobody answers: status, headers but the date, and bytes');
  });
}

export const attack1: Attack = { id: 1, name: 'live polling', run: (context) => livePolling(context) };
