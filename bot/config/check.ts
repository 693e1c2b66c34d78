import { z } from 'zod';
import { settings, shape, type NeededBy } from './settings.ts';

export type Environment = Readonly<Record<string, string | undefined>>;
/** Which program reads its settings. `start` is the laptop's supervisor. */
export type Program = 'web' | 'opener' | 'cli' | 'start';

/** Every setting that stands in the way of a start, each by its name with how to fix it. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const count = problems.length === 1 ? 'a setting needs' : `${problems.length} settings need`;
    super([`Held cannot start: ${count} attention.`, ...problems.map((problem) => `  - ${problem}`)].join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const schema = z.object(shape).partial();
export type Values = z.output<typeof schema>;

export interface Checked {
  /** By name; undefined where not set and without default, or where what was set is among the problems. */
  readonly values: Values;
  readonly problems: readonly string[];
}

/** Reads every setting and checks each by itself and against the mode. An empty value counts as not set. */
export function readSettings(env: Environment, program: Program): Checked {
  const problems: string[] = [];
  const isGiven = (name: string): boolean => (env[name] ?? '') !== '';
  const texts = settings.map(({ name, default: fallback }) => [name, isGiven(name) ? env[name] : fallback] as const);
  const values = parseAll(new Map(texts), problems);
  const mode = values.HELD_MODE;
  for (const { name, where, neededInAzure, meaning } of settings) {
    if (mode && where !== 'both' && where !== mode && isGiven(name)) {
      problems.push(`${name} is set, but HELD_MODE is ${mode} and it belongs to ${where} mode only. Unset it, or change HELD_MODE.`);
    }
    if (mode === 'azure' && needs(program, neededInAzure) && !isGiven(name)) {
      problems.push(`${name} is not set, and HELD_MODE is azure. Set it: ${meaning}`);
    }
  }
  return { values, problems };
}

function parseAll(texts: ReadonlyMap<string, string | undefined>, problems: string[]): Values {
  const first = schema.safeParse(Object.fromEntries(texts));
  if (first.success) return first.data;
  const bad = new Map(first.error.issues.map((issue) => [String(issue.path[0]), issue.message]));
  // The value itself is not repeated: it may be a secret put into the wrong setting.
  for (const [name, message] of bad) problems.push(`${name} ${message}`);
  return schema.parse(Object.fromEntries([...texts].filter(([name]) => !bad.has(name))));
}

function needs(program: Program, by: NeededBy): boolean {
  if (by === 'all') return true;
  return by === program || (by === 'web and opener' && (program === 'web' || program === 'opener'));
}
