import { tableNames } from '../../../bot/adapters/tables/tableNames.ts';
import type { PeriodId, PersonId } from '../../../bot/domain/ids.ts';
import { slotsOf } from '../../../bot/usecases/record/recordBook.ts';
import type { GivenAnswer } from '../../helpers/lifecycle.ts';
import type { Chance } from './chance.ts';
import { dumpTables, type Dump } from './dump.ts';
import type { Lab } from './lab.ts';
import { changedColumns, envelopesOf, link, traces, type Clue } from './linking.ts';
import { keysIn, recordClues, recordKeysIn, RecordReader, type KnownRecords } from './recordTraces.ts';
import { percent, type Findings } from './verdict.ts';
import type { Walk } from './walk.ts';

// Ties people to rows after the cut by what private records hold: with copies of all tables from the half-term's last day, storage as it is
// now, and every key that any vault still has.

/** Advantage over guessing at which people count as tied to their rows. */
const bound = 0.05;
/** What chance alone may give in one run of so many. */
const chanceRuns = 10_000;

export interface LastDays {
  /** All tables after the last night's touch, and on the afternoon of the same day. */
  readonly morning: Dump;
  readonly afternoon: Dump;
  /** The truth. */
  readonly placeOf: ReadonlyMap<PersonId, string>;
  /** How many people the keys of that afternoon tie: H_p still stands beside them, which ties everybody. */
  readonly before: number;
}

/** A first half of the answers, the night of the last day, and the rest one after the other: time tells them apart. */
export async function lastDays(
  lab: Lab,
  walk: Walk,
  { people, answers, draw }: { readonly people: readonly PersonId[]; readonly answers: readonly GivenAnswer[]; readonly draw: Chance },
): Promise<LastDays> {
  const open = walk.web.watch.open;
  if (!open) throw new Error('No period is open.');
  const placeOf = new Map(people.map((person): [PersonId, string] => [person, open.sealer.placeOf(person)]));
  const [early, late] = [0, 1].map((half) => answers.filter((_, n) => n % 2 === half));
  walk.world.clock.set(`${dayBefore(walk.halfTerm.ends)}T12:00:00Z`);
  await walk.answerAll(early ?? []);
  await walk.night();
  const morning = await dumpTables(lab);
  walk.world.clock.set(`${walk.halfTerm.ends}T14:00:00Z`);
  for (const answer of draw.shuffled(late ?? [])) await walk.answer(answer);
  const afternoon = await dumpTables(lab);
  const reader = await RecordReader.with(await recordKeysIn(walk.world));
  const times = copyTimes(reader, afternoon, { period: open.period.id, people });
  return { morning, afternoon, placeOf, before: link(byTime(times, morning, afternoon), new Map(placeOf), draw) };
}

const dayBefore = (date: string): string => new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);

/** How many people each way ties to their rows. */
export interface RecordLinks {
  readonly people: number;
  readonly before: number;
  readonly right: ReadonlyMap<string, number>;
}

export interface AfterTheCut extends LastDays {
  readonly walk: Walk;
  readonly lab: Lab;
  readonly people: readonly PersonId[];
  readonly draw: Chance;
  /** How many answers each row holds, to whoever has the opener's keys. */
  readonly answersIn: ReadonlyMap<string, number>;
}

/** What the copies of the last day, storage as it is now and every key that is left say of whose each row is. */
export async function tieByRecords(given: AfterTheCut, findings: Findings): Promise<RecordLinks> {
  const { walk, lab, people, draw, morning, afternoon, placeOf, before, answersIn } = given;
  const { value: period } = await walk.find();
  const now = await dumpTables(lab);
  const reader = await RecordReader.with(await keysIn(walk.world));
  const known: KnownRecords = { reader, period: period.id, slots: slotsOf(period), personAt: reader.placesOf(period.id, people) };
  for (const [when, dump] of Object.entries({ morning, afternoon })) {
    const rows = (dump.get(tableNames.records) ?? []).filter(({ rowKey }) => known.personAt.has(rowKey));
    findings.check(rows.length === people.length, `there are no private records to open in the copy of that ${when}`);
    const columns = rows.reduce((sum, row) => sum + reader.columns(period.id, row, known.slots).size, 0);
    findings.check(columns === 0, `keys that are left open private records of that ${when}`);
    const copies = reader.opened(dump.get(tableNames.recordCopies) ?? []).length;
    findings.check(copies === 0, `keys that are left open waiting copies of that ${when}`);
  }
  findings.check((now.get(tableNames.recordCopies) ?? []).length === 0, 'copies for private records still wait after the cut');

  const times = copyTimes(reader, afternoon, { period: period.id, people });
  const changed = traces([morning, afternoon], envelopesOf, changedColumns);
  const held = new Map([...answersIn].map(([row, answers]) => [row, [0, answers]]));
  const ways: readonly Omit<Clue, 'of'>[] = [
    { name: 'times of waiting copies and of rows', ...byTime(times, morning, afternoon) },
    {
      name: 'numbers of waiting copies and changed columns of rows',
      from: new Map([...times].map(([who, at]) => [who, [at.length]])),
      rows: changed,
    },
    ...recordClues([morning, afternoon, now], known, { name: 'answers in rows, with K_p and W_p', rows: held }),
  ];
  return { people: people.length, before, right: new Map(ways.map((way) => [way.name, link(way, new Map(placeOf), draw)])) };
}

/** When each person's copies came, as far as a reader can open them. */
function copyTimes(
  reader: RecordReader,
  dump: Dump,
  { period, people }: { readonly period: PeriodId; readonly people: readonly PersonId[] },
): ReadonlyMap<string, readonly number[]> {
  const personAt = reader.placesOf(period, people);
  const times = new Map<string, number[]>(people.map((person) => [person, []]));
  for (const { rowKey, at } of reader.opened(dump.get(tableNames.recordCopies) ?? [])) times.get(personAt.get(rowKey) ?? '')?.push(at);
  return times;
}

/** A copy is written right after its envelope: of each person's last one, the row that was written before it and after all others. */
function byTime(times: ReadonlyMap<string, readonly number[]>, morning: Dump, afternoon: Dump): Pick<Clue, 'from' | 'rows' | 'sameScale'> {
  const earlier = new Map(envelopesOf(morning).map(({ rowKey, text }) => [rowKey, text]));
  const written = new Map(
    envelopesOf(afternoon).map(({ rowKey, text, timestamp }) => [rowKey, earlier.get(rowKey) === text ? 0 : Date.parse(timestamp)]),
  );
  const before = (at: readonly number[]): number => Math.max(0, ...[...written.values()].filter((time) => time <= Math.max(0, ...at)));
  return {
    from: new Map([...times].map(([who, at]) => [who, [before(at)]])),
    rows: new Map([...written].map(([row, time]) => [row, [time]])),
    sameScale: true,
  };
}

/** Sums what the ways tie over all organisations. */
export class LinkTally {
  #organisations = 0;
  #people = 0;
  #before = 0;
  readonly #right = new Map<string, number>();

  add({ people, before, right }: RecordLinks): void {
    this.#organisations += 1;
    this.#people += people;
    this.#before += before;
    for (const [name, hits] of right) this.#right.set(name, (this.#right.get(name) ?? 0) + hits);
  }

  judge(findings: Findings): void {
    const people = this.#people;
    const allowed = Math.max(this.#organisations + bound * people, chanceOf(this.#organisations));
    const ranked = [...this.#right].toSorted(([, one], [, other]) => other - one);
    for (const [name, hits] of ranked) findings.check(hits <= allowed, `${hits} of ${people} people tied to their rows by ${name}`);
    const shown = ranked.slice(0, 3).map(([name, hits]) => `${name} ${percent(hits / people)}`);
    findings.note(
      `${ranked.length} ways to tie people to rows by private records, with copies of all tables from the last morning and afternoon, storage after ` +
        `the cut and every key left: at best ${shown.join(', ')} (guess ${percent(this.#organisations / people)}, at most ${percent(allowed / people)})`,
    );
    findings.note(
      `RESIDUAL, no verdict: until the cut, the web vault’s keys of private records and an afternoon’s copy tie ${this.#before} of ${people} people; ` +
        'the secret of the places, which lies beside those keys, ties everybody',
    );
  }
}

/** As many right pairs as chance alone gives once in `chanceRuns` runs, one pair an organisation being expected. */
function chanceOf(expected: number): number {
  let [right, term, below] = [0, Math.exp(-expected), 0];
  while (1 - below - term > 1 / chanceRuns) {
    below += term;
    right += 1;
    term *= expected / right;
  }
  return right;
}
