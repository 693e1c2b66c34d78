import { describe, expect, it } from '@jest/globals';
import { AggregationTemporality, InMemoryMetricExporter } from '@opentelemetry/sdk-metrics';
import { metricsTo } from '../bot/adapters/metrics/openMetrics.ts';
import { metricNames } from '../bot/adapters/metrics/metricNames.ts';
import type { Metrics } from '../bot/adapters/metrics/metrics.ts';
import { meteredEnvelopes, meteredLog, meteredPeriods, meteredQueue } from '../bot/metering.ts';
import { asRowKey, parsePeriodId } from '../bot/domain/ids.ts';
import { HeldError } from '../bot/errors.ts';
import type { EnvelopeStore, PeriodStore, QueuedPrompt } from '../bot/ports.ts';
import { recordingLogger } from './helpers/server.ts';
import { TestClock } from './helpers/world.ts';

const id = parsePeriodId('2026-27-2');
if (!id) throw new Error('no id');
const period = id;

/** What is counted, by name. */
function tally(): { metrics: Metrics; counted: Record<string, number> } {
  const counted: Record<string, number> = {};
  const add = (name: string, by: number): void => void (counted[name] = (counted[name] ?? 0) + by);
  return {
    counted,
    metrics: { count: (name, by = 1) => add(name, by), latest: (name, value) => add(name, value), close: async () => undefined },
  };
}

describe('what is counted', () => {
  const never = (): never => {
    throw new Error('not in this test');
  };
  const store = (merge: EnvelopeStore['merge']): EnvelopeStore => ({
    merge,
    insertMissing: never,
    pages: never,
    rewrite: never,
    find: never,
    deleteAll: never,
  });

  it('is an answer that failed, never one that went well', async () => {
    const { metrics, counted } = tally();
    await meteredEnvelopes(
      store(async () => true),
      metrics,
    ).merge(period, asRowKey('a'), {});
    expect(counted).toEqual({});
    const down = meteredEnvelopes(
      store(() => Promise.reject(new HeldError('storage-down'))),
      metrics,
    );
    await expect(down.merge(period, asRowKey('a'), {})).rejects.toMatchObject({ code: 'storage-down' });
    expect(counted).toEqual({ 'held.seal.failures': 1 });
  });

  it('is a prompt looked at long after it was due, and none that is in time', async () => {
    const { metrics, counted } = tally();
    const at = (dueAt: string): QueuedPrompt => ({
      prompt: { whom: 'sealed', period, occasion: 'meeting', dueAt },
      remove: never,
      hide: never,
    });
    const taken = [at('2026-11-18T09:49:59Z'), at('2026-11-18T09:50:00Z'), at('2026-11-18T10:30:00Z')];
    const queue = meteredQueue({ put: never, take: async () => taken }, metrics, new TestClock('2026-11-18T10:00:00Z'));
    expect(await queue.take()).toEqual(taken);
    expect(counted).toEqual({ 'held.prompts.late': 1 });
  });

  it('is a half-term that is shredded, once it truly moved', async () => {
    const { metrics, counted } = tally();
    let moves = false;
    const periods: PeriodStore = { list: never, find: never, insert: never, update: async () => moves };
    const shredded = {
      id: period,
      starts: '2026-11-02',
      ends: '2026-12-18',
      state: 'SHREDDED',
      plan: { questions: [] },
      slots: 24,
    } as const;
    await meteredPeriods(periods, metrics).update(shredded, '');
    expect(counted).toEqual({});
    moves = true;
    await meteredPeriods(periods, metrics).update(shredded, '');
    expect(counted).toEqual({ 'held.periods.shredded': 1 });
  });

  it('is each error that is logged, with nothing of what it says', () => {
    const { metrics, counted } = tally();
    const { log, lines } = recordingLogger();
    meteredLog(log, metrics).error({ code: 'internal' }, 'words');
    meteredLog(log, metrics).info({}, 'words');
    expect([counted, lines.length]).toEqual([{ 'held.loop.failures': 1 }, 2]);
  });
});

describe('what leaves the process', () => {
  it('is names of the list with a value and the process, and nothing else', async () => {
    const exporter = new InMemoryMetricExporter(AggregationTemporality.DELTA);
    const metrics = metricsTo(exporter, 'web');
    metrics.count('held.seal.failures', 2);
    metrics.count('held.prompts.sent');
    metrics.latest('held.queue.waiting', 7);
    await metrics.close();
    const sent = exporter.getMetrics().flatMap(({ resource, scopeMetrics }) => {
      expect(resource.attributes).toMatchObject({ 'service.name': 'held', 'service.namespace': 'web' });
      return scopeMetrics.flatMap((scope) => scope.metrics);
    });
    expect(sent.map(({ descriptor: { name } }) => name).toSorted()).toEqual([
      'held.prompts.sent',
      'held.queue.waiting',
      'held.seal.failures',
    ]);
    for (const { dataPoints } of sent) expect(dataPoints.map(({ attributes }) => attributes)).toEqual([{}]);
  });

  it('has no name that would move with an answer, a skip or a decline', () => {
    for (const name of Object.keys(metricNames))
      expect(name).not.toMatch(/answer|sealed|skip|declin|block|check-?in|withdraw|open(ed|ing)/i);
    expect(Object.entries(metricNames).filter(([name, { kind }]) => /prompts\.(due|sent|failed)/.test(name) && kind !== 'hourly')).toEqual(
      [],
    );
  });
});
