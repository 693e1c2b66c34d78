/** A private record's routes with copies really sealed to the key that a page sends: for tests of the device's side. */
import { CompactEncrypt, importJWK } from 'jose';
import { questionOf } from '../../bot/adapters/http/present.ts';
import { createRecordSealing } from '../../bot/adapters/sealing/record.ts';
import { paths } from '../../bot/contract/paths.ts';
import { copyCharacters, recordAsk, recordNoteAsk, type RecordAsk, type RecordBody } from '../../bot/contract/record.ts';
import { bank } from '../../bot/domain/questions/bank.ts';

/** Own answers of an invented term: a heavy fortnight in the middle, and a heavy end. */
export const ownAnswers = [
  { q: 'load', o: 1, d: '2026-11-03' },
  { q: 'room', o: 3, d: '2026-11-05' },
  { q: 'load', o: 2, d: '2026-11-10' },
  { q: 'with', o: 1, d: '2026-11-11' },
  { q: 'room', o: 2, d: '2026-11-17' },
  { q: 'load', o: 3, d: '2026-11-18' },
  { q: 'room', o: 1, d: '2026-11-24' },
  { q: 'load', o: 4, d: '2026-11-25' },
  { q: 'mine', o: 3, d: '2026-11-26' },
  { q: 'room', o: 0, d: '2026-12-01' },
  { q: 'load', o: 3, d: '2026-12-02' },
].map((answer) => ({ ...answer, p: '2026-27-2' }));

async function seal(publicKey: RecordAsk['publicKey'], content: object): Promise<string> {
  const key = await importJWK(publicKey, 'ECDH-ES');
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(content).padEnd(copyCharacters)))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM' })
    .encrypt(key);
}

const questions = [...bank.values()].filter(({ occasion }) => occasion === 'private').map(questionOf);

/** A row of nobody's until a page begins a record; `asks` hears every body that a page sent. */
export function recordReplies(asks: unknown[] = []) {
  const bodyFor = async ({ publicKey, recovery }: RecordAsk, contents: readonly object[]): Promise<RecordBody> => ({
    publicKey,
    recovery,
    copies: await Promise.all(contents.map((content) => seal(publicKey, content))),
    questions,
  });
  const blank = async (): Promise<RecordBody> => bodyFor(await (await createRecordSealing()).nobody(), [{}, {}, {}]);
  let kept: Promise<RecordBody> | undefined;
  const answer = async (): Promise<{ readonly status: number; readonly body: RecordBody }> => ({
    status: 200,
    body: await (kept ??= blank()),
  });
  return {
    [paths.record]: answer,
    [`POST ${paths.record}`]: (sent: unknown) => {
      asks.push(sent);
      kept = bodyFor(recordAsk.parse(sent), [...ownAnswers, {}, {}]);
      return answer();
    },
    [`POST ${paths.recordOff}`]: () => {
      kept = undefined;
      return answer();
    },
    [`POST ${paths.recordNote}`]: async (sent: unknown) => {
      asks.push(sent);
      const { copy } = recordNoteAsk.parse(sent);
      const { body } = await answer();
      kept = Promise.resolve({ ...body, copies: [...body.copies, copy] });
      return { status: 200, body: {} };
    },
  };
}
