/** How large a run is: `short` runs in `npm test` in under a minute, `full` is what the published table shows. */
export type Profile = 'short' | 'full';

export interface AttackContext {
  readonly profile: Profile;
  readonly seed: number;
  /** Organisations for the statistical attacks, where the caller chose a number; else the attack's own for its profile. */
  readonly organisations?: number;
  /** Stop at the first thing found: for a product known to be broken, where one is enough. */
  readonly impatient?: boolean;
  /** How much of this attack is done, 0 to 1. */
  progress(done: number): void;
}

/**
 * What one attack found. `metric` is what its verdict compares with `bound` (a share, an advantage, or a count of failures with bound 0);
 * `pass` is the verdict. Rows say the same in detail, for people.
 */
export interface AttackResult {
  readonly metric: number;
  readonly bound: number;
  readonly pass: boolean;
  readonly accuracy?: number;
  readonly guess?: number;
  readonly advantage?: number;
  /** 95% interval of the advantage. */
  readonly interval?: readonly [number, number];
  /** How many cases were tried. */
  readonly cases: number;
  /** One line each: details, residual risks, stress results without a verdict. */
  readonly notes: readonly string[];
}

export interface Attack {
  /** 1 to 19, as in the anonymity rules. */
  readonly id: number;
  readonly name: string;
  run(context: AttackContext): Promise<AttackResult>;
}
