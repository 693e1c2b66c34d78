import { createHash } from 'node:crypto';

/** A body as it goes out, with the ETag of its bytes. */
export interface KeptReply {
  readonly text: string;
  readonly etag: string;
}

export function replyText(body: unknown): KeptReply {
  const text = JSON.stringify(body);
  return { text, etag: `"${createHash('sha256').update(text).digest('base64url')}"` };
}

/** More units than a trust has, and few enough to forget. */
const most = 500;

/**
 * Bodies made from what never changes, so that each is made once: for the same `key` always the same bytes. Whatever a body is made from must
 * be in its key. The oldest is forgotten first.
 */
export class KeptReplies {
  readonly #kept = new Map<string, KeptReply>();

  of(key: string, make: () => unknown): KeptReply {
    const known = this.#kept.get(key);
    if (known) return known;
    const made = replyText(make());
    this.#kept.set(key, made);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > most && oldest !== undefined) this.#kept.delete(oldest);
    return made;
  }
}
