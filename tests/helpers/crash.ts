import type { LeaseStore } from '../../bot/ports.ts';

/** What a killed process would never have seen: the test's own signal. */
export class Killed extends Error {
  constructor() {
    super('killed');
    this.name = 'Killed';
  }
}

/**
 * Kills one simulated process at its n-th call to the outside world (storage or vault), before the call takes effect or right after it
 * did. From then on every call of that process fails, since nothing of a dead process runs on; the stores themselves live.
 */
export class Crash {
  calls = 0;
  dead = false;
  readonly #at: number;
  readonly #when: 'before' | 'after';

  constructor(at: number, when: 'before' | 'after') {
    this.#at = at;
    this.#when = when;
  }

  /** A process that is never killed; its `calls` say how many points there are. */
  static never(): Crash {
    return new Crash(Number.POSITIVE_INFINITY, 'before');
  }

  wrap<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]): unknown => {
          if (!this.#lives()) return refusal();
          const isPoint = this.calls === this.#at;
          const result: unknown = Reflect.apply(member, target, args);
          if (!(result instanceof Promise)) return result;
          return result.then((value: unknown) => this.#leave(isPoint, value));
        };
      },
    });
  }

  /** A dead process's lease runs out; here at once, so that a test need not wait for it. */
  wrapLeases(leases: LeaseStore): LeaseStore {
    return {
      withLease: async (name, work) => {
        if (!this.#lives()) throw new Killed();
        const isPoint = this.calls === this.#at;
        return this.#leave(isPoint, await leases.withLease(name, work));
      },
    };
  }

  /** Counts a call. False when the process is dead by now. */
  #lives(): boolean {
    this.calls += 1;
    if (this.calls === this.#at && this.#when === 'before') this.dead = true;
    return !this.dead;
  }

  #leave<T>(isPoint: boolean, value: T): T {
    if (isPoint) this.dead = true;
    if (this.dead) throw new Killed();
    return value;
  }
}

/** What a dead process gets for its calls, as from the stores themselves: a promise that rejects, or pages that cannot be read. */
function refusal(): Promise<never> & AsyncIterable<never> {
  const refused = Promise.reject<never>(new Killed());
  // Nobody awaits it where pages were asked for.
  refused.catch(() => undefined);
  return Object.assign(refused, {
    [Symbol.asyncIterator](): AsyncIterator<never> {
      throw new Killed();
    },
  });
}
