import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { createOpening } from '../../bot/adapters/sealing/open.ts';
import { createRecordSealing } from '../../bot/adapters/sealing/record.ts';
import { randomness as systemRandomness } from '../../bot/adapters/system/randomness.ts';
import { keepCopy } from '../../bot/usecases/record/keepCopy.ts';
import { RecordBook, type RecordDeps } from '../../bot/usecases/record/recordBook.ts';
import { cutRecords } from '../../bot/usecases/record/tendRecords.ts';
import type { SealAnswerDeps } from '../../bot/usecases/sealAnswer.ts';
import { createSealing } from '../../bot/adapters/sealing/seal.ts';
import { createSupervisionSealing } from '../../bot/adapters/sealing/supervision.ts';
import { openTables, type Tables } from '../../bot/adapters/tables/openTables.ts';
import { createOpenerKeyFolder } from '../../bot/adapters/vault/openerKeyFolder.ts';
import { createWebKeyFolder } from '../../bot/adapters/vault/webKeyFolder.ts';
import type { Policy } from '../../bot/domain/disclosure/policy.ts';
import { asLastingId, parsePersonId, type PeriodId, type PersonId } from '../../bot/domain/ids.ts';
import { englandDates } from '../../bot/domain/prompting/englandDates.ts';
import type { HalfTerm } from '../../bot/domain/period.ts';
import type { RosterEntry } from '../../bot/domain/roster.ts';
import type { Clock, Logger, Randomness } from '../../bot/ports.ts';
import type { AdvanceInOpenerDeps } from '../../bot/usecases/advanceInOpener.ts';
import type { AdvanceInWebDeps } from '../../bot/usecases/advanceInWeb.ts';
import { PeriodWatch } from '../../bot/usecases/periodWatch.ts';
import { SealedRows } from '../../bot/usecases/supervision/sealedRows.ts';
import type { SupervisionDeps } from '../../bot/usecases/supervision/supervisionDeps.ts';
import { Crash } from './crash.ts';

/** A clock that stands still until a test moves it. */
export class TestClock implements Clock {
  #now: Temporal.Instant;
  constructor(iso: string) {
    this.#now = Temporal.Instant.from(iso);
  }
  now(): Temporal.Instant {
    return this.#now;
  }
  set(iso: string): void {
    this.#now = Temporal.Instant.from(iso);
  }
  move(by: Temporal.DurationLike): void {
    this.#now = this.#now.toZonedDateTimeISO('UTC').add(by).toInstant();
  }
}

/** Keeps what was logged, for tests that look for what must not be there. */
export class TestLog implements Logger {
  readonly lines: string[] = [];
  info(fields: object, message: string): void {
    this.lines.push(`info ${message} ${JSON.stringify(fields)}`);
  }
  warn(fields: object, message: string): void {
    this.lines.push(`warn ${message} ${JSON.stringify(fields)}`);
  }
  error(fields: object, message: string): void {
    this.lines.push(`error ${message} ${JSON.stringify(fields)}`);
  }
}

export type TestRecords = RecordDeps & { readonly book: RecordBook };

export interface TestWeb extends AdvanceInWebDeps, Pick<SupervisionDeps, 'rows' | 'boards'>, SealAnswerDeps {
  readonly watch: PeriodWatch;
  /** Private records: kept of every answer from the first `tendRecords` on, as the product does in a loop of its own. */
  readonly record: TestRecords;
  /** Always the least, so that a test knows when a prompt is due. */
  readonly randomness: Randomness;
  /** The name under which it beats. */
  readonly process: string;
}

export interface World {
  readonly tables: Tables;
  readonly clock: TestClock;
  readonly log: TestLog;
  readonly keys: string;
  readonly policy: Policy;
  /** A web process that dies at the crash's point; living for ever without one. */
  web(crash?: Crash): Promise<TestWeb>;
  opener(crash?: Crash): Promise<AdvanceInOpenerDeps>;
  dispose(): Promise<void>;
}

/** Real stores in the given Azurite, real key folders, real sealing, and a clock under the test's control. */
export async function createWorld(connection: string, startsAt: string): Promise<World> {
  const tables = openTables(connection);
  await tables.ensure();
  const dir = await mkdtemp(join(tmpdir(), 'held-keys-'));
  const folders = { shared: join(dir, 'shared'), web: join(dir, 'web'), opener: join(dir, 'opener') };
  const webVault = createWebKeyFolder(folders);
  await webVault.ping();
  const openerVault = createOpenerKeyFolder(folders);
  const clock = new TestClock(startsAt);
  const log = new TestLog();
  const policy: Policy = { k: 8 };
  const [sealing, opening, supervisionSealing, recordSealing] = await Promise.all([
    createSealing(),
    createOpening(),
    createSupervisionSealing(),
    createRecordSealing(),
  ]);

  return {
    tables,
    clock,
    log,
    keys: dir,
    policy,
    async web(crash = Crash.never()) {
      const store = {
        periods: crash.wrap(tables.periods),
        roster: crash.wrap(tables.roster),
        people: crash.wrap(tables.people),
        frozen: crash.wrap(tables.frozen),
        envelopes: crash.wrap(tables.envelopes),
        ledger: crash.wrap(tables.ledger),
        days: crash.wrap(tables.days),
        deadPrompts: crash.wrap(tables.deadPrompts),
        leases: crash.wrapLeases(tables.leases),
        processes: crash.wrap(tables.processes),
        vault: crash.wrap(webVault),
        boards: tables.boards,
      };
      const rows = new SealedRows({ supervision: crash.wrap(tables.supervision), vault: webVault, supervisionSealing });
      const randomness: Randomness = { lastingId: () => asLastingId(randomUUID()), fraction: () => 0 };
      const process = randomUUID();
      const watch = new PeriodWatch({
        ...store,
        sealing,
        log,
        process,
        elapsed: () => performance.now(),
        nextHalfTerm: () => undefined,
      });
      const record = withBook({
        ...store,
        records: crash.wrap(tables.records),
        recordSealing,
        randomness: systemRandomness,
        clock,
        log,
        timeZone: 'Europe/London',
      });
      return {
        ...store,
        rows,
        randomness,
        process,
        watch,
        sealing,
        policy,
        clock,
        log,
        laptop: true,
        codeVersion: 'test',
        timeZone: 'Europe/London',
        record,
        keepCopy: (given) => keepCopy(record, given),
        cutRecords: (period) => cutRecords(record, period),
      };
    },
    async opener(crash = Crash.never()) {
      return {
        periods: crash.wrap(tables.periods),
        frozen: crash.wrap(tables.frozen),
        envelopes: crash.wrap(tables.envelopes),
        releases: crash.wrap(tables.releases),
        leases: crash.wrapLeases(tables.leases),
        vault: crash.wrap(openerVault),
        opening,
        clock,
        log,
        pinned: new Set<PeriodId>(),
        laptop: true,
      };
    },
    dispose: () => rm(dir, { recursive: true, force: true }),
  };
}

/** Private records over the world's stores and keys, as a web process that starts now would have them. */
export const recordsOf = async (world: World): Promise<TestRecords> => (await world.web()).record;

const withBook = (deps: RecordDeps): TestRecords => ({ ...deps, book: new RecordBook(deps) });

/** The n-th invented person's id. */
export function personId(n: number): PersonId {
  const id = parsePersonId(`00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`);
  if (!id) throw new Error('not a GUID');
  return id;
}

/** Invented SENCos, one in each school, spread over the units in turn. */
export function sencos(count: number, units: readonly string[]): readonly RosterEntry[] {
  return Array.from({ length: count }, (_, n): RosterEntry => ({
    person: personId(n + 1),
    lastingId: asLastingId(`lasting${String(n + 1).padStart(4, '0')}`),
    displayName: `Invented Person ${n + 1}`,
    roles: ['senco'],
    school: `School ${n + 1}`,
    unitPath: units[n % units.length] ?? 'Trust',
    team: false,
  }));
}

export const rosterOf = (entries: readonly RosterEntry[]): ReadonlyMap<PersonId, RosterEntry> =>
  new Map(entries.map((entry) => [entry.person, entry]));

/** Autumn 2, 2026, of the default calendar. */
export const autumnTwo: HalfTerm = halfTermNamed('2026-27-2');
export const springOne: HalfTerm = halfTermNamed('2026-27-3');
export const springTwo: HalfTerm = halfTermNamed('2026-27-4');

function halfTermNamed(id: string): HalfTerm {
  const found = englandDates.halfTerms.find((halfTerm) => halfTerm.id === id);
  if (!found) throw new Error(`No half-term ${id}.`);
  return found;
}
