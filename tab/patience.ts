/** How long the tab waits for somebody: for the server by `AbortSignal.timeout`, for what knows no signal by `inTime`. Both end in a TimeoutError. */

/** What `promise` comes to, if that is within `ms`; else a rejection. What was begun goes on unheard. */
export async function inTime<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new DOMException('No answer came in time.', 'TimeoutError')), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

export const isLate = (cause: unknown): boolean => cause instanceof DOMException && cause.name === 'TimeoutError';
