import type { Attack, AttackContext, AttackResult } from './attack.ts';
import { computedMutants, mutate, mutation, systemMutants, type Mutation } from './attacks/19-mutation.ts';
import { statisticalAttacks } from './statisticalAttacks.ts';
import { systemAttacks } from './systemAttacks.ts';

/** What one thread does at a time: an attack, or one of the two halves of attack 19. */
export interface Task {
  /** The attack by number. */
  readonly id: number;
  /** Of attack 19: mutants that are computed, or those that need whole processes and storage. */
  readonly mutants?: 'computed' | 'system';
}

export interface TaskOrder extends Omit<AttackContext, 'progress'>, Task {}

/** What a thread is told when no task is left. */
export const noMoreTasks = 'no more tasks';

export type TaskNews =
  | { readonly kind: 'progress'; readonly id: number; readonly done: number }
  | {
      readonly kind: 'result';
      readonly id: number;
      readonly seconds: number;
      readonly result: AttackResult;
      readonly mutations?: readonly Mutation[];
    };

const attacks: readonly Attack[] = [...statisticalAttacks, ...systemAttacks];

/** Every attack of a run by number. */
export const allAttacks: readonly { readonly id: number; readonly name: string }[] = [...attacks, mutation].toSorted(
  (one, other) => one.id - other.id,
);

/** Those that take longest, longest first: threads that share the work end at nearly the same time when these come first. */
const longest = [15, 1, 12, 10, 14, 13, 11, 17, 6, 18, 16, 4, 5];

/** The tasks of these attacks, in the order in which they are best begun. */
export function tasksOf(ids: readonly number[]): readonly Task[] {
  const place = (id: number): number => (longest.includes(id) ? longest.indexOf(id) : longest.length);
  return ids
    .toSorted((one, other) => place(one) - place(other))
    .flatMap((id): readonly Task[] =>
      id === mutation.id
        ? [
            { id, mutants: 'system' },
            { id, mutants: 'computed' },
          ]
        : [{ id }],
    );
}

/** Runs one task, telling what happens. An attack that throws has failed. */
export async function runTask({ id, mutants, ...context }: TaskOrder, tell: (news: TaskNews) => void): Promise<void> {
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1_000;
  const progress = (done: number): void => tell({ kind: 'progress', id, done });
  if (mutants) {
    const chosen = mutants === 'computed' ? computedMutants : systemMutants;
    const { result, mutations } = await mutate({ ...context, progress }, chosen).catch((error: unknown) => ({
      result: stopped(error),
      mutations: [],
    }));
    return tell({ kind: 'result', id, seconds: seconds(), result, mutations });
  }
  const attack = attacks.find((each) => each.id === id);
  const result = await (attack?.run({ ...context, progress }) ?? Promise.reject(new Error(`There is no attack ${id}.`))).catch(stopped);
  tell({ kind: 'result', id, seconds: seconds(), result });
}

function stopped(error: unknown): AttackResult {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { metric: 1, bound: 0, pass: false, cases: 0, notes: [`FAILED: the attack stopped: ${message}`] };
}
