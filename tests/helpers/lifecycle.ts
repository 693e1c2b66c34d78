import { TableClient } from '@azure/data-tables';
import { tableNames } from '../../bot/adapters/tables/tableNames.ts';
import type { Answer } from '../../bot/domain/envelope.ts';
import type { PersonId } from '../../bot/domain/ids.ts';
import type { HalfTerm, Period, PeriodState } from '../../bot/domain/period.ts';
import type { LedgerEntry } from '../../bot/ports.ts';
import type { AdvanceInOpenerDeps } from '../../bot/usecases/advanceInOpener.ts';
import { advanceInOpener } from '../../bot/usecases/advanceInOpener.ts';
import { advanceInWeb } from '../../bot/usecases/advanceInWeb.ts';
import { closePeriod } from '../../bot/usecases/closePeriod.ts';
import { ledgerOf } from '../../bot/usecases/ledger.ts';
import { HeldError } from '../../bot/errors.ts';
import { tendRecords } from '../../bot/usecases/record/tendRecords.ts';
import { requestPeriod } from '../../bot/usecases/requestPeriod.ts';
import { sealAnswer } from '../../bot/usecases/sealAnswer.ts';
import { Crash, Killed } from './crash.ts';
import type { TestWeb, World } from './world.ts';

/** The ticket that a prompt would have carried. */
export function ticketFor(web: TestWeb, person: PersonId, place: number, question: Answer['question']): string {
  const open = web.watch.open;
  if (!open) throw new Error('No period is open.');
  const rowKey = open.sealer.placeOf(person);
  return open.sealer.sealTicket({ rowKey, slot: open.sealer.slotFor(rowKey, place, open.period.slots), question });
}

/** What the ledger holds of a person in the open period. */
export async function ledgerEntryOf(web: TestWeb, person: PersonId): Promise<LedgerEntry | undefined> {
  const open = web.watch.open;
  if (!open) throw new Error('No period is open.');
  return (await ledgerOf(web.ledger, open.period.id, open.sealer).find(person))?.value;
}

/**
 * Seals an answer as the adapters do, whatever becomes of its private copy: where only that is missing, the answer is safe, the person is told
 * so, and may leave it at that. Gives whether the copy was acknowledged too.
 */
export async function answerOrCopyMissing(seal: () => Promise<void>): Promise<boolean> {
  try {
    await seal();
    return true;
  } catch (error) {
    if (error instanceof HeldError && error.code === 'copy-missing') return false;
    throw error;
  }
}

/** A web process and an opener that are started again when they die, as a host would do. */
export class Pair {
  web: TestWeb;
  opener: AdvanceInOpenerDeps;
  readonly #world: World;
  readonly #webCrash: Crash;
  readonly #openerCrash: Crash;
  readonly #records: boolean;
  /** One restart each, whoever among the dead process's callers asks first. */
  #newWeb: Promise<void> | undefined;
  #newOpener: Promise<AdvanceInOpenerDeps> | undefined;

  private constructor(
    world: World,
    web: TestWeb,
    opener: AdvanceInOpenerDeps,
    { webCrash, openerCrash, records }: { readonly webCrash: Crash; readonly openerCrash: Crash; readonly records: boolean },
  ) {
    this.#world = world;
    this.web = web;
    this.opener = opener;
    this.#webCrash = webCrash;
    this.#openerCrash = openerCrash;
    this.#records = records;
  }

  /** Without `records` nobody tends any, so none are kept. */
  static async start(
    world: World,
    { records = true, ...crashes }: { readonly web?: Crash; readonly opener?: Crash; readonly records?: boolean } = {},
  ): Promise<Pair> {
    const webCrash = crashes.web ?? Crash.never();
    const openerCrash = crashes.opener ?? Crash.never();
    return new Pair(world, await world.web(webCrash), await world.opener(openerCrash), { webCrash, openerCrash, records });
  }

  /** Runs work of the web process; when it dies in the middle, a fresh one takes its place and the work is done again. */
  async withWeb<T>(work: (web: TestWeb) => Promise<T>): Promise<T> {
    for (;;) {
      try {
        const done = await work(this.web);
        await this.#revive();
        return done;
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
        await this.#revive();
      }
    }
  }

  /** Turns of both processes until the period has reached the state. */
  async until(id: Period['id'], state: PeriodState): Promise<void> {
    for (let turn = 0; turn < 40; turn += 1) {
      for (const work of [() => advanceInWeb(this.web), () => this.#tendRecords(), () => advanceInOpener(this.opener)]) {
        try {
          await work();
        } catch (error) {
          if (!(error instanceof Killed)) throw error;
        }
        await this.#revive();
      }
      const found = await this.#world.tables.periods.find(id);
      if (found?.value.state === state && (await this.#settled(id, state))) return;
    }
    const found = await this.#world.tables.periods.find(id);
    throw new Error(`Period ${id} is ${found?.value.state}, not ${state}: ${this.#world.log.lines.slice(-3).join('; ')}`);
  }

  /** An open period has been seen by the web process, and has rows for private records; what the night asks for is done. */
  async #settled(id: Period['id'], state: PeriodState): Promise<boolean> {
    if (state !== 'OPEN') return true;
    if (!this.web.watch.open) return false;
    const nights = this.#records ? await this.#world.tables.records.nights() : undefined;
    return !this.#records || (nights?.prepared === id && nights.done);
  }

  async #tendRecords(): Promise<void> {
    if (this.#records) await tendRecords(this.web.record);
  }

  async #revive(): Promise<void> {
    if (this.#webCrash.dead) await (this.#newWeb ??= this.#startWeb());
    if (this.#openerCrash.dead) this.opener = await (this.#newOpener ??= this.#world.opener());
  }

  async #startWeb(): Promise<void> {
    // A dead process's beat runs out after a minute; here at once.
    await this.#world.tables.processes.leave(this.web.process);
    const web = await this.#world.web();
    await advanceInWeb(web);
    this.web = web;
  }

  /** What a web process leaves behind when it is stopped in order. */
  async stop(): Promise<void> {
    await this.#world.tables.processes.leave(this.web.process);
  }
}

export interface GivenAnswer {
  readonly person: PersonId;
  readonly place: number;
  readonly answer: Answer;
}

/**
 * Strikes shredded half-terms before this one from the calendar: a world in which hundreds were walked would otherwise spend its nights on
 * looking for records of them.
 */
export async function strikeHalfTermsBefore(connection: string, id: Period['id']): Promise<void> {
  const periods = TableClient.fromConnectionString(connection, tableNames.periods, { allowInsecureConnection: true });
  for await (const { partitionKey = '', rowKey = '' } of periods.listEntities()) {
    if (rowKey < id) await periods.deleteEntity(partitionKey, rowKey);
  }
}

/** Walks a period from its request to its shred with these answers, whatever dies on the way. */
export async function walkPeriod(world: World, pair: Pair, halfTerm: HalfTerm, answers: readonly GivenAnswer[]): Promise<void> {
  world.clock.set(`${halfTerm.starts}T10:00:00Z`);
  await requestPeriod({ ...world.tables, policy: world.policy }, halfTerm);
  await pair.until(halfTerm.id, 'OPEN');
  await Promise.all(
    answers.map(({ person, place, answer }) =>
      pair.withWeb((web) =>
        answerOrCopyMissing(() =>
          sealAnswer(web, { person, ticket: ticketFor(web, person, place, answer.question), option: answer.option }),
        ),
      ),
    ),
  );
  await pair.withWeb(async (web) => {
    const stored = await web.periods.find(halfTerm.id);
    if (stored?.value.state === 'OPEN') await closePeriod({ periods: web.periods, clock: world.clock }, stored);
  });
  world.clock.move({ minutes: 11 });
  await pair.until(halfTerm.id, 'CUT');
  world.clock.move({ hours: 25 });
  await pair.until(halfTerm.id, 'SHREDDED');
}
