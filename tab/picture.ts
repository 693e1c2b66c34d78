/** Everything that the page of figures needs, read at once. */
import { useCallback } from 'react';
import type { Api } from './api.ts';
import { useRead } from './read.ts';
import { actionsBody, type ActionsBody } from '../bot/contract/actions.ts';
import { paths } from '../bot/contract/paths.ts';
import type { QuestionBody } from '../bot/contract/questions.ts';

type Answer<Name extends keyof Api> = Api[Name] extends (...args: never[]) => Promise<infer Body> ? Body : never;

export interface Picture {
  readonly releases: Answer<'releases'>['releases'];
  readonly questions: ReadonlyMap<string, QuestionBody>;
  /** Undefined where it could not be read: the figures do not wait for it. */
  readonly booking: Answer<'booking'> | undefined;
  readonly period: Answer<'period'> | undefined;
  readonly actions: ActionsBody | undefined;
}

const orNothing = (): undefined => undefined;

export async function readPicture(api: Api): Promise<Picture> {
  const [{ releases }, { questions }, booking, period, actions] = await Promise.all([
    api.releases(),
    api.questions(),
    api.booking().catch(orNothing),
    api.period().catch(orNothing),
    api.get(paths.actions, actionsBody).catch(orNothing),
  ]);
  return { releases, questions: new Map(questions.map((question) => [question.id, question])), booking, period, actions };
}

const ahead = new WeakMap<Api, Promise<Picture>>();

/** Begins to read before the page is there to show it. */
export function readAhead(api: Api): void {
  const picture = readPicture(api);
  ahead.set(api, picture);
  // What failed is read again when the page is there: a failure of before must not greet it.
  picture.catch(() => {
    if (ahead.get(api) === picture) ahead.delete(api);
  });
}

export function usePicture(api: Api) {
  return useRead(
    useCallback(() => {
      const begun = ahead.get(api);
      ahead.delete(api);
      return begun ?? readPicture(api);
    }, [api]),
  );
}
