import type { Logger, ProcessStore } from '../ports.ts';

/** The channel takes about 50 messages a second for an app and tenant. So many leave on average, evenly, all processes together. */
export const messagesASecond = 47.5;
/** And never more than so many in any second; on the way to the channel they may come a little closer together. */
export const mostInASecond = 49;

export interface SendingShareDeps {
  readonly senders: ProcessStore;
  readonly log: Logger;
  /** This process, a random id made at its start. */
  readonly process: string;
  /** Real milliseconds that only grow. */
  readonly elapsed: () => number;
  /** Messages a second that all processes together may send. */
  readonly perSecond: number;
  /** Seconds between two calls of `refresh`, the same in every process. */
  readonly beatSeconds: number;
}

/** Until a new process sends anything, the others have had two turns to make room. */
const turnsToSettle = 2.5;
/** A process that could not beat for so long may be taken for dead by the others, who then use its share: it sends nothing. */
const unheardAfterMs = 10_000;

/**
 * This process's part of the channel's limit: an even split by the processes that live. Together they never exceed the limit, whoever
 * comes or dies: a newcomer waits until the others know of it, and the share of one that died is used only once it is surely silent.
 */
export class SendingShare {
  readonly #deps: SendingShareDeps;
  #firstBeat: number | undefined;
  #lastBeat = Number.NEGATIVE_INFINITY;
  #living = 1;

  constructor(deps: SendingShareDeps) {
    this.#deps = deps;
  }

  /** Messages a second that this process may send now. */
  perSecond(): number {
    const now = this.#deps.elapsed();
    const settled = this.#firstBeat !== undefined && now - this.#firstBeat >= turnsToSettle * this.#deps.beatSeconds * 1_000;
    return settled && now - this.#lastBeat < unheardAfterMs ? this.#deps.perSecond / this.#living : 0;
  }

  /** Beats and counts. A failure keeps the last count; silence ends the sending by itself. */
  async refresh(): Promise<void> {
    const { senders, process, elapsed } = this.#deps;
    const began = elapsed();
    await senders.beat({ process, sees: '' });
    // After a silence the others may have taken this share: it counts as new.
    if (this.#firstBeat === undefined || began - this.#lastBeat >= unheardAfterMs) this.#firstBeat = elapsed();
    this.#lastBeat = began;
    // By the beat just made: a clock of ours that is seconds ahead would find nobody else, and take the whole rate.
    const living = await senders.living(process);
    this.#living = Math.max(1, living.length + (living.some((each) => each.process === process) ? 0 : 1));
  }

  leave(): Promise<void> {
    return this.#deps.senders.leave(this.#deps.process);
  }
}
