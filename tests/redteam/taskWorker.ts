import { parentPort } from 'node:worker_threads';
import { z } from 'zod';
import { closeLab } from './system/lab.ts';
import { noMoreTasks, runTask, type TaskNews } from './tasks.ts';

const order = z.object({
  id: z.number(),
  mutants: z.enum(['computed', 'system']).exactOptional(),
  profile: z.enum(['short', 'full']),
  seed: z.number(),
  organisations: z.number().exactOptional(),
});

const tell = (news: TaskNews): void => parentPort?.postMessage(news);
parentPort?.on('message', (message: unknown) => {
  if (message !== noMoreTasks) return void runTask(order.parse(message), tell);
  parentPort?.close();
  // The thread ends once the storage that its attacks shared has ended.
  void closeLab();
});
