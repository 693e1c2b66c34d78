import { OuterEnvelope } from '../../../bot/adapters/sealing/format.ts';
import { createSealing } from '../../../bot/adapters/sealing/seal.ts';
import { tableNames } from '../../../bot/adapters/tables/tableNames.ts';
import { headerColumn, slotColumn, slotColumns, type Column } from '../../../bot/domain/envelope.ts';
import { asQuestionId, asRowKey, asUnitId, parsePeriodId, type PersonId, type RowKey } from '../../../bot/domain/ids.ts';
import { defaultPlan } from '../../../bot/domain/questions/plan.ts';
import type { EnvelopeRow } from '../../../bot/domain/envelope.ts';
import type { SetAside } from '../../../bot/domain/alarms.ts';
import type { Sealer, SealingKeys } from '../../../bot/ports.ts';
import type { Chance } from './chance.ts';
import type { Lab } from './lab.ts';
import type { Walk } from './walk.ts';

/** What each act should be counted as; `rowsMissing` is the alarm for a row that is gone. */
export type Counted = Partial<Record<SetAside | 'rowsMissing', number>>;

export interface Act {
  readonly name: string;
  readonly counted: Counted;
  run(): Promise<void>;
}

export interface Scene {
  readonly lab: Lab;
  readonly walk: Walk;
  readonly draw: Chance;
  /** Somebody whose answers must count as if nothing had happened; slot of one of their answers and of a blank. */
  readonly other: { readonly person: PersonId; readonly answered: number; readonly blank: number };
  /** Rows that the attacker may spoil: their people answer nothing that should count. East first, then West. */
  readonly east: readonly PersonId[];
  readonly west: readonly PersonId[];
  /** Two slots that each of them answered. */
  readonly slots: (person: PersonId) => readonly [number, number];
}

/** Every act of somebody who may write to storage: without W_p first, then with it. */
export async function everyAct(scene: Scene): Promise<readonly Act[]> {
  const { walk, draw, other } = scene;
  const period = walk.halfTerm.id;
  const keys = await walk.web.vault.sealingKeys(period);
  const sealer = walk.web.watch.open?.sealer;
  if (!keys || !sealer) throw new Error('The period is not open.');
  const hand = new Hand(scene);
  const [a, b, c, d, e] = scene.east;
  const [f, g] = scene.west;
  if (!a || !b || !c || !d || !e || !f || !g) throw new Error('Too few rows to spoil.');
  const [question] = defaultPlan(period).questions;
  if (!question) throw new Error('empty plan');
  const victim = sealer.placeOf(other.person);
  const noise = (bytes: number): Uint8Array => Uint8Array.from({ length: bytes }, () => draw.below(256));
  const at = (person: PersonId): RowKey => sealer.placeOf(person);
  const foreign = (row: RowKey, slot: number): Promise<Uint8Array> => hand.column(row, slotColumn(slot));
  const length = (await foreign(victim, 1)).length;
  const strangers = await forgers(keys, noise);
  const outer = new OuterEnvelope(period, keys.places);
  const moved = async (from: RowKey, fromColumn: Column, to: RowKey, column: Column): Promise<Uint8Array> => {
    const inner = outer.unwrap(from, fromColumn, await hand.column(from, fromColumn));
    if (!inner) throw new Error('H_p does not open an outer envelope.');
    return outer.wrap(to, column, inner);
  };
  const [last, next] = [farKey('z'), farKey('y')];

  return [
    hand.act('copy an answer into another row', { slotUnreadable: 1 }, async () => {
      await hand.put(at(a), 1, await foreign(victim, other.answered));
    }),
    hand.act('copy an answer into another slot of its row', { slotUnreadable: 1 }, async () => {
      await hand.put(victim, other.blank, await foreign(victim, other.answered));
    }),
    hand.act('swap two answers of a row', { slotUnreadable: 2 }, () => hand.swap([at(b), scene.slots(b)[0]], [at(b), scene.slots(b)[1]])),
    hand.act('swap answers of two rows', { slotUnreadable: 4 }, async () => {
      for (const n of [0, 1] as const) await hand.swap([at(c), scene.slots(c)[n]], [at(d), scene.slots(d)[n]]);
    }),
    hand.act('replay from another period', { slotUnreadable: 1 }, () =>
      hand.put(at(a), 2, strangers.otherPeriod.sealAnswer(at(a), 2, { question, option: 4 })),
    ),
    hand.act('truncate, lengthen, empty, fill with noise', { slotUnreadable: 4 }, async () => {
      const whole = await foreign(at(a), 3);
      const spoilt = [whole.subarray(0, -1), Buffer.concat([whole, noise(1)]), new Uint8Array(), noise(length)];
      for (const [n, bytes] of spoilt.entries()) await hand.put(at(a), 3 + n, bytes);
    }),
    hand.act('flip one bit', { slotUnreadable: 1 }, async () => {
      const bytes = Uint8Array.from(await foreign(at(a), 7));
      const place = draw.below(bytes.length);
      bytes[place] = (bytes[place] ?? 0) ^ (1 << draw.below(8));
      await hand.put(at(a), 7, bytes);
    }),
    hand.act('another type, and no column', { missingColumn: 2 }, async () => {
      await hand.replace(at(a), { [slotColumn(8)]: 'an answer', [slotColumn(9)]: undefined });
    }),
    hand.act('forge with K_p’s public half alone', { slotUnreadable: 1, rowUnreadable: 1 }, async () => {
      await hand.put(at(a), 10, strangers.withoutOuter.sealAnswer(at(a), 10, { question, option: 4 }));
      await hand.insert(farKey('x'), rowBy(strangers.withoutOuter, farKey('x'), 'trust.east', walk.web.watch.open?.period.slots ?? 0));
    }),
    hand.act('copy a whole row under another key', { rowUnreadable: 1 }, async () => {
      await hand.insert(farKey('w'), await hand.row(victim));
    }),
    hand.act('copy a whole row into another partition', { misplacedRow: 1 }, async () => {
      await hand.insert(victim, await hand.row(victim), `${period}.elsewhere`);
    }),
    hand.act('take away a header', { missingColumn: 1, rowsMissing: 1 }, () => hand.replace(at(f), { [headerColumn]: undefined })),
    hand.act('delete a row', { rowsMissing: 1 }, () => hand.remove(at(g))),

    hand.act('with H_p: an inner envelope moved to another row', { slotMismatch: 1 }, async () => {
      await hand.put(at(a), 11, await moved(victim, slotColumn(other.answered), at(a), slotColumn(11)));
    }),
    hand.act('with H_p: an inner envelope moved to another slot', { slotMismatch: 1 }, async () => {
      await hand.put(victim, other.blank + 1, await moved(victim, slotColumn(other.answered), victim, slotColumn(other.blank + 1)));
    }),
    hand.act('with H_p: an inner envelope of another period', { slotMismatch: 1 }, async () => {
      const sealed = strangers.otherPeriod.sealAnswer(at(a), 12, { question, option: 4 });
      const inner = strangers.otherPeriodOuter.unwrap(at(a), slotColumn(12), sealed);
      if (!inner) throw new Error('A sealer that cannot unwrap its own.');
      await hand.put(at(a), 12, outer.wrap(at(a), slotColumn(12), inner));
    }),
    hand.act('with H_p: questions and options that do not exist', { notInPlan: 4 }, async () => {
      const plan = new Set(defaultPlan(period).questions);
      if (plan.has(asQuestionId('did'))) throw new Error('This question is in the plan.');
      await hand.put(at(e), 1, sealer.sealAnswer(at(e), 1, { question, option: 5 }));
      await hand.put(at(e), 2, sealer.sealAnswer(at(e), 2, { question, option: -1 }));
      await hand.put(at(e), 3, sealer.sealAnswer(at(e), 3, { question: asQuestionId('did'), option: 1 }));
      await hand.put(at(e), 4, sealer.sealAnswer(at(e), 4, { question: asQuestionId('stayed'), option: 1 }));
    }),
    hand.act('with H_p: no inner envelope at all', { slotUnreadable: 1 }, async () => {
      await hand.put(at(e), 5, outer.wrap(at(e), slotColumn(5), noise(length - 40)));
    }),
    hand.act('with H_p: a header moved to another row', { headerMismatch: 1 }, async () => {
      const header = await moved(victim, headerColumn, next, headerColumn);
      await hand.insert(next, { rowKey: next, columns: { ...(await hand.row(victim)).columns, [headerColumn]: header } });
    }),
    hand.act('with H_p: a unit that does not exist', { unknownUnit: 1 }, () =>
      hand.insert(farKey('v'), rowBy(sealer, farKey('v'), 'elsewhere', walk.web.watch.open?.period.slots ?? 0)),
    ),
    hand.act('with H_p: one more row than the frozen roster has people', { extraRow: 1 }, () =>
      hand.insert(last, rowBy(sealer, last, 'trust.east', walk.web.watch.open?.period.slots ?? 0, { question, option: 4 })),
    ),
  ];
}

/** A key that sorts after nearly every HMAC, so that forged rows come last. */
const farKey = (letter: string): RowKey => asRowKey(`zzzzz${letter.repeat(38)}`);
/** One that sorts before them. */
export const nearKey = (n: number): RowKey => asRowKey(`-----${String(n).padStart(38, '-')}`);

/** A whole row as its sealer would make it, with an answer in each slot where one is given. */
export function rowBy(
  sealer: Sealer,
  rowKey: RowKey,
  unit: string,
  slots: number,
  answer?: Parameters<Sealer['sealAnswer']>[2],
): EnvelopeRow {
  const header = sealer.sealHeader({ rowKey, unit: asUnitId(unit) });
  const sealed = slotColumns(slots).map((column, n) => [
    column,
    answer ? sealer.sealAnswer(rowKey, n + 1, answer) : sealer.sealBlank(rowKey, n + 1),
  ]);
  return { rowKey, columns: { [headerColumn]: header, ...Object.fromEntries(sealed) } };
}

async function forgers(keys: SealingKeys, noise: (bytes: number) => Uint8Array) {
  const sealing = await createSealing();
  const otherPeriod = parsePeriodId('2026-27-1');
  if (!otherPeriod) throw new Error('no period');
  return {
    withoutOuter: sealing.sealerFor({ ...keys, places: noise(32), outer: noise(32) }),
    /** The same keys for another period: more than a replay can have. */
    otherPeriod: sealing.sealerFor({ ...keys, period: otherPeriod }),
    otherPeriodOuter: new OuterEnvelope(otherPeriod, keys.places),
  };
}

/** Somebody who writes to the envelopes' table past the product. */
class Hand {
  readonly #scene: Scene;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  act(name: string, counted: Counted, run: () => Promise<void>): Act {
    return { name, counted, run };
  }

  get #table() {
    return this.#scene.lab.table(tableNames.envelopes);
  }

  #partition(rowKey: RowKey): string {
    return `${this.#scene.walk.halfTerm.id}.${rowKey.charAt(0)}`;
  }

  async row(rowKey: RowKey): Promise<EnvelopeRow> {
    const found = await this.#scene.walk.world.tables.envelopes.find(this.#scene.walk.halfTerm.id, rowKey);
    if (!found) throw new Error('There is no such row.');
    return found.value;
  }

  async column(rowKey: RowKey, column: Column): Promise<Uint8Array> {
    const bytes = (await this.row(rowKey)).columns[column];
    if (!bytes) throw new Error(`No column ${column}.`);
    return bytes;
  }

  async put(rowKey: RowKey, slot: number, bytes: Uint8Array): Promise<void> {
    await this.#table.updateEntity({ partitionKey: this.#partition(rowKey), rowKey, [slotColumn(slot)]: bytes }, 'Merge');
  }

  async swap([one, oneSlot]: readonly [RowKey, number], [other, otherSlot]: readonly [RowKey, number]): Promise<void> {
    const [first, second] = [await this.column(one, slotColumn(oneSlot)), await this.column(other, slotColumn(otherSlot))];
    await this.put(one, oneSlot, second);
    await this.put(other, otherSlot, first);
  }

  /** Rewrites a row with changed columns; undefined takes one away. */
  async replace(rowKey: RowKey, changes: Readonly<Record<Column, string | undefined>>): Promise<void> {
    const columns: Record<Column, Uint8Array | string> = { ...(await this.row(rowKey)).columns };
    for (const [column, value] of Object.entries(changes)) {
      if (value === undefined) delete columns[column];
      else columns[column] = value;
    }
    await this.#table.updateEntity({ ...columns, partitionKey: this.#partition(rowKey), rowKey }, 'Replace');
  }

  async insert(rowKey: RowKey, { columns }: EnvelopeRow, partitionKey = this.#partition(rowKey)): Promise<void> {
    await this.#table.createEntity({ ...columns, partitionKey, rowKey });
  }

  async remove(rowKey: RowKey): Promise<void> {
    await this.#table.deleteEntity(this.#partition(rowKey), rowKey);
  }
}
