import { AzureMonitorMetricExporter } from '@azure/monitor-opentelemetry-exporter';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader, type PushMetricExporter } from '@opentelemetry/sdk-metrics';
import { metricNames, type CountName, type MetricName } from './metricNames.ts';
import type { Metrics } from './metrics.ts';

export interface MetricsCredential {
  getToken(scopes: string | string[], options?: object): Promise<{ token: string; expiresOnTimestamp: number } | null>;
}

const exportEveryMs = 5 * 60_000;
const hourMs = 3_600_000;

/** Figures for Application Insights, by OpenTelemetry, signed with the process's identity. */
export function openMetrics(connectionString: string, credential: MetricsCredential, process: 'web' | 'opener'): Metrics {
  // Nothing is kept on the disk where sending fails: the next figures say as much.
  return metricsTo(new AzureMonitorMetricExporter({ connectionString, credential, disableOfflineStorage: true }), process);
}

export function metricsTo(exporter: PushMetricExporter, process: 'web' | 'opener'): Metrics {
  const provider = new MeterProvider({
    resource: resourceFromAttributes({ 'service.name': 'held', 'service.namespace': process }),
    readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: exportEveryMs })],
  });
  const meter = provider.getMeter('held');
  const options = (name: MetricName) => ({ unit: metricNames[name].unit, description: metricNames[name].what });
  const counters = new Map<string, { add(by: number): void }>();
  const gauges = new Map<string, { record(value: number): void }>();
  const waiting = new Map<CountName, number>();

  function add(name: CountName, by: number): void {
    const counter = counters.get(name) ?? meter.createCounter(name, options(name));
    counters.set(name, counter);
    counter.add(by);
  }
  function flush(): void {
    for (const [name, by] of waiting) add(name, by);
    waiting.clear();
  }
  const hourly = setInterval(flush, hourMs);
  hourly.unref();

  return {
    count(name, by = 1) {
      if (metricNames[name].kind === 'hourly') waiting.set(name, (waiting.get(name) ?? 0) + by);
      else add(name, by);
    },
    latest(name, value) {
      const gauge = gauges.get(name) ?? meter.createGauge(name, options(name));
      gauges.set(name, gauge);
      gauge.record(value);
    },
    async close() {
      clearInterval(hourly);
      flush();
      await provider.shutdown().catch(() => undefined);
    },
  };
}
