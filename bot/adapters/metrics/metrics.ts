import type { CountName, LatestName } from './metricNames.ts';

export interface Metrics {
  count(name: CountName, by?: number): void;
  latest(name: LatestName, value: number): void;
  /** Sends what is left. Never rejects: figures are not worth a process's end. */
  close(): Promise<void>;
}

/** Where nobody listens. */
export const noMetrics: Metrics = { count: () => undefined, latest: () => undefined, close: async () => undefined };
