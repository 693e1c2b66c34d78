import { markdownTable } from '../helpers/markdownTable.ts';
import type { AttackResult } from './attack.ts';
import type { Mutation } from './attacks/19-mutation.ts';

export interface Reported extends AttackResult {
  readonly id: number;
  readonly name: string;
}

export interface Report {
  readonly attacks: readonly Reported[];
  readonly mutations: readonly Mutation[];
  readonly pass: boolean;
}

/** Sorted by number. The two halves of attack 19 become one: it passes when both do. */
export function reportOf(parts: readonly Reported[], mutations: readonly Mutation[]): Report {
  const attacks = [...new Set(parts.map(({ id }) => id))]
    .toSorted((one, other) => one - other)
    .flatMap((id) => {
      const [first, ...others] = parts.filter((part) => part.id === id);
      return first ? [others.reduce(join, first)] : [];
    });
  const killedBy = new Map<string, number[]>();
  for (const { rule, killedBy: by } of mutations) killedBy.set(rule, [...(killedBy.get(rule) ?? []), ...by]);
  return {
    attacks,
    mutations: [...killedBy]
      .map(([rule, by]) => ({ rule, killedBy: by.toSorted((one, other) => one - other) }))
      .toSorted((one, other) => Number(one.rule.slice(1)) - Number(other.rule.slice(1))),
    pass: attacks.length > 0 && attacks.every(({ pass }) => pass),
  };
}

function join(one: Reported, other: Reported): Reported {
  return {
    ...one,
    metric: one.metric + other.metric,
    pass: one.pass && other.pass,
    cases: one.cases + other.cases,
    notes: [...one.notes, ...other.notes],
  };
}

const decimals = (value: number | undefined): string =>
  value === undefined ? '' : Number.isInteger(value) ? String(value) : value.toFixed(3);

export function tableOf({ attacks, mutations, pass }: Report): string {
  const rows = attacks.map(({ id, name, metric, bound, accuracy, guess, advantage, interval, cases, pass: held }) => [
    String(id),
    name,
    decimals(metric),
    decimals(bound),
    decimals(accuracy),
    decimals(guess),
    decimals(advantage),
    interval ? interval.map(decimals).join(' to ') : '',
    cases.toLocaleString('en-GB'),
    held ? 'passes' : 'FAILS',
  ]);
  const lines = [
    ...markdownTable([['#', 'attack', 'metric', 'bound', 'accuracy', 'guess', 'advantage', '95% interval', 'cases', 'verdict'], ...rows]),
    '',
    ...attacks.flatMap(({ id, notes }) => notes.map((note) => `- ${id}: ${note}`)),
  ];
  if (mutations.length > 0) {
    const killed = mutations.map(({ rule, killedBy }) => [rule, killedBy.length > 0 ? killedBy.join(', ') : 'NONE']);
    lines.push('', ...markdownTable([['rule switched off', 'attacks that fail then'], ...killed]));
  }
  lines.push('', pass ? 'Every attack was withstood.' : 'AN ATTACK SUCCEEDED.', '');
  return lines.join('\n');
}
