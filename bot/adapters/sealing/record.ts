import { createHmac } from 'node:crypto';
import { CompactEncrypt, importJWK, type CryptoKey } from 'jose';
import sodium from 'libsodium-wrappers';
import { z } from 'zod';
import { headerColumn, slotColumn, type Column } from '../../domain/envelope.ts';
import { asRowKey, type PeriodId, type RowKey } from '../../domain/ids.ts';
import { HeldError } from '../../errors.ts';
import type { PublicKey, RecordCopy, RecordSealer, RecordSealing } from '../../ports.ts';
import { Places } from './places.ts';

// What a column of a private record looks like:
//
//   nonce (24) · XChaCha20-Poly1305 under the lasting record secret, with period, row key and column as associated data:
//     a slot of somebody who keeps a record: a JWE to their device's key, of one answer or of nothing
//     a slot of anybody else: nothing
//     H: whether a record is kept, for which public key, and the private half under the owner's recovery code
//   each padded to one size
//
// Who holds the record secret can tell who keeps a record, which the process must know to serve them, and nothing of any answer.

/** Padded sizes, in bytes: a copy's JWE has 380, an owner's row with its recovery under 1,000. */
const bytes = { slot: 448, owner: 1_216 } as const;
/** Every copy's plaintext is of this length, so that its JWE is too. */
const contentCharacters = 96;

const publicKey = z.strictObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() });
const ownerContent = z.union([
  z.strictObject({ on: z.literal(false) }),
  z.strictObject({ on: z.literal(true), publicKey, recovery: z.string() }),
]);

/** Sealing of private records, once libsodium is ready. */
export async function createRecordSealing(): Promise<RecordSealing> {
  await sodium.ready;
  return { recordSealerFor };
}

function recordSealerFor(secret: Uint8Array): RecordSealer {
  // A secret of its own for places and orders, so that nothing of an envelope's can be computed from it.
  const places = new Places(createHmac('sha256', secret).update('held/1/record-places').digest());
  const outerKey = createHmac('sha256', secret).update('held/1/record-outer').digest();
  const imported = new Map<string, Promise<CryptoKey>>();

  const wrap = (period: PeriodId, rowKey: RowKey, column: Column, text: string): Uint8Array => {
    const size = column === headerColumn ? bytes.owner : bytes.slot;
    const padded = sodium.pad(new TextEncoder().encode(text), size);
    if (padded.length !== size) throw new RangeError('A content is too long for a record’s column.');
    const nonce = sodium.randombytes_buf(sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
    const place = JSON.stringify(['record', period, rowKey, column]);
    return Buffer.concat([nonce, sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(padded, place, null, nonce, outerKey)]);
  };
  const unwrap = (period: PeriodId, rowKey: RowKey, column: Column, sealed: Uint8Array): string | undefined => {
    const nonceBytes = sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    const [nonce, rest] = [sealed.subarray(0, nonceBytes), sealed.subarray(nonceBytes)];
    try {
      const place = JSON.stringify(['record', period, rowKey, column]);
      const opened = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, rest, place, nonce, outerKey);
      return new TextDecoder().decode(sodium.unpad(opened, column === headerColumn ? bytes.owner : bytes.slot));
    } catch {
      return undefined;
    }
  };
  const keyOf = (key: PublicKey): Promise<CryptoKey> => {
    const known = imported.get(key.x);
    if (known) return known;
    const fresh = importPublic(key);
    // A key that is no point of the curve is not kept.
    fresh.catch(() => imported.delete(key.x));
    imported.set(key.x, fresh);
    return fresh;
  };

  return {
    // Another domain than any envelope's places: both the secret and the text differ.
    placeOf: (person) => asRowKey(places.placeOf(person)),
    slotFor: (rowKey, envelopeSlot, slots) => places.slotFor(rowKey, envelopeSlot - 1, slots),
    sealOwner: (period, rowKey, owner) => wrap(period, rowKey, headerColumn, JSON.stringify(owner)),
    openOwner(period, rowKey, sealed) {
      const text = unwrap(period, rowKey, headerColumn, sealed);
      return text === undefined ? undefined : ownerContent.parse(JSON.parse(text));
    },
    async sealCopy(period, rowKey, slot, owner, copy) {
      const inner = owner.on ? await sealTo(await keyOf(owner.publicKey), copy) : '';
      return wrap(period, rowKey, slotColumn(slot), inner);
    },
    forOwner: (period, rowKey, slot, sealed) => unwrap(period, rowKey, slotColumn(slot), sealed) || undefined,
    rewrap(period, rowKey, column, sealed) {
      const text = unwrap(period, rowKey, column, sealed);
      return text === undefined ? undefined : wrap(period, rowKey, column, text);
    },
  };
}

async function importPublic(key: PublicKey): Promise<CryptoKey> {
  try {
    const imported = await importJWK({ ...key }, 'ECDH-ES');
    if (imported instanceof Uint8Array) throw new TypeError('not a public key');
    return imported;
  } catch (cause) {
    throw new HeldError('bad-request', undefined, { cause });
  }
}

/** Short names: q question, o option, d day, p period. Spaces at the end are no part of JSON. */
function sealTo(key: CryptoKey, copy: RecordCopy | undefined): Promise<string> {
  const content = copy ? { q: copy.question, o: copy.option, d: copy.day, p: copy.period } : {};
  const text = JSON.stringify(content).padEnd(contentCharacters);
  if (text.length !== contentCharacters) throw new RangeError('An answer is too long for a record.');
  return new CompactEncrypt(new TextEncoder().encode(text)).setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM' }).encrypt(key);
}
