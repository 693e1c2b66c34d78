import { createHmac } from 'node:crypto';
import sodium from 'libsodium-wrappers';
import { z } from 'zod';
import { asLedgerKey, parsePersonId, type LedgerKey, type PeriodId, type PersonId } from '../../domain/ids.ts';
import type { LedgerEntry, SealedLedgerEntry } from '../../ports.ts';
import { subkey } from './format.ts';

/** Padded size of an entry: its length must not tell how often somebody was asked. */
const paddedBytes = 256;

const content = z.strictObject({
  person: z.string(),
  week: z.string(),
  prompts: z.int().nonnegative(),
  others: z.int().nonnegative(),
  day: z.string(),
  places: z.int().nonnegative(),
  weeks: z.int().nonnegative(),
  sending: z.string().exactOptional(),
});

/**
 * The ledger as H_p hides it: the key of an entry, and what it counts. Readable by whoever may ask people, worthless once the link is cut.
 * Keys come from another subkey than places do, so that the two tables share no order and no name.
 */
export class LedgerEntries {
  readonly #keys: Buffer;
  readonly #contents: Buffer;
  readonly #period: PeriodId;

  constructor(period: PeriodId, placesSecret: Uint8Array) {
    this.#keys = subkey(placesSecret, 'ledger key');
    this.#contents = subkey(placesSecret, 'ledger');
    this.#period = period;
  }

  keyOf(person: PersonId): LedgerKey {
    return asLedgerKey(createHmac('sha256', this.#keys).update(person).digest('base64url'));
  }

  seal(entry: LedgerEntry): SealedLedgerEntry {
    const { person, week, prompts, others, day, places, weeks, sending } = entry;
    const key = this.keyOf(person);
    const json: z.input<typeof content> = {
      person,
      week,
      prompts,
      others,
      day,
      places,
      weeks,
      ...(sending === undefined ? {} : { sending }),
    };
    const bytes = sodium.pad(new TextEncoder().encode(JSON.stringify(json)), paddedBytes);
    if (bytes.length !== paddedBytes) throw new RangeError('A ledger entry is too long.');
    const nonce = sodium.randombytes_buf(sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
    const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(bytes, this.#associated(key), null, nonce, this.#contents);
    return { key, sealed: Buffer.concat([nonce, sealed]) };
  }

  open({ key, sealed }: SealedLedgerEntry): LedgerEntry | undefined {
    try {
      const nonceBytes = sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
      const [nonce, rest] = [sealed.subarray(0, nonceBytes), sealed.subarray(nonceBytes)];
      const bytes = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, rest, this.#associated(key), nonce, this.#contents);
      const { person: id, ...counts } = content.parse(JSON.parse(sodium.to_string(sodium.unpad(bytes, paddedBytes))));
      const person = parsePersonId(id);
      return person && { person, ...counts };
    } catch {
      return undefined;
    }
  }

  readonly #associated = (key: LedgerKey): string => JSON.stringify(['ledger', this.#period, key]);
}
