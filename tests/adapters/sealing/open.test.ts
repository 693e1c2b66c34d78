import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createOpening } from '../../../bot/adapters/sealing/open.ts';
import { createSealing } from '../../../bot/adapters/sealing/seal.ts';
import { BallotBox } from '../../../bot/domain/disclosure/ballotBox.ts';
import { slotColumn, type Answer, type EnvelopeRow } from '../../../bot/domain/envelope.ts';
import { asRowKey, asUnitId } from '../../../bot/domain/ids.ts';
import type { Opened, OpeningKeys, Sealer, SealingKeys } from '../../../bot/ports.ts';
import { answer, columnOf, frozenOf, inside, makeKeys, periodOf, personOf, rowOf, unit } from './fixtures.ts';

let keys: { sealing: SealingKeys; opening: OpeningKeys };
let sealer: Sealer;

beforeAll(async () => {
  keys = await makeKeys();
  sealer = (await createSealing()).sealerFor(keys.sealing);
});

async function open(rows: readonly EnvelopeRow[], people = rows.length): Promise<Opened & { answers: (readonly Answer[])[] }> {
  const opener = (await createOpening()).openerFor(keys.opening, frozenOf(people));
  const box = new BallotBox();
  const opened = await opener.openInto(box, rows);
  await opener.close();
  return { ...opened, answers: inside(box).map((row) => row.answers) };
}

const put = (row: EnvelopeRow, column: string, sealed: Uint8Array): EnvelopeRow => ({
  ...row,
  columns: { ...row.columns, [column]: sealed },
});
const without = (row: EnvelopeRow, column: string): EnvelopeRow => ({
  ...row,
  columns: Object.fromEntries(Object.entries(row.columns).filter(([name]) => name !== column)),
});

describe('opening', () => {
  it('gives back exactly what was sealed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.integer({ min: 1, max: 8 }).map(String), fc.integer({ min: 0, max: 4 }), { maxKeys: 8 }),
        async (given) => {
          const answers = Object.fromEntries(Object.entries(given).map(([slot, option]) => [slot, answer(option)]));
          const opened = await open([rowOf(sealer, personOf(1), answers)]);
          expect(opened.setAside).toEqual({});
          expect(opened.rowsPerUnit).toEqual(new Map([[unit, 1]]));
          expect(opened.answers).toEqual(Object.keys(answers).length === 0 ? [] : [Object.values(answers)]);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('counts rows without an answer, but puts none in the box', async () => {
    const opened = await open([rowOf(sealer, personOf(1)), rowOf(sealer, personOf(2), { 1: answer(0) })]);
    expect(opened.rowsPerUnit).toEqual(new Map([[unit, 2]]));
    expect(opened.answers).toEqual([[answer(0)]]);
  });
});

describe('what does not belong is set aside and counted, and nothing else', () => {
  it('a slot moved within its row', async () => {
    const row = rowOf(sealer, personOf(1), { 1: answer(4), 3: answer(1) });
    const opened = await open([put(row, 'S02', columnOf(row, 'S01'))]);
    expect(opened.setAside).toEqual({ slotUnreadable: 1 });
    expect(opened.answers).toEqual([[answer(4), answer(1)]]);
  });

  it('a slot copied from another row, or a whole row under another key', async () => {
    const [row, other] = [rowOf(sealer, personOf(1), { 1: answer(4) }), rowOf(sealer, personOf(2), { 1: answer(2) })];
    const copied = await open([put(row, 'S01', columnOf(other, 'S01')), other]);
    expect(copied.setAside).toEqual({ slotUnreadable: 1 });
    expect(copied.answers).toEqual([[answer(2)]]);
    const renamed = await open([row, { ...row, rowKey: sealer.placeOf(personOf(3)) }]);
    expect(renamed.setAside).toEqual({ rowUnreadable: 1 });
    expect(renamed.answers).toEqual([[answer(4)]]);
  });

  it('a replay from another period, even under the same keys', async () => {
    const earlier = (await createSealing()).sealerFor({ ...keys.sealing, period: periodOf('2026-27-1') });
    const row = rowOf(sealer, personOf(1));
    const opened = await open([put(row, 'S01', columnOf(rowOf(earlier, personOf(1), { 1: answer(4) }), 'S01'))]);
    expect(opened.setAside).toEqual({ slotUnreadable: 1 });
    expect(opened.answers).toEqual([]);
  });

  it('any change of any byte, any other length', async () => {
    const row = rowOf(sealer, personOf(1), { 1: answer(4) });
    const sealed = columnOf(row, 'S01');
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const changed = Uint8Array.from(sealed, (byte, index) => (index === at ? byte ^ flip : byte));
        expect((await open([put(row, 'S01', changed)])).setAside).toEqual({ slotUnreadable: 1 });
      }),
      { numRuns: 50 },
    );
    for (const other of [sealed.subarray(0, -1), Uint8Array.from([...sealed, 0]), new Uint8Array(), new Uint8Array(sealed.length)]) {
      expect((await open([put(row, 'S01', other)])).setAside).toEqual({ slotUnreadable: 1 });
    }
  });

  it('an inner envelope under another place in a valid outer one', async () => {
    // Whoever holds W_p but not the web process's duty to seal in place: the outer layer is remade, the inner one is not.
    const { OuterEnvelope } = await import('../../../bot/adapters/sealing/format.ts');
    const outer = new OuterEnvelope(keys.sealing.period, keys.sealing.outer);
    const [row, other] = [rowOf(sealer, personOf(1)), rowOf(sealer, personOf(2), { 1: answer(4) })];
    const inner = outer.unwrap(other.rowKey, 'S01', columnOf(other, 'S01'));
    if (!inner) throw new Error('not unwrapped');
    expect((await open([put(row, 'S01', outer.wrap(row.rowKey, 'S01', inner))])).setAside).toEqual({ slotMismatch: 1 });
    expect((await open([put(other, 'S02', outer.wrap(other.rowKey, 'S02', inner))])).setAside).toEqual({ slotMismatch: 1 });
    const header = outer.unwrap(other.rowKey, 'H', columnOf(other, 'H'));
    if (!header) throw new Error('not unwrapped');
    expect((await open([put(row, 'H', outer.wrap(row.rowKey, 'H', header))])).setAside).toEqual({ headerMismatch: 1 });
    expect((await open([put(row, 'S01', outer.wrap(row.rowKey, 'S01', header))])).setAside).toEqual({ slotUnreadable: 1 });
  });

  it('forgeries under other keys', async () => {
    const forger = (await createSealing()).sealerFor({ ...keys.sealing, outer: (await makeKeys()).sealing.outer });
    const wrongInner = (await createSealing()).sealerFor({ ...keys.sealing, inner: (await makeKeys()).sealing.inner });
    expect((await open([rowOf(forger, personOf(1), { 1: answer(4) })])).setAside).toEqual({ rowUnreadable: 1 });
    expect((await open([rowOf(wrongInner, personOf(1), { 1: answer(4) })])).setAside).toEqual({ rowUnreadable: 1 });
  });

  it('an unknown unit, a question outside the plan, an option that is none', async () => {
    expect((await open([rowOf(sealer, personOf(1), {}, 8, asUnitId('elsewhere'))])).setAside).toEqual({ unknownUnit: 1 });
    const row = rowOf(sealer, personOf(1), { 1: answer(0, 'mine'), 2: answer(5), 3: answer(-1), 4: answer(7, 'theme'), 5: answer(4) });
    const opened = await open([row]);
    expect(opened.setAside).toEqual({ notInPlan: 3 });
    expect(opened.answers).toEqual([[answer(7, 'theme'), answer(4)]]);
  });

  it('missing columns and slots beyond the last', async () => {
    const row = rowOf(sealer, personOf(1), { 1: answer(4), 2: answer(3) });
    expect((await open([without(row, 'H')])).setAside).toEqual({ missingColumn: 1 });
    const opened = await open([without(row, 'S01')]);
    expect(opened.setAside).toEqual({ missingColumn: 1 });
    expect(opened.answers).toEqual([[answer(3)]]);
    const beyond = put(row, slotColumn(9), sealer.sealAnswer(row.rowKey, 9, answer(4)));
    expect((await open([beyond])).answers).toEqual([[answer(4), answer(3)]]);
  });

  it('a row that comes twice, and more rows of a unit than its frozen roster has, over all calls', async () => {
    const [first, second, third] = [1, 2, 3].map((i) => rowOf(sealer, personOf(i), { 1: answer(i) }));
    if (!first || !second || !third) throw new Error('no rows');
    const twice = await open([first, first, second], 3);
    expect(twice.setAside).toEqual({ extraRow: 1 });
    expect(twice.rowsPerUnit).toEqual(new Map([[unit, 2]]));

    const opener = (await createOpening()).openerFor(keys.opening, frozenOf(2));
    const box = new BallotBox();
    await opener.openInto(box, [first, second]);
    expect((await opener.openInto(box, [third])).setAside).toEqual({ extraRow: 1 });
    expect(inside(box)).toHaveLength(2);
  });

  it('rows that are rubbish, while everybody else is opened', async () => {
    const good = rowOf(sealer, personOf(1), { 1: answer(2) });
    const rubbish: EnvelopeRow = { rowKey: asRowKey('x'), columns: { H: new Uint8Array(5), S01: new Uint8Array(312) } };
    const opened = await open([rubbish, good, { rowKey: asRowKey(''), columns: {} }]);
    expect(opened.setAside).toEqual({ rowUnreadable: 1, missingColumn: 1 });
    expect(opened.answers).toEqual([[answer(2)]]);
  });
});

describe('worker threads', () => {
  it('open the same rows to the same result, in the same order', async () => {
    const rows = Array.from({ length: 21 }, (_, i) => rowOf(sealer, personOf(i), i % 3 === 0 ? {} : { 1: answer(i % 5) }));
    const broken = rows.map((row, i) => (i === 4 ? without(row, 'S02') : row));
    const alone = await open(broken);
    const opener = (await createOpening({ workers: 2 })).openerFor(keys.opening, frozenOf(rows.length));
    const box = new BallotBox();
    const opened = await opener.openInto(box, broken);
    expect(await opener.openInto(box, [])).toEqual({ setAside: {}, rowsPerUnit: new Map() });
    await opener.close();
    expect(opened).toEqual({ setAside: alone.setAside, rowsPerUnit: alone.rowsPerUnit });
    expect(inside(box).map(({ answers }) => answers)).toEqual(alone.answers);
  });

  it('take the next rows while the ones before are being opened, and keep them apart', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => rowOf(sealer, personOf(i + 1), { 1: answer(i % 5) }));
    const opener = (await createOpening({ workers: 2 })).openerFor(keys.opening, frozenOf(38));
    const box = new BallotBox();
    const parts = [rows.slice(0, 20), rows.slice(20, 21), rows.slice(21)];
    const opened = await Promise.all(parts.map((part) => opener.openInto(box, part)));
    await opener.close();
    expect(opened.map(({ rowsPerUnit }) => rowsPerUnit.get(unit))).toEqual([20, 1, 17]);
    expect(opened.map(({ setAside }) => setAside)).toEqual([{}, {}, { extraRow: 2 }]);
    expect(inside(box).map((row) => row.answers)).toEqual(rows.slice(0, 38).map((_, i) => [answer(i % 5)]));
  });

  it('that end early reject, instead of waiting for ever', async () => {
    const workerScript = new URL('data:text/javascript,process.exit(3)');
    const opener = (await createOpening({ workers: 1, workerScript })).openerFor(keys.opening, frozenOf(1));
    await expect(opener.openInto(new BallotBox(), [rowOf(sealer, personOf(1))])).rejects.toMatchObject({ code: 'internal' });
    await opener.close();
  });
});
