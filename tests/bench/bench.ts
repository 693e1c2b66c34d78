export type Unit = 'ms' | 'a second' | 'MiB' | 'bytes' | 'requests' | 'people' | 'thousandths';

/** What one repetition measured, by name. */
export type Sample<Key extends string = string> = Readonly<Record<Key, number>>;

export interface Target<Key extends string = string> {
  readonly what: string;
  /** Reckoned within one repetition, so that what slows the whole machine down slows both sides of a ratio. */
  of(sample: Sample<Key>): number;
  readonly bound: { readonly atMost: number } | { readonly atLeast: number };
  /** What is held against the bound: the median of all repetitions (the default), or each of them, for what may never be exceeded. */
  readonly holds?: 'each time';
}

/** What a bench measures with; made outside the measured time. */
export interface Prepared<Key extends string = string> {
  /**
   * One repetition: measures the product and its baseline close together in time, `n` (from 0) odd and even the other way round, so that
   * neither always comes first.
   */
  round(n: number): Promise<Sample<Key>>;
  dispose(): Promise<void>;
}

/**
 * One bench: the product beside a baseline as small as can be, in one run. A file a bench, named in `benches.ts`. It is judged by ratios;
 * absolute values are for information, since they depend on the machine.
 */
export interface Bench<Key extends string = string> {
  /** What `--only` takes. */
  readonly name: string;
  readonly about: string;
  readonly values: Readonly<Record<Key, { readonly what: string; readonly unit: Unit }>>;
  readonly targets: readonly Target<Key>[];
  /** 5 at least, and unless said otherwise. */
  readonly repetitions?: number;
  /** Takes minutes and counts rather than compares, so that once is enough: it runs only when it is asked for by its name. */
  readonly onlyByName?: true;
  prepare(): Promise<Prepared<Key>>;
}

export const leastRepetitions = 5;

/** Milliseconds that the work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Two works one after the other, in turned-round order every other time; their results in the order given. */
export async function bothWays<A, B>(n: number, one: () => Promise<A>, other: () => Promise<B>): Promise<[A, B]> {
  if (n % 2 === 0) {
    const first = await one();
    return [first, await other()];
  }
  const second = await other();
  return [await one(), second];
}
