import { createHmac, hkdfSync } from 'node:crypto';
import sodium from 'libsodium-wrappers';
import type { z } from 'zod';
import type { PersonId } from '../../domain/ids.ts';
import { HeldError } from '../../errors.ts';
import type { SealedRow, SupervisionSealer, SupervisionSealing } from '../../ports.ts';
import { deskShape, drawerShape, recordShape } from './supervisionShapes.ts';

// What a sealed row holds:
//
//   nonce (24) · XChaCha20-Poly1305 under the person's own key, with place and name as associated data:
//     JSON, padded: drawers and desks to one size each, records to the next power of two
//
// The person's key is HKDF-SHA-256 of the lasting secret, and their place in the table an HMAC under another key of it.

/** Padded sizes in bytes. A full drawer has 20 flags of 140 characters in three bytes each, and 120 records to find: about 30,000. */
const drawerBytes = 32_768;
const deskBytes = 16_384;
const smallestRecord = 4_096;
/** A property of a row holds 64 KiB. */
const largestRecord = 49_152;

export const drawerName = 'drawer';
export const deskName = 'desk';
export const recordName = (id: string): string => `record.${id}`;

/** Sealing for supervision, once libsodium is ready. */
export async function createSupervisionSealing(): Promise<SupervisionSealing> {
  await sodium.ready;
  return { supervisionSealerFor };
}

function supervisionSealerFor(secret: Uint8Array): SupervisionSealer {
  const derived = (purpose: string): Uint8Array => new Uint8Array(hkdfSync('sha256', secret, 'held/1/supervision', purpose, 32));
  const places = derived('places');
  const keyOf = (person: PersonId): Uint8Array => derived(`person ${person}`);
  const placeOf = (person: PersonId): string => createHmac('sha256', places).update(person).digest('hex');

  const seal = (person: PersonId, name: string, content: object, size: number): SealedRow => {
    const bytes = new TextEncoder().encode(JSON.stringify(content));
    // The caller bounds what people may write; this is the last line.
    if (bytes.length >= size) throw new HeldError('too-many');
    const place = placeOf(person);
    const nonce = sodium.randombytes_buf(sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
    const padded = sodium.pad(bytes, size);
    const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(padded, associated(place, name), null, nonce, keyOf(person));
    return { place, name, sealed: Buffer.concat([nonce, sealed]) };
  };

  const open = <T extends z.ZodType>(shape: T, person: PersonId, { place, name, sealed }: SealedRow): z.output<T> => {
    const nonceBytes = sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    const tagBytes = sodium.crypto_aead_xchacha20poly1305_ietf_ABYTES;
    const [nonce, rest] = [sealed.subarray(0, nonceBytes), sealed.subarray(nonceBytes)];
    try {
      if (place !== placeOf(person)) throw new RangeError('another place');
      const padded = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, rest, associated(place, name), nonce, keyOf(person));
      const text = new TextDecoder('utf-8', { fatal: true }).decode(sodium.unpad(padded, rest.length - tagBytes));
      return shape.parse(JSON.parse(text));
    } catch {
      // No cause: its text may quote what was inside.
      throw new HeldError('internal', 'A sealed row of supervision cannot be read; was it changed, or written by another version?');
    }
  };

  return {
    placeOf,
    sealDrawer: (drawer) => seal(drawer.person, drawerName, drawer, drawerBytes),
    openDrawer: (person, row) => open(drawerShape, person, row),
    sealDesk: (desk) => seal(desk.person, deskName, desk, deskBytes),
    openDesk: (person, row) => open(deskShape, person, row),
    sealRecord: (record) => seal(record.person, recordName(record.id), record, recordSize(record)),
    openRecord: (person, row) => open(recordShape, person, row),
  };
}

/** JSON of an array: two different places never give the same bytes. */
const associated = (place: string, name: string): string => JSON.stringify(['supervision', place, name]);

function recordSize(record: object): number {
  const bytes = Buffer.byteLength(JSON.stringify(record));
  let size = smallestRecord;
  while (size <= bytes && size < largestRecord) size *= 2;
  return Math.min(size, largestRecord);
}
