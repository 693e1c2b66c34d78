import { OuterEnvelope } from '../../../bot/adapters/sealing/format.ts';
import { tableNames } from '../../../bot/adapters/tables/tableNames.ts';
import { asRowKey, parsePersonId } from '../../../bot/domain/ids.ts';
import { slotsOf } from '../../../bot/usecases/record/recordBook.ts';
import { autumnTwo } from '../../helpers/world.ts';
import type { Attack, AttackContext, AttackResult } from '../attack.ts';
import { chance, type Chance } from '../system/chance.ts';
import { watchDays, type Watched, type WatchedOptions } from '../system/days.ts';
import { dumpTable, dumpTables, type Dump, type RawRow } from '../system/dump.ts';
import { inLab, type Lab } from '../system/lab.ts';
import { clues, innerChanges, innerClues, link, type Clue } from '../system/linking.ts';
import { inventSencos } from '../system/organisation.ts';
import { recordClues, RecordReader, type KnownRecords } from '../system/recordTraces.ts';
import { percent } from '../system/verdict.ts';
import { threeWeeks } from '../system/walk.ts';

export interface StorageJoinParts extends Pick<WatchedOptions, 'night' | 'web'> {
  /** Other numbers than the profile's. */
  readonly nights?: number;
  readonly people?: number;
}

/** Advantage over guessing at which people count as linked to their rows. */
const bound = 0.05;

interface Tally {
  people: number;
  guess: number;
  readonly right: Map<string, number>;
  readonly readable: Set<string>;
  answers: number;
  /** Columns of any dump that W_p opens. */
  underOuter: number;
  readonly residual: { rows: number; entries: number; copies: number; people: number; watched: number; watchedOf: number };
}

/**
 * Somebody keeps a dump of all tables from every night, after the touch, and joins them with the roster and with each other; without any key,
 * with the opener's W_p, with every key of private records of those nights, or with both.
 */
export async function storageJoin(
  { profile, seed, progress }: AttackContext,
  { people: most, nights: days, ...parts }: StorageJoinParts = {},
): Promise<AttackResult> {
  const full = profile === 'full';
  const nights = days ?? (full ? 8 : 2);
  const organisations = full ? 20 : 1;
  const tally: Tally = {
    people: 0,
    guess: 0,
    right: new Map(),
    readable: new Set(),
    answers: 0,
    underOuter: 0,
    residual: { rows: 0, entries: 0, copies: 0, people: 0, watched: 0, watchedOf: 0 },
  };
  await inLab(async (lab) => {
    for (let organisation = 0; organisation < organisations; organisation += 1) {
      const draw = chance(seed, 12, organisation);
      // One large organisation tells as much as many small ones: a random pairing has one right pair, however many people there are.
      const people = most ?? (full ? draw.pick([24, 36, 60]) : 128);
      const roster = inventSencos(draw, people, ['Trust/East', 'Trust/West']);
      await lab.inWorld('2026-11-02T10:00:00Z', async (world) => {
        const watched = await watchDays(lab, world, roster, draw, {
          nights,
          halfTerm: full ? autumnTwo : threeWeeks,
          ...parts,
        });
        tally.answers += watched.answers;
        await joinDumps(watched, draw, tally);
        readDumps(watched.dumps, tally.readable);
        await residuals(lab, watched, draw, tally, nights);
      });
      progress((organisation + 1) / organisations);
    }
  });
  return resultOf(tally, organisations);
}

async function joinDumps(watched: Watched, draw: Chance, tally: Tally): Promise<void> {
  const { dumps, placeOf, placeOfEntry, asked } = watched;
  tally.people += placeOf.size;
  tally.guess += 1;
  const inner = await withoutOuter(watched);
  for (const row of dumps.flatMap((dump) => dump.get(tableNames.envelopes) ?? [])) {
    tally.underOuter += row.properties.filter(([column]) => inner(row, column) !== '').length;
  }
  const rows = innerChanges(dumps, inner);
  const known: readonly Clue[] = [
    { name: 'with W_p: inner changes and who was asked, known from elsewhere', of: 'people', from: asked, rows },
    { name: 'with W_p: inner changes and the days on which people work', of: 'people', from: watched.works, rows },
  ];
  const right = ({ of, ...clue }: Clue): number => link(clue, of === 'people' ? placeOf : placeOfEntry, draw);
  const ofRecords = recordClues(dumps, await knownRecords(watched), { name: 'inner changes, with W_p', rows });
  for (const clue of [...clues(dumps), ...innerClues(dumps, inner), ...known, ...ofRecords])
    tally.right.set(clue.name, (tally.right.get(clue.name) ?? 0) + right(clue));
}

/** Private records as somebody knows them who holds each key that the web vault had of them on any of the days. */
async function knownRecords({ walk, people, recordKeys }: Watched): Promise<KnownRecords> {
  const { value: period } = await walk.find();
  const reader = await RecordReader.with(recordKeys);
  const personAt = reader.placesOf(period.id, people);
  return { reader, period: period.id, slots: slotsOf(period), personAt };
}

/** Opens the outer envelope of a column, as whoever holds W_p can. */
async function withoutOuter({ walk }: Watched): Promise<(row: RawRow, column: string) => string> {
  const keys = await walk.web.vault.sealingKeys(walk.halfTerm.id);
  if (!keys) throw new Error('no keys');
  const outer = new OuterEnvelope(walk.halfTerm.id, keys.outer);
  return (row, column) => {
    const value = row.properties.find(([name]) => name === column)?.[1];
    const opened = outer.unwrap(asRowKey(row.rowKey), column, Buffer.from(typeof value === 'string' ? value : '', 'base64'));
    return Buffer.from(opened ?? []).toString('base64');
  };
}

/**
 * What is sealed in a table, as it is before; it may be found there in no spelling. Long enough that chance does not write it into a hundred
 * million bytes of ciphertext.
 */
const contents = /\{"p(?:erson)?":"|"(?:q|u)":"[a-z]|[,{]"(?:o|b|s|n|places|prompts)":\d|northern|trust\.(?:east|west)/i;
const sealedTables: readonly string[] = [tableNames.envelopes, tableNames.ledger, tableNames.records, tableNames.recordCopies];
/** An answer, as an envelope, a record and the bot's own code spell it: in no table. */
const answers = /"q(?:uestion)?":"[a-z-]+","o(?:ption)?":\d|"o(?:ption)?":\d+,"q(?:uestion)?":"[a-z-]+"/i;

function readDumps(dumps: readonly Dump[], readable: Set<string>): void {
  for (const dump of dumps) {
    for (const [table, rows] of dump) {
      const telling = sealedTables.includes(table) ? [contents, answers] : [answers];
      for (const { text, properties } of rows) {
        // An answer in two columns of its own.
        if (answers.test(text)) readable.add(`a row of ${table}`);
        for (const [name, value] of properties) {
          if (typeof value !== 'string' || name.includes('@odata')) continue;
          const spellings = [value, Buffer.from(value, 'base64').toString('latin1')];
          if (telling.some((each) => spellings.some((spelling) => each.test(spelling)))) readable.add(`column ${name} of ${table}`);
        }
      }
    }
  }
}

/** What is learned between two touches, and by watching without a pause. */
async function residuals(lab: Lab, watched: Watched, draw: Chance, { residual }: Tally, watching: number): Promise<void> {
  const { placeOf, dumps } = watched;
  const night = dumps.at(-1) ?? new Map();
  await watched.day();
  const evening = await dumpTables(lab);
  for (const [name, rows] of evening) {
    const written = changedRows(night.get(name) ?? [], rows);
    if (name === tableNames.envelopes) residual.rows += written.length;
    else if (name === tableNames.ledger) residual.entries += written.length;
    else if (name === tableNames.recordCopies) residual.copies += written.length;
    else residual.people += written.filter((key) => parsePersonId(key)).length;
  }

  for (const person of draw.shuffled(watched.people).slice(0, watching)) {
    const before = await dumpTable(lab, tableNames.envelopes);
    await watched.checksIn(person);
    const [row, another] = changedRows(before, await dumpTable(lab, tableNames.envelopes));
    residual.watchedOf += 1;
    if (row !== undefined && another === undefined && placeOf.get(person) === row) residual.watched += 1;
  }
}

function changedRows(before: readonly RawRow[], after: readonly RawRow[]): readonly string[] {
  const earlier = new Map(before.map(({ rowKey, text }) => [rowKey, text]));
  return after.filter(({ rowKey, text }) => earlier.get(rowKey) !== text).map(({ rowKey }) => rowKey);
}

function resultOf({ people, guess, right, readable, answers, underOuter, residual }: Tally, organisations: number): AttackResult {
  const byChance = guess / people;
  const ranked = [...right].map(([name, hits]) => ({ name, accuracy: hits / people })).sort((a, b) => b.accuracy - a.accuracy);
  const [best] = ranked;
  if (!best) throw new Error('No clue was tried.');
  const advantage = best.accuracy - byChance;
  const spread = 1.96 * Math.sqrt((best.accuracy * (1 - best.accuracy)) / people);
  return {
    metric: advantage,
    bound,
    pass: advantage <= bound && readable.size === 0 && underOuter === 0,
    accuracy: best.accuracy,
    guess: byChance,
    advantage,
    interval: [advantage - spread, advantage + spread],
    cases: people * right.size,
    notes: [
      ...[...readable].map((column) => `FAILED: ${column} holds something readable`),
      ...(underOuter > 0 ? [`FAILED: W_p opens ${underOuter} columns while the period runs`] : []),
      `${organisations} organisations, ${people} people, ${answers} answers; ${right.size} ways to join dumps taken after the nightly touch, with W_p and the keys of private records in hand where it says so`,
      `those with W_p see nothing by design (it opened ${underOuter} columns): until the cut, outer envelopes lie under H_p; they would see a product that forgets it`,
      ...ranked.map(({ name, accuracy }) => `${name}: ${percent(accuracy)} (guess ${percent(byChance)})`),
      `RESIDUAL, no verdict: a dump between two touches shows which rows and which ledger entries were written that day, not what, nor whose: ` +
        `${residual.rows} rows, ${residual.entries} entries, ${residual.copies} copies for private records, and ${residual.people} rows under a person's id`,
      `RESIDUAL, no verdict: somebody who watches storage without a pause AND sees one person check in tied ${residual.watched} of ` +
        `${residual.watchedOf} to their row: that somebody answered, never what; such a tie lasts until the shred`,
    ],
  };
}

export const attack12: Attack = { id: 12, name: 'storage join', run: (context) => storageJoin(context) };
