import { parentPort, workerData } from 'node:worker_threads';
import sodium from 'libsodium-wrappers';
import { z } from 'zod';
import { subkey } from '../../../bot/adapters/sealing/format.ts';
import type { Sample } from './sealedPeriod.ts';

await sodium.ready;
const { keys, rows } = z.custom<Sample>((value) => typeof value === 'object' && value !== null).parse(workerData);
const outerKey = subkey(keys.outer, 'outer');
const nonceBytes = sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
const ciphertexts = rows.flatMap(({ rowKey, columns }) =>
  Object.entries(columns).map(([column, whole]) => ({
    place: JSON.stringify([keys.period, rowKey, column]),
    nonce: whole.slice(0, nonceBytes),
    sealed: whole.slice(nonceBytes),
  })),
);

/** Throws where a ciphertext does not open: a bench must not time failures. */
function decryptAll(): void {
  for (const { place, nonce, sealed } of ciphertexts) {
    const inner = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, sealed, place, nonce, outerKey);
    sodium.crypto_box_seal_open(inner, keys.innerPublic, keys.innerPrivate);
  }
}

parentPort?.on('message', () => {
  decryptAll();
  parentPort?.postMessage('done');
});
parentPort?.postMessage('ready');
