/** Reading from the API as a page sees it: loading, then what was read or what went wrong. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiProblem, type Api, type Problem } from './api.ts';

export type Read<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** Problems that another try can mend; the rest need somebody. */
const mayPass: readonly Problem[] = ['offline', 'late', 'failed', 'signedOut', 'refused'];

/** The retry that there is for a problem, if any. Where the connection was gone, it is made when that comes back. */
export function useWayOn(problem: Problem | undefined, retry: () => void): (() => void) | undefined {
  useEffect(() => {
    if (problem !== 'offline') return undefined;
    window.addEventListener('online', retry);
    return () => window.removeEventListener('online', retry);
  }, [problem, retry]);
  return problem && mayPass.includes(problem) ? retry : undefined;
}

export const problemOf = (error: unknown): Problem => (error instanceof ApiProblem ? error.problem : 'failed');

export interface Reading<T> {
  readonly state: Read<T>;
  readonly retry: () => void;
  readonly put: (value: T) => void;
}

/**
 * Reads once for the life of the component and again at `retry`; `put` takes what a change gave back. `read` must keep its identity.
 * `already`: what was read before the component was there; it is shown at once and not read again.
 */
export function useRead<T>(read: () => Promise<T>, already?: { readonly value: T }): Reading<T> {
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<Read<T>>(already ? { kind: 'ready', value: already.value } : { kind: 'loading' });
  const unused = useRef(already);
  useEffect(() => {
    if (unused.current) {
      unused.current = undefined;
      return undefined;
    }
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

/** A reading that can begin before the component is there that shows it. `once`: one that came to no answer in time is not begun again unasked. */
export function readingAhead<T>(read: (api: Api) => Promise<T>, { once = false } = {}) {
  const begun = new WeakMap<Api, { readonly promise: Promise<T>; already?: { readonly value: T } }>();
  return {
    /** Begins. Resolves when it is done, however it went: what failed is read again by who shows it. */
    async ahead(api: Api): Promise<void> {
      const promise = read(api);
      begun.set(api, { promise });
      try {
        begun.set(api, { promise, already: { value: await promise } });
      } catch (error) {
        if (!once || problemOf(error) !== 'late') begun.delete(api);
      }
    },
    /** What was begun serves the first component that asks for it, and no later one. */
    useReading(api: Api): Reading<T> {
      const readNow = useCallback(() => begun.get(api)?.promise ?? read(api), [api]);
      const reading = useRead(readNow, begun.get(api)?.already);
      useEffect(() => {
        begun.delete(api);
      }, [api]);
      return reading;
    },
  };
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
