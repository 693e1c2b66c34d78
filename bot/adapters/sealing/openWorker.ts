import { parentPort, workerData } from 'node:worker_threads';
import sodium from 'libsodium-wrappers';
import { RowReader } from './openRow.ts';
import { workerQuestion, workerStart, type WorkerAnswer } from './readers.ts';

// A thread of the opener process: rows in, opened rows out, nothing kept.
await sodium.ready;
const { keys, expected } = workerStart.parse(workerData);
const reader = new RowReader(keys, expected);
parentPort?.on('message', (question: unknown) => {
  const { rows } = workerQuestion.parse(question);
  const answer: WorkerAnswer = { read: rows.map((row) => reader.read(row)) };
  parentPort?.postMessage(answer);
});
