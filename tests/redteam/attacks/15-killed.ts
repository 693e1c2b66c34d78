import { BallotBox } from '../../../bot/domain/disclosure/ballotBox.ts';
import type { Answer } from '../../../bot/domain/envelope.ts';
import { parsePeriodId, type PeriodId, type PersonId } from '../../../bot/domain/ids.ts';
import type { HalfTerm } from '../../../bot/domain/period.ts';
import { defaultPlan } from '../../../bot/domain/questions/plan.ts';
import type { Opening } from '../../../bot/ports.ts';
import { closePeriod } from '../../../bot/usecases/closePeriod.ts';
import { beginRecord } from '../../../bot/usecases/record/changeRecord.ts';
import { readRecord } from '../../../bot/usecases/record/readRecord.ts';
import { requestPeriod } from '../../../bot/usecases/requestPeriod.ts';
import { sealAnswer } from '../../../bot/usecases/sealAnswer.ts';
import { withdrawAnswers } from '../../../bot/usecases/withdrawAnswers.ts';
import { Crash } from '../../helpers/crash.ts';
import { makeDeviceKeys, openCopies, type DeviceKeys } from '../../../tab/record/keys.ts';
import { answerOrCopyMissing, Pair, strikeHalfTermsBefore, ticketFor, type GivenAnswer } from '../../helpers/lifecycle.ts';
import { createWorld, recordsOf, rosterOf, type TestWeb, type World } from '../../helpers/world.ts';
import type { Attack, AttackContext, AttackResult } from '../attack.ts';
import { chance } from '../system/chance.ts';
import { filesUnder } from '../system/files.ts';
import { inLabWithFiles } from '../system/lab.ts';
import { inventSencos } from '../system/organisation.ts';
import { Needle } from '../system/needles.ts';
import { Findings } from '../system/verdict.ts';

export interface KilledParts {
  /** How an answer is acknowledged; a broken one says yes too early. */
  readonly acknowledge?: (web: TestWeb, answer: Parameters<typeof sealAnswer>[1]) => Promise<void>;
}

type Victim = 'web' | 'opener';

/** In the short profile: enough that some strike while answers are written. */
const shortKills = 8;
/** Who keeps a private record, by their place among the people: somebody with two answers, neither replaced nor withdrawn. */
const keeper = 5;
/** The first so many answer another way first, and replace it. */
const replacing = 2;

/** Kills each process before and after each of its calls to storage and vault, one kill a period, and counts what the opener then opens. */
export function killed(context: AttackContext, parts: KilledParts = {}): Promise<AttackResult> {
  const { profile, seed, progress } = context;
  const findings = new Findings(context);
  return findings.gather(async () => {
    const draw = chance(seed, 15);
    const people = inventSencos(draw, 9, ['Trust']);
    const content = new Set<string>();
    // In a full run two organisations share the kills and are walked side by side: most of the time each of them waits for storage.
    const sides = profile === 'full' ? 2 : 1;
    let killsDone = 0;
    const walkSide = (side: number) =>
      inLabWithFiles(profile, async (lab) => {
        await lab.wipe();
        const world = await createWorld(lab.azurite.tables, '2030-09-02T10:00:00Z');
        try {
          await world.tables.roster.replace(rosterOf(people));
          const scene = new Scene(
            world,
            lab.azurite.tables,
            people.map(({ person }) => person),
            parts,
            findings,
            content,
          );
          // Two half-terms are kept: from the third on, every one takes the same calls.
          for (let before = 0; before < (profile === 'full' ? 2 : 1); before += 1) await scene.walk({}, 'no kill');
          const calls = { web: Infinity, opener: Infinity };
          // Counted twice: a walk on a busy machine now and then takes a turn more, and points that only it has would never be reached.
          for (let counted = 0; counted < 2; counted += 1) {
            const dry = { web: Crash.never(), opener: Crash.never() };
            await scene.walk(dry, 'no kill');
            calls.web = Math.min(calls.web, dry.web.calls);
            calls.opener = Math.min(calls.opener, dry.opener.calls);
          }
          const points = [...pointsOf('web', calls.web), ...pointsOf('opener', calls.opener)];
          const chosen = profile === 'full' ? points.filter((_, n) => n % sides === side) : spread(points, shortKills);
          let dead = 0;
          for (const { victim, at, when } of chosen) {
            const crash = new Crash(at, when);
            await scene.walk({ [victim]: crash }, `${victim} killed ${when} call ${at}`);
            dead += crash.dead ? 1 : 0;
            killsDone += 1;
            progress(killsDone / (sides * chosen.length));
          }
          for (const { path, bytes } of await filesUnder(world.keys)) {
            // Keys of private records are no half-term's; two nights' and the one of places stand at any time.
            const ofRecords = path.includes('record-');
            findings.check(ofRecords || bytes.length === 0, `a key outlived the shred: ${path}`);
          }
          return { dead, chosen: chosen.length, points: points.length };
        } finally {
          await world.dispose();
        }
      });
    const walked = await Promise.all(Array.from({ length: sides }, (_, side) => walkSide(side)));
    const files = walked.flatMap((each) => each.files);
    const sum = (part: 'dead' | 'chosen'): number => walked.reduce((total, { value }) => total + value[part], 0);
    const kills = { dead: sum('dead'), chosen: sum('chosen'), points: walked[0]?.value.points ?? 0 };
    // After a call that gives pages instead of a promise nobody can be killed, and a half-term may take a call fewer than the two that were counted.
    findings.check(kills.dead >= Math.floor(kills.chosen * 0.9), `only ${kills.dead} of ${kills.chosen} kills happened`);
    for (const text of content) {
      const needle = new Needle('an answer', text);
      for (const { path, bytes } of files) findings.check(!needle.isIn(bytes), `an answer in plain on disk, in ${path.split('/').at(-1)}`);
    }
    findings.note(
      `${kills.dead} kills of ${kills.points} possible (each call of both processes, before and after), a period of 9 people each`,
    );
    findings.note(
      'each period has answers, replaced answers, a withdrawal and a touch; what the opener opened is compared answer by answer',
    );
    findings.note(
      'private records are kept of all of it: whoever was told that only the copy is missing does not answer again, and is counted; one person ' +
        'opens their record on their device after each half-term: every acknowledged copy is there, once',
    );
    findings.note('a killed process is simulated: from its point on every call of it fails, and a fresh one takes its place');
  });
}

interface Point {
  readonly victim: Victim;
  readonly at: number;
  readonly when: 'before' | 'after';
}

function pointsOf(victim: Victim, calls: number): Point[] {
  return Array.from({ length: calls }, (_, n) => (['before', 'after'] as const).map((when): Point => ({ victim, at: n + 1, when }))).flat();
}

function spread<T>(list: readonly T[], count: number): readonly T[] {
  return Array.from({ length: count }, (_, n) => list[Math.floor(((n + 0.5) * list.length) / count)]).filter((each) => each !== undefined);
}

/** An organisation whose half-terms are walked one after the other, each with another kill. */
class Scene {
  readonly #world: World;
  readonly #connection: string;
  readonly #people: readonly PersonId[];
  readonly #parts: KilledParts;
  readonly #findings: Findings;
  readonly #content: Set<string>;
  #device: DeviceKeys | undefined;
  /** The half-term walked last. */
  #before: PeriodId | undefined;
  #year = 2030;

  constructor(world: World, connection: string, people: readonly PersonId[], parts: KilledParts, findings: Findings, content: Set<string>) {
    this.#world = world;
    this.#connection = connection;
    this.#people = people;
    this.#parts = parts;
    this.#findings = findings;
    this.#content = content;
  }

  async walk(crashes: { readonly web?: Crash; readonly opener?: Crash }, name: string): Promise<void> {
    const { clock } = this.#world;
    const world = this.#world;
    const halfTerm = this.#next();
    const opened: string[][] = [];
    const pair = await Pair.start(observed(world, opened), crashes);
    clock.set(`${halfTerm.starts}T10:00:00Z`);
    await requestPeriod({ ...world.tables, policy: world.policy }, halfTerm);
    await pair.until(halfTerm.id, 'OPEN');

    this.#device ??= await this.#beginRecord();
    const { expected, copies } = await this.#answer(pair, halfTerm);
    clock.set(`${halfTerm.starts.slice(0, 8)}03T02:30:00Z`);
    await pair.until(halfTerm.id, 'OPEN');
    await pair.withWeb(async (web) => {
      const stored = await web.periods.find(halfTerm.id);
      if (stored?.value.state === 'OPEN') await closePeriod({ periods: web.periods, clock }, stored);
    });
    clock.move({ minutes: 11 });
    await pair.until(halfTerm.id, 'CUT');
    clock.move({ hours: 25 });
    await pair.until(halfTerm.id, 'SHREDDED');
    await pair.stop();

    const found = opened.at(-1) ?? [];
    this.#findings.check(JSON.stringify(found.toSorted()) === JSON.stringify(expected.toSorted()), `answers lost or doubled: ${name}`);
    const alarms = (await world.tables.periods.find(halfTerm.id))?.value.alarms ?? {};
    this.#findings.check(Object.keys(alarms).length === 0, `the opener alarmed (${Object.keys(alarms).join(', ')}): ${name}`);
    this.#findings.check((await world.tables.releases.find(halfTerm.id)) !== undefined, `no release: ${name}`);
    await this.#readRecord(this.#device, halfTerm, copies, name);
    await strikeHalfTermsBefore(this.#connection, this.#before ?? halfTerm.id);
    this.#before = halfTerm.id;
  }

  /** One person keeps a record from the first half-term on; the following ones' rows are made for the same key. */
  async #beginRecord(): Promise<DeviceKeys> {
    const device = await makeDeviceKeys();
    const { publicKey, recovery } = device;
    await beginRecord(await recordsOf(this.#world), this.#keeper, { publicKey, recovery });
    return device;
  }

  get #keeper(): PersonId {
    const person = this.#people[keeper];
    if (!person) throw new Error('Nobody keeps a record.');
    return person;
  }

  /** Whatever was acknowledged is in the record once; what is there was given. */
  async #readRecord({ privateKey }: DeviceKeys, { id }: HalfTerm, copies: Copies, name: string): Promise<void> {
    const all = await openCopies((await readRecord(await recordsOf(this.#world), this.#keeper)).copies, privateKey);
    const found = all.filter(({ period }) => period === id).map(({ question, option }) => `${question}=${option}`);
    const once = new Set(found).size === found.length;
    const whole = copies.acknowledged.every((copy) => found.includes(copy)) && found.every((copy) => copies.given.includes(copy));
    this.#findings.check(once && whole, `copies lost or doubled in a private record: ${name}`);
  }

  #next(): HalfTerm {
    const id = parsePeriodId(`${this.#year}-${String((this.#year + 1) % 100).padStart(2, '0')}-1`);
    if (!id) throw new Error('no period');
    const halfTerm = { id, starts: `${this.#year}-09-02`, ends: `${this.#year}-09-08` };
    this.#year += 1;
    return halfTerm;
  }

  /**
   * Every person gives another pattern of answers, some replaced; the last withdraws. Gives what those must come to that were acknowledged,
   * or of which only the private copy was said to be missing.
   */
  async #answer(pair: Pair, { id }: HalfTerm): Promise<{ readonly expected: readonly string[]; readonly copies: Copies }> {
    const [first, second] = defaultPlan(id).questions;
    if (!first || !second) throw new Error('A plan of fewer than two questions.');
    const acknowledge = this.#parts.acknowledge ?? ((web, answer) => sealAnswer(web, answer));
    const copies = { acknowledged: new Set<string>(), given: new Set<string>() };
    const give = async ({ person, place, answer }: GivenAnswer): Promise<void> => {
      const copied = await pair.withWeb((web) =>
        answerOrCopyMissing(() =>
          acknowledge(web, { person, ticket: ticketFor(web, person, place, answer.question), option: answer.option }),
        ),
      );
      if (person !== this.#keeper) return;
      copies.given.add(patternOf([answer]));
      if (copied) copies.acknowledged.add(patternOf([answer]));
    };
    const rows = this.#people.map((person, n) => ({
      person,
      given: [{ question: first, option: n % 5 }, ...(n < 5 ? [] : [{ question: second, option: 1 }])] satisfies readonly Answer[],
    }));
    await Promise.all(
      rows.map(async ({ person, given }, n) => {
        for (const [place, answer] of given.entries()) {
          if (n < replacing) await give({ person, place, answer: { ...answer, option: 4 - answer.option } });
          await give({ person, place, answer });
          this.#content.add(`"q":"${answer.question}","o":${answer.option}`);
        }
      }),
    );
    const [withdraws] = rows.slice(-1);
    if (withdraws) await pair.withWeb((web) => withdrawAnswers(web, withdraws.person));
    return {
      expected: rows.slice(0, -1).map(({ given }) => patternOf(given)),
      copies: { acknowledged: [...copies.acknowledged], given: [...copies.given] },
    };
  }
}

/** Copies of the keeper's answers, as `question=option`. */
interface Copies {
  readonly acknowledged: readonly string[];
  readonly given: readonly string[];
}

const patternOf = (answers: readonly Answer[]): string =>
  answers
    .map(({ question, option }) => `${question}=${option}`)
    .toSorted()
    .join(' ');

/** The same world, in which each opening's ballots are written down: one list for every time that an opener began. */
function observed(world: World, opened: string[][]): World {
  return {
    ...world,
    async opener(crash) {
      const deps = await world.opener(crash);
      return { ...deps, opening: observing(deps.opening, opened) };
    },
  };
}

function observing(opening: Opening, opened: string[][]): Opening {
  return {
    openerFor(keys, frozen) {
      const [real, probe] = [opening.openerFor(keys, frozen), opening.openerFor(keys, frozen)];
      const seen: string[] = [];
      opened.push(seen);
      return {
        ...real,
        async openInto(box, rows) {
          const own = new BallotBox();
          await probe.openInto(own, rows);
          seen.push(...BallotBox.takeAll(own).map(({ answers }) => patternOf(answers)));
          return real.openInto(box, rows);
        },
      };
    },
  };
}

export const attack15: Attack = { id: 15, name: 'killed processes', run: (context) => killed(context) };
