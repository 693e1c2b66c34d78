import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { laneNames, runLane } from './lanes.ts';

const order = z.object({
  lane: z.enum(laneNames),
  ids: z.array(z.number()),
  profile: z.enum(['short', 'full']),
  seed: z.number(),
  organisations: z.number().exactOptional(),
});

await runLane(order.parse(workerData), (news) => parentPort?.postMessage(news));
