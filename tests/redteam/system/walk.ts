import type { Period, PeriodState, HalfTerm } from '../../../bot/domain/period.ts';
import type { RosterEntry } from '../../../bot/domain/roster.ts';
import type { Published, Stored } from '../../../bot/ports.ts';
import { advanceInOpener, type AdvanceInOpenerDeps } from '../../../bot/usecases/advanceInOpener.ts';
import { advanceInWeb } from '../../../bot/usecases/advanceInWeb.ts';
import { closePeriod } from '../../../bot/usecases/closePeriod.ts';
import { requestPeriod } from '../../../bot/usecases/requestPeriod.ts';
import { tendRecords } from '../../../bot/usecases/record/tendRecords.ts';
import { sealAnswer } from '../../../bot/usecases/sealAnswer.ts';
import { ticketFor, type GivenAnswer } from '../../helpers/lifecycle.ts';
import { autumnTwo, rosterOf, type TestWeb, type World } from '../../helpers/world.ts';

/** The first three weeks of a half-term: 16 slots in place of 24, the same steps, in less time. */
export const threeWeeks: HalfTerm = { ...autumnTwo, ends: '2026-11-22' };

/** The keys of private records are cut in two turns, and the link with the second. */
export const turnsOfTheCut = 2;

export interface WalkOptions {
  readonly halfTerm?: HalfTerm;
  /** Changes what a process stands on: attacks that must be seen to fail put a broken part in. */
  readonly web?: (web: TestWeb, world: World) => TestWeb;
  readonly opener?: (opener: AdvanceInOpenerDeps, world: World) => AdvanceInOpenerDeps;
  /** Does the opener take a turn while the period runs? It does, unless this says no. */
  readonly openerLooksOn?: boolean;
}

/** A period walked by the product's own web process and opener, one step at a time, with a private record of everybody's answers. */
export class Walk {
  readonly world: World;
  readonly web: TestWeb;
  readonly opener: AdvanceInOpenerDeps;
  readonly halfTerm: HalfTerm;

  private constructor(world: World, web: TestWeb, opener: AdvanceInOpenerDeps, halfTerm: HalfTerm) {
    this.world = world;
    this.web = web;
    this.opener = opener;
    this.halfTerm = halfTerm;
  }

  /** Imports the roster and opens the period for it. */
  static async open(world: World, roster: readonly RosterEntry[], options: WalkOptions = {}): Promise<Walk> {
    const { halfTerm = threeWeeks, web = (same) => same, opener = (same) => same } = options;
    const walk = new Walk(world, web(await world.web(), world), opener(await world.opener(), world), halfTerm);
    await world.tables.roster.replace(rosterOf(roster));
    world.clock.set(`${halfTerm.starts}T10:00:00Z`);
    await requestPeriod({ ...world.tables, policy: world.policy }, halfTerm);
    await advanceInOpener(walk.opener);
    await advanceInWeb(walk.web);
    await walk.expect('OPEN');
    // The opener's next turn: it keeps the hash of the freeze.
    if (options.openerLooksOn !== false) await advanceInOpener(walk.opener);
    await tendRecords(walk.web.record);
    return walk;
  }

  async answer({ person, place, answer }: GivenAnswer): Promise<void> {
    await sealAnswer(this.web, { person, ticket: ticketFor(this.web, person, place, answer.question), option: answer.option });
  }

  async answerAll(given: readonly GivenAnswer[]): Promise<void> {
    for (let i = 0; i < given.length; i += 8) await Promise.all(given.slice(i, i + 8).map((each) => this.answer(each)));
  }

  /** The night after the current day, with its touch. */
  async night(): Promise<void> {
    const tomorrow = this.world.clock.now().toZonedDateTimeISO('UTC').toPlainDate().add({ days: 1 });
    this.world.clock.set(`${tomorrow.toString()}T02:30:00Z`);
    await advanceInWeb(this.web);
    await tendRecords(this.web.record);
  }

  async close(): Promise<void> {
    await closePeriod({ periods: this.world.tables.periods, clock: this.world.clock }, await this.find());
    await this.web.watch.refresh();
    await this.expect('CLOSED');
  }

  async cut(): Promise<void> {
    this.world.clock.move({ minutes: 11 });
    for (let turn = 0; turn < turnsOfTheCut; turn += 1) {
      await advanceInWeb(this.web);
      await tendRecords(this.web.record);
    }
    await this.expect('CUT');
  }

  /** A day later the opener opens, discloses and publishes. */
  async release(): Promise<Published> {
    this.world.clock.move({ hours: 25 });
    await advanceInOpener(this.opener);
    await this.expect('RELEASED');
    return this.published();
  }

  async shred(): Promise<void> {
    await advanceInOpener(this.opener);
    await this.expect('SHREDDED');
  }

  async toRelease(): Promise<Published> {
    await this.close();
    await this.cut();
    return this.release();
  }

  async published(): Promise<Published> {
    const published = await this.world.tables.releases.find(this.halfTerm.id);
    if (!published) throw new Error('There is no release.');
    return published;
  }

  async find(): Promise<Stored<Period>> {
    const stored = await this.world.tables.periods.find(this.halfTerm.id);
    if (!stored) throw new Error('There is no period.');
    return stored;
  }

  async expect(state: PeriodState): Promise<void> {
    const { value } = await this.find();
    if (value.state !== state) throw new Error(`The period is ${value.state}, not ${state}: ${this.world.log.lines.slice(-3).join('; ')}`);
  }
}
