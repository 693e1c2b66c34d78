/** A page of several parts that are read each on its own: one that fails takes no other with it. */
import { useEffect, useState } from 'react';
import type { Problem } from './api.ts';
import type { Read, Reading } from './read.ts';

/** These concern the person, not a part of the page. */
const ofThePerson: readonly Problem[] = ['notAllowed', 'notOnRoster', 'signedOut'];

/** What is in the way of the page as a whole: something that concerns the person, or trouble in every part. */
export function inTheWay(states: readonly Read<unknown>[]): Problem | undefined {
  const problems = states.flatMap((state) => (state.kind === 'problem' ? [state.problem] : []));
  return problems.find((problem) => ofThePerson.includes(problem)) ?? (problems.length === states.length ? problems[0] : undefined);
}

type Part = Pick<Reading<unknown>, 'state' | 'retry'>;

/**
 * The page waits until each part has been read or has failed, so that nothing jumps; a part that is read again hides nothing but itself.
 * `onReady` is called whenever there is something to see that was not there before.
 */
export function useParts(parts: readonly Part[], onReady: () => void): { readonly state: Read<undefined>; readonly retry: () => void } {
  const states = parts.map(({ state }) => state);
  const [shown, setShown] = useState(false);
  const settled = states.every(({ kind }) => kind !== 'loading');
  const loading = shown ? states.every(({ kind }) => kind === 'loading') : !settled;
  if (settled && !shown) setShown(true);
  useEffect(() => {
    if (!loading) onReady();
  }, [loading, onReady]);
  const problem = inTheWay(states);
  return {
    state: loading ? { kind: 'loading' } : problem ? { kind: 'problem', problem } : { kind: 'ready', value: undefined },
    retry: () => parts.forEach((part) => part.retry()),
  };
}
