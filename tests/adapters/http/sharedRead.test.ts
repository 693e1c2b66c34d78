import { describe, expect, it } from '@jest/globals';
import { KeptReplies, replyText } from '../../../bot/adapters/http/keptReplies.ts';
import { sharedRead } from '../../../bot/adapters/http/sharedRead.ts';

describe('a shared reading', () => {
  const counting = (fails: () => boolean = () => false) => {
    const state = { reads: 0, at: 0 };
    const read = sharedRead(
      async () => {
        state.reads += 1;
        if (fails()) throw new Error('away');
        return state.reads;
      },
      () => state.at,
    );
    return { state, read };
  };

  it('is one for all within a second, and the next begins after it', async () => {
    const { state, read } = counting();
    expect(await Promise.all([read(), read()])).toEqual([1, 1]);
    state.at = 999;
    expect(await read()).toBe(1);
    state.at = 1_000;
    expect(await read()).toBe(2);
  });

  it('that failed is not remembered', async () => {
    let away = true;
    const { read } = counting(() => away);
    await expect(Promise.all([read(), read()])).rejects.toThrow('away');
    away = false;
    expect(await read()).toBe(2);
  });
});

describe('kept replies', () => {
  it('are made once for a key, and differ where the key does', () => {
    const replies = new KeptReplies();
    let made = 0;
    const of = (key: string) => replies.of(key, () => ({ key, made: ++made }));
    expect([of('a'), of('a'), of('b')]).toEqual([
      replyText({ key: 'a', made: 1 }),
      replyText({ key: 'a', made: 1 }),
      replyText({ key: 'b', made: 2 }),
    ]);
    expect(of('a').etag).not.toBe(of('b').etag);
  });

  it('forget the oldest, and make it again', () => {
    const replies = new KeptReplies();
    let made = 0;
    const of = (key: number) => replies.of(String(key), () => ++made);
    for (let key = 0; key <= 500; key += 1) of(key);
    expect([of(500).text, of(1).text, of(0).text]).toEqual(['501', '2', '502']);
  });
});
