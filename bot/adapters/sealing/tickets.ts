import sodium from 'libsodium-wrappers';
import { z } from 'zod';
import type { Ticket } from '../../domain/envelope.ts';
import { asQuestionId, asRowKey, type PeriodId } from '../../domain/ids.ts';
import { subkey } from './format.ts';

/** Padded size of a ticket's content: its length must not tell the question or the slot. */
const paddedBytes = 128;

const content = z.strictObject({ r: z.string(), n: z.int().positive(), q: z.string() });

/** What cards carry: a place of this period, readable only with this period's H_p, hence worthless once the link is cut. */
export class Tickets {
  readonly #key: Buffer;
  readonly #associated: string;

  constructor(period: PeriodId, placesSecret: Uint8Array) {
    this.#key = subkey(placesSecret, 'ticket');
    this.#associated = JSON.stringify(['ticket', period]);
  }

  seal({ rowKey, slot, question }: Ticket): string {
    const bytes = sodium.pad(new TextEncoder().encode(JSON.stringify({ r: rowKey, n: slot, q: question })), paddedBytes);
    if (bytes.length !== paddedBytes) throw new RangeError('A ticket is too long.');
    const nonce = sodium.randombytes_buf(sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
    const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(bytes, this.#associated, null, nonce, this.#key);
    return Buffer.concat([nonce, sealed]).toString('base64url');
  }

  open(text: string): Ticket | undefined {
    try {
      const whole = sodium.from_base64(text, sodium.base64_variants.URLSAFE_NO_PADDING);
      const nonceBytes = sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
      const [nonce, sealed] = [whole.subarray(0, nonceBytes), whole.subarray(nonceBytes)];
      const bytes = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed, this.#associated, nonce, this.#key);
      const { r, n, q } = content.parse(JSON.parse(sodium.to_string(sodium.unpad(bytes, paddedBytes))));
      return { rowKey: asRowKey(r), slot: n, question: asQuestionId(q) };
    } catch {
      return undefined;
    }
  }
}
