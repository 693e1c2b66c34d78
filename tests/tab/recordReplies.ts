/** A private record's routes with copies really sealed to the key that a page sends: for tests of the device's side. */
import { CompactEncrypt, importJWK } from 'jose';
import { paths } from '../../bot/contract/paths.ts';
import { recordAsk, type RecordAsk, type RecordBody } from '../../bot/contract/record.ts';

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
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(content).padEnd(96)))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM' })
    .encrypt(key);
}

/** A record that is off until a page turns it on; `asks` hears every body that a page sent. */
export function recordReplies(asks: unknown[] = []) {
  let kept: (RecordAsk & { readonly copies: readonly string[] }) | undefined;
  const body = (): { readonly status: number; readonly body: RecordBody } => ({
    status: 200,
    body: kept ? { on: true, publicKey: kept.publicKey, recovery: kept.recovery, copies: [...kept.copies] } : { on: false },
  });
  return {
    [paths.record]: body,
    [`POST ${paths.record}`]: async (sent: unknown) => {
      asks.push(sent);
      const ask = recordAsk.parse(sent);
      const copies = await Promise.all([...ownAnswers, {}, {}].map((content) => seal(ask.publicKey, content)));
      kept = { ...ask, copies };
      return body();
    },
    [`POST ${paths.recordOff}`]: () => {
      kept = undefined;
      return body();
    },
  };
}
