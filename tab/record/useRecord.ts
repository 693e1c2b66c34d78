/** The private record as its panel sees it: off, on elsewhere, or open on this device. */
import { useCallback } from 'react';
import { paths } from '../../bot/contract/paths.ts';
import { questionsBody, type QuestionBody } from '../../bot/contract/questions.ts';
import { recordBody, type RecordAsk } from '../../bot/contract/record.ts';
import type { Api } from '../api.ts';
import { useRead } from '../read.ts';
import { forgetKey, keepKey, keyOnDevice } from './keep.ts';
import type { OwnAnswer } from './keys.ts';

export type OwnRecord =
  | { readonly kind: 'off' }
  | { readonly kind: 'elsewhere'; readonly recovery: string; readonly copies: readonly string[] }
  | { readonly kind: 'open'; readonly answers: readonly OwnAnswer[]; readonly questions: ReadonlyMap<string, QuestionBody> };

async function openWith(api: Api, copies: readonly string[], key: CryptoKey): Promise<OwnRecord> {
  const { openCopies } = await import('./keys.ts');
  const [answers, { questions }] = await Promise.all([openCopies(copies, key), api.get(paths.questions, questionsBody)]);
  return { kind: 'open', answers, questions: new Map(questions.map((question) => [question.id, question])) };
}

async function readRecord(api: Api, person: string): Promise<OwnRecord> {
  const body = await api.get(paths.record, recordBody);
  if (!body.on) return { kind: 'off' };
  const key = await keyOnDevice(person);
  const { opensAny } = await import('./keys.ts');
  if (!key || !(await opensAny(body.copies, key))) return { kind: 'elsewhere', recovery: body.recovery, copies: body.copies };
  return openWith(api, body.copies, key);
}

/** Everything that can be done with one's own record. Rejections are ApiProblems, or the device's own. */
export function useRecord(api: Api, person: string) {
  const { state, retry, put } = useRead(useCallback(() => readRecord(api, person), [api, person]));

  /** Gives the recovery code, to be shown once. The key is on the device before the server hears of it: never a record without a key. */
  const turnOn = useCallback(async (): Promise<string> => {
    const { makeDeviceKeys } = await import('./keys.ts');
    const { publicKey, privateKey, recovery, code } = await makeDeviceKeys();
    await keepKey(person, privateKey);
    const ask: RecordAsk = { publicKey, recovery };
    const body = await api.post(paths.record, ask, recordBody);
    put(body.on ? await openWith(api, body.copies, privateKey) : { kind: 'off' });
    return code;
  }, [api, person, put]);

  /** False for a code that does not open it. */
  const recover = useCallback(
    async (recovery: string, copies: readonly string[], code: string): Promise<boolean> => {
      const { recoverKey } = await import('./keys.ts');
      const key = await recoverKey(recovery, code);
      if (!key) return false;
      await keepKey(person, key);
      put(await openWith(api, copies, key));
      return true;
    },
    [api, person, put],
  );

  const turnOff = useCallback(async (): Promise<void> => {
    await api.post(paths.recordOff, {}, recordBody);
    await forgetKey(person);
    put({ kind: 'off' });
  }, [api, person, put]);

  return { state, retry, turnOn, recover, turnOff };
}
