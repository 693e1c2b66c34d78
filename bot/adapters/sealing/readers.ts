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
  const threads = Array.from({ length: count }, () => new Thread(new Worker(script, { workerData: start, execArgv: [] })));
  return {
    async read(rows) {
      const part = Math.ceil(rows.length / count);
      const parts = threads.map((thread, index) => thread.read(rows.slice(index * part, (index + 1) * part)));
      return (await Promise.all(parts)).flat();
    },
    close: async () => void (await Promise.all(threads.map((thread) => thread.close()))),
  };
}

interface Waiting {
  resolve(read: readonly ReadRow[]): void;
  reject(why: HeldError): void;
}

/** One worker thread. It answers in the order in which it was asked, so that several questions may be under way. */
class Thread {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  #ended: HeldError | undefined;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (answer: unknown) => this.#waiting.shift()?.resolve(workerAnswer.parse(answer).read));
    worker.on('error', (why: unknown) => this.#end(why));
    worker.on('exit', (code: unknown) => this.#end(code));
  }

  async read(rows: readonly EnvelopeRow[]): Promise<readonly ReadRow[]> {
    if (rows.length === 0) return [];
    if (this.#ended) throw this.#ended;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      const question: z.input<typeof workerQuestion> = { rows };
      this.#worker.postMessage(question);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #end(why: unknown): void {
    const name = why instanceof Error ? why.name : `exit ${String(why)}`;
    this.#ended ??= new HeldError(
      'internal',
      `A thread that opens envelopes ended (${name}). Nothing was published; it will be tried again.`,
    );
    for (const { reject } of this.#waiting.splice(0)) reject(this.#ended);
  }
}
