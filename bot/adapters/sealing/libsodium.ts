import { randomFillSync } from 'node:crypto';
import sodium from 'libsodium-wrappers';

/** Words that are fetched at once: 4 KiB. */
const wordsAtOnce = 1_024;

/**
 * libsodium, ready for use. Its JavaScript build asks the Web Crypto generator for every single random byte, which takes a third of the time
 * of sealing an answer. Here it gets its randomness from Node's generator, the operating system's as before, 4 KiB at a time; each word is
 * used once and wiped. Where a later build no longer has this hook, it keeps its own source: slower, and as good.
 */
export async function readySodium(): Promise<void> {
  await sodium.ready;
  const build: unknown = 'libsodium' in sodium ? sodium.libsodium : undefined;
  if (typeof build !== 'object' || build === null || !('getRandomValue' in build)) return;
  build.getRandomValue = randomWords();
}

/** Gives one unsigned 32-bit word a call. */
export function randomWords(): () => number {
  const pool = new Uint32Array(wordsAtOnce);
  let used = pool.length;
  return () => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    const word = pool[used] ?? 0;
    pool[used] = 0;
    used += 1;
    return word;
  };
}
