import { z } from 'zod';

/** What the opening process is told, and what it says at its end. */
export const order = z.object({
  connection: z.string(),
  folders: z.object({ shared: z.string(), opener: z.string(), web: z.string() }),
});
export type Order = z.output<typeof order>;

export const opened = z.object({ ms: z.number(), peakMiB: z.number() });
export type Opened = z.output<typeof opened>;
