import { describe, expect, it } from '@jest/globals';
import type { ProcessBeat } from '../../bot/ports.ts';
import { pacedSending } from '../../bot/usecases/pacedSending.ts';
import { messagesASecond, mostInASecond as most, SendingShare } from '../../bot/usecases/sendingShare.ts';
import { TestLog } from '../helpers/world.ts';

/** Time that passes only when somebody sleeps, with timers as late as Node's, and much later now and then: threads are busy. */
class Time {
  now = 0;
  #slept = 0;
  readonly #waiting: { readonly at: number; readonly go: () => void }[] = [];
  readonly elapsed = (): number => this.now;
  readonly sleep = (ms: number): Promise<void> =>
    new Promise((go) => {
      this.#slept += 1;
      const late = this.#slept % 97 === 0 ? 60 : this.#slept % 7 === 0 ? 12 : this.#slept % 3;
      this.#waiting.push({ at: this.now + ms + late, go });
    });
  async run(until: number): Promise<void> {
    for (;;) {
      for (let i = 0; i < 20; i += 1) await Promise.resolve();
      this.#waiting.sort((a, b) => a.at - b.at);
      const next = this.#waiting[0];
      if (!next || next.at > until) break;
      this.#waiting.shift();
      this.now = Math.max(this.now, next.at);
      next.go();
    }
    this.now = until;
  }
}

/** Beats in a table that everybody sees at once. */
function beats(time: Time) {
  const rows = new Map<string, number>();
  let down = false;
  return {
    rows,
    fail: (is: boolean) => (down = is),
    store: {
      beat: async ({ process }: ProcessBeat) => {
        if (down) throw new Error('down');
        rows.set(process, time.now);
      },
      living: async () => [...rows].filter(([, at]) => at > time.now - 15_000).map(([process]) => ({ process, sees: '' })),
      leave: async (process: string) => void rows.delete(process),
    },
  };
}

const mostInASecond = (sent: readonly number[]): number =>
  Math.max(0, ...sent.map((at, i) => sent.slice(i).filter((other) => other < at + 1_000).length));

describe('the share of sending', () => {
  it('never lets all processes together send more than 50 in any second, whoever comes and dies, and wastes little', async () => {
    const time = new Time();
    const table = beats(time);
    const sent: number[] = [];
    const startOne = (name: string, livesUntil: number): void => {
      const share = new SendingShare({
        senders: table.store,
        log: new TestLog(),
        process: name,
        elapsed: time.elapsed,
        perSecond: messagesASecond,
        beatSeconds: 2,
      });
      const alive = (): boolean => time.now < livesUntil;
      void (async () => {
        for (; alive(); await time.sleep(2_000)) await share.refresh();
      })();
      const pace = pacedSending({ perSecond: () => share.perSecond(), elapsed: time.elapsed, sleep: time.sleep });
      void (async () => {
        while (alive()) {
          await pace.turn();
          if (alive()) sent.push(time.now);
        }
      })();
    };
    startOne('a', 200_000);
    await time.run(20_000);
    startOne('b', 60_000);
    await time.run(30_000);
    startOne('c', 45_000);
    startOne('d', 200_000);
    await time.run(120_000);
    sent.sort((a, b) => a - b);
    expect(mostInASecond(sent)).toBeLessThanOrEqual(most);
    const rate = (from: number, to: number): number => sent.filter((at) => at >= from && at < to).length / ((to - from) / 1_000);
    expect(rate(6_000, 20_000)).toBeGreaterThanOrEqual(47);
    expect(rate(80_000, 120_000)).toBeGreaterThanOrEqual(46);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'among %i processes that share it is never above 50 in any second, and close to the limit on average',
    async (count) => {
      const time = new Time();
      const table = beats(time);
      for (let n = 0; n < count; n += 1) table.rows.set(`p${n}`, 0);
      const sent: number[] = [];
      for (let n = 0; n < count; n += 1) {
        const pace = pacedSending({ perSecond: () => messagesASecond / count, elapsed: time.elapsed, sleep: time.sleep });
        void (async () => {
          for (;;) {
            await pace.turn();
            sent.push(time.now);
          }
        })();
      }
      await time.run(30_000);
      expect(mostInASecond(sent)).toBeLessThanOrEqual(count <= 4 ? most : 50);
      expect(sent.length / 30).toBeGreaterThanOrEqual(count <= 4 ? 46.5 : 45.5);
    },
  );

  it('is nothing for a process that cannot beat, and comes back once it has settled again', async () => {
    const time = new Time();
    const table = beats(time);
    const share = new SendingShare({
      senders: table.store,
      log: new TestLog(),
      process: 'a',
      elapsed: time.elapsed,
      perSecond: messagesASecond,
      beatSeconds: 2,
    });
    const shares: number[] = [];
    for (let second = 0; second <= 60; second += 2) {
      time.now = second * 1_000;
      table.fail(second > 10 && second < 40);
      await share.refresh().catch(() => undefined);
      shares.push(share.perSecond());
    }
    expect(shares.slice(0, 3)).toEqual([0, 0, 0]);
    expect(shares.slice(3, 10)).toEqual(Array.from({ length: 7 }, () => messagesASecond));
    expect(shares.slice(10, 23).every((each) => each === 0)).toBe(true);
    expect(shares.at(-1)).toBe(messagesASecond);
  });
});
