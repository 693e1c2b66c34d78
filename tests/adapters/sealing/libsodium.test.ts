import { describe, expect, it } from '@jest/globals';
import sodium from 'libsodium-wrappers';
import { randomWords, readySodium } from '../../../bot/adapters/sealing/libsodium.ts';

describe('random words', () => {
  it('are whole 32-bit numbers that never come twice, over many refills, and use every bit', () => {
    const next = randomWords();
    const words = Array.from({ length: 20_000 }, next);
    expect(words.every((word) => Number.isInteger(word) && word >= 0 && word < 2 ** 32)).toBe(true);
    // Of 20,000 random words of 32 bits, 0.05 pairs are equal: more than three means that the pool gives words twice.
    expect(new Set(words).size).toBeGreaterThan(words.length - 4);
    for (let bit = 0; bit < 32; bit += 1) {
      const set = words.filter((word) => (word >>> bit) & 1).length;
      // Eight standard deviations.
      expect(Math.abs(set - words.length / 2)).toBeLessThan(566);
    }
  });

  it('of two sources have nothing in common', () => {
    const [one, other] = [randomWords(), randomWords()];
    const words = new Set(Array.from({ length: 1_000 }, one));
    expect(Array.from({ length: 1_000 }, other).filter((word) => words.has(word)).length).toBeLessThan(3);
  });
});

describe('libsodium, made ready', () => {
  it('draws its nonces and one-time keys from them, once each', async () => {
    await readySodium();
    const { publicKey } = sodium.crypto_box_keypair();
    const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
    const oneTimeKeys = Array.from({ length: 1_500 }, () => hex(sodium.crypto_box_seal('the same', publicKey).subarray(0, 32)));
    const nonces = Array.from({ length: 1_500 }, () => hex(sodium.randombytes_buf(24)));
    expect(new Set([...oneTimeKeys, ...nonces]).size).toBe(3_000);
  });

  it('still offers the hook', async () => {
    await readySodium();
    const build: unknown = 'libsodium' in sodium ? sodium.libsodium : undefined;
    if (typeof build !== 'object' || build === null || !('getRandomValue' in build)) throw new Error('no hook');
    const source = build.getRandomValue;
    if (typeof source !== 'function') throw new Error('no hook');
    let asked = 0;
    build.getRandomValue = (): unknown => ((asked += 1), Reflect.apply(source, undefined, []));
    sodium.randombytes_buf(24);
    build.getRandomValue = source;
    expect(asked).toBeGreaterThan(0);
  });
});
