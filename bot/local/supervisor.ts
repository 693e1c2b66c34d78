import { epitaph, type Child } from './child.ts';

/** Said instead of going on, once the end has begun. */
export class Ending extends Error {}

/**
 * Keeps the children together: they end in the reverse order of their start, so that storage goes last, and when one dies by itself all
 * end. `ended` resolves with the process's exit code and, where it was no ordinary end, what happened.
 */
export class Supervisor {
  readonly #children: Child[] = [];
  #ending: Promise<void> | undefined;
  readonly ended: Promise<{ readonly code: number; readonly because?: string }>;
  #resolve: (end: { code: number; because?: string }) => void = () => undefined;

  constructor() {
    this.ended = new Promise((resolve) => (this.#resolve = resolve));
  }

  get ending(): boolean {
    return this.#ending !== undefined;
  }

  /** Takes charge of a child from the moment it exists. It may end by itself only where `mayEnd`. */
  async start(starting: () => Promise<Child>, mayEnd = false): Promise<Child> {
    if (this.ending) throw new Ending();
    const child = await starting();
    this.#children.push(child);
    void child.ended.then(async () => {
      if (!mayEnd && !this.ending) await this.end(1, await epitaph(child));
    });
    // An end that began while it started did not know of it.
    if (this.ending) await child.stop();
    return child;
  }

  /** Ends every child, the latest first. Calling it again waits for the same end. */
  end(code: number, because?: string): Promise<void> {
    this.#ending ??= this.#endAll().then(() => this.#resolve({ code, ...(because === undefined ? {} : { because }) }));
    return this.#ending;
  }

  async #endAll(): Promise<void> {
    for (const child of this.#children.toReversed()) await child.stop();
  }
}
