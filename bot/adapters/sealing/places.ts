import { createHmac } from 'node:crypto';
import { asRowKey, type PersonId, type RowKey } from '../../domain/ids.ts';
import { subkey } from './format.ts';

/** Everything that H_p hides: which row is a person's, which slot a count's. */
export class Places {
  readonly #place: Buffer;
  readonly #slots: Buffer;

  constructor(placesSecret: Uint8Array) {
    this.#place = subkey(placesSecret, 'place');
    this.#slots = subkey(placesSecret, 'slots');
  }

  placeOf(person: PersonId): RowKey {
    return asRowKey(createHmac('sha256', this.#place).update(person).digest('base64url'));
  }

  /** Slot (from 1) of a person's n-th place: a shuffle of all slots, another one for every row, so that no slot means a time. */
  slotFor(rowKey: RowKey, places: number, slots: number): number {
    const draw = this.#draws(rowKey, slots);
    const order = Array.from({ length: slots }, (_, index) => index + 1);
    // Fisher and Yates.
    for (let last = slots - 1; last > 0; last -= 1) {
      const other = draw(last + 1);
      const [a, b] = [order[last], order[other]];
      if (a === undefined || b === undefined) break;
      [order[last], order[other]] = [b, a];
    }
    const slot = order[places % slots];
    if (slot === undefined) throw new RangeError('Places count from 0, slots from 1.');
    return slot;
  }

  /** Uniform draws below a bound of at most 2^16, from HMAC in counter mode. */
  #draws(rowKey: RowKey, slots: number): (below: number) => number {
    let [block, offset, counter] = [Buffer.alloc(0), 0, 0];
    const next = (): number => {
      if (offset + 2 > block.length) {
        block = createHmac('sha256', this.#slots)
          .update(JSON.stringify([rowKey, slots, counter]))
          .digest();
        [offset, counter] = [0, counter + 1];
      }
      const value = block.readUInt16BE(offset);
      offset += 2;
      return value;
    };
    return (below) => {
      // Values past the last whole multiple would favour the small ones.
      const limit = 65_536 - (65_536 % below);
      for (;;) {
        const value = next();
        if (value < limit) return value % below;
      }
    };
  }
}
