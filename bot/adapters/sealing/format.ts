import { createHmac } from 'node:crypto';
import sodium from 'libsodium-wrappers';
import { z } from 'zod';
import { headerColumn, slotColumn, type Column } from '../../domain/envelope.ts';
import { asQuestionId, asRowKey, asUnitId, type PeriodId, type RowKey } from '../../domain/ids.ts';

// What a column looks like, for those who seal and those who open:
//
//   nonce (24) · XChaCha20-Poly1305 with period, row key and column as associated data, under a key from H_p while the period
//   runs, under one from W_p once its link is cut:
//     crypto_box_seal to K_p:
//       one of the contents below as JSON, padded to one size
//
// Both layers name the place, so that nothing moved, copied or replayed counts: the outer one holds against those who write to
// storage, the inner one against those who hold its key too. Which inner envelopes change from night to night shows only to the web process:
// the opener could otherwise compare nightly copies, and tie rows to people by the days on which they work.

/** Padded size of every content: the longest is a header with a unit id of 120 bytes, 196 bytes and at least one of padding. */
const paddedBytes = 208;

/** Short names: p period, r row key, n slot, q question, o option, u unit, b blank. */
const place = { p: z.string(), r: z.string() };
const header = z.strictObject({ ...place, u: z.string() });
const blank = z.strictObject({ ...place, n: z.int(), b: z.literal(1) });
const answer = z.strictObject({ ...place, n: z.int(), q: z.string(), o: z.int() });
// Most slots hold an answer: tried first.
const slotContent = z.union([answer, blank]);

export const headerContent = header.transform(({ p, r, u }) => ({
  period: p,
  rowKey: asRowKey(r),
  unit: asUnitId(u),
}));
export const openedSlot = slotContent.transform((content) => ({
  period: content.p,
  rowKey: asRowKey(content.r),
  slot: content.n,
  answer: 'q' in content ? { question: asQuestionId(content.q), option: content.o } : undefined,
}));

export type Content = z.input<typeof header> | z.input<typeof slotContent>;

/** Bytes of a sealed column, whatever it holds. Known once libsodium is ready. */
export const columnBytes = (): number =>
  sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES +
  sodium.crypto_aead_xchacha20poly1305_ietf_ABYTES +
  sodium.crypto_box_SEALBYTES +
  paddedBytes;

export function padded(content: Content): Uint8Array {
  const bytes = sodium.pad(new TextEncoder().encode(JSON.stringify(content)), paddedBytes);
  if (bytes.length !== paddedBytes) throw new RangeError('A content is too long for a column: is a unit id longer than its limit?');
  return bytes;
}

const text = new TextDecoder('utf-8', { fatal: true });

/** The JSON inside, or undefined for anything that we did not pad. */
export function unpadded(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(text.decode(sodium.unpad(bytes, paddedBytes)));
  } catch {
    return undefined;
  }
}

/** One key for each purpose from one secret, so that no bytes made for one purpose mean anything to another. */
export const subkey = (
  secret: Uint8Array,
  purpose: 'outer' | 'mac' | 'place' | 'slots' | 'ticket' | 'ledger' | 'ledger key' | 'whom',
): Buffer => createHmac('sha256', secret).update(`held/1/${purpose}`).digest();

/** JSON of an array: two different places never give the same bytes. */
const associated = (period: PeriodId, rowKey: RowKey, column: Column): string => JSON.stringify([period, rowKey, column]);

/** The outer envelope of one period, under H_p (running) or W_p (ready to be opened). */
export class OuterEnvelope {
  readonly #period: PeriodId;
  readonly #key: Uint8Array;
  readonly #length = columnBytes();

  constructor(period: PeriodId, outerSecret: Uint8Array) {
    this.#period = period;
    this.#key = subkey(outerSecret, 'outer');
  }

  wrap(rowKey: RowKey, column: Column, inner: Uint8Array): Uint8Array {
    const nonce = sodium.randombytes_buf(sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
    const place = associated(this.#period, rowKey, column);
    const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(inner, place, null, nonce, this.#key);
    const whole = new Uint8Array(nonce.length + sealed.length);
    whole.set(nonce);
    whole.set(sealed, nonce.length);
    return whole;
  }

  /** Undefined for what was not wrapped for this place of this period, or was changed since. */
  unwrap(rowKey: RowKey, column: Column, whole: Uint8Array): Uint8Array | undefined {
    if (whole.length !== this.#length) return undefined;
    const nonceBytes = sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    const [nonce, sealed] = [whole.subarray(0, nonceBytes), whole.subarray(nonceBytes)];
    try {
      const place = associated(this.#period, rowKey, column);
      return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed, place, nonce, this.#key);
    } catch {
      return undefined;
    }
  }
}

export const columnOf = (slot: number | 'header'): Column => (slot === 'header' ? headerColumn : slotColumn(slot));

/** Hash under W_p that binds the freeze to the period. */
export const macOf = (outerSecret: Uint8Array, text: string): Buffer =>
  createHmac('sha256', subkey(outerSecret, 'mac')).update(text).digest();
