/** Everything that the page of figures needs, read at once. */
import type { Api } from './api.ts';
import { readingAhead } from './read.ts';
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

export const { ahead: readPictureAhead, useReading: usePicture } = readingAhead(readPicture);
