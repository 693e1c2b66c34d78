import { createHash, createHmac } from 'node:crypto';
import sodium from 'libsodium-wrappers';
import { z } from 'zod';
import { OuterEnvelope, subkey, unpadded } from '../../../bot/adapters/sealing/format.ts';
import { RowReader } from '../../../bot/adapters/sealing/openRow.ts';
import { Tickets } from '../../../bot/adapters/sealing/tickets.ts';
import { tableNames } from '../../../bot/adapters/tables/tableNames.ts';
import { createOpening } from '../../../bot/adapters/sealing/open.ts';
import { headerColumn, type EnvelopeRow } from '../../../bot/domain/envelope.ts';
import { questionOf } from '../../../bot/domain/questions/bank.ts';
import { defaultPlan } from '../../../bot/domain/questions/plan.ts';
import type { RosterEntry } from '../../../bot/domain/roster.ts';
import type { Frozen, OpeningKeys } from '../../../bot/ports.ts';
import { releasePeriod } from '../../../bot/usecases/releasePeriod.ts';
import { ticketFor } from '../../helpers/lifecycle.ts';
import { autumnTwo, type World } from '../../helpers/world.ts';
import type { Attack, AttackContext, AttackResult } from '../attack.ts';
import { chance, type Chance } from '../system/chance.ts';
import { dumpTables } from '../system/dump.ts';
import { inLab, type Lab } from '../system/lab.ts';
import { inventAnswers, inventSchools, inventSencos } from '../system/organisation.ts';
import { keysIn } from '../system/recordTraces.ts';
import { LinkTally, lastDays, tieByRecords, type RecordLinks } from '../system/recordLinks.ts';
import { Findings, percent } from '../system/verdict.ts';
import { Walk, type WalkOptions } from '../system/walk.ts';

export type AfterTheCutParts = Pick<WalkOptions, 'web' | 'opener'>;

/** Rows of an organisation as far as somebody who holds everything left in the vault can tell them apart. */
interface Tied {
  rows: number;
  /** Rows whose header fits one row only. */
  certain: number;
  /** Expected share of rows tied rightly by whoever knows which header is whose kind. */
  expected: number;
  /** The same by unit alone, which every header is meant to tell the opener. */
  byUnit: number;
}

export function afterTheCut(context: AttackContext, parts: AfterTheCutParts = {}): Promise<AttackResult> {
  const { profile, seed, progress } = context;
  const findings = new Findings(context);
  return findings.gather(async () => {
    const organisations = profile === 'full' ? 20 : 2;
    const all: Tied = { rows: 0, certain: 0, expected: 0, byUnit: 0 };
    const links = new LinkTally();
    await inLab(async (lab) => {
      for (let organisation = 0; organisation < organisations; organisation += 1) {
        const draw = chance(seed, 16, organisation);
        // Every other organisation has schools that enrol different numbers of people.
        const roster =
          organisation % 2 === 0
            ? inventSencos(draw, profile === 'full' ? 36 : 16, ['Trust/East', 'Trust/West'])
            : inventSchools(draw, [1, 2, 2, 3, 2, 2], 'Trust');
        const tied = await attackOne(lab, findings, draw, roster, parts);
        add(all, tied);
        links.add(tied);
        progress((organisation + 1) / organisations);
      }
    });
    findings.note(
      `${organisations} organisations, half of them with schools of one to three people; places recomputed from every key left, old cards opened, ` +
        `headers opened with K_p and W_p: ${all.certain} of ${all.rows} rows unlike every other, ${percent(all.expected / all.rows)} tied ` +
        `rightly at best (${percent(all.byUnit / all.rows)} by the unit, which the opener is meant to know)`,
    );
    links.judge(findings);
    findings.note(
      'after the shred: rows of every earlier dump put back, period set to CUT again, every key that is left tried: nothing opened',
    );
  });
}

function add(sum: Tied, { rows, certain, expected, byUnit }: Tied): void {
  sum.rows += rows;
  sum.certain += certain;
  sum.expected += expected;
  sum.byUnit += byUnit;
}

async function attackOne(
  lab: Lab,
  findings: Findings,
  draw: Chance,
  roster: readonly RosterEntry[],
  parts: AfterTheCutParts,
): Promise<Tied & RecordLinks> {
  const people = roster.map(({ person }) => person);
  return lab.inWorld('2026-11-02T10:00:00Z', async (world) => {
    const walk = await Walk.open(world, roster, parts);
    const answers = inventAnswers(draw, people, autumnTwo.id);
    const [question] = defaultPlan(autumnTwo.id).questions;
    if (!question) throw new Error('empty plan');
    const cards = people.map((person) => ticketFor(walk.web, person, 0, question));
    const box = await lastDays(lab, walk, { people, answers, draw });
    const dumps = [await rowsOf(world)];
    await walk.close();
    await walk.cut();
    dumps.push(await rowsOf(world));

    findings.check(walk.web.watch.open === undefined, 'the web process still holds the keys of a period that is cut');
    findings.check((await ledgerRows(lab)) === 0, 'the ledger outlived the cut');
    const [opened, keys] = [dumps.at(-1) ?? [], (await keysIn(world)).map(({ bytes }) => bytes)];
    const places = new Set<string>(opened.map(({ rowKey }) => rowKey));
    for (const entry of roster) {
      for (const guess of guesses(entry, keys)) findings.check(!places.has(guess), 'a place can be recomputed from a key that is left');
    }
    for (const key of keys) {
      const tickets = new Tickets(autumnTwo.id, key);
      for (const card of cards) findings.check(tickets.open(card) === undefined, 'an old card still opens');
    }
    const stored = [...(await dumpTables(lab))].map(([name, rows]) => ({ name, text: rows.map(({ text }) => text).join('\n') }));
    for (const { name, text } of stored) {
      const holdsPlace = opened.some(({ rowKey }) => text.includes(rowKey));
      const holdsPeople = people.some((person) => text.includes(person));
      findings.check(!(holdsPlace && holdsPeople), `table ${name} holds people and places`);
    }

    const frozen = await world.tables.frozen.read(autumnTwo.id);
    const openingKeys = await walk.opener.vault.openingKeys(autumnTwo.id);
    if (!frozen || !openingKeys) throw new Error('The period cannot be opened.');
    await createOpening();
    const tied = tie(opened, frozen, openingKeys);
    findings.check(tied.expected <= tied.byUnit + 1e-9, 'with K_p and W_p headers of one unit can be told apart');
    for (let row = 0; row < tied.certain; row += 1) findings.fail('with K_p and W_p a header is like no other');
    findings.cases += tied.rows;
    const links = await tieByRecords({ walk, lab, people, draw, ...box, answersIn: answersIn(opened, frozen, openingKeys) }, findings);

    await walk.release();
    await walk.shred();
    await afterTheShred(walk, dumps, frozen, openingKeys, findings);
    return { ...tied, ...links };
  });
}

async function rowsOf(world: World): Promise<readonly EnvelopeRow[]> {
  const rows: EnvelopeRow[] = [];
  for await (const page of world.tables.envelopes.pages(autumnTwo.id)) rows.push(...page.map(({ value }) => value));
  return rows;
}

const ledgerRows = async (lab: Lab): Promise<number> => (await dumpTables(lab)).get(tableNames.ledger)?.length ?? 0;

const purposes = ['outer', 'mac', 'place', 'slots', 'ticket', 'ledger', 'ledger key'] as const;

/** What the place of a person would be if it had been made from a key that still exists, or from none. */
function guesses({ person, lastingId, displayName, school }: RosterEntry, keys: readonly Uint8Array[]): readonly string[] {
  const names = [person, person.toUpperCase(), lastingId, displayName, school, `${autumnTwo.id}:${person}`];
  const secrets = [...keys, ...keys.flatMap((key) => purposes.map((purpose) => subkey(key, purpose)))];
  return names.flatMap((name) => [
    createHash('sha256').update(name).digest('base64url'),
    ...secrets.map((secret) => createHmac('sha256', secret).update(name).digest('base64url')),
    ...secrets.map((secret) => createHash('sha256').update(secret).update(name).digest('base64url')),
  ]);
}

/** Opens every header and asks how many others of its unit say the same, whatever it is that they say. */
function tie(rows: readonly EnvelopeRow[], frozen: Frozen, keys: OpeningKeys): Tied {
  const outer = new OuterEnvelope(frozen.period, keys.outer);
  const headers = rows.map((row) => {
    const inner = outer.unwrap(row.rowKey, headerColumn, row.columns[headerColumn] ?? new Uint8Array());
    const opened = headerShape.parse(inner && unpadded(sodium.crypto_box_seal_open(inner, keys.innerPublic, keys.innerPrivate)));
    const { p: _period, r: _rowKey, ...says } = opened;
    return { unit: opened.u, says: JSON.stringify(says) };
  });
  const alike = sizes(headers, ({ says }) => says);
  const inUnit = sizes(headers, ({ unit }) => unit);
  const tied: Tied = { rows: headers.length, certain: 0, expected: 0, byUnit: 0 };
  for (const { unit, says } of headers) {
    const like = alike.get(says) ?? 1;
    tied.certain += like === 1 ? 1 : 0;
    tied.expected += 1 / like;
    tied.byUnit += 1 / (inUnit.get(unit) ?? 1);
  }
  return tied;
}

/** Whatever a header holds, known to this attack or not. */
const headerShape = z.looseObject({ p: z.string(), r: z.string(), u: z.string() });

function sizes<T>(items: readonly T[], of: (item: T) => string): ReadonlyMap<string, number> {
  const counted = new Map<string, number>();
  for (const item of items) counted.set(of(item), (counted.get(of(item)) ?? 0) + 1);
  return counted;
}

/** Puts every old dump back and tries to open it with all that is left. */
async function afterTheShred(
  walk: Walk,
  dumps: readonly (readonly EnvelopeRow[])[],
  frozen: Frozen,
  gone: OpeningKeys,
  findings: Findings,
): Promise<void> {
  const { world } = walk;
  const keys = (await keysIn(world)).map(({ bytes }) => bytes);
  findings.check((await walk.opener.vault.openingKeys(autumnTwo.id)) === undefined, 'the opener’s keys outlived the shred');
  for (const rows of dumps) {
    await world.tables.envelopes.insertMissing(autumnTwo.id, rows);
    const { value, etag } = await walk.find();
    const { digest: _, ...period } = value;
    await world.tables.periods.update({ ...period, state: 'CUT' }, etag);
    const again = await releasePeriod(walk.opener, await walk.find()).then(
      () => true,
      () => false,
    );
    findings.check(!again, 'an old dump was opened and released again');
    await world.tables.envelopes.deleteAll(autumnTwo.id);
    for (const [opens, name] of tryKeys(rows, frozen, keys, gone)) findings.check(!opens, name);
  }
}

/** How many answers each row holds, to whoever has the opener's keys. */
function answersIn(rows: readonly EnvelopeRow[], frozen: Frozen, keys: OpeningKeys): ReadonlyMap<string, number> {
  const reader = new RowReader(keys, expectedOf(frozen));
  return new Map(rows.map((row) => [row.rowKey, reader.read(row).row?.answers.length ?? 0]));
}

const expectedOf = ({ period, slots, units, plan }: Frozen): ConstructorParameters<typeof RowReader>[1] => ({
  period,
  slots,
  units: new Set(units.map(({ id }) => id)),
  options: new Map(plan.questions.map((id) => [id, questionOf(id).options.length])),
});

/** Every key left in the part of the private half and of W_p, the public half being known. */
function tryKeys(
  rows: readonly EnvelopeRow[],
  frozen: Frozen,
  keys: readonly Uint8Array[],
  gone: OpeningKeys,
): readonly [boolean, string][] {
  const expected = expectedOf(frozen);
  const usable = keys.filter(({ length }) => length === 32);
  const pairs = usable.flatMap((innerPrivate) => usable.map((outer) => ({ ...gone, innerPrivate, outer })));
  return pairs.map((pair) => {
    const reader = new RowReader(pair, expected);
    return [rows.some((row) => reader.read(row).row !== undefined), 'rows of an old dump opened with keys that are left'];
  });
}

export const attack16: Attack = { id: 16, name: 'after the cut and the shred', run: (context) => afterTheCut(context) };
