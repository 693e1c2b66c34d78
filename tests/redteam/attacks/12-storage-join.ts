import { OuterEnvelope } from '../../../bot/adapters/sealing/format.ts';
import { tableNames } from '../../../bot/adapters/tables/tableNames.ts';
import { asRowKey, parsePersonId } from '../../../bot/domain/ids.ts';
import { autumnTwo } from '../../helpers/world.ts';
import type { Attack, AttackContext, AttackResult } from '../attack.ts';
import { chance, type Chance } from '../system/chance.ts';
import { watchDays, type Watched, type WatchedOptions } from '../system/days.ts';
import { dumpTable, dumpTables, type Dump, type RawRow } from '../system/dump.ts';
import { inLab, type Lab } from '../system/lab.ts';
import { clues, innerChanges, innerClues, link, type Clue } from '../system/linking.ts';
import { inventSencos } from '../system/organisation.ts';
import { percent } from '../system/verdict.ts';
import { threeWeeks } from '../system/walk.ts';

export type StorageJoinParts = Pick<WatchedOptions, 'night' | 'web'>;

/** Advantage over guessing at which people count as linked to their rows. */
const bound = 0.05;

interface Tally {
  people: number;
  guess: number;
  readonly right: Map<string, number>;
  readonly readable: Set<string>;
  answers: number;
  readonly residual: { rows: number; entries: number; people: number; watched: number; watchedOf: number };
}

/** Somebody keeps a dump of all tables from every night, after the touch, and joins them with the roster and with each other. */
export async function storageJoin({ profile, seed, progress }: AttackContext, parts: StorageJoinParts = {}): Promise<AttackResult> {
  const full = profile === 'full';
  const organisations = full ? 20 : 1;
  const tally: Tally = {
    people: 0,
    guess: 0,
    right: new Map(),
    readable: new Set(),
    answers: 0,
    residual: { rows: 0, entries: 0, people: 0, watched: 0, watchedOf: 0 },
  };
  await inLab(async (lab) => {
    for (let organisation = 0; organisation < organisations; organisation += 1) {
      const draw = chance(seed, 12, organisation);
      // One large organisation tells as much as many small ones: a random pairing has one right pair, however many people there are.
      const people = full ? draw.pick([24, 36, 60]) : 128;
      const roster = inventSencos(draw, people, ['Trust/East', 'Trust/West']);
      await lab.inWorld('2026-11-02T10:00:00Z', async (world) => {
        const watched = await watchDays(lab, world, roster, draw, {
          nights: full ? 8 : 2,
          halfTerm: full ? autumnTwo : threeWeeks,
          ...parts,
        });
        tally.answers += watched.answers;
        await joinDumps(watched, draw, tally);
        readDumps(watched.dumps, tally.readable);
        await residuals(lab, watched, draw, tally, full ? 8 : 2);
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
  const rows = innerChanges(dumps, inner);
  const known: readonly Clue[] = [
    { name: 'with W_p: inner changes and who was asked, known from elsewhere', of: 'people', from: asked, rows },
    { name: 'with W_p: inner changes and the days on which people work', of: 'people', from: watched.works, rows },
  ];
  const right = ({ of, ...clue }: Clue): number => link(clue, of === 'people' ? placeOf : placeOfEntry, draw);
  for (const clue of [...clues(dumps), ...innerClues(dumps, inner), ...known])
    tally.right.set(clue.name, (tally.right.get(clue.name) ?? 0) + right(clue));
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
 * Contents of envelopes and of the ledger as they are before they are sealed; none may be found in any spelling. Long enough that chance does
 * not write them into a hundred million bytes of ciphertext.
 */
const contents = /\{"p(?:erson)?":"|"(?:q|u)":"[a-z]|[,{]"(?:o|b|s|n|places|prompts)":\d|northern|trust\.(?:east|west)/i;

function readDumps(dumps: readonly Dump[], readable: Set<string>): void {
  for (const dump of dumps) {
    for (const row of [...(dump.get(tableNames.envelopes) ?? []), ...(dump.get(tableNames.ledger) ?? [])]) {
      for (const [name, value] of row.properties) {
        if (typeof value !== 'string' || name.includes('@odata')) continue;
        if (contents.test(value) || contents.test(Buffer.from(value, 'base64').toString('latin1'))) readable.add(name);
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

function resultOf({ people, guess, right, readable, answers, residual }: Tally, organisations: number): AttackResult {
  const byChance = guess / people;
  const ranked = [...right].map(([name, hits]) => ({ name, accuracy: hits / people })).sort((a, b) => b.accuracy - a.accuracy);
  const [best] = ranked;
  if (!best) throw new Error('No clue was tried.');
  const advantage = best.accuracy - byChance;
  const spread = 1.96 * Math.sqrt((best.accuracy * (1 - best.accuracy)) / people);
  return {
    metric: advantage,
    bound,
    pass: advantage <= bound && readable.size === 0,
    accuracy: best.accuracy,
    guess: byChance,
    advantage,
    interval: [advantage - spread, advantage + spread],
    cases: people * right.size,
    notes: [
      ...[...readable].map((column) => `FAILED: column ${column} holds something readable`),
      `${organisations} organisations, ${people} people, ${answers} answers; ${right.size} ways to join dumps taken after the nightly touch, W_p in hand for those that say so`,
      ...ranked.map(({ name, accuracy }) => `${name}: ${percent(accuracy)} (guess ${percent(byChance)})`),
      `RESIDUAL, no verdict: a dump between two touches shows which rows and which ledger entries were written that day, not what, nor whose: ` +
        `${residual.rows} rows, ${residual.entries} entries, and ${residual.people} rows under a person's id`,
      `RESIDUAL, no verdict: somebody who watches storage without a pause AND sees one person check in tied ${residual.watched} of ` +
        `${residual.watchedOf} to their row: that somebody answered, never what; such a tie lasts until the shred`,
    ],
  };
}

export const attack12: Attack = { id: 12, name: 'storage join', run: (context) => storageJoin(context) };
