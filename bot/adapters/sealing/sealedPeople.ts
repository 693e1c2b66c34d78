import sodium from 'libsodium-wrappers';
import { parsePersonId, type PeriodId, type PersonId } from '../../domain/ids.ts';
import { subkey } from './format.ts';

/**
 * Whom a queued prompt is for. All ids are of one length, and so is what is made of them; without H_p no two of them can be told to be one
 * person's, and once the link is cut none opens.
 */
export class SealedPeople {
  readonly #key: Buffer;
  readonly #associated: string;

  constructor(period: PeriodId, placesSecret: Uint8Array) {
    this.#key = subkey(placesSecret, 'whom');
    this.#associated = JSON.stringify(['whom', period]);
  }

  seal(person: PersonId): string {
    const nonce = sodium.randombytes_buf(sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
    const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(person, this.#associated, null, nonce, this.#key);
    return Buffer.concat([nonce, sealed]).toString('base64url');
  }

  open(text: string): PersonId | undefined {
    try {
      const whole = sodium.from_base64(text, sodium.base64_variants.URLSAFE_NO_PADDING);
      const nonceBytes = sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
      const [nonce, sealed] = [whole.subarray(0, nonceBytes), whole.subarray(nonceBytes)];
      const bytes = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed, this.#associated, nonce, this.#key);
      return parsePersonId(sodium.to_string(bytes));
    } catch {
      return undefined;
    }
  }
}
