/** Everything the page needs, read at once. */
import { useCallback, useEffect, useState } from 'react';
import { ApiProblem, type Api, type Problem } from './api.ts';
import type { QuestionBody } from '../bot/contract/questions.ts';

type Answer<Name extends keyof Api> = Awaited<ReturnType<Api[Name]>>;

export interface Picture {
  readonly me: Answer<'me'>;
  readonly releases: Answer<'releases'>['releases'];
  readonly questions: ReadonlyMap<string, QuestionBody>;
  /** Undefined where it could not be read: the figures do not wait for it. */
  readonly booking: Answer<'booking'> | undefined;
  readonly period: Answer<'period'> | undefined;
}

export type PictureState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly picture: Picture }
  | { readonly kind: 'problem'; readonly problem: Problem };

const orNothing = (): undefined => undefined;

async function readPicture(api: Api): Promise<Picture> {
  const [me, { releases }, { questions }, booking, period] = await Promise.all([
    api.me(),
    api.releases(),
    api.questions(),
    api.booking().catch(orNothing),
    api.period().catch(orNothing),
  ]);
  return { me, releases, questions: new Map(questions.map((question) => [question.id, question])), booking, period };
}

/** One picture for the life of the component: a page for another person is another component (a `key`). */
export function usePicture(api: Api): { readonly state: PictureState; readonly retry: () => void } {
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<PictureState>({ kind: 'loading' });
  useEffect(() => {
    let current = true;
    const settle = (next: PictureState): void => {
      if (current) setState(next);
    };
    readPicture(api).then(
      (picture) => settle({ kind: 'ready', picture }),
      (error: unknown) => settle({ kind: 'problem', problem: error instanceof ApiProblem ? error.problem : 'failed' }),
    );
    return () => {
      current = false;
    };
  }, [api, attempt]);
  const retry = useCallback(() => {
    setState({ kind: 'loading' });
    setAttempt((count) => count + 1);
  }, []);
  return { state, retry };
}
