import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { timed } from '../bench.ts';
import type { Sample } from './sealedPeriod.ts';

export interface BareDecryption {
  /** Milliseconds for all ciphertexts once. */
  run(): Promise<number>;
  stop(): Promise<void>;
}

/** Decrypts ciphertexts that are in memory already, both envelopes, with libsodium, in as many threads as the opener has; nothing else. */
export async function startBareDecryption({ keys, rows }: Sample, threads: number): Promise<BareDecryption> {
  const script = new URL('./bareWorkerFromSource.mjs', import.meta.url);
  const part = Math.ceil(rows.length / threads);
  const workers = Array.from(
    { length: threads },
    (_, n) => new Worker(script, { workerData: { keys, rows: rows.slice(n * part, (n + 1) * part) }, execArgv: [] }),
  );
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  return {
    run: () =>
      timed(async () => {
        const done = workers.map((worker) => once(worker, 'message'));
        for (const worker of workers) worker.postMessage('decrypt');
        await Promise.all(done);
      }),
    stop: async () => void (await Promise.all(workers.map((worker) => worker.terminate()))),
  };
}
