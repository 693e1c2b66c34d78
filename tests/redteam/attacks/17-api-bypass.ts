import { paths } from '../../../bot/contract/paths.ts';
import { meBody } from '../../../bot/contract/me.ts';
import { releasesBody, type UnitReleaseBody } from '../../../bot/contract/releases.ts';
import { BallotBox } from '../../../bot/domain/disclosure/ballotBox.ts';
import type { ToDisclose } from '../../../bot/domain/disclosure/disclose.ts';
import { freezeUnits } from '../../../bot/domain/disclosure/freeze.ts';
import type { Disclosed } from '../../../bot/domain/disclosure/releaseUnder.ts';
import type { Answer } from '../../../bot/domain/envelope.ts';
import { unitIdOf, type PersonId } from '../../../bot/domain/ids.ts';
import type { HalfTerm } from '../../../bot/domain/period.ts';
import { englandDates } from '../../../bot/domain/prompting/englandDates.ts';
import { defaultPlan } from '../../../bot/domain/questions/plan.ts';
import type { Role, RosterEntry } from '../../../bot/domain/roster.ts';
import { autumnTwo, type World } from '../../helpers/world.ts';
import type { Attack, AttackContext, AttackResult } from '../attack.ts';
import { withApi, type Api, type ApiOptions, type Seen } from '../system/api.ts';
import { addresses, headers, parameters, tokens, type Wanted } from '../system/bypasses.ts';
import { chance, type Chance } from '../system/chance.ts';
import { inLab } from '../system/lab.ts';
import { inventAnswers, inventId, inventPerson } from '../system/organisation.ts';
import { Findings } from '../system/verdict.ts';
import { Walk } from '../system/walk.ts';

export interface ApiBypassParts extends Pick<ApiOptions, 'routes'> {
  /** A gate with broken rules, for attacks that must be seen to fail (R2). What it gives is published as it is: the product's opener has no place for it. */
  readonly disclose?: (input: ToDisclose) => Disclosed;
}

const oneSchool = 'Trust/One School';
const tooQuiet = 'Trust/Quiet';

const earlier = halfTermBefore();
/** Half of its plan: enough figures to ask for more of. */
const earlierPlan = defaultPlan(earlier.id).questions.slice(0, 3);

/** Three weeks of the half-term before `autumnTwo`. */
function halfTermBefore(): HalfTerm {
  const whole = englandDates.halfTerms.find(({ id }) => id === '2026-27-1');
  if (!whole) throw new Error('no half-term');
  return { ...whole, ends: '2026-09-20' };
}

interface Cast {
  readonly roster: readonly RosterEntry[];
  readonly sencos: readonly RosterEntry[];
  readonly east: PersonId;
  readonly head: PersonId;
  readonly quiet: PersonId;
  readonly elsewhere: PersonId;
  readonly admin: PersonId;
  readonly supervisor: PersonId;
}

/** Two groups, a school whose whole staff is on the roster without being declared a team, a group that hardly answers, and another trust. */
function castOf(draw: Chance): Cast {
  const group = (unitPath: string, prefix: string): RosterEntry[] =>
    Array.from({ length: 12 }, (_, n) => inventPerson(draw, ['senco'], { unitPath, school: `${prefix} School ${n + 1}` }));
  const one = Array.from({ length: 12 }, () => inventPerson(draw, ['senco'], { unitPath: oneSchool, school: 'Only School' }));
  const sencos = [
    ...group('Trust/East', 'East'),
    ...group('Trust/West', 'West'),
    ...one,
    ...group(tooQuiet, 'Quiet'),
    ...group('Other Trust', 'Other'),
  ];
  const staff = (role: Role, unitPath: string): RosterEntry => inventPerson(draw, [role], { unitPath, school: 'Office' });
  const [head, quiet, elsewhere] = [staff('leader', oneSchool), staff('leader', tooQuiet), staff('leader', 'Other Trust')];
  const [admin, supervisor] = [staff('admin', 'Trust/East'), staff('supervisor', 'Trust/East')];
  const [first] = sencos;
  if (!first) throw new Error('nobody');
  return {
    roster: [...sencos, head, quiet, elsewhere, admin, supervisor],
    sencos,
    east: first.person,
    head: head.person,
    quiet: quiet.person,
    elsewhere: elsewhere.person,
    admin: admin.person,
    supervisor: supervisor.person,
  };
}

/** Somebody with an account of their own asks the API for more than is theirs. */
export function apiBypass(context: AttackContext, parts: ApiBypassParts = {}): Promise<AttackResult> {
  const { profile, seed, progress } = context;
  const findings = new Findings(context);
  return findings.gather(async () => {
    const organisations = profile === 'full' ? 20 : 1;
    await inLab(async (lab) => {
      for (let organisation = 0; organisation < organisations; organisation += 1) {
        const draw = chance(seed, 17, organisation);
        const cast = castOf(draw);
        await lab.inWorld(`${earlier.starts}T10:00:00Z`, async (world) => {
          if (parts.disclose) await publishEarlier(world, cast, draw, parts.disclose);
          else await releaseEarlier(world, cast, draw);
          const walk = await Walk.open(world, cast.roster);
          await walk.answerAll(
            inventAnswers(
              draw,
              cast.sencos.slice(0, 24).map(({ person }) => person),
              autumnTwo.id,
            ).slice(0, 30),
          );
          const options = parts.routes ? { routes: parts.routes } : {};
          await withApi(
            world,
            walk.web,
            (api) => askForMore(api, cast, draw, findings, profile === 'full' ? Number.POSITIVE_INFINITY : 10),
            options,
          );
        });
        progress((organisation + 1) / organisations);
      }
    });
    findings.note(
      `${organisations} organisations with a release and an open period: a leader of a school, leaders and SENCos of groups, another trust`,
    );
    findings.note(
      'parameters and headers must change no byte; addresses that do not exist, foreign tokens and roles are refused in one shape each',
    );
  });
}

/** Everyone's answers of the half-term before; in the quiet group hardly anybody's. */
function earlierAnswers({ sencos }: Cast, draw: Chance): readonly { readonly of: RosterEntry; readonly answers: readonly Answer[] }[] {
  return sencos
    .filter(({ unitPath }) => unitPath !== tooQuiet || draw.fraction() >= 0.9)
    .map((of) => ({ of, answers: earlierPlan.map((question) => ({ question, option: draw.below(5) })) }));
}

/** The half-term before, from its first answer to the shred, by the product's own web process and opener. */
async function releaseEarlier(world: World, cast: Cast, draw: Chance): Promise<void> {
  const walk = await Walk.open(world, cast.roster, { halfTerm: earlier });
  await walk.answerAll(
    earlierAnswers(cast, draw).flatMap(({ of, answers }) => answers.map((answer, place) => ({ person: of.person, place, answer }))),
  );
  await walk.toRelease();
  await walk.shred();
}

async function publishEarlier(world: World, cast: Cast, draw: Chance, gate: (input: ToDisclose) => Disclosed): Promise<void> {
  const box = new BallotBox();
  for (const { of, answers } of earlierAnswers(cast, draw)) box.put({ unit: unitIdOf(of.unitPath), answers });
  const { units } = freezeUnits(cast.sencos);
  const { release, cells } = gate({ period: earlier, box, units, plan: defaultPlan(earlier.id), policy: world.policy, earlier: [] });
  await world.tables.releases.publish(release, cells);
}

async function askForMore(api: Api, cast: Cast, draw: Chance, findings: Findings, most: number): Promise<void> {
  const full = most === Number.POSITIVE_INFINITY;
  const wanted: Wanted = {
    units: ['Trust/West', 'trust.one-school', ...(full ? ['trust.west', 'other-trust', 'trust.undeclared', '../trust.west'] : [])],
    schools: ['Only School', ...(full ? ['East School 3', 'office'] : [])],
    people: [cast.head, ...(full ? [cast.elsewhere, inventId(draw)] : [])],
    periods: [autumnTwo.id, ...(full ? ['2026-27-1', '1999-00-1'] : [])],
  };
  for (const [name, person, tries] of [
    ['SENCo', cast.east, Number.POSITIVE_INFINITY],
    ['head', cast.head, most],
    ['leader elsewhere', cast.elsewhere, most],
  ] as const) {
    const plain = await api.ask(paths.releases, person);
    findings.check(plain.status === 200, `${name}: no releases at all`);
    const ways = [...draw.shuffled(parameters(wanted)).slice(0, tries), ...headers(wanted)];
    const answers = await all(ways, ({ path, init }) => api.ask(path, person, init));
    for (const [n, { name: way }] of ways.entries()) {
      findings.check(same(answers[n] ?? plain, plain), `${name}: ${way} changed the answer`);
    }
    await ownOnly(api, person, plain, cast, findings);
  }
  await oneShape(findings, 404, 'an address that does not exist', await all(addresses(wanted), ({ path }) => api.ask(path, cast.east)));
  const methods = ['POST', 'PUT', 'PATCH', 'DELETE'];
  await oneShape(findings, 405, 'another method', await all(methods, (method) => api.ask(paths.releases, cast.east, { method })));
  const foreign = await all(Object.values(tokens(inventId(draw))), async (changes) => {
    const headers = { Authorization: `Bearer ${await api.token(cast.east, changes)}` };
    return api.ask(paths.releases, undefined, { headers });
  });
  await oneShape(findings, 401, 'a foreign token', [...foreign, await api.ask(paths.releases)]);
  // Whatever the role: refused as anybody is, or the very bytes that a SENCo of the same unit gets.
  const [peer, ...others] = await all([cast.east, cast.admin, cast.supervisor], (person) => api.ask(paths.releases, person));
  for (const other of others) {
    findings.check(other.status === 403 || (peer !== undefined && same(other, peer)), 'another role gets figures of its own');
  }
  await oneShape(findings, 403, 'an account off the roster', await all([1, 2, 3], () => api.ask(paths.releases, inventId(draw))));
  await schoolWithoutFigure(api, cast, findings);
  await everyRoute(api, cast, draw, findings);
}

/** Every route that is for certain roles, by every other role, off the roster and without a token; and a leader's decision for a unit not theirs. */
async function everyRoute(api: Api, cast: Cast, draw: Chance, findings: Findings): Promise<void> {
  const people: readonly (readonly [Role, PersonId])[] = [
    ['senco', cast.east],
    ['leader', cast.head],
    ['admin', cast.admin],
    ['supervisor', cast.supervisor],
  ];
  const init = (method: string): RequestInit =>
    method === 'GET' ? {} : { method, body: '{}', headers: { 'Content-Type': 'application/json' } };
  const barred = api.guarded.flatMap(({ method, path, roles }) =>
    people.filter(([role]) => !roles.includes(role)).map(([, person]) => ({ method, path, person })),
  );
  findings.check(barred.length > 0, 'no route is closed to anybody');
  await oneShape(findings, 403, 'a route for others', await all(barred, ({ method, path, person }) => api.ask(path, person, init(method))));
  const stranger = inventId(draw);
  await oneShape(
    findings,
    403,
    'a route, off the roster',
    await all(api.guarded, ({ method, path }) => api.ask(path, stranger, init(method))),
  );
  await oneShape(
    findings,
    401,
    'a route without a token',
    await all(api.guarded, ({ method, path }) => api.ask(path, undefined, init(method))),
  );
  const decision = {
    way: 'time',
    action: 'protectHours',
    decision: 'act',
    owner: 'Somebody',
    due: '2026-12-01',
    done: false,
    published: false,
  };
  const elsewhere = await all(['trust.west', 'other-trust', 'trust.undeclared'], (unit) =>
    api.ask(paths.actions, cast.head, { ...init('POST'), body: JSON.stringify({ ...decision, unit }) }),
  );
  await oneShape(findings, 404, 'a decision for another unit', elsewhere);
}

const same = (one: Seen, other: Seen): boolean => one.status === other.status && one.body === other.body;

async function all<T>(items: readonly T[], ask: (item: T) => Promise<Seen>): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  for (let from = 0; from < items.length; from += 10) seen.push(...(await Promise.all(items.slice(from, from + 10).map(ask))));
  return seen;
}

async function oneShape(findings: Findings, status: number, what: string, seen: readonly Seen[]): Promise<void> {
  const [first] = seen;
  for (const each of seen) {
    findings.check(each.status === status, `${what} got ${each.status}`);
    findings.check(first !== undefined && each.body === first.body, `${what}: answers differ in shape`);
  }
}

/** What comes is within the contract, of one's own units and those above, coarse, and names no school, person or lasting id. */
async function ownOnly(api: Api, person: PersonId, { body }: Seen, { roster }: Cast, findings: Findings): Promise<void> {
  const parsed = releasesBody.safeParse(JSON.parse(body));
  findings.check(parsed.success, 'the releases hold more than their contract');
  const own = new Set(meBody.parse(JSON.parse((await api.ask(paths.me, person)).body)).units.map(({ id }) => id));
  for (const { unit, figures } of parsed.data?.releases ?? []) {
    findings.check(own.has(unit.id), `somebody sees ${unit.path}, which is not theirs`);
    for (const figure of figures)
      if ('mean' in figure) findings.check(Number.isInteger(figure.mean / 0.25), `a mean finer than a quarter: ${figure.mean}`);
  }
  for (const entry of roster) {
    for (const secret of [entry.school, entry.lastingId, entry.person])
      findings.check(!body.includes(secret), 'a school, a person or a lasting id');
  }
}

/** R2 and R12: an undeclared school has no figure, and looks just as a group in which hardly anybody answered. */
async function schoolWithoutFigure(api: Api, { head, quiet }: Cast, findings: Findings): Promise<void> {
  const own = async (person: PersonId, path: string): Promise<UnitReleaseBody | undefined> =>
    releasesBody.parse(JSON.parse((await api.ask(paths.releases, person)).body)).releases.find(({ unit }) => unit.path === path);
  const [school, silent] = [await own(head, oneSchool), await own(quiet, tooQuiet)];
  findings.check(school !== undefined && silent !== undefined, 'a suppressed unit is missing, where it should say so');
  findings.check(school?.figures.every((figure) => 'label' in figure) === true, 'one school has a figure of its own');
  findings.check(school?.respondents === undefined, 'one school has a number of respondents');
  findings.check(shapeOf(school) === shapeOf(silent), 'the shape of a suppression tells its reason');
}

const shapeOf = (release: UnitReleaseBody | undefined): string => JSON.stringify({ ...release, unit: undefined });

export const attack17: Attack = { id: 17, name: 'API bypass', run: (context) => apiBypass(context) };
