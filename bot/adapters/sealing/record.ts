import { createHmac, randomBytes } from 'node:crypto';
import { CompactEncrypt, exportJWK, generateKeyPair } from 'jose';
import sodium from 'libsodium-wrappers';
import { z } from 'zod';
import { headerColumn, slotColumn, type Column } from '../../domain/envelope.ts';
import { asRowKey, parsePeriodId, type PeriodId, type RowKey } from '../../domain/ids.ts';
import type { PublicKey, RecordCopy, RecordOwner, RecordSealer, RecordSealing } from '../../ports.ts';
import { pointOf, sealJwe } from './jwe.ts';
import { Places } from './places.ts';

// What a column of a private record looks like:
//
//   nonce (24) · XChaCha20-Poly1305 under the night's key, with period, row key and column as associated data:
//     a slot: a JWE (ECDH-ES on P-256, A256GCM) to the row's public half, of one answer or of nothing
//     H: that public half, and its private half in a JWE under a recovery code
//   each padded to one size
//
// Every row has all of it, whether somebody keeps a record or not. Who keeps none has a public half whose private half was forgotten as soon as
// it was made. So whoever holds every key of the server sees the same in every row.

/** Padded sizes, in bytes. A copy's JWE has 380, an owner's row under 1,000, a pending copy under 600. */
const bytes = { slot: 448, owner: 1_216, pending: 704 } as const;
/** Every copy's plaintext is of this length, so that its JWE is too. */
const contentCharacters = 96;
/** A recovery code's letters have 130 random bits; nobody's code has as many bytes and is forgotten. */
const codeLetters = 26;
/** As on devices: a code with that many random bits needs no slow derivation. */
const rounds = 2048;

const publicKey = z.strictObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() });
const ownerContent = z.strictObject({ publicKey, recovery: z.string() });
/** Short names: p period, r row key, n slot, t instant, k key, c copy. */
const pendingContent = z.strictObject({ p: z.string(), r: z.string(), n: z.int(), t: z.string(), k: z.string(), c: z.string() });

/** Sealing of private records, once libsodium is ready. */
export async function createRecordSealing(): Promise<RecordSealing> {
  await sodium.ready;
  const points = new Points();
  return { sealerFor, sealTo: async (key, copy) => seal(points.of(key), copy), nobody };
}

function sealerFor(placesSecret: Uint8Array, nights: readonly Uint8Array[]): RecordSealer {
  // Secrets of their own, so that nothing of an envelope's can be computed from them.
  const lasting = createHmac('sha256', placesSecret).update('held/1/record-places').digest();
  const slots = new Places(lasting);
  const outerKeys = nights.map((night) => createHmac('sha256', night).update('held/1/record-outer').digest());
  const [newest] = outerKeys;
  if (!newest) throw new RangeError('A record is sealed under at least one night’s key.');

  const wrap = (place: readonly string[], size: number, text: string): Uint8Array => {
    const padded = sodium.pad(new TextEncoder().encode(text), size);
    if (padded.length !== size) throw new RangeError('A content is too long for a record’s column.');
    const nonce = sodium.randombytes_buf(sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
    const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(padded, JSON.stringify(place), null, nonce, newest);
    return Buffer.concat([nonce, sealed]);
  };
  const unwrap = (place: readonly string[], size: number, sealed: Uint8Array): string | undefined => {
    const nonceBytes = sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    const [nonce, rest] = [sealed.subarray(0, nonceBytes), sealed.subarray(nonceBytes)];
    for (const key of outerKeys) {
      try {
        const opened = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, rest, JSON.stringify(place), nonce, key);
        return new TextDecoder().decode(sodium.unpad(opened, size));
      } catch {
        // Of another night, or of another place.
      }
    }
    return undefined;
  };
  const inRow = (period: PeriodId, rowKey: RowKey, column: Column): readonly string[] => ['record', period, rowKey, column];
  const onTheWay = (id: string): readonly string[] => ['record-copy', id];

  return {
    placeOf: (period, person) =>
      asRowKey(
        createHmac('sha256', lasting)
          .update(JSON.stringify([period, person]))
          .digest('base64url'),
      ),
    slotFor: (rowKey, n, count) => slots.slotFor(rowKey, n, count),
    wrapOwner: (period, rowKey, owner) =>
      wrap(
        inRow(period, rowKey, headerColumn),
        bytes.owner,
        JSON.stringify({ publicKey: only(owner.publicKey), recovery: owner.recovery }),
      ),
    unwrapOwner(period, rowKey, sealed) {
      const text = unwrap(inRow(period, rowKey, headerColumn), bytes.owner, sealed);
      return text === undefined ? undefined : ownerContent.parse(JSON.parse(text));
    },
    wrapCopy: (period, rowKey, slot, copy) => wrap(inRow(period, rowKey, slotColumn(slot)), bytes.slot, copy),
    unwrapCopy: (period, rowKey, slot, sealed) => unwrap(inRow(period, rowKey, slotColumn(slot)), bytes.slot, sealed),
    rewrap(period, rowKey, column, sealed) {
      const size = column === headerColumn ? bytes.owner : bytes.slot;
      const text = unwrap(inRow(period, rowKey, column), size, sealed);
      return text === undefined ? undefined : wrap(inRow(period, rowKey, column), size, text);
    },
    wrapPending: (id, { period, rowKey, slot, at, key, copy }) =>
      wrap(onTheWay(id), bytes.pending, JSON.stringify({ p: period, r: rowKey, n: slot, t: at, k: key, c: copy })),
    unwrapPending(id, sealed) {
      const text = unwrap(onTheWay(id), bytes.pending, sealed);
      if (text === undefined) return undefined;
      const { p, r, n, t, k, c } = pendingContent.parse(JSON.parse(text));
      const period = parsePeriodId(p);
      return period && { period, rowKey: asRowKey(r), slot: n, at: t, key: k, copy: c };
    },
  };
}

/** Nothing beside it may come along: what is in a row has one shape. */
const only = ({ kty, crv, x, y }: PublicKey): PublicKey => ({ kty, crv, x, y });

/** Points of public halves, each looked at once. */
class Points {
  readonly #known = new Map<string, Uint8Array>();

  of(key: PublicKey): Uint8Array {
    const known = this.#known.get(key.x);
    if (known) return known;
    const fresh = pointOf(key);
    this.#known.set(key.x, fresh);
    return fresh;
  }
}

/** Short names: q question, o option, d day, p period. Spaces at the end are no part of JSON. */
function seal(point: Uint8Array, copy: RecordCopy | undefined): string {
  const content = copy ? { q: copy.question, o: copy.option, d: copy.day, p: copy.period } : {};
  const text = JSON.stringify(content).padEnd(contentCharacters);
  if (text.length !== contentCharacters) throw new RangeError('An answer is too long for a record.');
  return sealJwe(point, Buffer.from(text));
}

/** Made in the same way as on a device, member for member, so that the one cannot be told from the other. */
async function nobody(): Promise<RecordOwner> {
  const pair = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  const { d, ...made } = await exportJWK(pair.privateKey);
  const key = publicKey.parse({ kty: made.kty, crv: made.crv, x: made.x, y: made.y });
  const recovery = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify({ ...key, d })))
    .setProtectedHeader({ alg: 'PBES2-HS512+A256KW', enc: 'A256GCM' })
    .setKeyManagementParameters({ p2c: rounds })
    .encrypt(randomBytes(codeLetters));
  return { publicKey: key, recovery };
}
