import type { SendPace } from '../ports.ts';

export interface PacedSendingDeps {
  /** Messages a second that may be sent now; 0 for none. */
  readonly perSecond: () => number;
  /** Real milliseconds that only grow. */
  readonly elapsed: () => number;
  readonly sleep: (ms: number) => Promise<unknown>;
}

/** How late a message may leave and still make room for the next at its own time: timers are late by a millisecond or two. */
const catchUpMs = 20;
/** How often somebody who may send nothing looks whether that has changed. */
const lookMs = 100;

/**
 * Lets messages leave one after the other, evenly spaced. In any second no more than the rate and one leave, however long none did before.
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
        nextAt = Math.max(nextAt, now - catchUpMs) + 1_000 / rate;
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
