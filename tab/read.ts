/** Reading from the API as a page sees it: loading, then what was read or what went wrong. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiProblem, type Problem } from './api.ts';

export type Read<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'problem'; readonly problem: Problem };

export const problemOf = (error: unknown): Problem => (error instanceof ApiProblem ? error.problem : 'failed');

/** Reads once for the life of the component and again at `retry`; `put` takes what a change gave back. `read` must keep its identity. */
export function useRead<T>(read: () => Promise<T>): {
  readonly state: Read<T>;
  readonly retry: () => void;
  readonly put: (value: T) => void;
} {
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<Read<T>>({ kind: 'loading' });
  useEffect(() => {
    let current = true;
    const settle = (next: Read<T>): void => {
      if (current) setState(next);
    };
    read().then(
      (value) => settle({ kind: 'ready', value }),
      (error: unknown) => settle({ kind: 'problem', problem: problemOf(error) }),
    );
    return () => {
      current = false;
    };
  }, [read, attempt]);
  const retry = useCallback(() => {
    setState({ kind: 'loading' });
    setAttempt((count) => count + 1);
  }, []);
  const put = useCallback((value: T) => setState({ kind: 'ready', value }), []);
  return { state, retry, put };
}

export type Doing = 'idle' | 'busy' | 'done' | Problem;

/** A change that a person asked for: busy meanwhile, then done or what went wrong. While one is under way another is not begun. */
export function useDoing(): { readonly doing: Doing; readonly run: (work: () => Promise<void>) => void } {
  const [doing, setDoing] = useState<Doing>('idle');
  const busy = useRef(false);
  const run = useCallback((work: () => Promise<void>) => {
    if (busy.current) return;
    busy.current = true;
    setDoing('busy');
    const end = (how: Doing): void => {
      busy.current = false;
      setDoing(how);
    };
    work().then(
      () => end('done'),
      (error: unknown) => end(problemOf(error)),
    );
  }, []);
  return { doing, run };
}
