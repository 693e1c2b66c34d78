import type { ReadyBody } from '../../contract/health.ts';
import type { Reply } from './reply.ts';

/** Each resolves when its part can be reached and rejects when it cannot. */
export type Reach = Readonly<Record<ReadyBody['away'][number], () => Promise<void>>>;

/** A part that has not answered by then counts as away: whoever asks must not wait for its retries. */
const patienceMs = 5_000;

/** 200 when storage and keys answer, else 503 and which is away. */
export async function readiness(reach: Reach): Promise<Reply> {
  const parts = ['storage', 'keys'] as const;
  const reached = await Promise.all(parts.map((part) => answersInTime(reach[part])));
  const away = parts.filter((_, i) => !reached[i]);
  const body: ReadyBody = { ready: away.length === 0, away };
  return { status: body.ready ? 200 : 503, body };
}

async function answersInTime(work: () => Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs);
  });
  const answered = work().then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(timer);
  }
}
