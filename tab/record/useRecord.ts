/** The private record as its panel sees it: shut, because this device holds no key that opens it (there may be none), or open. */
import { useCallback } from 'react';
import { doneNothing } from '../../bot/contract/mine.ts';
import { paths } from '../../bot/contract/paths.ts';
import { questionsBody, type QuestionBody } from '../../bot/contract/questions.ts';
import { recordBody, type RecordAsk, type RecordBody, type RecordNoteAsk } from '../../bot/contract/record.ts';
import { ApiProblem, type Api } from '../api.ts';
import { useRead } from '../read.ts';
import { forgetKey, keepKey, keyOnDevice } from './keep.ts';
import type { OwnAnswer } from './keys.ts';
import { notePlace } from './notes.ts';

export interface OpenRecord {
  readonly kind: 'open';
  readonly answers: readonly OwnAnswer[];
  /** Those that may be released, and those that only this page asks. */
  readonly questions: ReadonlyMap<string, QuestionBody>;
  readonly asked: readonly QuestionBody[];
  readonly publicKey: RecordBody['publicKey'];
}

export type OwnRecord = { readonly kind: 'later' } | { readonly kind: 'shut'; readonly body: RecordBody } | OpenRecord;

const readQuestions = (api: Api) => api.get(paths.questions, questionsBody);

async function openWith(api: Api, body: RecordBody, key: CryptoKey, read = readQuestions(api)): Promise<OwnRecord> {
  const { openCopies } = await import('./keys.ts');
  const [answers, { questions }] = await Promise.all([openCopies(body.copies, key), read]);
  const all = [...questions, ...body.questions];
  return {
    kind: 'open',
    answers,
    questions: new Map(all.map((each) => [each.id, each])),
    asked: body.questions,
    publicKey: body.publicKey,
  };
}

async function readRecord(api: Api, person: string): Promise<OwnRecord> {
  const body = await api.get(paths.record, recordBody).catch((error: unknown) => {
    if (error instanceof ApiProblem && error.problem === 'refused') return undefined;
    throw error;
  });
  if (!body) return { kind: 'later' };
  const key = await keyOnDevice(person);
  if (!key) return { kind: 'shut', body };
  const { opensAny } = await import('./keys.ts');
  return (await opensAny(body.copies, key)) ? openWith(api, body, key) : { kind: 'shut', body };
}

/** Everything that can be done with one's own record. Rejections are ApiProblems, or the device's own. */
export function useRecord(api: Api, person: string) {
  const { state, retry, put } = useRead(useCallback(() => readRecord(api, person), [api, person]));

  /** Gives the recovery code, to be shown once. The key is on the device before the server hears of it: never a record without a key. */
  const begin = useCallback(async (): Promise<string> => {
    const { makeDeviceKeys } = await import('./keys.ts');
    // All that could fail comes before there is a record: once there is one, its code must be shown.
    const questions = await readQuestions(api);
    const { publicKey, privateKey, recovery, code } = await makeDeviceKeys();
    await keepKey(person, privateKey);
    const ask: RecordAsk = { publicKey, recovery };
    const body = await api.post(paths.record, ask, recordBody).catch(async (error: unknown) => {
      // Its answer alone may have got lost.
      const standing = await api.get(paths.record, recordBody).catch(() => undefined);
      if (standing?.publicKey.x !== publicKey.x) throw error;
      return standing;
    });
    put(await openWith(api, body, privateKey, Promise.resolve(questions)));
    return code;
  }, [api, person, put]);

  /** False for a code that does not open it. */
  const recover = useCallback(
    async (body: RecordBody, code: string): Promise<boolean> => {
      const { recoverKey } = await import('./keys.ts');
      const key = await recoverKey(body.recovery, code);
      if (!key) return false;
      await keepKey(person, key);
      put(await openWith(api, body, key));
      return true;
    },
    [api, person, put],
  );

  const end = useCallback(async (): Promise<void> => {
    const body = await api.post(paths.recordOff, {}, recordBody);
    await forgetKey(person);
    put({ kind: 'shut', body });
  }, [api, person, put]);

  /** Keeps an answer to a question that is asked only here. It is sealed before it leaves the device. */
  const note = useCallback(
    async (own: OpenRecord, question: QuestionBody, option: number): Promise<void> => {
      const { sealNote } = await import('./keys.ts');
      const day = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short' }).format(new Date());
      const place = notePlace(day, own.asked.indexOf(question));
      const answer: OwnAnswer = { question: question.id, option, day, period: '' };
      const ask: RecordNoteAsk = { place, copy: await sealNote(answer, own.publicKey) };
      await api.post(paths.recordNote, ask, doneNothing);
      const others = own.answers.filter(
        (each) => each.question !== question.id || notePlace(each.day, own.asked.indexOf(question)) !== place,
      );
      put({ ...own, answers: [...others, answer] });
    },
    [api, put],
  );

  return { state, retry, begin, recover, end, note };
}
