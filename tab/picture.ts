/** Everything that the page of figures needs, read at once. */
import { useCallback } from 'react';
import type { Api } from './api.ts';
import { useRead } from './read.ts';
import type { QuestionBody } from '../bot/contract/questions.ts';

type Answer<Name extends keyof Api> = Api[Name] extends (...args: never[]) => Promise<infer Body> ? Body : never;

export interface Picture {
  readonly releases: Answer<'releases'>['releases'];
  readonly questions: ReadonlyMap<string, QuestionBody>;
  /** Undefined where it could not be read: the figures do not wait for it. */
  readonly booking: Answer<'booking'> | undefined;
  readonly period: Answer<'period'> | undefined;
}

const orNothing = (): undefined => undefined;

export async function readPicture(api: Api): Promise<Picture> {
  const [{ releases }, { questions }, booking, period] = await Promise.all([
    api.releases(),
    api.questions(),
    api.booking().catch(orNothing),
    api.period().catch(orNothing),
  ]);
  return { releases, questions: new Map(questions.map((question) => [question.id, question])), booking, period };
}

export function usePicture(api: Api) {
  return useRead(useCallback(() => readPicture(api), [api]));
}
