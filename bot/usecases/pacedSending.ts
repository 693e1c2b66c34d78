import type { SendPace } from '../ports.ts';
import { messagesASecond, mostInASecond } from './sendingShare.ts';

export interface PacedSendingDeps {
  /** Messages a second that may be sent now; 0 for none. */
  readonly perSecond: () => number;
  /** Real milliseconds that only grow. */
  readonly elapsed: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
}

/** How often somebody who may send nothing looks whether that has changed. */
const lookMs = 100;

/**
 * How late a message may leave, in milliseconds, and still make room for the next at its own time: timers are late, and threads busy. As much
 * as keeps all processes together at `mostInASecond`, however many share the rate: of each, no second sees more than its whole part of that.
 */
const catchUpMs = (rate: number): number => Math.max(0, Math.floor((rate * mostInASecond) / messagesASecond) / rate - 1) * 1_000;

/**
 * Lets messages leave one after the other, evenly spaced; what a pause has cost beyond a moment's lateness is not made up for. In any second
 * all processes together send 49 at most (50 where there are five; never are there more than eight).
 */
export function pacedSending({ perSecond, elapsed, sleep }: PacedSendingDeps): SendPace {
  let nextAt = Number.NEGATIVE_INFINITY;
  let line: Promise<unknown> = Promise.resolve();

  const wait = async (): Promise<void> => {
    for (;;) {
      const rate = perSecond();
      const now = elapsed();
      if (rate <= 0) await sleep(lookMs);
      else if (nextAt > now) await sleep(Math.max(1, Math.ceil(nextAt - now)));
      else {
        nextAt = Math.max(nextAt, now - catchUpMs(rate)) + 1_000 / rate;
        return;
      }
    }
  };

  return {
    turn() {
      const mine = line.then(wait);
      line = mine.catch(() => undefined);
      return mine;
    },
  };
}
