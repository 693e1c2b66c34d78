import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createSealing } from '../../../bot/adapters/sealing/seal.ts';
import { asLedgerKey } from '../../../bot/domain/ids.ts';
import type { LedgerEntry, Sealer } from '../../../bot/ports.ts';
import { makeKeys, periodOf, personOf } from './fixtures.ts';

let sealer: Sealer;
let other: Sealer;
let later: Sealer;

beforeAll(async () => {
  const sealing = await createSealing();
  const [one, two] = [await makeKeys(), await makeKeys()];
  sealer = sealing.sealerFor(one.sealing);
  other = sealing.sealerFor(two.sealing);
  later = sealing.sealerFor({ ...one.sealing, period: periodOf('2026-27-3') });
});

const entry: LedgerEntry = { person: personOf(1), week: '2026-W47', prompts: 2, others: 1, day: '2026-11-18', places: 5, weeks: 3 };
const blank: LedgerEntry = { person: personOf(1), week: '', prompts: 0, others: 0, day: '', places: 0, weeks: 0 };

describe('a ledger entry', () => {
  it('comes back as it was, whatever it counts, and is of one length', () => {
    const length = sealer.sealLedgerEntry(blank).sealed.length;
    fc.assert(
      fc.property(fc.nat(9), fc.nat(30), fc.nat(1_000), fc.boolean(), (prompts, places, n, sending) => {
        const mark = sending ? { sending: '2026-11-18T10:05:00.123456789Z' } : {};
        const given = { ...entry, person: personOf(n), prompts, places, ...mark };
        const sealed = sealer.sealLedgerEntry(given);
        expect(sealed.sealed.length).toBe(length);
        expect(sealer.openLedgerEntry(sealed)).toEqual(given);
      }),
      { numRuns: 50 },
    );
  });

  it('is never sealed to the same bytes twice, under a key that is the person’s in this period alone', () => {
    const [one, two] = [sealer.sealLedgerEntry(entry), sealer.sealLedgerEntry(entry)];
    expect(Buffer.from(one.sealed)).not.toEqual(Buffer.from(two.sealed));
    expect(one.key).toBe(two.key);
    expect(new Set([one.key, sealer.placeOf(entry.person), sealer.ledgerKeyOf(personOf(2)), other.ledgerKeyOf(entry.person)]).size).toBe(4);
    expect(Buffer.from(one.sealed).toString('latin1')).not.toMatch(/2026|person|prompts/);
  });

  it('does not open under another H_p, in another period, under another key, cut short or changed', () => {
    const sealed = sealer.sealLedgerEntry(entry);
    const changed = Uint8Array.from(sealed.sealed);
    changed[40] = (changed[40] ?? 0) ^ 1;
    expect(other.openLedgerEntry(sealed)).toBeUndefined();
    expect(later.openLedgerEntry(sealed)).toBeUndefined();
    expect(sealer.openLedgerEntry({ ...sealed, key: asLedgerKey('elsewhere') })).toBeUndefined();
    expect(sealer.openLedgerEntry({ ...sealed, key: sealer.ledgerKeyOf(personOf(2)) })).toBeUndefined();
    expect(sealer.openLedgerEntry({ ...sealed, sealed: changed })).toBeUndefined();
    expect(sealer.openLedgerEntry({ ...sealed, sealed: sealed.sealed.subarray(0, 100) })).toBeUndefined();
    expect(sealer.openLedgerEntry({ ...sealed, sealed: new Uint8Array() })).toBeUndefined();
  });
});
