import { markdownTable } from '../helpers/markdownTable.ts';
import type { Bench, Sample, Target, Unit } from './bench.ts';

/** Over all repetitions. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export interface BenchReport {
  readonly name: string;
  readonly about: string;
  readonly repetitions: number;
  readonly seconds: number;
  readonly values: readonly ({ readonly what: string; readonly unit: Unit } & Spread)[];
  readonly targets: readonly ({ readonly what: string; readonly bound: Target['bound']; readonly pass: boolean } & Spread)[];
  /** Why the bench stopped, where it did not end. */
  readonly stopped?: string;
  readonly pass: boolean;
}

export interface Report {
  readonly benches: readonly BenchReport[];
  readonly pass: boolean;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  return { median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2, least: at(0), most: at(sorted.length - 1) };
}

/** Not a number is never within a bound. */
function holds({ bound, holds: when }: Target, { median, least, most }: Spread): boolean {
  if ('atMost' in bound) return (when === 'each time' ? most : median) <= bound.atMost;
  return (when === 'each time' ? least : median) >= bound.atLeast;
}

export function reportOn(bench: Bench, samples: readonly Sample[], seconds: number, stopped?: string): BenchReport {
  const targets = bench.targets.map((target) => {
    const spread = spreadOf(samples.map((sample) => target.of(sample)));
    return { what: target.what, bound: target.bound, ...spread, pass: holds(target, spread) };
  });
  return {
    name: bench.name,
    about: bench.about,
    repetitions: samples.length,
    seconds,
    values: Object.entries(bench.values).map(([key, { what, unit }]) => ({
      what,
      unit,
      ...spreadOf(samples.map((sample) => sample[key] ?? Number.NaN)),
    })),
    targets,
    ...(stopped === undefined ? {} : { stopped }),
    pass: stopped === undefined && targets.every(({ pass }) => pass),
  };
}

/** Three figures that count, and thousands told apart. */
const shown = (value: number): string => value.toLocaleString('en-GB', { maximumSignificantDigits: 3 });
const range = ({ least, most }: Spread): string => `${shown(least)} to ${shown(most)}`;
const boundText = (bound: Target['bound']): string => ('atMost' in bound ? `at most ${bound.atMost}` : `at least ${bound.atLeast}`);

export function tableOf({ benches, pass }: Report): string {
  const head = ['bench', 'what', 'median', 'range', 'target', 'verdict'];
  const rows = benches.flatMap(({ name, values, targets, stopped }) => [
    ...targets.map((target) => [
      name,
      target.what,
      shown(target.median),
      range(target),
      boundText(target.bound),
      target.pass ? 'met' : 'MISSED',
    ]),
    ...values.map((value) => [name, value.what, `${shown(value.median)} ${value.unit}`, range(value), '', '']),
    ...(stopped === undefined ? [] : [[name, `stopped: ${stopped}`, '', '', '', 'MISSED']]),
  ]);
  const end = pass ? 'Every target was met.' : 'A TARGET WAS MISSED.';
  return [...markdownTable([head, ...rows]), '', end, ''].join('\n');
}
