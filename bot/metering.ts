/** Ports with a counter beside them: what the use cases do is counted without their knowing. Names: adapters/metrics/metricNames.ts. */
import type { Metrics } from './adapters/metrics/metrics.ts';
import { alarmsOf } from './domain/period.ts';
import type { Clock, DeadPromptStore, EnvelopeStore, Logger, PeriodStore, PromptQueue, PromptSender, ReleaseStore } from './ports.ts';

/** Failures alone: a count of answers that went well would tell when somebody answered. */
export const meteredEnvelopes = (envelopes: EnvelopeStore, metrics: Metrics): EnvelopeStore => ({
  ...envelopes,
  async merge(period, rowKey, columns) {
    try {
      return await envelopes.merge(period, rowKey, columns);
    } catch (error) {
      metrics.count('held.seal.failures');
      throw error;
    }
  },
});

/** A gap is over after some minutes: what is taken from the queue later than this was not looked after. */
const lateMs = 600_000;

export const meteredQueue = (queue: PromptQueue, metrics: Metrics, clock: Clock): PromptQueue => ({
  ...queue,
  async take() {
    const taken = await queue.take();
    const now = clock.now().epochMilliseconds;
    const late = taken.filter(({ prompt }) => now - Date.parse(prompt.dueAt) > lateMs).length;
    if (late > 0) metrics.count('held.prompts.late', late);
    return taken;
  },
  async put(...message) {
    await queue.put(...message);
    metrics.count('held.prompts.due');
  },
});

/** Who blocked Held is no failure, and is not counted: a decline is nobody's business. */
export const meteredSender = (sender: PromptSender, metrics: Metrics): PromptSender => ({
  ...sender,
  async sendPrompt(...prompt) {
    const outcome = await sender.sendPrompt(...prompt);
    if (outcome.kind === 'sent') metrics.count('held.prompts.sent');
    if (outcome.kind === 'failed') metrics.count('held.prompts.failed');
    return outcome;
  },
});

export const meteredReleases = (releases: ReleaseStore, metrics: Metrics): ReleaseStore => ({
  ...releases,
  async publish(...release) {
    const published = await releases.publish(...release);
    metrics.count('held.releases.published');
    return published;
  },
});

export const meteredPeriods = (periods: PeriodStore, metrics: Metrics): PeriodStore => ({
  ...periods,
  async update(period, etag) {
    const moved = await periods.update(period, etag);
    if (moved && period.state === 'SHREDDED') metrics.count('held.periods.shredded');
    return moved;
  },
});

/** A log that counts failing turns: `every` says each outage once, `reportTrouble` each time. */
export const meteredLog = (log: Logger, metrics: Metrics): Logger => ({
  ...log,
  error(fields, message) {
    metrics.count('held.loop.failures');
    log.error(fields, message);
  },
});

export interface MeasureDeps {
  readonly periods: PeriodStore;
  readonly deadPrompts: Pick<DeadPromptStore, 'list'>;
  readonly clock: Clock;
  /** Messages in the queues. */
  readonly waiting: () => Promise<number>;
}

/** What is looked at once a turn. */
export async function measure(metrics: Metrics, { periods, deadPrompts, clock, waiting }: MeasureDeps): Promise<void> {
  const now = clock.now();
  const alarms = (await periods.list()).flatMap(({ value }) => Object.values(alarmsOf(value, now)));
  metrics.latest('held.web.up', 1);
  metrics.latest(
    'held.period.alarms',
    alarms.reduce((sum, each) => sum + each, 0),
  );
  metrics.latest('held.prompts.dead', (await deadPrompts.list()).length);
  metrics.latest('held.queue.waiting', await waiting());
}
