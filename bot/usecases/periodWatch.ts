import { HeldError } from '../errors.ts';
import type { Period } from '../domain/period.ts';
import { stateReadEvery } from '../domain/period.ts';
import type { Logger, PeriodStore, ProcessStore, Sealer, Sealing, WebVault } from '../ports.ts';

export interface OpenPeriod {
  readonly period: Period;
  readonly sealer: Sealer;
}

export interface PeriodWatchDeps {
  readonly periods: PeriodStore;
  readonly vault: WebVault;
  readonly sealing: Sealing;
  readonly processes: ProcessStore;
  readonly log: Logger;
  /** This web process, a random id made at its start. */
  readonly process: string;
  /** Real milliseconds that only grow: ages must not follow a clock that someone can move. */
  readonly elapsed: () => number;
  /** First day of the next half-term, for kind refusals. */
  readonly nextHalfTerm: () => { readonly starts: string } | undefined;
}

const oldestStateMs = stateReadEvery.minutes * 60_000;

/**
 * What a web process knows of the open period, kept in memory so that a check-in does not read it again.
 *
 * Guarantees: no write starts on a state read more than 5 minutes ago; a process confirms that it has seen a close only after its last
 * write under the open state has ended; the keys of a period that is not open are not held.
 */
export class PeriodWatch {
  readonly #deps: PeriodWatchDeps;
  #open: OpenPeriod | undefined;
  #latest: Period | undefined;
  #readAt = Number.NEGATIVE_INFINITY;
  #writing = 0;

  constructor(deps: PeriodWatchDeps) {
    this.#deps = deps;
  }

  /** The period that answers go into, when one is open and its state is fresh enough to act on. */
  get open(): OpenPeriod | undefined {
    return this.#isFresh() ? this.#open : undefined;
  }

  /** Whether the state was read lately: where not, that `open` is undefined says nothing. */
  get isKnown(): boolean {
    return this.#isFresh();
  }

  /** The newest period, whatever its state. */
  get latest(): Period | undefined {
    return this.#latest;
  }

  get next(): { readonly starts: string } | undefined {
    return this.#deps.nextHalfTerm();
  }

  /** Reads the state again, fetches or drops keys, and tells the others what this process acts on. Call it at least every 5 minutes. */
  async refresh(): Promise<void> {
    const { periods, processes, process, elapsed } = this.#deps;
    const startedAt = elapsed();
    const latest = (await periods.list()).at(-1)?.value;
    this.#latest = latest;
    if (latest?.state === 'OPEN') {
      const held = this.#open?.period.id === latest.id ? this.#open.sealer : await this.#sealerOf(latest);
      this.#open = held && { period: latest, sealer: held };
    } else {
      this.#open = undefined;
    }
    this.#readAt = startedAt;
    // While a write begun under the open state is still under way, the beat stays silent: the cut waits for it.
    if (latest && (latest.state === 'OPEN' || this.#writing === 0)) {
      await processes.beat({ process, sees: `${latest.id}:${latest.state}` });
    }
  }

  /** Runs one write against the open period. Rejects with `period-closed` when none is open, `storage-down` when its state is not known. */
  async during<T>(work: (open: OpenPeriod) => Promise<T>): Promise<T> {
    if (!this.#isFresh()) throw new HeldError('storage-down', 'The state of the period could not be read for 5 minutes.');
    const open = this.#open;
    if (!open) throw new HeldError('period-closed');
    this.#writing += 1;
    try {
      return await work(open);
    } finally {
      this.#writing -= 1;
    }
  }

  #isFresh(): boolean {
    return this.#deps.elapsed() - this.#readAt < oldestStateMs;
  }

  async #sealerOf(period: Period): Promise<Sealer | undefined> {
    const keys = await this.#deps.vault.sealingKeys(period.id);
    if (keys) return this.#deps.sealing.sealerFor(keys);
    this.#deps.log.error({ period: period.id }, 'the period is open but its sealing keys are gone; answers are refused');
    return undefined;
  }
}
