import { randomBytes, randomInt } from 'node:crypto';
import { asLastingId } from '../../domain/ids.ts';
import type { Randomness } from '../../ports.ts';

/** Chance from the operating system's generator. */
export const randomness: Randomness = {
  lastingId: () => asLastingId(randomBytes(16).toString('base64url')),
  fraction: () => randomInt(2 ** 47) / 2 ** 47,
};
