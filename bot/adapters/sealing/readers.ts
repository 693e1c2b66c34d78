import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { EnvelopeRow } from '../../domain/envelope.ts';
import { HeldError } from '../../errors.ts';
import type { OpeningKeys } from '../../ports.ts';
import { RowReader, type Expected, type ReadRow } from './openRow.ts';

/** Opens rows somewhere; the results come in the order of the rows. */
export interface Readers {
  read(rows: readonly EnvelopeRow[]): Promise<readonly ReadRow[]>;
  close(): Promise<void>;
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

// What a worker thread starts with, is asked and answers. Both ends are this module's; the shapes are checked no deeper than that.
export const workerStart = z.custom<{ readonly keys: OpeningKeys; readonly expected: Expected }>(isObject);
export const workerQuestion = z.object({ rows: z.custom<readonly EnvelopeRow[]>((value) => Array.isArray(value)) });
const workerAnswer = z.object({ read: z.custom<readonly ReadRow[]>((value) => Array.isArray(value)) });
export type WorkerAnswer = z.output<typeof workerAnswer>;

export function inThisThread(keys: OpeningKeys, expected: Expected): Readers {
  const reader = new RowReader(keys, expected);
  return {
    read: async (rows) => rows.map((row) => reader.read(row)),
    close: async () => undefined,
  };
}

/** In a build the worker is a bundle of its own beside this one. */
const scriptBeside = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './openWorkerFromSource.mjs' : './openWorker.js', import.meta.url);

/** Worker threads that share out each page of rows in equal parts. Opened rows exist in memory only, here as there. */
export function inWorkers(keys: OpeningKeys, expected: Expected, count: number, script = scriptBeside()): Readers {
  const start: z.input<typeof workerStart> = { keys, expected };
  const workers = Array.from({ length: count }, () => new Worker(script, { workerData: start, execArgv: [] }));
  return {
    async read(rows) {
      const part = Math.ceil(rows.length / count);
      const parts = workers.map((worker, index) => ask(worker, rows.slice(index * part, (index + 1) * part)));
      return (await Promise.all(parts)).flat();
    },
    close: async () => void (await Promise.all(workers.map((worker) => worker.terminate()))),
  };
}

async function ask(worker: Worker, rows: readonly EnvelopeRow[]): Promise<readonly ReadRow[]> {
  if (rows.length === 0) return [];
  return new Promise((resolve, reject) => {
    const end = (): void => void worker.off('message', onMessage).off('error', onEnd).off('exit', onEnd);
    const onMessage = (answer: unknown): void => {
      end();
      resolve(workerAnswer.parse(answer).read);
    };
    const onEnd = (why: unknown): void => {
      end();
      const name = why instanceof Error ? why.name : `exit ${String(why)}`;
      reject(new HeldError('internal', `A thread that opens envelopes ended (${name}). Nothing was published; it will be tried again.`));
    };
    worker.on('message', onMessage).on('error', onEnd).on('exit', onEnd);
    const question: z.input<typeof workerQuestion> = { rows };
    worker.postMessage(question);
  });
}
