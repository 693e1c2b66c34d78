import type { AttackContext, AttackResult } from '../attack.ts';

class FoundEnough extends Error {}

/** Findings of one attack: every case that was tried, and what should not have been possible. */
export class Findings {
  cases = 0;
  readonly failures: string[] = [];
  readonly notes: string[] = [];
  readonly #impatient: boolean;

  constructor({ impatient = false }: Pick<AttackContext, 'impatient'> = {}) {
    this.#impatient = impatient;
  }

  /** One case; `held` says whether the product withstood it. */
  check(held: boolean, failure: string): boolean {
    this.cases += 1;
    if (!held) this.fail(failure);
    return held;
  }

  fail(failure: string): void {
    this.failures.push(failure);
    if (this.#impatient) throw new FoundEnough(failure);
  }

  note(line: string): void {
    this.notes.push(line);
  }

  /** Runs an attack to its end, or to its first finding where that is enough. */
  async gather(attack: () => Promise<void>): Promise<AttackResult> {
    try {
      await attack();
    } catch (error) {
      if (!(error instanceof FoundEnough)) throw error;
    }
    return this.result();
  }

  /** Passes when nothing failed; the first failures are named. */
  result(): AttackResult {
    const shown = [...new Set(this.failures)].slice(0, 12).map((failure) => `FAILED: ${failure}`);
    return {
      metric: this.failures.length,
      bound: 0,
      pass: this.failures.length === 0 && this.cases > 0,
      cases: this.cases,
      notes: [...shown, ...this.notes],
    };
  }
}

export const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
