import type { AttackContext, AttackResult } from './attack.ts';
import { computedMutants, mutate, mutation, systemMutants, type Mutation } from './attacks/19-mutation.ts';
import { statisticalAttacks } from './statisticalAttacks.ts';
import { systemAttacks } from './systemAttacks.ts';

/** The two halves of a run, side by side on two cores: what is computed, and what needs whole processes and storage. */
export const laneNames = ['computed', 'system'] as const;
export type LaneName = (typeof laneNames)[number];

export interface LaneOrder extends Omit<AttackContext, 'progress'> {
  readonly lane: LaneName;
  /** Attacks by number. */
  readonly ids: readonly number[];
}

export type LaneNews =
  | { readonly kind: 'progress'; readonly id: number; readonly done: number }
  | {
      readonly kind: 'result';
      readonly id: number;
      readonly seconds: number;
      readonly result: AttackResult;
      readonly mutations?: readonly Mutation[];
    };

const lanes = {
  computed: { attacks: statisticalAttacks, mutants: computedMutants },
  system: { attacks: systemAttacks, mutants: systemMutants },
} as const;

/** Every attack of a run by number. Attack 19 has a part in both lanes. */
export const allAttacks: readonly { readonly id: number; readonly name: string }[] = [
  ...statisticalAttacks,
  ...systemAttacks,
  mutation,
].toSorted((one, other) => one.id - other.id);

/** Runs one lane, telling what happens. An attack that throws has failed. */
export async function runLane({ lane, ids, ...context }: LaneOrder, tell: (news: LaneNews) => void): Promise<void> {
  const { attacks, mutants } = lanes[lane];
  for (const { id, run } of attacks) {
    if (!ids.includes(id)) continue;
    const started = performance.now();
    const result = await run({ ...context, progress: (done) => tell({ kind: 'progress', id, done }) }).catch(stopped);
    tell({ kind: 'result', id, seconds: (performance.now() - started) / 1_000, result });
  }
  const { id } = mutation;
  if (!ids.includes(id)) return;
  const started = performance.now();
  const { result, mutations } = await mutate({ ...context, progress: (done) => tell({ kind: 'progress', id, done }) }, mutants).catch(
    (error: unknown) => ({
      result: stopped(error),
      mutations: [],
    }),
  );
  tell({ kind: 'result', id, seconds: (performance.now() - started) / 1_000, result, mutations });
}

function stopped(error: unknown): AttackResult {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { metric: 1, bound: 0, pass: false, cases: 0, notes: [`FAILED: the attack stopped: ${message}`] };
}
