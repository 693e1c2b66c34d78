import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createSealing } from '../../../bot/adapters/sealing/seal.ts';
import { OuterEnvelope } from '../../../bot/adapters/sealing/format.ts';
import { createOpening } from '../../../bot/adapters/sealing/open.ts';
import { BallotBox } from '../../../bot/domain/disclosure/ballotBox.ts';
import { maxUnitIdLength } from '../../../bot/domain/envelope.ts';
import { asQuestionId, asUnitId, type RowKey } from '../../../bot/domain/ids.ts';
import { bank } from '../../../bot/domain/questions/bank.ts';
import type { OpeningKeys, Sealer, SealingKeys } from '../../../bot/ports.ts';
import { answer, forOpening, frozenOf, inside, makeKeys, period, periodOf, personOf, rowOf, unit } from './fixtures.ts';

let keys: { sealing: SealingKeys; opening: OpeningKeys };
let sealer: Sealer;

beforeAll(async () => {
  keys = await makeKeys();
  sealer = (await createSealing()).sealerFor(keys.sealing);
});

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('sealed columns', () => {
  it('have one length: header, blank and every answer of the bank', () => {
    const rowKey = sealer.placeOf(personOf(1));
    const lengths = new Set<number>();
    for (const id of ['a', 'x'.repeat(maxUnitIdLength), 'ô'.repeat(maxUnitIdLength / 2)]) {
      lengths.add(sealer.sealHeader({ rowKey, unit: asUnitId(id) }).length);
    }
    for (const slot of [1, 9, 10, 24, 48]) {
      lengths.add(sealer.sealBlank(rowKey, slot).length);
      for (const { id, options } of bank.values()) {
        options.forEach((_, option) => lengths.add(sealer.sealAnswer(rowKey, slot, { question: id, option }).length));
      }
    }
    expect([...lengths]).toHaveLength(1);
  });

  it('refuse a unit id that would not fit', () => {
    const rowKey = sealer.placeOf(personOf(1));
    const header = { rowKey, unit: asUnitId('x'.repeat(maxUnitIdLength + 1)) };
    expect(() => sealer.sealHeader(header)).toThrow(RangeError);
  });

  it('never repeat, nor any 16 bytes of them, however often the same is sealed', () => {
    const rowKey = sealer.placeOf(personOf(1));
    const blocks = new Set<string>();
    let all = 0;
    for (let i = 0; i < 200; i += 1) {
      const sealed = i % 2 === 0 ? sealer.sealAnswer(rowKey, 1, answer(3)) : sealer.sealBlank(rowKey, 1);
      for (let at = 0; at + 16 <= sealed.length; at += 16) {
        blocks.add(hex(sealed.subarray(at, at + 16)));
        all += 1;
      }
    }
    expect(blocks.size).toBe(all);
  });

  it('show no readable byte of what they hold', () => {
    const sealed = Buffer.from(sealer.sealAnswer(sealer.placeOf(personOf(1)), 1, answer(3))).toString('latin1');
    expect(sealed).not.toContain('load');
    expect(sealed).not.toContain('2026');
  });
});

describe('rewrapping', () => {
  const answered = (slot: number): { readonly rowKey: RowKey; readonly sealed: Uint8Array } => {
    const rowKey = sealer.placeOf(personOf(1));
    return { rowKey, sealed: sealer.sealAnswer(rowKey, slot, answer(4)) };
  };

  it('changes every outer byte block and keeps what is inside', async () => {
    const { rowKey, sealed: before } = answered(2);
    const after = sealer.rewrap(rowKey, 'S02', before);
    if (!after) throw new Error('not rewrapped');
    expect(after).toHaveLength(before.length);
    expect(hex(after.subarray(0, 24))).not.toBe(hex(before.subarray(0, 24)));
    expect(hex(after)).not.toContain(hex(before.subarray(24, 40)));
    const opener = (await createOpening()).openerFor(keys.opening, frozenOf(1));
    const box = new BallotBox();
    const row = rowOf(sealer, personOf(1));
    await opener.openInto(box, [forOpening(sealer, { rowKey, columns: { ...row.columns, S02: after } })]);
    expect(inside(box)).toEqual([expect.objectContaining({ answers: [answer(4)] })]);
  });

  it('shows nothing of a running period to whoever holds W_p and K_p, and stands when the last touch is repeated', async () => {
    const { rowKey, sealed } = answered(2);
    const held = new OuterEnvelope(keys.sealing.period, keys.sealing.outer);
    expect(held.unwrap(rowKey, 'S02', sealed)).toBeUndefined();
    expect(held.unwrap(rowKey, 'S02', sealer.rewrap(rowKey, 'S02', sealed) ?? sealed)).toBeUndefined();
    const last = sealer.rewrapForOpening(rowKey, 'S02', sealed);
    const again = last && sealer.rewrapForOpening(rowKey, 'S02', last);
    if (!last || !again) throw new Error('not rewrapped');
    expect(held.unwrap(rowKey, 'S02', again)).toEqual(held.unwrap(rowKey, 'S02', last));
    expect(hex(again)).not.toBe(hex(last));
    // What is ready to be opened is no longer the nightly touch's.
    expect(sealer.rewrap(rowKey, 'S02', last)).toBeUndefined();
  });

  it('refuses what does not belong in its place', async () => {
    const { rowKey, sealed } = answered(2);
    const otherPeriod = (await createSealing()).sealerFor({ ...keys.sealing, period: periodOf('2026-27-3') });
    for (const how of ['rewrap', 'rewrapForOpening'] as const) {
      expect(sealer[how](rowKey, 'S03', sealed)).toBeUndefined();
      expect(sealer[how](sealer.placeOf(personOf(2)), 'S02', sealed)).toBeUndefined();
      expect(sealer[how](rowKey, 'S02', sealed.subarray(1))).toBeUndefined();
      expect(otherPeriod[how](rowKey, 'S02', sealed)).toBeUndefined();
    }
  });
});

describe('places', () => {
  it('are stable, distinct, and say nothing of another period', async () => {
    const people = Array.from({ length: 500 }, (_, i) => personOf(i));
    const rowKeys = people.map((person) => sealer.placeOf(person));
    expect(people.map((person) => sealer.placeOf(person))).toEqual(rowKeys);
    expect(new Set(rowKeys).size).toBe(500);
    const other = (await createSealing()).sealerFor((await makeKeys()).sealing);
    expect(people.filter((person) => other.placeOf(person) === sealer.placeOf(person))).toEqual([]);
  });

  it('keep the purposes of H_p apart', () => {
    const text = personOf(7);
    expect(sealer.placeOf(text)).not.toBe(sealer.ledgerKeyOf(text));
  });

  it('give every slot exactly once for counts 0 to slots - 1, then begin again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), fc.constantFrom(8, 16, 24, 48), (number, slots) => {
        const rowKey = sealer.placeOf(personOf(number));
        const order = Array.from({ length: slots }, (_, count) => sealer.slotFor(rowKey, count, slots));
        expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: slots }, (_, i) => i + 1));
        expect(sealer.slotFor(rowKey, slots, slots)).toBe(order[0]);
      }),
    );
  });

  it('shuffle evenly: the first place is every slot about equally often', () => {
    const counts = new Map<number, number>();
    for (let i = 0; i < 8_000; i += 1) {
      const slot = sealer.slotFor(sealer.placeOf(personOf(i)), 0, 8);
      counts.set(slot, (counts.get(slot) ?? 0) + 1);
    }
    // 1,000 expected each; 6 standard deviations are 177.
    for (const slot of [1, 2, 3, 4, 5, 6, 7, 8]) expect(Math.abs((counts.get(slot) ?? 0) - 1_000)).toBeLessThan(180);
  });
});

describe('tickets', () => {
  it('come back as they were, all of one length, never the same twice', () => {
    const rowKey = sealer.placeOf(personOf(1));
    const lengths = new Set<number>();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 48 }), fc.constantFrom(...bank.keys()), (slot, question) => {
        const sealed = sealer.sealTicket({ rowKey, slot, question });
        lengths.add(sealed.length);
        expect(sealed).toMatch(/^[\w-]+$/);
        expect(sealer.openTicket(sealed)).toEqual({ rowKey, slot, question });
        expect(sealer.sealTicket({ rowKey, slot, question })).not.toBe(sealed);
      }),
    );
    expect(lengths.size).toBe(1);
  });

  it('open for this period only, whole and unchanged', async () => {
    const ticket = { rowKey: sealer.placeOf(personOf(1)), slot: 3, question: asQuestionId('load') };
    const sealed = sealer.sealTicket(ticket);
    const elsewhere = (await createSealing()).sealerFor({ ...keys.sealing, period: periodOf('2026-27-3') });
    expect(elsewhere.openTicket(sealed)).toBeUndefined();
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.constantFrom('A', 'B', '-', '=', ' ', ''), (at, put) => {
        const changed = sealed.slice(0, at) + put + sealed.slice(at + 1);
        if (changed !== sealed) expect(sealer.openTicket(changed)).toBeUndefined();
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => expect(sealer.openTicket(text)).toBeUndefined()));
    expect(sealer.openTicket(Buffer.from(sealer.sealBlank(sealer.placeOf(personOf(1)), 1)).toString('base64url'))).toBeUndefined();
  });
});

describe('the hash under W_p', () => {
  it('holds for the same text and key only', async () => {
    const opener = (await createOpening()).openerFor(keys.opening, frozenOf(0));
    const mac = sealer.mac('the freeze');
    expect(opener.verifyMac('the freeze', mac)).toBe(true);
    expect(opener.verifyMac('the freeze.', mac)).toBe(false);
    expect(opener.verifyMac('the freeze', `${mac.slice(1)}A`)).toBe(false);
    expect(opener.verifyMac('the freeze', '')).toBe(false);
    const other = (await createOpening()).openerFor((await makeKeys()).opening, frozenOf(0));
    expect(other.verifyMac('the freeze', mac)).toBe(false);
  });

  it('differs from every other use of the key', () => {
    expect(sealer.mac(period)).not.toBe(sealer.mac(unit));
  });
});
