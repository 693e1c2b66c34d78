import sodium from 'libsodium-wrappers';
import { maxUnitIdLength, type Column } from '../../domain/envelope.ts';
import type { RowKey } from '../../domain/ids.ts';
import type { Sealer, Sealing, SealingKeys } from '../../ports.ts';
import { columnOf, macOf, OuterEnvelope, padded, type Content } from './format.ts';
import { LedgerEntries } from './ledgerEntries.ts';
import { readySodium } from './libsodium.ts';
import { Places } from './places.ts';
import { SealedPeople } from './sealedPeople.ts';
import { Tickets } from './tickets.ts';

/** Sealing, once libsodium is ready. What it seals, it cannot open: K_p's private half is not among its keys. */
export async function createSealing(): Promise<Sealing> {
  await readySodium();
  return { sealerFor };
}

function sealerFor({ period, places: placesSecret, inner, outer: outerSecret }: SealingKeys): Sealer {
  const places = new Places(placesSecret);
  const tickets = new Tickets(period, placesSecret);
  const ledger = new LedgerEntries(period, placesSecret);
  const sealedPeople = new SealedPeople(period, placesSecret);
  const running = new OuterEnvelope(period, placesSecret);
  const final = new OuterEnvelope(period, outerSecret);
  const seal = (rowKey: RowKey, column: Column, content: Content): Uint8Array =>
    running.wrap(rowKey, column, sodium.crypto_box_seal(padded(content), inner));

  return {
    placeOf: (person) => places.placeOf(person),
    slotFor: (rowKey, count, slots) => places.slotFor(rowKey, count, slots),

    sealHeader({ rowKey, unit }) {
      if (Buffer.byteLength(unit) > maxUnitIdLength) throw new RangeError(`A unit id is longer than ${maxUnitIdLength} bytes.`);
      return seal(rowKey, columnOf('header'), { p: period, r: rowKey, u: unit });
    },
    sealBlank: (rowKey, slot) => seal(rowKey, columnOf(slot), { p: period, r: rowKey, n: slot, b: 1 }),
    sealAnswer: (rowKey, slot, { question, option }) =>
      seal(rowKey, columnOf(slot), { p: period, r: rowKey, n: slot, q: question, o: option }),

    rewrap(rowKey, column, sealed) {
      const unwrapped = running.unwrap(rowKey, column, sealed);
      return unwrapped && running.wrap(rowKey, column, unwrapped);
    },
    rewrapForOpening(rowKey, column, sealed) {
      const unwrapped = running.unwrap(rowKey, column, sealed) ?? final.unwrap(rowKey, column, sealed);
      return unwrapped && final.wrap(rowKey, column, unwrapped);
    },

    ledgerKeyOf: (person) => ledger.keyOf(person),
    sealLedgerEntry: (entry) => ledger.seal(entry),
    openLedgerEntry: (entry) => ledger.open(entry),

    sealPerson: (person) => sealedPeople.seal(person),
    openPerson: (text) => sealedPeople.open(text),

    sealTicket: (ticket) => tickets.seal(ticket),
    openTicket: (text) => tickets.open(text),
    mac: (text) => macOf(outerSecret, text).toString('base64url'),
  };
}
