import type { PeriodId } from '../../domain/ids.ts';
import { HeldError } from '../../errors.ts';

export const keyBytes = 32;

export const textOfKey = (key: Uint8Array): string => Buffer.from(key).toString('base64url');

/** H_p stands and the opener's half does not: a vault that is restored in part, or in whose keys somebody's hand was. */
export const openersHalfMissing = (period: PeriodId, where: string): HeldError =>
  new HeldError(
    'keys-down',
    `W_p or the public half of K_p of period ${period} is missing in ${where}. Restore it there; nothing was destroyed.`,
  );

/** A key as a secret holds it. Anything that is not exactly one is refused, never guessed at. */
export function keyFromText(text: string): Uint8Array {
  const key = Buffer.from(text, 'base64url');
  if (key.length !== keyBytes || key.toString('base64url') !== text) {
    throw new HeldError('keys-down', 'A secret of the vault is no key. Somebody changed it; without it the period cannot go on.');
  }
  return new Uint8Array(key);
}
